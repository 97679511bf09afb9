/** The text protocol of socketcand: elements such as `< frame 123 23.424242 DEAD >`. */
import { Frame, toHex } from "../can_frame.ts";
import type { CanFrame } from "../mod.ts";

/** What a server says. */
export interface SocketcandEvents {
  /** A data frame; the object is filled again after the call. */
  frame(frame: CanFrame): void;
  /** Anything else, its words without the brackets: `hi`, `ok`, `error 040 23.4`. */
  said(words: string): void;
  /** Something that could not be read. */
  garbage(): void;
}

/** The longest element of the protocol that concerns us is a frame with some 70 characters. */
const MAX_ELEMENT = 256;
const FRAME = /^frame ([\da-f]{1,8}) [\d.]+ ?([\da-f ]*)$/i;

/** Reads what a server sends, in pieces of any size; what it keeps is one element. */
export class SocketcandParser {
  #rest = "";
  readonly #decoder = new TextDecoder("latin1");
  readonly #bytes = new Uint8Array(8);
  readonly #frame = new Frame(0, this.#bytes);

  constructor(private readonly events: SocketcandEvents) {}

  push(bytes: Uint8Array): void {
    const elements = (this.#rest + this.#decoder.decode(bytes)).split(">");
    this.#rest = elements.pop() ?? "";
    for (const element of elements) this.#take(element);
    if (this.#rest.length <= MAX_ELEMENT) return;
    this.#rest = "";
    this.events.garbage();
  }

  #take(element: string): void {
    const open = element.lastIndexOf("<");
    const words = element.slice(open + 1).trim();
    if (open < 0 || words === "") return this.events.garbage();
    if (!words.startsWith("frame ")) return this.events.said(words);
    const [, id = "", hex = ""] = FRAME.exec(words) ?? [];
    if (!this.#fill(id, hex.replaceAll(" ", ""))) return this.events.garbage();
    this.events.frame(this.#frame);
  }

  #fill(id: string, hex: string): boolean {
    const value = parseInt(id, 16), length = hex.length / 2;
    if (!(value <= 0x1fff_ffff) || !Number.isInteger(length) || length > 8) {
      return false;
    }
    for (let at = 0; at < length; at++) {
      this.#bytes[at] = parseInt(hex.slice(2 * at, 2 * at + 2), 16);
    }
    this.#frame.id = value;
    this.#frame.extended = id.length > 3;
    this.#frame.data = this.#bytes.subarray(0, length);
    return true;
  }
}

/** The element that sends a frame. */
export function sendElement(id: number, data: Uint8Array): string {
  const name = id.toString(16).toUpperCase().padStart(id > 0x7ff ? 8 : 3, "0");
  const bytes = toHex(data).match(/../g) ?? [];
  return `< send ${[name, data.length, ...bytes].join(" ")} >`;
}

/** Error classes of an element such as `error 040 23.424242`; undefined for an error in words. */
export function errorClasses(words: string): number | undefined {
  const [, hex] = /^error ([\da-f]{1,8})( [\d.]+)?$/i.exec(words) ?? [];
  return hex === undefined ? undefined : parseInt(hex, 16);
}
