import assert from "node:assert/strict";
import { Frame, fromHex, toHex } from "../../../../hal/can_frame.ts";
import {
  formatCandump,
  FORMATS,
  LogEntry,
} from "../../../../hal/replay/mod.ts";
import { areRead, isReadAgain, isThatFrame, readerOf } from "./reading.ts";

const parse = readerOf("candump");

Deno.test("a candump line gives time, identifier and data", () => {
  isThatFrame(parse("(1436509052.249713) can0 155#0596E7546D58006F"));
});

Deno.test("candump lines in every accepted writing", () => {
  areRead(parse, [
    ["(0.5) vcan12 080#", 500, 0x80, ""],
    ["(1.000001) can0  155#ab  R", 1000.001, 0x155, "AB"],
    ["  (12) can0 7FF#00 ", 12000, 0x7ff, "00"],
    ["(1.1234567891) can0 001#01", 1123.456789, 1, "01"],
    ["(7.000000) can0 18DAF110#021003", 7000, 0x18daf110, "021003"],
    ["(7.000000) can0 00000155#02", 7000, 0x155, "02"],
  ]);
  assert.equal(parse("(7.0) can0 00000155#02").frame.extended, true);
});

Deno.test("the direction behind a candump line says who sent the frame", () => {
  assert.equal(parse("(1.0) can0  601#40 T").sent, true);
  assert.equal(parse("(1.0) can0  601#40 R").sent, false);
});

Deno.test("remote, FD and error frames are no data frames", () => {
  assert.equal(parse("(1.0) can0 155#R").kind, "ignored");
  assert.equal(parse("(1.0) can0 155#R8").kind, "ignored");
  assert.equal(parse("(1.0) can0 155##100112233").kind, "ignored");
  assert.equal(parse("(1.0) can0 20000080#0000000000000000").kind, "skipped");
  assert.equal(parse("   ").kind, "skipped");
});

Deno.test("lines that are no candump are bad", () => {
  const lines = [
    "155#00",
    "(1.0 can0 155#00",
    "(1.0)can0 155#00",
    "(.5) can0 155#00",
    "() can0 155#00",
    "(1.0) 155#00",
    "(1.0) can0 155",
    "(1.0) can0 15#00",
    "(1.0) can0 1555#00",
    "(1.0) can0 800#00",
    "(1.0) can0 40000000#00",
    "(1.0) can0 155#0",
    "(1.0) can0 155#000102030405060708",
    "(1.0) can0 155#0G",
    "(1.0) can0 155#00 X",
    "(1.0) can0 155#00 R R",
    "(1.0) can0 155#00R",
    "(1.0) can0",
    "(1.0)",
    "(",
    "(1234567890123.0) can0 155#00",
    "can0  155   [2]  05",
    "can0  155   2  05 96",
  ];
  for (const line of lines) assert.equal(parse(line).kind, "bad", line);
});

Deno.test("a parser reads no byte outside its line", () => {
  const bytes = new TextEncoder().encode("(1.5) can0 155#0102(9.0)");
  const entry = new LogEntry();
  const reader = FORMATS.candump.open(bytes, {});
  assert.equal(reader.line(bytes, 0, 17, entry), "frame");
  assert.equal(toHex(entry.frame.data), "01");
  assert.equal(reader.line(bytes, 0, 16, entry), "bad");
});

Deno.test("what formatCandump writes can be read", () => {
  isReadAgain(parse, formatCandump);
});

Deno.test("formatCandump writes as candump -l does", () => {
  const frame = new Frame(0x80, fromHex("0a0b"));
  assert.equal(formatCandump(1234.5678, frame), "(1.234568) can0 080#0A0B");
  assert.equal(formatCandump(0, frame, true), "(0.000000) can0 080#0A0B T");
  assert.equal(
    formatCandump(999.9999, new Frame(0x80, fromHex(""), true)),
    "(1.000000) can0 00000080#",
  );
});
