import type { FrameDef } from "ovms-edge";
import { BYTES } from "./bytes.ts";
import type { P, X } from "./own.ts";
import { cells, collect, completes, SET, volts } from "./sensor_set.ts";

const { NOT_AVAILABLE, USABLE } = BYTES;
const { ALL_SLOW, CELLS_11_14, CELLS_15_16, CELLS_6_10, FAST, MODULES, PACK } =
  SET;

/** From here on, %, the state of health is none. */
const NO_HEALTH = 0x7f;
/** Type of a BMS that has so many sensors in cells, and one more of its own. */
const EDRIVER = 1, EDRIVER_SENSORS = 3;

/** What the battery management tells besides its current: sensors, health, limits. */
export const batteryFrames: Readonly<Record<number, FrameDef<P, X>>> = {
  // BMS, every second (0x556: ten times): seven module temperatures, fourteen cells, the pack.
  0x554: {
    bytes: 7,
    decode: (f, put, { state, metrics }) => {
      const { modules } = state;
      let count = 0, blank = true;
      for (let k = 0; k < 7; k++) {
        if (f.u8(k) !== NOT_AVAILABLE) blank = false;
        if (modules.exists(k, f.u8(k))) count = k + 1;
      }
      if (f.data.length > 7 && modules.isValid(f.u8(7))) count = 8;
      // An eDriver tells three cells and itself, whatever else stands behind them.
      const type = metrics.bmsType.value, own = f.u8(EDRIVER_SENSORS);
      if (type === EDRIVER) {
        if (modules.isValid(own)) put.bmsTemperature = own - 40;
        count = Math.min(count, EDRIVER_SENSORS);
      } else if (
        type === undefined && count === EDRIVER_SENSORS + 1 && state.waits-- > 0
      ) {
        count = EDRIVER_SENSORS;
      }
      if (blank || !collect(put, state, MODULES)) return;
      for (let k = 0; k < count; k++) {
        const raw = f.u8(k);
        put.modules.set(k, modules.take(k, raw) ? raw - 40 : undefined);
      }
      completes(put);
    },
  },
  0x556: cells(0, 5, 8, FAST),
  0x557: cells(5, 5, 8, CELLS_6_10),
  0x55e: cells(10, 4, 6, CELLS_11_14),
  0x55f: {
    bytes: 8,
    when: { at: "B5", not: NOT_AVAILABLE },
    decode: (f, put, { state }) => {
      if (!collect(put, state, PACK)) return;
      const { packRounding } = state.facts;
      const both = (f.u16(5) >> 4) + (f.u16(6) & 0xfff) + packRounding;
      put.pack = (both >> 1) / 10;
      completes(put);
    },
  },
  // Batteries of third parties, every second: cells 15 and 16, where there are such.
  0x700: {
    bytes: 5,
    when: { at: "B0", not: NOT_AVAILABLE },
    decode: (f, put, { state }) => {
      const raw15 = f.u8(2) << 4 | f.u8(3) >> 4;
      const raw16 = (f.u8(3) & 0xf) << 8 | f.u8(4);
      const { cells } = state;
      const known = state.needed !== ALL_SLOW;
      if (!known && !cells.isValid(raw15) && !cells.isValid(raw16)) return;
      state.needed = ALL_SLOW | CELLS_15_16;
      if (!collect(put, state, CELLS_15_16)) return;
      put.cells.set(14, volts(state, 14, raw15));
      // Absent as 0 or 0xFFF in a battery of 15.
      if (cells.isValid(raw16) || cells.exists(15, 0)) {
        put.cells.set(15, volts(state, 15, raw16));
      }
      completes(put);
    },
  },
  // BMS, every 100 ms: state of health and power limits in 500 W; each 0xFF, or 0x7F, while it starts.
  0x424: {
    bytes: 6,
    decode: (f, put) => {
      const recuperation = f.u8(2), drive = f.u8(3), health = f.u8(5);
      if (recuperation !== NOT_AVAILABLE) {
        put.recuperationLimit = recuperation / 2;
      }
      if (drive !== NOT_AVAILABLE) put.driveLimit = drive / 2;
      if (health === 0 || health >= NO_HEALTH) return;
      put.soh = health;
      put.capacity = USABLE * health / 100;
    },
  },
  0x425: {
    signals: { energyAvailable: { at: "B1", per: 10, valid: [0, 0xfe] } },
  },
};
