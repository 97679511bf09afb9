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

/**
 * Shows what a sample changed at once, so that any text has it to the last sample.
 * @param used whether the sample discharged the battery
 * @param moved whether it brought a distance
 */
function show(
  put: Sections,
  s: PowerStatistics,
  used: boolean,
  moved: boolean,
): void {
  const { section } = s;
  if (section === s.constant) {
    if (used) put.constUsed = inKWh(section.used);
    else put.constRecovered = inKWh(section.recovered);
    if (moved) put.constDistance = inKm(section.distance);
  } else if (section === s.accelerating) {
    if (used) put.accelUsed = inKWh(section.used);
    else put.accelRecovered = inKWh(section.recovered);
    if (moved) put.accelDistance = inKm(section.distance);
  } else {
    if (used) put.decelUsed = inKWh(section.used);
    else put.decelRecovered = inKWh(section.recovered);
    if (moved) put.decelDistance = inKm(section.distance);
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
      const { statistics } = state, power = CURRENT_ZERO - current;
      const moved = statistics.sample(power);
      show(put, statistics, power > 0, moved);
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
