import assert from "node:assert/strict";
import { Frame, fromHex } from "../../../../hal/can_frame.ts";
import { formatCrtd } from "../../../../hal/replay/mod.ts";
import { areRead, isReadAgain, isThatFrame, readerOf } from "./reading.ts";

const parse = readerOf("crtd");

Deno.test("a CRTD record gives time, identifier and data", () => {
  isThatFrame(parse("1436509052.249713 1R11 155 05 96 E7 54 6D 58 00 6F"));
});

Deno.test("CRTD records in every accepted writing", () => {
  areRead(parse, [
    ["100.602 R11 7ED 04 41", 100602, 0x7ed, "0441"],
    ["100.602 1R11 80", 100602, 0x80, ""],
    ["100.602 1R11 080 ", 100602, 0x80, ""],
    ["1 2R29 18daf110 0a", 1000, 0x18daf110, "0A"],
  ]);
  assert.equal(parse("1.0 1R29 155 00").frame.extended, true);
});

Deno.test("T records are frames that the recording node sent", () => {
  assert.equal(parse("1.0 1T11 601 40").sent, true);
  assert.equal(parse("1.0 T29 18DAF110 40").sent, true);
});

Deno.test("comments and events are skipped", () => {
  const lines = [
    "100.602 CXX Info Type:crtd; Path:'/sd/drive.crtd'; Vehicle:O2;",
    "100.602 1CXX text",
    "211.572 CEV Event vehicle.on",
    "211.572 CMT v.b.soc 50",
    "211.572 1CER Error intr=0x01",
    "211.572 E11 something of a later version",
    "# a note",
    "",
  ];
  for (const line of lines) assert.equal(parse(line).kind, "skipped", line);
});

Deno.test("lines that are no CRTD are bad", () => {
  const lines = [
    "R11 155 05",
    "1.0",
    "1.0 1",
    "1.0 1R12 155 05",
    "1.0 1R1",
    "1.0 1R11",
    "1.0 1R11155 05",
    "1.0 1R11 800 05",
    "1.0 1R29 20000000 05",
    "1.0 1R29 1234567890 05",
    "1.0 0R11 155 05",
    "1.0 1R11 155 0506",
    "1.0 1R11 155 05 XY",
    "1.0 1R11 155 01 02 03 04 05 06 07 08 09",
    "x.0 1R11 155 05",
    "(1.0) can0 155#05",
  ];
  for (const line of lines) assert.equal(parse(line).kind, "bad", line);
});

Deno.test("what formatCrtd writes can be read", () => {
  isReadAgain(parse, formatCrtd);
});

Deno.test("formatCrtd writes as OVMS does", () => {
  assert.equal(
    formatCrtd(1500, new Frame(0x80, fromHex("0a0b"))),
    "1.500000 1R11 080 0A 0B",
  );
  assert.equal(
    formatCrtd(1500, new Frame(0x80, fromHex("0a"), true), true),
    "1.500000 1T29 00000080 0A",
  );
});
