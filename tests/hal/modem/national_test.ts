/** Texts in the national tables of 3GPP TS 23.038, annex A. */
import { deepEqual, equal } from "node:assert/strict";
import { decodeGsm, packSeptets } from "../../../hal/modem/gsm0338.ts";
import { readUserData } from "../../../hal/modem/user_data.ts";
import {
  INDIAN_ALPHABETS,
  INDIAN_EXTENSIONS,
} from "../../../hal/modem/indian.ts";

const ESC = 0x1b;
/** Septets of capital letters and digits behind the escape, as Indian phones send commands. */
const capitals = (text: string) =>
  [...text].flatMap((char) =>
    char >= "A" && char <= "Z"
      ? [ESC, char.charCodeAt(0)]
      : [char.charCodeAt(0)]
  );

Deno.test("every alphabet has 128 places, with escape, line ends and digits where all have them", () => {
  deepEqual(Object.keys(INDIAN_ALPHABETS), [
    ..."456789",
    "10",
    "11",
    "12",
    "13",
  ]);
  for (const [number, alphabet] of Object.entries(INDIAN_ALPHABETS)) {
    const chars = [...alphabet];
    equal(chars.length, 128, number);
    equal(chars.slice(0x30, 0x3c).join(""), "0123456789:;", number);
    equal(chars.slice(0x61, 0x7b).join(""), "abcdefghijklmnopqrstuvwxyz");
    deepEqual([chars[0x0a], chars[0x0d], chars[ESC], chars[0x3f]], [
      "\n",
      "\r",
      "\x1b",
      "?",
    ]);
    equal(INDIAN_EXTENSIONS[Number(number)]?.get(0x41), "A");
  }
});

/** Places of single letters, from the standard's tables: language, septets, text. */
const words = [
  [4, [0x40, 0x50, 0x41], "বাভ"],
  [5, [0x15, 0x51, 0x60], "કિૐ"],
  [6, [0x2f, 0x42, 0x4d, 0x5f], "नमह्"],
  [8, [0x1f, 0x48, 0x7f], "ഞഴ൹"],
  [11, [0x29, 0, 0x3c], "( ன"],
  [12, [0x00, 0x46, 0x47], "ఁలళ"],
  [13, [0x00, 0x07, 0x5b], "اتے"],
] as const;

for (const [locking, septets, text] of words) {
  Deno.test(`language ${locking}: ${text}`, () =>
    equal(decodeGsm([...septets], { locking }), text));
}

Deno.test("digits and danda behind the escape", () => {
  const digits = (single: number, first: number) =>
    decodeGsm([ESC, first, ESC, first + 9], { single });
  equal(digits(6, 0x1c), "०९");
  equal(digits(13, 0x1c), "۰۹");
  equal(decodeGsm([ESC, 0x19, ESC, 0x23], { single: 4 }), "০৯");
  equal(decodeGsm([ESC, 0x19, ESC, 0x1a], { single: 6 }), "।॥");
  equal(decodeGsm([ESC, 0x65, ESC, 0x28], { single: 6 }), "€{");
});

Deno.test("a command in each of these alphabets is one, header and all", () => {
  for (let language = 4; language <= 13; language++) {
    const septets = capitals("STAT?"),
      header = [6, 0x24, 1, language, 0x25, 1, language];
    const headerSeptets = Math.ceil(header.length * 8 / 7);
    const fill = headerSeptets * 7 - header.length * 8;
    const octets = Uint8Array.from([...header, ...packSeptets(septets, fill)]);
    const { text } = readUserData(
      octets,
      "gsm",
      true,
      headerSeptets + septets.length,
    );
    equal(text, "STAT?", String(language));
  }
});
