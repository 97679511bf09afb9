import { CAPACITY } from "./charge_curve.ts";
import { type Random, spread } from "./random.ts";

/** Cells in series; two to a module. */
export const CELLS = 14;
/** Modules with one temperature sensor each. */
export const MODULES = 7;

/** Voltage of a resting cell over SOC in %. */
const RESTING: readonly (readonly [soc: number, volts: number])[] = [
  [0, 3.3],
  [10, 3.6],
  [30, 3.72],
  [50, 3.84],
  [70, 3.95],
  [90, 4.06],
  [100, 4.14],
];

/** Internal resistance of a cell, ohm. */
const RESISTANCE = 0.001;
/** How far healthy cells differ: less than one step of the sensors, so that no watch arises. */
const CELL_SPREAD = { volts: 0.002, resistance: 0.005 } as const;
/** How far modules differ, °C. */
const MODULE_SPREAD = 0.3;
/** The units of 0x155: 1/4 A, taken as 16 W at the nominal 64 V. */
const AMPERES_A_UNIT = 0.25;
/** Energy of one unit during one sample of 10 ms, Wh. */
export const WH_A_SAMPLE = 16 * 0.01 / 3600;

/** SOC, cells and modules. */
export class Battery {
  /** %. */
  soc: number;
  /** Cell voltages under load, V. */
  readonly cells = new Float64Array(CELLS);
  /** Module temperatures, °C. */
  readonly modules = new Float64Array(MODULES);
  /** Added to a cell by the user, V. */
  readonly cellOffsets = new Float64Array(CELLS);
  /** Added to a module by the user, °C. */
  readonly moduleOffsets = new Float64Array(MODULES);
  /** Pack voltage under load, V. */
  volts = 0;

  readonly #cellSpread: Float64Array;
  readonly #resistances: Float64Array;
  readonly #moduleSpread: Float64Array;

  constructor(soc: number, random: Random) {
    this.soc = soc;
    this.#cellSpread = this.cells.map(() => spread(random, CELL_SPREAD.volts));
    this.#resistances = this.cells.map(() =>
      RESISTANCE * (1 + spread(random, CELL_SPREAD.resistance))
    );
    this.#moduleSpread = this.modules.map(() => spread(random, MODULE_SPREAD));
  }

  /** Takes what was sampled: the sum of 10 ms samples in units of 16 W, positive = discharge. */
  draw(units: number): void {
    const soc = this.soc - 100 * units * WH_A_SAMPLE / CAPACITY;
    this.soc = Math.min(100, Math.max(0, soc));
  }

  /**
   * Sets voltages and temperatures anew.
   * @param units power now, 16 W (the current in 1/4 A), positive = discharge
   * @param celsius mean temperature of the pack
   */
  measure(units: number, celsius: number): void {
    const resting = restingVolts(this.soc);
    const amperes = units * AMPERES_A_UNIT;
    this.volts = 0;
    for (let i = 0; i < CELLS; i++) {
      const volts = resting + at(this.#cellSpread, i) +
        at(this.cellOffsets, i) - amperes * at(this.#resistances, i);
      this.cells[i] = volts;
      this.volts += volts;
    }
    for (let i = 0; i < MODULES; i++) {
      this.modules[i] = celsius + at(this.#moduleSpread, i) +
        at(this.moduleOffsets, i);
    }
  }

  /** Heat in W that a power in units of 16 W makes inside. */
  heat(units: number): number {
    const amperes = units * AMPERES_A_UNIT;
    return amperes * amperes * RESISTANCE * CELLS;
  }
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

function restingVolts(soc: number): number {
  let [x0, y0] = RESTING[0] ?? [0, 0];
  for (const [x, y] of RESTING) {
    if (soc <= x) return x === x0 ? y : y0 + (y - y0) * (soc - x0) / (x - x0);
    x0 = x;
    y0 = y;
  }
  return y0;
}
