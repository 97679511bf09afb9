import assert from "node:assert/strict";
import {
  SlcanParser,
  statusOf,
  transmitCommand,
} from "../../../hal/linux/slcan_codec.ts";
import { toHex } from "../../../hal/can_frame.ts";
import { fuzzSlcan } from "./fuzz_slcan.ts";

/** What the parser makes of some text, in words. */
function read(...pieces: string[]): string[] {
  const events: string[] = [];
  const parser = new SlcanParser({
    frame({ id, data, extended }, stamp) {
      const at = stamp === undefined ? "" : `@${stamp}`;
      events.push(
        `${extended ? "ext" : "std"} ${id.toString(16)}#${toHex(data)}${at}`,
      );
    },
    reply: (text) => events.push(text === undefined ? "refused" : `<${text}>`),
    garbage: (text) => events.push(text === "" ? "garbage" : `? ${text}`),
  });
  for (const piece of pieces) parser.push(new TextEncoder().encode(piece));
  return events;
}

const CASES: readonly (readonly [line: string, ...events: string[]])[] = [
  ["t1232DEAD\r", "std 123#DEAD"],
  ["t7FF0\r", "std 7ff#"],
  ["t00081122334455667788\r", "std 0#1122334455667788"],
  ["t1232dead\r", "std 123#DEAD"],
  ["t1232DEAD0BB8\r", "std 123#DEAD@3000"],
  ["T18DAF1101FF\r", "ext 18daf110#FF"],
  ["T1FFFFFFF8000102030405060700FF\r", "ext 1fffffff#0001020304050607@255"],
  ["t12300001\r", "std 123#@1"],
  ["\r", "<>"],
  ["\x07", "refused"],
  ["z\rZ\r", "<z>", "<Z>"],
  ["F08\rV1013\rNA123\r", "<F08>", "<V1013>", "<NA123>"],
  ["r1232\rR000001230\r"],
  ["t1232DEAD\r\n\rt1231FF\r", "std 123#DEAD", "<>", "std 123#FF"],
  // A refusal in the middle of a line: the line is lost, the answer is not.
  ["t12\x07", "garbage", "refused"],
  // Not frames: too short, too long, wrong digits, DLC 9, identifiers of too many bits.
  ["t\r", "garbage"],
  ["t123\r", "garbage"],
  ["t1232DEA\r", "garbage"],
  ["t1232DEADB\r", "garbage"],
  ["t1232DEADBEEF00\r", "garbage"],
  ["t12x0\r", "garbage"],
  ["t1231FX\r", "garbage"],
  ["t1231FF12X4\r", "garbage"],
  ["t1239112233445566778899\r", "garbage"],
  ["t8000\r", "garbage"],
  ["T200000000\r", "garbage"],
  ["hello\r", "? hello"],
  ["x".repeat(99) + "\rt1230\r", `? ${"x".repeat(64)}`, "std 123#"],
  // Length codes above 8 are 8 bytes.
  ["t1239DEADBEEF01020304\r", "std 123#DEADBEEF01020304"],
  ["t123FDEADBEEF010203041A2B\r", "std 123#DEADBEEF01020304@6699"],
  ["T18DAF110ADEADBEEF01020304\r", "ext 18daf110#DEADBEEF01020304"],
  ["t" + "1".repeat(200) + "\rt1230\r", "garbage", "std 123#"],
];

Deno.test("SLCAN lines", async (t) => {
  for (const [line, ...events] of CASES) {
    await t.step(JSON.stringify(line), () => {
      assert.deepEqual(read(line), events);
      assert.deepEqual(read(...line), events, "in single bytes");
    });
  }
});

Deno.test("digits of an earlier line never count for a shorter one", () => {
  assert.deepEqual(read("t12381122334455667788\rt1238\rt12\r"), [
    "std 123#1122334455667788",
    "garbage",
    "garbage",
  ]);
});

Deno.test("frames to send", () => {
  const data = Uint8Array.of(0xde, 0xad);
  assert.equal(transmitCommand(0x12, data), "t0122DEAD");
  assert.equal(transmitCommand(0x7ff, new Uint8Array(0)), "t7FF0");
  assert.equal(transmitCommand(0x800, data), "T000008002DEAD");
  assert.equal(transmitCommand(0x18daf110, data), "T18DAF1102DEAD");
});

Deno.test("status flags", () => {
  const flags = (reply: string) => {
    const status = statusOf(reply);
    return status &&
      [status.overrun, status.error, status.trouble !== undefined];
  };
  assert.deepEqual(flags("F00"), [false, false, false]);
  assert.deepEqual(flags("F01"), [true, false, false]);
  assert.deepEqual(flags("F08"), [true, false, false]);
  assert.deepEqual(flags("F02"), [false, false, false]);
  assert.deepEqual(flags("F04"), [false, true, false]);
  assert.deepEqual(flags("FA0"), [false, true, true]);
  assert.equal(flags("F0"), undefined);
  assert.equal(flags("z"), undefined);
});

Deno.test("random bytes neither break the parser nor spoil what follows", () => {
  const counts = fuzzSlcan(20_000, 1);
  assert.ok(counts.frames > 20_000 && counts.garbage > 0 && counts.replies > 0);
});
