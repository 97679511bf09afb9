/** Lines that were typed, kept over restarts. */

/** Lines that are remembered. */
export const REMEMBERED = 500;
/** A file with more lines is cut. */
const LONGEST = 2 * REMEMBERED;

/** A text file with a line for each line. It is a comfort only: a disk that takes nothing costs nothing else. */
export class HistoryFile {
  /** @param path undefined where nothing is kept */
  constructor(readonly path: string | undefined) {}

  /** What was typed before, the newest first. */
  read(): readonly string[] {
    if (this.path === undefined) return [];
    try {
      const lines = Deno.readTextFileSync(this.path).split("\n")
        .filter((line) => line !== "");
      const last = lines.slice(-REMEMBERED);
      if (lines.length > LONGEST) this.#write(last, false);
      return last.toReversed();
    } catch {
      return [];
    }
  }

  add(line: string): void {
    try {
      this.#write([line], true);
    } catch {
      // It is remembered until the program ends.
    }
  }

  #write(lines: readonly string[], append: boolean): void {
    if (this.path === undefined) return;
    const text = lines.map((line) => `${line}\n`).join("");
    // Nobody else's business, though no secrets are in it.
    Deno.writeTextFileSync(this.path, text, { append, mode: 0o600 });
  }
}
