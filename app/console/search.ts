/** Ctrl-R: the way back to a line that was typed before. */

/** What a key does while somebody searches. */
export type Step =
  /** The search goes on. */
  | { readonly kind: "on" }
  /** The found line is taken, and the key does what it does elsewhere. */
  | { readonly kind: "taken" }
  /** The line is again what it was before. */
  | { readonly kind: "given up" };

const CTRL_R = "\x12";
const CANCEL: readonly string[] = ["\x03", "\x07"];
const BACK: readonly string[] = ["\x7f", "\b"];

/** A search in what was typed, newest first. */
export class Search {
  readonly #history: readonly string[];
  #query = "";
  /** Place of the found line; -1 before there is one. */
  #at = -1;

  /** @param before what the line was when the search began */
  constructor(history: readonly string[], readonly before: string) {
    this.#history = history;
  }

  /** The found line, or what the line was before. */
  get line(): string {
    return this.#history[this.#at] ?? this.before;
  }

  /** What stands before the line. */
  get label(): string {
    const found = this.#at >= 0 || this.#query === "";
    return `(${found ? "" : "not found "}search: ${this.#query}) `;
  }

  /** Takes a key as the terminal sends it. */
  key(key: string): Step {
    if (CANCEL.includes(key)) return { kind: "given up" };
    if (key === CTRL_R) this.#find(this.#at + 1, this.#at);
    else if (BACK.includes(key)) {
      this.#ask([...this.#query].slice(0, -1).join(""));
    } else if (key < " ") return { kind: "taken" };
    else this.#ask(this.#query + key);
    return { kind: "on" };
  }

  #ask(query: string): void {
    this.#query = query;
    this.#find(Math.max(0, this.#at), -1);
    if (this.#at < 0) this.#find(0, -1);
  }

  #find(from: number, otherwise: number): void {
    if (this.#query === "") return;
    const query = this.#query.toLowerCase();
    const at = this.#history.findIndex((line, i) =>
      i >= from && line.toLowerCase().includes(query)
    );
    this.#at = at < 0 ? otherwise : at;
  }
}
