import type { Clock, Stop } from "../mod.ts";
import { RefusedError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { decodeGsm, unpackSeptets } from "./gsm0338.ts";
import { fromHex } from "./pdu.ts";
import { hexOfUcs2, ucs2Text } from "./ucs2_text.ts";
import { readUcs2 } from "./user_data.ts";

/** How long modem and network may take, each, ms (decisions: a reply after 15 s at the latest). */
const PATIENCE_MS = 15_000;
/** Ends the session with the network, and how long that may take, ms. */
const CANCEL = "AT+CUSD=2", CANCEL_MS = 5000;

/**
 * The network's text in a `+CUSD:` line: between the first quote and the next, or the line's end.
 * Text shown in hexadecimal is read: UCS-2 by the coding scheme or by its looks, and packed septets.
 * @returns undefined when the line has no quote
 */
export function ussdText(line: string): string | undefined {
  const [, text, rest = ""] = /"([^"]*)"?(.*)/s.exec(line) ?? [];
  if (text === undefined || !/^([0-9a-f]{2})+$/i.test(text)) return text;
  const dcs = Number(/^,\s*(\d+)/.exec(rest)?.[1] ?? 15);
  const isUcs2 = (dcs & 0x0c) === 8 && text.length % 4 === 0;
  return isUcs2 ? readUcs2(fromHex(text)) : ucs2Text(text) ?? packedText(text);
}

/** Words of a language; a text of digits, unpacked, gives none. */
const WORDS = /^[\n\r -~\u00a0-\u00ff€]+$/;
const FEWEST_LETTERS = /[A-Za-z]{3}/;

/** The text of packed septets, unless the digits are more likely the text itself. */
function packedText(hex: string): string {
  const octets = fromHex(hex);
  const count = Math.floor(octets.length * 8 / 7);
  const text = decodeGsm(unpackSeptets(octets, count))
    .replace(/[@\r]$/, "");
  const isWords = WORDS.test(text) && FEWEST_LETTERS.test(text);
  return isWords && /[a-f]/i.test(hex) ? text : hex;
}

/** Checks a code that is to be dialled. */
export function checkedUssd(code: string): string {
  if (/^[0-9*#+]{1,40}$/.test(code)) return code;
  throw new Error(
    "a USSD code has digits, * and # only, such as *100#",
  );
}

/** The modem took a code, and nothing came of it. */
class SilentNetworkError extends Error {
  constructor() {
    super("the network did not answer");
  }
}

/** Dials USSD codes and waits for the network's answers; one code at a time. */
export class Ussd {
  readonly #clock: Clock;
  readonly #exchange: Exchange;
  #resolve: ((text: string) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #stopTimer: Stop = () => {};

  constructor(clock: Clock, exchange: Exchange) {
    this.#clock = clock;
    this.#exchange = exchange;
  }

  /** The network's answer to a code, in a turn at the modem. */
  async dial(code: string): Promise<string> {
    try {
      return await this.#dial(code);
    } catch (error) {
      if (error instanceof SilentNetworkError) await this.#cancel();
      // A modem left in UCS-2 takes codes in hexadecimal only.
      if (!(error instanceof RefusedError)) throw error;
      return await this.#dial(hexOfUcs2(code)).catch(() => {
        throw error;
      });
    }
  }

  async #dial(code: string): Promise<string> {
    const [text] = await Promise.all([
      this.#next(),
      this.#exchange.run(`AT+CUSD=1,"${code}",15`, PATIENCE_MS).catch(
        (error) => {
          this.abort(error);
          throw error;
        },
      ),
    ]);
    return text;
  }

  /** An answer that still comes would be taken for that to the next code. */
  async #cancel(): Promise<void> {
    try {
      await this.#exchange.run(CANCEL, CANCEL_MS);
    } catch {
      // There is no session any more, or no modem.
      return;
    }
  }

  /** Resolves with the text of the next `+CUSD:` line. */
  #next(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#stopTimer = this.#clock.after(
        PATIENCE_MS,
        () => this.abort(new SilentNetworkError()),
      );
    });
  }

  /** Takes a `+CUSD:` line; one that nobody waits for is ignored. */
  line(line: string): void {
    const text = ussdText(line);
    if (text === undefined) {
      return this.abort(new Error("Invalid USSD result"));
    }
    this.#resolve?.(text);
    this.#end();
  }

  /** Gives the answer up. */
  abort(error: Error): void {
    this.#reject?.(error);
    this.#end();
  }

  #end(): void {
    this.#stopTimer();
    this.#resolve = this.#reject = undefined;
  }
}
