import type { Clock, Stop } from "../mod.ts";
import { EchoError, NoAnswerError, RefusedError } from "./errors.ts";

/** Times to wait, ms. */
const PROMPT_MS = 5000, ABORT_MS = 1000, MESSAGE_MS = 60_000;
const ESC = "\x1b", SUB = "\x1a";
const FINAL = /^(OK$|ERROR|\+CM[ES] ERROR)/;
/** Lines without a name that modems send unasked. */
const UNASKED =
  /^(RING|RDY|Call Ready|SMS Ready|SMS DONE|PB DONE|NO CARRIER|NORMAL POWER DOWN|UNDER-|OVER-|POWER DOWN|DST:|\*PSUTTZ)/;
/** An answer may take so many times its silence: hundreds of messages over a slow line. */
const LONGEST_ANSWER = 10;
/** Lines of one answer, at most. */
const MOST_LINES = 500;

interface Pending {
  readonly at: string;
  /** Text that follows at the prompt; none for plain commands. */
  readonly payload?: string;
  /** How a line begins without which an OK is that of an earlier command. */
  readonly proof?: string;
  /** An OK came without it. */
  isOk: boolean;
  readonly lines: string[];
  /** How long it may be silent, ms. */
  readonly timeout: number;
  /** Monotonic time of its beginning, ms. */
  readonly begun: number;
  stage: "prompt" | "answer" | "aborting";
  echoed: boolean;
  stopTimer: Stop;
  resolve(lines: string[]): void;
  reject(error: Error): void;
}

/** One command at a time: sends it, gathers its answer, tells what came unasked in between. */
export class Exchange {
  readonly #write: (text: string) => void;
  readonly #clock: Clock;
  #pending: Pending | undefined;

  constructor(write: (text: string) => void, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
  }

  /**
   * Runs a command; resolves with its answer's lines, `OK` left out.
   *
   * Rejects with RefusedError or NoAnswerError.
   * @param proof how a line begins that the answer has for certain
   */
  run(at: string, timeout: number, proof?: string): Promise<string[]> {
    return this.#begin(at, timeout, proof === undefined ? {} : { proof });
  }

  /**
   * Sends `AT+CMGS=...` and, at the prompt, the payload. Nothing of the payload leaves before the prompt.
   *
   * Rejects as `run`, and with EchoError (nothing was sent then).
   */
  message(at: string, payload: string): Promise<string[]> {
    return this.#begin(at, PROMPT_MS, { payload });
  }

  #begin(
    at: string,
    timeout: number,
    more: Pick<Pending, "payload" | "proof">,
  ): Promise<string[]> {
    if (this.#pending) throw new Error(`${this.#pending.at} is still running`);
    return new Promise((resolve, reject) => {
      this.#pending = {
        at,
        ...more,
        lines: [],
        timeout,
        begun: this.#clock.monotonic(),
        stage: more.payload === undefined ? "answer" : "prompt",
        echoed: false,
        isOk: false,
        stopTimer: () => {},
        resolve,
        reject,
      };
      this.#wait(timeout);
      this.#write(`${at}\r`);
    });
  }

  /** The modem waits for a text. Only the command that asked for it gives one; anything else is aborted. */
  prompt(): void {
    const pending = this.#pending;
    if (pending?.payload === undefined) return this.#write(ESC);
    if (pending.stage !== "prompt") return;
    if (pending.echoed) {
      this.#write(ESC);
      pending.stage = "aborting";
      this.#wait(ABORT_MS);
      return;
    }
    pending.stage = "answer";
    this.#wait(MESSAGE_MS);
    this.#write(pending.payload + SUB);
  }

  /** Takes a line; false when it is none of the command's answer. */
  line(text: string): boolean {
    const pending = this.#pending;
    if (!pending) return false;
    if (text === pending.at) {
      pending.echoed = true;
      return true;
    }
    // Each CR within a text makes the modem prompt again.
    const line = pending.payload === undefined
      ? text
      : text.replace(/^(> ?)+/, "");
    if (FINAL.test(line)) this.#final(pending, line);
    else if (!belongs(line, pending.at)) return false;
    else if (pending.lines.length < MOST_LINES) pending.lines.push(line);
    return true;
  }

  /** Bytes arrived: a long answer over a slow line takes its time. */
  alive(): void {
    const pending = this.#pending;
    if (pending?.stage !== "answer" || pending.payload !== undefined) return;
    // What comes unasked must not hide for ever that the end of the answer got lost.
    const since = this.#clock.monotonic() - pending.begun;
    if (since < LONGEST_ANSWER * pending.timeout) this.#wait(pending.timeout);
  }

  /** Gives the running command up. */
  abort(reason: string): void {
    const pending = this.#end();
    pending?.reject(new NoAnswerError(reason, hasLeft(pending)));
  }

  #final(pending: Pending, line: string): void {
    if (pending.stage === "prompt") {
      // Should the modem nevertheless come to prompt, it is not left there.
      if (line !== "OK") this.#write(ESC);
      else return;
    }
    if (line === "OK" && !isProven(pending)) {
      pending.isOk = true;
      return;
    }
    this.#end();
    if (pending.stage === "aborting") pending.reject(new EchoError());
    else if (line === "OK") pending.resolve(pending.lines);
    else pending.reject(new RefusedError(line));
  }

  #wait(ms: number): void {
    const pending = this.#pending;
    if (!pending) return;
    pending.stopTimer();
    pending.stopTimer = this.#clock.after(ms, () => {
      this.#end();
      if (pending.stage === "aborting") return pending.reject(new EchoError());
      // A modem that never tells it.
      if (pending.isOk) return pending.resolve(pending.lines);
      if (pending.payload !== undefined) this.#write(ESC);
      pending.reject(
        new NoAnswerError(
          `the modem did not answer ${nameOf(pending.at)} within ${
            ms / 1000
          } s`,
          hasLeft(pending),
        ),
      );
    });
  }

  #end(): Pending | undefined {
    const pending = this.#pending;
    pending?.stopTimer();
    this.#pending = undefined;
    return pending;
  }
}

/** The answer has what shows that it is this command's. */
function isProven({ proof, lines }: Pending): boolean {
  return proof === undefined || lines.some((line) => line.startsWith(proof));
}

/** The text of a message is with the modem. */
function hasLeft({ payload, stage }: Pending): boolean {
  return payload !== undefined && stage === "answer";
}

/** The command without its arguments: a number or a text is nobody's business in an error. */
function nameOf(at: string): string {
  return at.replace(/=.*$/s, "");
}

/** A named line belongs to the command that has its name; lines without name belong, unless known as unasked. */
function belongs(line: string, at: string): boolean {
  const name = /^[+^*#]([A-Z0-9]+):/.exec(line)?.[1];
  return name === undefined
    ? !UNASKED.test(line)
    : at.toUpperCase().includes(name);
}
