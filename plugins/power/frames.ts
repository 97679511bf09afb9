/** Frames of the Twizy that the power statistics are made from, after its CAN object list. */
import type { DecodedFrame } from "ovms-edge";
import { inKWh, type X } from "./own.ts";
import type { PowerStatistics } from "./statistics.ts";

/** Raw current without current; what lies below discharges. */
const CURRENT_ZERO = 2000, CURRENT_INVALID = 0xf00;
/** Phase byte B3 of 0x155 while its data is valid. */
const VALID = 0x54;
const SPEED_NOT_AVAILABLE = 0xffff;

/** What a charge brought; a car that charges stands. */
type Charged = { constRecovered: number };

function publishCharged(put: Charged, { constant }: PowerStatistics): void {
  put.constRecovered = inKWh(constant.recovered);
}

/** Decoders by identifier. */
export const frames: Readonly<Record<number, DecodedFrame<Charged, X>>> = {
  // BMS, every 10 ms while its data is valid: current and so power, B1l:B2.
  0x155: {
    bytes: 4,
    decode: (f, put, { state }) => {
      const current = f.u16(1) & 0xfff;
      if (f.u8(3) !== VALID || current === 0 || current >= CURRENT_INVALID) {
        return;
      }
      state.statistics.sample(CURRENT_ZERO - current);
      // STAT tells what a charge brought to the last sample.
      if (state.charging) publishCharged(put, state.statistics);
    },
  },
  // Charger, every 100 ms: the key, before the second's work has taken notice of it.
  0x597: {
    bytes: 2,
    decode: (f, _put, { state, metrics }) => {
      state.statistics.switching(f.bit(1, 4) && metrics.carOn.value !== true);
    },
  },
  // Display, every 100 ms: speed in 1/100 km/h.
  0x599: {
    bytes: 8,
    decode: (f, _put, { state }) => {
      const speed = f.u16(6);
      if (speed !== SPEED_NOT_AVAILABLE) state.statistics.speed(speed);
    },
  },
  // Motor controller, every 100 ms: distance counter in 1/10 m.
  0x59e: {
    bytes: 2,
    decode: (f, _put, { state }) => state.statistics.counter(f.u16(0)),
  },
};
