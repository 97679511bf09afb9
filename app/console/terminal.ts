/** Standard input and output as lines: with editing, history and a status line on a terminal, plain elsewhere. */
import process from "node:process";
import { createInterface, type Interface } from "node:readline";
import type { Clock } from "../../hal/mod.ts";

/** What a terminal shows and asks. */
export interface TerminalOptions {
  /** Runs a line; the next one waits for it. */
  readonly line: (line: string) => Promise<void>;
  /** The line above the prompt, as it is now. */
  readonly status: () => string;
  /** What the line typed so far may become. */
  readonly complete: (line: string) => readonly string[];
  /** The user ended the input; `lines` were typed before. */
  readonly ended: (lines: number) => void;
  /** The machine's clock, for the status line. */
  readonly clock: Clock;
}

const REFRESH = 1000;
const PROMPT = "> ";
/** Of a terminal that does not say. */
const WIDTH = 80;

/** The user's end of the program. */
export class Terminal {
  /** Whether somebody sits there. */
  readonly interactive = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  readonly #options: TerminalOptions;
  #input: Interface | undefined;
  #stopRefresh = () => {};
  #last: Promise<unknown> = Promise.resolve();
  #lines = 0;
  /** The prompt that stands there, or undefined while a line is being run. */
  #shown: string | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  /** Begins to read. */
  open(): void {
    const { clock, complete, ended } = this.#options;
    const { interactive } = this;
    const input = createInterface({
      input: process.stdin,
      terminal: interactive,
      ...(interactive ? { output: process.stdout } : {}),
      completer: (line: string) => [[...complete(line)], line],
    });
    this.#input = input;
    input.on("line", (line) => this.#line(line));
    input.on("SIGINT", () => input.close());
    input.on("close", () => {
      this.#stopRefresh();
      this.#input = undefined;
      void this.#last.then(() => ended(this.#lines));
    });
    if (!interactive) return;
    this.#show();
    this.#stopRefresh = clock.every(REFRESH, () => {
      if (this.#prompt() !== this.#shown) this.#show();
    });
  }

  /** Prints above what is being typed. */
  print(text: string): void {
    const input = this.interactive ? this.#input : undefined;
    if (input === undefined) {
      console.log(text);
      return;
    }
    const rows = this.#shown === undefined ? 0 : input.getCursorPos().rows;
    const up = rows > 0 ? `\x1b[${rows}A` : "";
    // The prompt's redraw goes up by as many rows as it had before.
    process.stdout.write(`${up}\r\x1b[J${text}\n${"\n".repeat(rows)}`);
    if (this.#shown !== undefined) this.#show();
  }

  /** Ends reading. */
  close(): void {
    this.#input?.close();
  }

  #line(line: string): void {
    this.#lines++;
    this.#shown = undefined;
    this.#last = this.#last.then(() => this.#options.line(line)).then(() =>
      this.#show()
    );
  }

  #prompt(): string {
    const width = process.stdout.columns || WIDTH;
    return `${this.#options.status().slice(0, width - 1)}\n${PROMPT}`;
  }

  #show(): void {
    if (!this.interactive || this.#input === undefined) return;
    this.#shown = this.#prompt();
    this.#input.setPrompt(this.#shown);
    this.#input.prompt(true);
  }
}
