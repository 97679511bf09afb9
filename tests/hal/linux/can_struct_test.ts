import assert from "node:assert/strict";
import { toHex } from "../../../hal/can_frame.ts";
import {
  CanStruct,
  encodeCanFrame,
  encodeFilters,
} from "../../../hal/linux/can_struct.ts";

/** Bytes of `struct can_frame` as the kernel lays them out. */
function struct(word: number, ...data: number[]): Uint8Array {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, word, true);
  bytes[4] = data.length;
  bytes.set(data.slice(0, 8), 8);
  return bytes;
}

function take(bytes: Uint8Array, size = bytes.length) {
  const buffer = new CanStruct();
  buffer.buffer.set(bytes.subarray(0, buffer.buffer.length));
  const taken = buffer.take(size);
  return taken === "frame" ? { ...buffer.frame } : taken;
}

Deno.test("frames are laid out as the kernel does", () => {
  assert.equal(
    toHex(encodeCanFrame(0x123, Uint8Array.of(0xde, 0xad))),
    "23010000" + "02000000" + "DEAD000000000000",
  );
  assert.equal(
    toHex(encodeCanFrame(0x18daf110, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))),
    "10F1DA98" + "08000000" + "0102030405060708",
  );
});

Deno.test("frames are read", () => {
  const extended = take(struct(0x98daf110, 7));
  assert.deepEqual(extended, {
    bus: 1,
    id: 0x18daf110,
    data: Uint8Array.of(7),
    extended: true,
  });
  assert.deepEqual(take(struct(0x7ff)), {
    bus: 1,
    id: 0x7ff,
    data: new Uint8Array(0),
    extended: false,
  });
  assert.equal(take(struct(0x40000123)), "remote");
});

Deno.test("what is no classic frame is not taken for one", () => {
  const frame = struct(0x123, 1, 2);
  for (const size of [0, 1, 5, 15, 17]) {
    assert.equal(take(frame, size), undefined);
  }
  assert.equal(take(struct(0x123, 1, 2, 3, 4, 5, 6, 7, 8, 9)), undefined);
});

Deno.test("error frames tell what happened", () => {
  const ok = { overrun: false, busOff: false, restarted: false };
  const error = (flags: number, second = 0) =>
    take(struct(0x20000000 | flags, 0, second, 0, 0, 0, 0, 0, 0));
  assert.deepEqual(error(0x40), { ...ok, busOff: true });
  assert.deepEqual(error(0x100), { ...ok, restarted: true });
  assert.deepEqual(error(0x4, 0x1), { ...ok, overrun: true });
  assert.deepEqual(error(0x4, 0x4), ok);
  assert.deepEqual(error(0x8, 0x1), ok);
});

Deno.test("filters let exactly the identifiers through", () => {
  assert.equal(
    toHex(encodeFilters([0x155, 0x18daf110]) ?? new Uint8Array()),
    "55010000" + "FF0700C0" + "10F1DA98" + "FFFFFFDF",
  );
  assert.equal(encodeFilters([]), undefined);
  assert.equal(
    encodeFilters(Array.from({ length: 513 }, (_, id) => id)),
    undefined,
  );
});
