/** What the modem tells of the network, as values. */
import { decimal, splitFields } from "./fields.ts";
import { ucs2Text } from "./ucs2_text.ts";

const LONGEST_OPERATOR = 8;

/** A name without what would break a line, also when the modem tells it as UCS-2 in hexadecimal. */
export function operatorName(field: string): string {
  const name = (ucs2Text(field) ?? fromUtf8(field)).replace(/\p{Cc}/gu, " ")
    .trim();
  return name.slice(0, LONGEST_OPERATOR).trim();
}

/** The text of bytes that are UTF-8, as some modems have names, or else each byte's own character. */
function fromUtf8(text: string): string {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

/** `<q>,<b>`: 0 to 31, anything else is unknown. */
export function signalOf(csq: string): number {
  const signal = decimal(splitFields(csq)[0]) ?? 0;
  return signal <= 31 ? signal : 0;
}
