import { deepEqual, equal } from "node:assert/strict";
import { LineSplitter } from "../../../../runtime/links/ovms/lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("several lines in one segment, with and without CR", () => {
  deepEqual(new LineSplitter().push(bytes("one\r\ntwo\n\nth\rree\n")), [
    "one",
    "two",
    "",
    "three",
  ]);
});

Deno.test("a line spread over segments, byte by byte", () => {
  const splitter = new LineSplitter();
  const lines = [...bytes("one\r\ntwo\r\n")]
    .flatMap((byte) => splitter.push(Uint8Array.of(byte)));
  deepEqual(lines, ["one", "two"]);
});

Deno.test("an unfinished line is kept back", () => {
  const splitter = new LineSplitter();
  deepEqual(splitter.push(bytes("one\ntw")), ["one"]);
  deepEqual(splitter.push(bytes("o\nthree")), ["two"]);
  deepEqual(splitter.push(bytes("\n")), ["three"]);
});

Deno.test("a line that is too long is told once and dropped up to its end", () => {
  const splitter = new LineSplitter(8);
  deepEqual(splitter.push(bytes("12345678\n")), ["12345678"]);
  deepEqual(splitter.push(bytes("123456789")), [undefined]);
  for (let i = 0; i < 1000; i++) {
    equal(splitter.push(bytes("x".repeat(1000))).length, 0);
  }
  deepEqual(splitter.push(bytes("end\nnext\n")), ["next"]);
});

Deno.test("bytes beyond ASCII do no harm", () => {
  equal(new LineSplitter().push(Uint8Array.of(0, 255, 128, 10)).length, 1);
});
