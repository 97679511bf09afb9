/** Longest line that is taken from the server, in characters; its real ones stay below a thousand. */
const LINE_LIMIT = 16_384;

const bytesAsCharacters = new TextDecoder("latin1");

/** Cuts a byte stream into lines: every CR is dropped, a line ends at LF, segments may cut anywhere. */
export class LineSplitter {
  readonly #limit: number;
  #part = "";
  #skipping = false;

  /** @param limit longest line, in characters; never more than this is kept in memory */
  constructor(limit = LINE_LIMIT) {
    this.#limit = limit;
  }

  /**
   * Takes the next segment.
   * @returns the lines that are complete now; an undefined stands for a line that became too long,
   * the rest of which is dropped up to its LF
   */
  push(segment: Uint8Array): readonly (string | undefined)[] {
    const lines: (string | undefined)[] = [];
    const [first = "", ...others] = bytesAsCharacters.decode(segment)
      .replaceAll("\r", "").split("\n");
    this.#add(first, lines);
    for (const piece of others) {
      if (!this.#skipping) lines.push(this.#part);
      this.#part = "";
      this.#skipping = false;
      this.#add(piece, lines);
    }
    return lines;
  }

  #add(piece: string, lines: (string | undefined)[]): void {
    if (this.#skipping) return;
    this.#part += piece;
    if (this.#part.length <= this.#limit) return;
    lines.push(undefined);
    this.#part = "";
    this.#skipping = true;
  }
}
