import { fromHex, toHex } from "./pdu.ts";
import { readUcs2 } from "./user_data.ts";

/** Blocks of scripts that networks write in; a chance run of digits would fall into others. */
const LETTERS = /[\d\p{L}]/u;
const LIKELY = /^[\n\r\t -~\u00a0-\u06ff\u0e00-\u0e7f\u2010-\u2122]+$/;

/**
 * The text of UCS-2 shown in hexadecimal, as modems set to that character set show names; undefined
 * for what is more likely a text of digits.
 */
export function ucs2Text(hex: string): string | undefined {
  if (!/^([0-9a-f]{4})+$/i.test(hex)) return undefined;
  const text = readUcs2(fromHex(hex));
  return LIKELY.test(text) && LETTERS.test(text) ? text : undefined;
}

/** A text as UCS-2 in hexadecimal. */
export function hexOfUcs2(text: string): string {
  const units = Array.from(
    { length: text.length },
    (_, at) => text.charCodeAt(at),
  );
  return toHex(units.flatMap((unit) => [unit >> 8, unit & 0xff]));
}
