import assert from "node:assert/strict";
import {
  type SlcanEvents,
  SlcanParser,
} from "../../../hal/linux/slcan_codec.ts";

/** Random 32-bit numbers, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

const LIKELY = new TextEncoder().encode(
  "tTrRzZFVN0123456789abcdefABCDEF\r\n\x07",
);
const PROBE = new TextEncoder().encode("\rt1232BEEF\r");
const GOOD = new TextEncoder().encode(
  "T18DAF11081122334455667788ABCD\rt7FF41234567\r",
);
const MAX_LENGTH = 64;

/** What the parser made of everything. */
export interface FuzzCounts {
  frames: number;
  replies: number;
  garbage: number;
}

/**
 * Feeds random sequences to one parser: any bytes, bytes that occur in lines, and good lines with a few errors.
 * After each, a good line must come through: nothing may be kept that spoils it.
 */
export function fuzzSlcan(sequences: number, seed: number): FuzzCounts {
  const random = seeded(seed), counts = { frames: 0, replies: 0, garbage: 0 };
  let last = -1;
  const events: SlcanEvents = {
    frame({ id, data, extended }, stamp) {
      assert.ok(id >= 0 && id <= (extended ? 0x1fffffff : 0x7ff));
      assert.ok(data.length <= 8);
      assert.ok(stamp === undefined || stamp >= 0 && stamp <= 0xffff);
      last = data.length === 2
        ? id << 16 | data[0] as number << 8 | data[1] as number
        : -1;
      counts.frames++;
    },
    reply(text) {
      assert.ok((text ?? "").length <= 64);
      counts.replies++;
    },
    garbage: () => counts.garbage++,
  };
  const parser = new SlcanParser(events);
  const bytes = new Uint8Array(MAX_LENGTH);
  for (let round = 0; round < sequences; round++) {
    const length = random() % MAX_LENGTH;
    fill(bytes, length, round % 3, random);
    parser.push(bytes.subarray(0, length));
    last = -1;
    parser.push(PROBE);
    assert.equal(last, 0x123beef, `after sequence ${round}`);
  }
  return counts;
}

function fill(
  bytes: Uint8Array,
  length: number,
  kind: number,
  random: () => number,
): void {
  for (let at = 0; at < length; at++) {
    const value = random();
    bytes[at] = kind === 0
      ? value
      : kind === 1
      ? LIKELY[value % LIKELY.length] as number
      : value % 50 === 0
      ? value >>> 16
      : GOOD[at % GOOD.length] as number;
  }
}
