import type { Clock, Stop } from "../mod.ts";
import { fromHex } from "./pdu.ts";
import { readUcs2 } from "./user_data.ts";

/** How long the network may take, ms (decisions: a reply after 15 s at the latest). */
const PATIENCE_MS = 15_000;

/**
 * The network's text in a `+CUSD:` line: between the first quote and the next, or the line's end.
 * UCS-2 text, shown in hexadecimal, is read.
 * @returns undefined when the line has no quote
 */
export function ussdText(line: string): string | undefined {
  const [, text, rest = ""] = /"([^"]*)"?(.*)/s.exec(line) ?? [];
  const dcs = Number(/^,\s*(\d+)/.exec(rest)?.[1] ?? 15);
  const isHex = text !== undefined && /^([0-9a-f]{4})+$/i.test(text);
  return isHex && (dcs & 0x0c) === 8 ? readUcs2(fromHex(text)) : text;
}

/** Checks a code that is to be dialled. */
export function checkedUssd(code: string): string {
  if (/^[0-9*#+]{1,40}$/.test(code)) return code;
  throw new Error(
    "a USSD code has digits, * and # only, such as *100#",
  );
}

/** Waits for the network's answers to USSD codes; one code at a time. */
export class UssdAnswer {
  #resolve: ((text: string) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #stopTimer: Stop = () => {};

  constructor(private readonly clock: Clock) {}

  /** Resolves with the text of the next `+CUSD:` line. */
  next(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#stopTimer = this.clock.after(
        PATIENCE_MS,
        () => this.abort("the network did not answer"),
      );
    });
  }

  /** Takes a `+CUSD:` line; one that nobody waits for is ignored. */
  line(line: string): void {
    const text = ussdText(line);
    if (text === undefined) return this.abort("Invalid USSD result");
    this.#resolve?.(text);
    this.#end();
  }

  /** Gives the answer up. */
  abort(reason: string): void {
    this.#reject?.(new Error(reason));
    this.#end();
  }

  #end(): void {
    this.#stopTimer();
    this.#resolve = this.#reject = undefined;
  }
}
