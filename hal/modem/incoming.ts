import { AtReader, type AtToken } from "./at_reader.ts";
import type { RawMessage } from "./storage.ts";

/** Seconds without a byte after which what is incomplete is taken as it is, and after which it is given up. */
const LINES_AFTER = 2, GIVEN_UP_AFTER = 60;

/** Whom it is told. */
export interface Hearers {
  /** The modem waits for a message's text. */
  readonly prompt: () => void;
  readonly message: (message: RawMessage) => void;
  readonly line: (text: string) => void;
}

/** What comes from the modem, cut into what it says; something incomplete does not wait for ever. */
export class Incoming {
  readonly #reader = new AtReader();
  readonly #hearers: Hearers;
  /** Seconds since the last byte of something incomplete. */
  #incomplete = 0;

  constructor(hearers: Hearers) {
    this.#hearers = hearers;
  }

  /** Whether bytes of a message or a text are missing. */
  get waiting(): boolean {
    return this.#reader.waiting;
  }

  reset(): void {
    this.#reader.reset();
  }

  bytes(chunk: Uint8Array): void {
    this.#incomplete = 0;
    this.#tell(this.#reader.push(chunk));
  }

  /** One second; whether something was given up in it. */
  second(): boolean {
    this.#incomplete = this.#reader.waiting ? this.#incomplete + 1 : 0;
    if (this.#incomplete > LINES_AFTER) this.#tell(this.#reader.flush());
    if (this.#incomplete <= GIVEN_UP_AFTER) return false;
    this.#reader.reset();
    return true;
  }

  #tell(tokens: readonly AtToken[]): void {
    const { prompt, message, line } = this.#hearers;
    for (const token of tokens) {
      switch (token.kind) {
        case "prompt":
          prompt();
          break;
        case "message":
          message(token);
          break;
        case "line":
          line(token.text);
      }
    }
  }
}
