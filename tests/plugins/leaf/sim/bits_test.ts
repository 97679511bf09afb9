import { deepEqual } from "node:assert/strict";
import { Bits } from "../../../../plugins/leaf/sim/bits.ts";

/** Fields in four bytes of ones: place, length, value, and the bytes after it. */
const FIELDS = [
  [0, 7, 8, 0x12, [0x12, 0xff, 0xff, 0xff]],
  [1, 5, 10, 0x155, [0xff, 0xd5, 0x5f, 0xff]],
  [0, 7, 11, -2, [0xff, 0xdf, 0xff, 0xff]],
  [2, 7, 16, -300, [0xff, 0xff, 0xfe, 0xd4]],
  [0, 7, 32, 0x89abcdef, [0x89, 0xab, 0xcd, 0xef]],
  [3, 2, 2, 1.6, [0xff, 0xff, 0xff, 0xfd]],
  // Only the lowest bits of what has no room.
  [3, 3, 4, 0x125, [0xff, 0xff, 0xff, 0xf5]],
] as const;

Deno.test("fields are written from their highest bit on, and what is beside them stays", () => {
  for (const [byte, bit, bits, value, bytes] of FIELDS) {
    const all = new Bits(4);
    all.data.fill(0xff);
    deepEqual([...all.put(byte, bit, bits, value).data], bytes, `${value}`);
  }
});
