/** Conditions that a whole frame must meet, as its sender computed them. */
import type { FrameCheck } from "../contract/frames.ts";
import { place, readWide } from "./place.ts";

/** Whether a frame is sound. */
export type Sound = (data: Uint8Array) => boolean;

/** A check with the bytes that it needs. */
export interface MadeCheck {
  readonly needs: number;
  readonly sound: Sound;
}

/** Makes the function of a declared check; a counter remembers the last frame. */
export function makeCheck(check: FrameCheck): MadeCheck {
  if ("crc8" in check) return crc8(check);
  return "nibbles" in check ? nibbles(check.nibbles) : counter(check.counter);
}

function crc8(
  { crc8, start = 0, xor = 0, at }: Extract<
    FrameCheck,
    { readonly crc8: number }
  >,
): MadeCheck {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let k = 0; k < 8; k++) crc = crc & 0x80 ? crc << 1 ^ crc8 : crc << 1;
    return crc;
  });
  return {
    needs: at === undefined ? 2 : at + 1,
    sound: (data) => {
      const own = at ?? data.length - 1;
      let crc = start;
      for (let k = 0; k < data.length; k++) {
        if (k !== own) crc = table[crc ^ data[k] as number] as number;
      }
      return (crc ^ xor) === data[own];
    },
  };
}

/** The low nibble of the last byte is the sum of all others and a constant. */
function nibbles(plus: number): MadeCheck {
  return {
    needs: 1,
    sound: (data) => {
      let sum = plus, own = 0;
      for (const byte of data) {
        sum += (byte >> 4) + (byte & 15);
        own = byte & 15;
      }
      return (sum - own & 15) === own;
    },
  };
}

/** A sender that hangs, or a frame that comes twice, does not count on. */
function counter(
  field: Extract<FrameCheck, { readonly counter: unknown }>["counter"],
): MadeCheck {
  const at = place(field);
  let last: number | undefined;
  return {
    needs: at.needs,
    sound: (data) => {
      const now = readWide(at, data), goes = now !== last;
      last = now;
      return goes;
    },
  };
}
