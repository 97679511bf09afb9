import { deepEqual, equal, match } from "node:assert/strict";
import { septetsOf } from "../../../hal/modem/gsm0338.ts";
import { fitsSms, replySms, splitSms } from "../../../runtime/owner/sms.ts";

Deno.test("160 characters of the GSM alphabet fit, 70 of any other", () => {
  equal(fitsSms("x".repeat(160)), true);
  equal(fitsSms("x".repeat(161)), false);
  equal(fitsSms("ä".repeat(160)), true);
  equal(fitsSms("€".repeat(80)), true);
  equal(fitsSms("€".repeat(81)), false, "takes two places");
  equal(fitsSms("ж".repeat(70)), true);
  equal(fitsSms("ж".repeat(71)), false);
  equal(fitsSms(`${"x".repeat(70)}ж`), false);
});

Deno.test("a text is as large here as the modem's driver encodes it", () => {
  const wrong: string[] = [];
  for (let code = 0; code < 0x10000; code++) {
    const char = String.fromCharCode(code), septets = septetsOf(char)?.length;
    const most = septets === undefined ? 70 : 160 / septets;
    const fits = fitsSms(char.repeat(most)) && !fitsSms(char.repeat(most + 1));
    if (!fits) wrong.push(code.toString(16));
  }
  deepEqual(wrong, []);
});

Deno.test("what fits stays as it is", () => {
  for (
    const text of ["", "short", "two\nlines\r\n", " blanks  ", "x".repeat(160)]
  ) {
    deepEqual(splitSms(text), [text]);
  }
});

Deno.test("long texts are cut at line ends; no message begins with a line's blank", () => {
  const lines = Array.from({ length: 10 }, (_, i) => ` ${i}${"x".repeat(48)}`);
  const parts = splitSms(lines.join("\n"));
  deepEqual(parts.map((part) => part.split("\n").length), [3, 3, 3, 1]);
  equal(parts.join("\n "), lines.join("\n"));
});

Deno.test("a long line is cut at blanks, no part ends with one", () => {
  const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
  const parts = splitSms(`${words.join(" ")} \r\nlast line`);
  equal(parts.every((part) => fitsSms(part) && !/\s$/.test(part)), true);
  deepEqual(parts.join(" ").split(/\s+/), [...words, "last", "line"]);
});

Deno.test("a word that fits nowhere is cut anywhere, nothing is lost", () => {
  for (const word of ["x".repeat(500), "ж".repeat(300), "🚗".repeat(100)]) {
    const parts = splitSms(word);
    equal(parts.every(fitsSms), true);
    equal(parts.join(""), word);
  }
});

Deno.test("texts of any length and kind are cut into parts that fit", () => {
  let state = 7;
  const next = (n: number) =>
    (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
  const letters = [..."abc €ж\n\n  🚗[]0123456789"];
  for (let i = 0; i < 300; i++) {
    const text = Array.from(
      { length: next(700) },
      () => letters[next(letters.length)],
    ).join("");
    const parts = splitSms(text), bare = (s: string) => s.replaceAll(/\s/g, "");
    equal(parts.every(fitsSms), true);
    equal(bare(parts.join("")), bare(text));
  }
});

Deno.test("a reply that is too long ends with how to get the rest", () => {
  const lines = (n: number) => Array.from({ length: n }, () => "x".repeat(150));
  deepEqual(replySms(lines(8), 8), lines(8));
  const cut = replySms(lines(20), 8);
  equal(cut.length, 8);
  deepEqual(cut.slice(0, 7), lines(7));
  match(cut[7] ?? "", /^13 more messages were left out: .* sms\.maxParts$/);
  equal(cut.every(fitsSms), true);
  deepEqual(replySms(lines(3), 1).length, 1);
});

Deno.test("a megabyte is cut into parts that fit", () => {
  const parts = splitSms("x".repeat(1_000_000));
  equal(parts.length, 6250);
  equal(splitSms("word ".repeat(200_000)).every(fitsSms), true);
});

Deno.test("blanks and empty lines alone make no message", () => {
  const parts = splitSms(`a${" ".repeat(2000)}\n${"\n".repeat(2000)}b`);
  deepEqual(parts.map((part) => part.trim()), ["a", "b"]);
  deepEqual(splitSms(" ".repeat(100_000)), []);
});
