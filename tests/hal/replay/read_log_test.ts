import assert from "node:assert/strict";
import { toHex } from "../../../hal/can_frame.ts";
import {
  type LogEntry,
  LogReport,
  readLog,
  readLogStream,
} from "../../../hal/replay/mod.ts";

const CANDUMP = [
  "",
  "(1.000000) can0 155#0596E7546D58006F",
  "(1.010000) can0 080#",
  "rubbish\u0007",
  "(1.020000) can0 155#R",
  "(1.030000) can0 20000004#0000000000000000",
  "(1.040000) can0 597#20E000A12F000100\r",
  "1.050 1R11 155 00",
  "(1.060000) can0 423#03",
].join("\n");

const CRTD = [
  "1.000 CXX Info Type:crtd; Vehicle:RT;",
  "1.010 1R11 155 05 96",
  "1.020 1T11 601 40 00",
  "(1.030000) can0 155#00",
].join("\r\n") + "\r\n";

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function show({ timeMs, sent, frame }: LogEntry): string {
  const id = frame.id.toString(16);
  return `${timeMs} ${id} ${toHex(frame.data)}${sent ? " T" : ""}`;
}

function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push(bytes.subarray(at, at + size));
  }
  return ReadableStream.from(pieces);
}

Deno.test("a candump file gives its frames and counts the rest", () => {
  const report = new LogReport();
  const frames = Array.from(readLog(bytesOf(CANDUMP), report), show);
  assert.deepEqual(frames, [
    "1000 155 0596E7546D58006F",
    "1010 80 ",
    "1040 597 20E000A12F000100",
    "1060 423 03",
  ]);
  assert.deepEqual({ ...report }, {
    format: "candump",
    recognised: "candump",
    lines: 9,
    frames: 4,
    ignored: 1,
    skipped: 2,
    bad: 2,
    firstBad: [
      { line: 4, text: "rubbish\ufffd" },
      { line: 8, text: "1.050 1R11 155 00" },
    ],
    timeless: false,
    problem: undefined,
    buses: new Map([[1, 4]]),
    names: new Map([[1, "can0"]]),
    first: new Set([1]),
  });
});

Deno.test("a CRTD file is recognised by its first comment", () => {
  const report = new LogReport();
  const frames = Array.from(readLog(bytesOf(CRTD), report), show);
  assert.deepEqual(frames, ["1010 155 0596", "1020 601 4000 T"]);
  assert.equal(report.format, "crtd");
  assert.deepEqual([report.lines, report.skipped, report.bad], [4, 1, 1]);
});

Deno.test("a recording in pieces of any size gives the same", async () => {
  for (const text of [CANDUMP, CRTD]) {
    const bytes = bytesOf(text);
    const whole = new LogReport();
    const expected = Array.from(readLog(bytes, whole), show);
    for (const size of [1, 2, 7, 40, 1000]) {
      const report = new LogReport();
      const frames: string[] = [];
      for await (
        const entry of readLogStream(inPieces(bytes, size), report)
      ) frames.push(show(entry));
      assert.deepEqual(frames, expected);
      assert.deepEqual(report, whole);
    }
  }
});

Deno.test("only the first bad lines are kept, all are counted", () => {
  const report = new LogReport();
  const text = "x".repeat(200) + "\n" + "no log\n".repeat(999);
  assert.equal(Array.from(readLog(bytesOf(text), report)).length, 0);
  assert.equal(report.format, undefined);
  assert.equal(report.bad, 1000);
  assert.deepEqual(report.firstBad.map(({ line }) => line), [1, 2, 3, 4, 5]);
  assert.equal(report.firstBad[0]?.text, "x".repeat(80));
});

Deno.test("nothing in a file throws or grows without end", async () => {
  let seed = 42;
  const noise = Uint8Array.from({ length: 300_000 }, () => {
    seed = Math.imul(seed, 1_103_515_245) + 12_345 | 0;
    return seed >>> 24;
  });
  const report = new LogReport();
  assert.equal(Array.from(readLog(noise, report)).length, 0);
  assert.equal(report.lines, report.bad + report.skipped);

  const oneLine = new Uint8Array(300_000).fill(0x28);
  const long = new LogReport();
  const stream = inPieces(oneLine, 10_000);
  for await (const _ of readLogStream(stream, long)) assert.fail();
  assert.deepEqual([long.lines, long.bad], [1, 1]);
});

Deno.test("damaged lines throw nothing and every line is counted once", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = Math.imul(seed, 1_103_515_245) + 12_345 | 0;
    return (seed >>> 8) % below;
  };
  for (const text of [CANDUMP, CRTD]) {
    const first = bytesOf(text).indexOf(0x0a, 1) + 1;
    for (let round = 0; round < 500; round++) {
      const bytes = bytesOf(text);
      for (let n = random(5); n >= 0; n--) {
        bytes[first + random(bytes.length - first)] = random(256);
      }
      const report = new LogReport();
      for (const { frame } of readLog(bytes, report)) {
        assert.ok(frame.data.length <= 8 && frame.id <= 0x1fff_ffff);
      }
      const { lines, frames, ignored, skipped, bad } = report;
      assert.equal(lines, frames + ignored + skipped + bad);
    }
  }
});

Deno.test("an empty recording has no lines", () => {
  const report = new LogReport();
  assert.equal(Array.from(readLog(new Uint8Array(0), report)).length, 0);
  assert.equal(report.lines, 0);
});

Deno.test("every entry is the same object, filled again", () => {
  const entries = new Set(readLog(bytesOf(CANDUMP)));
  assert.equal(entries.size, 1);
});
