/** Frames of the Twizy that the power statistics are made from, after its CAN object list. */
import type { DecodedFrame } from "ovms-edge";
import { inKm } from "./amounts.ts";
import { inKWh, type X } from "./own.ts";
import type { PowerStatistics } from "./statistics.ts";

/** Raw current without current; what lies below discharges. */
const CURRENT_ZERO = 2000, CURRENT_INVALID = 0xf00;
/** Phase byte B3 of 0x155 while its data is valid. */
const VALID = 0x54;
const SPEED_NOT_AVAILABLE = 0xffff;

/** The metrics of the three speed sections. */
interface Sections {
  constDistance: number;
  constUsed: number;
  constRecovered: number;
  accelDistance: number;
  accelUsed: number;
  accelRecovered: number;
  decelDistance: number;
  decelUsed: number;
  decelRecovered: number;
}

/** Shows the section that a sample went to at once, so that any text has it to the last sample. */
function show(put: Sections, s: PowerStatistics): void {
  const { section } = s, { distance, used, recovered } = section;
  if (section === s.constant) {
    put.constDistance = inKm(distance);
    put.constUsed = inKWh(used);
    put.constRecovered = inKWh(recovered);
  } else if (section === s.accelerating) {
    put.accelDistance = inKm(distance);
    put.accelUsed = inKWh(used);
    put.accelRecovered = inKWh(recovered);
  } else {
    put.decelDistance = inKm(distance);
    put.decelUsed = inKWh(used);
    put.decelRecovered = inKWh(recovered);
  }
}

/** Decoders by identifier. */
export const frames: Readonly<Record<number, DecodedFrame<Sections, X>>> = {
  // BMS, every 10 ms while its data is valid: current and so power, B1l:B2.
  0x155: {
    bytes: 4,
    decode: (f, put, { state }) => {
      const current = f.u16(1) & 0xfff;
      if (f.u8(3) !== VALID || current === 0 || current >= CURRENT_INVALID) {
        return;
      }
      state.statistics.sample(CURRENT_ZERO - current);
      show(put, state.statistics);
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
