/** A line that somebody types at a terminal: keys, pastes, history and the search in it. */
import { Readable, type Writable } from "node:stream";
import { createInterface, type Interface } from "node:readline";
import { REMEMBERED } from "./history_file.ts";
import { Paste } from "./paste.ts";
import { Search } from "./search.ts";

/** What the editor needs and tells. */
export interface EditorOptions {
  readonly output: Writable;
  /** Lines that were typed before, newest first. */
  readonly history: readonly string[];
  /** What the last word of a line may become. */
  readonly complete: (line: string) => readonly string[];
  readonly line: (line: string) => void;
  /** Ctrl-Z. */
  readonly suspend: () => void;
  /** The prompt has to be drawn anew. */
  readonly changed: () => void;
  /** Ctrl-D, or Ctrl-C on an empty line. */
  readonly ended: () => void;
}

const CTRL_R = "\x12", CTRL_Z = "\x1a";
const PROMPT = "> ";
/** A piece of text, the end of a line, a sequence of a key such as an arrow, or a key. */
// deno-lint-ignore no-control-regex
const RUN = /^(?:[^\x00-\x1f\x7f]+|\r\n|\x1b[^\x00-\x1f\x7f]{0,7}|.)/su;
/** A search takes text letter by letter. */
// deno-lint-ignore no-control-regex
const KEY = /^(?:\r\n|\x1b[^\x00-\x1f\x7f]{0,7}|.)/su;

/** Keys as they come from a terminal in raw mode. */
class Keys extends Readable {
  override _read(): void {}
}

/** A line editor. */
export class LineEditor {
  readonly #options: EditorOptions;
  readonly #keys = new Keys();
  readonly #input: Interface;
  #history: readonly string[];
  readonly #paste = new Paste();
  #search: Search | undefined;

  constructor(options: EditorOptions) {
    const { output, history, complete } = options;
    this.#options = options;
    this.#history = history;
    this.#input = createInterface({
      input: this.#keys,
      output,
      terminal: true,
      historySize: REMEMBERED,
      history: [...history],
      completer: (line: string) => completion(line, complete(line)),
    });
    this.#input.on("history", (lines) => this.#history = lines);
    this.#input.on("line", options.line);
    this.#input.on("SIGINT", () => this.#interrupted());
    this.#input.on("close", options.ended);
  }

  /** What stands before the line. */
  get label(): string {
    return this.#search?.label ?? PROMPT;
  }

  /** Row of the cursor, counted from the first of the prompt. */
  get row(): number {
    return this.#input.getCursorPos().rows;
  }

  /** Draws prompt and line. */
  show(prompt: string): void {
    this.#input.setPrompt(prompt);
    this.#input.prompt(true);
  }

  close(): void {
    this.#input.close();
  }

  /**
   * Takes what the terminal sends. A paste is put in as a whole: key by key, each would measure the
   * whole line again.
   */
  feed(text: string): void {
    let rest = this.#paste.take(text, this.#search === undefined);
    while (rest !== "") {
      const [run = rest] = (this.#search ? KEY : RUN).exec(rest) ?? [];
      rest = rest.slice(run.length);
      if (this.#search) this.#searching(this.#search, run);
      else if (run === CTRL_R) this.#begin();
      else if (run === CTRL_Z) this.#options.suspend();
      else this.#put(run);
    }
  }

  #put(run: string): void {
    if (run.length > 1 && run >= " ") this.#input.write(run);
    else this.#keys.emit("data", new TextEncoder().encode(run));
  }

  #begin(): void {
    this.#search = new Search(this.#history, this.#input.line);
    this.#options.changed();
  }

  #searching(search: Search, key: string): void {
    const { kind } = search.key(key);
    this.#replace(kind === "given up" ? search.before : search.line);
    if (kind !== "on") this.#search = undefined;
    this.#options.changed();
    if (kind === "taken") this.#put(key);
  }

  #replace(line: string): void {
    this.#input.write(null, { ctrl: true, name: "e" });
    this.#input.write(null, { ctrl: true, name: "u" });
    if (line !== "") this.#input.write(line);
  }

  /** Ctrl-C clears what is typed; with nothing typed it ends the program. */
  #interrupted(): void {
    if (this.#input.line === "") return this.#input.close();
    this.#replace("");
    this.#options.changed();
  }
}

/** Words for readline, in the letters in which the line was begun. */
function completion(
  line: string,
  words: readonly string[],
): [string[], string] {
  const typed = /\S*$/.exec(line)?.[0] ?? "";
  const small = typed !== "" && typed === typed.toLowerCase();
  return [
    words.map((word) =>
      typed + (small ? word.toLowerCase() : word).slice(typed.length)
    ),
    typed,
  ];
}
