import { deepEqual, equal, throws } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PacketFilter } from "../../../../runtime/links/mqtt/packet_filter.ts";

/** A message as it is sent; its number where it is to be acknowledged. */
function message(topic: string, payload: number, number?: number): number[] {
  const body = [
    topic.length >> 8,
    topic.length & 0xff,
    ...Buffer.from(topic),
    ...(number === undefined ? [] : [number >> 8, number & 0xff]),
    ...new Array(payload).fill(0x31),
  ];
  const digits: number[] = [];
  for (let left = body.length;;) {
    const rest = left >> 7;
    digits.push(left & 0x7f | (rest > 0 ? 0x80 : 0));
    left = rest;
    if (left === 0) break;
  }
  return [number === undefined ? 0x30 : 0x32, ...digits, ...body];
}

/** What is kept of bytes that come in pieces of one size, and what is answered. */
function filtered(bytes: readonly number[], size: number) {
  const answers: number[][] = [], kept: number[] = [];
  const filter = new PacketFilter(300, (packet) => answers.push([...packet]));
  for (let at = 0; at < bytes.length; at += size) {
    const piece = Uint8Array.from(bytes.slice(at, at + size));
    kept.push(...filter.take(piece).flatMap((one) => [...one]));
  }
  return { kept, answers };
}

Deno.test("messages that are too large are left out, whatever the pieces, and acknowledged", () => {
  const ping = [0xd0, 0], ack = [0x90, 3, 0, 1, 1];
  const small = message("a/b", 295), last = message("c", 1, 9);
  const all = [
    ...ping,
    ...small,
    ...message("a/b", 296),
    ...ack,
    ...message("t".repeat(500), 0, 0x1234),
    ...message("x", 70_000, 7),
    ...last,
  ];
  for (const size of [1, 2, 3, 7, 100, 5000, all.length]) {
    const { kept, answers } = filtered(all, size);
    deepEqual(kept, [...ping, ...small, ...ack, ...last], `${size}`);
    deepEqual(answers, [[0x40, 2, 0x12, 0x34], [0x40, 2, 0, 7]], `${size}`);
  }
});

Deno.test("what is no packet, or an answer without end, ends the connection", () => {
  for (const bytes of [[0xff, 0xff, 0xff, 0xff, 0xff], [0x90, 0x80, 0x40]]) {
    throws(() => filtered(bytes, 2), /an answer that is too large$/);
  }
  for (const bytes of [[0x34, 5], [0x3d, 0xff, 1]]) {
    throws(() => filtered(bytes, 2), /a QoS that nobody asked for$/);
  }
});

Deno.test("of a message of 200 MB nothing is kept", () => {
  const filter = new PacketFilter(300, () => {});
  let kept = filter.take(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x64)).length;
  const piece = new Uint8Array(1 << 16);
  for (let n = 0; n < 3200; n++) kept += filter.take(piece).length;
  equal(kept, 0);
  deepEqual(filter.take(Uint8Array.of(0xd0, 0)), [Uint8Array.of(0xd0, 0)]);
});
