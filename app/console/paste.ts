/**
 * What a terminal puts around a paste where a program before asked for it (`ESC [ 200 ~` to `ESC [ 201 ~`):
 * taken away, also where a read ends within it, and what was pasted is text, no keys.
 */

const BEGIN = "\x1b[200~";
/** Either end of a paste, as a part that split keeps. */
// deno-lint-ignore no-control-regex
const ENDS = /(\x1b\[20[01]~)/;
/** The beginning of one at the end of what came so far. */
// deno-lint-ignore no-control-regex
const BEGUN = /\x1b(?:\[(?:2(?:0[01]?)?)?)?$/;
/** A blank that was copied from a table; a Tab that ends what was typed completes it. */
// deno-lint-ignore no-control-regex
const INNER_TAB = /\t(?=[^\x00-\x1f\x7f])/g;
/** Keys, where text is meant; ends of lines stay. */
// deno-lint-ignore no-control-regex
const KEYS = /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]/g;
/** Somebody wants out, although the end of the paste never came. */
const CTRL_C = "\x03";

/** Takes pastes out of their wrapping. */
export class Paste {
  #held = "";
  #open = false;

  /**
   * What to do with what the terminal sent; the end of it may come with the next.
   * @param holds whether a lone Esc may wait for what follows it
   */
  take(text: string, holds: boolean): string {
    if (text === CTRL_C) this.#open = false;
    const all = this.#held + text;
    const [begun = ""] = BEGUN.exec(all) ?? [];
    this.#held = begun.length > 1 || holds ? begun : "";
    const parts = all.slice(0, all.length - this.#held.length).split(ENDS);
    return parts.map((part, n) => {
      if (n % 2 === 0) return this.#open ? asText(part) : asTyped(part);
      this.#open = part === BEGIN;
      return "";
    }).join("");
  }
}

const asTyped = (text: string) => text.replaceAll(INNER_TAB, " ");
const asText = (text: string) =>
  text.replaceAll("\t", " ").replaceAll(KEYS, "");
