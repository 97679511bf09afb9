/** A consistent set of battery sensors: which frames belong to it, and when it is complete. */
import type { CanFrame, DecodedFrame, ListMetric } from "ovms-edge";
import { Readings } from "../readings.ts";
import { BYTES } from "./bytes.ts";

const { BLANK_CELL } = BYTES;

/** Bits of the frames of a set; 0x556, which comes more often, is counted from FAST on. */
export const SET = {
  MODULES: 1,
  CELLS_6_10: 2,
  CELLS_11_14: 4,
  PACK: 8,
  /** Those that each set has besides 0x556. */
  ALL_SLOW: 15,
  /** The frame of a battery with more than 14 cells, which then belongs to the set as well. */
  CELLS_15_16: 16,
  /** One 0x556 within the present window. */
  FAST: 32,
} as const;
const { FAST } = SET;
/** The third 0x556 drops an incomplete set. */
const FAST_LIMIT = 3 * FAST;

/** The frames of a set: bits of those that came, and a count of 0x556. */
interface Collection {
  window: number;
  /** Bits of the slow frames that a set needs. */
  needed: number;
  readonly cells: Readings;
}
type Stage = "start" | "collecting" | "ready";
type Sensors = { sensors: Stage; sensorSets: number };

/**
 * Notes a frame of a set; true when its values are to be taken. Those of a complete set stay as they
 * are until whoever used it begins another.
 */
export function collect(put: Sensors, state: Collection, bit: number): boolean {
  const stage = put.sensors;
  if (stage === "ready") return false;
  const window = stage === "start" ? 0 : state.window;
  if (bit === FAST && (window & state.needed) === 0) return true;
  const now = bit === FAST ? window + FAST : window | bit;
  state.window = now;
  const next = stageOf(now, state.needed);
  if (next !== stage) put.sensors = next;
  return true;
}

/** To be called when the values of a frame were taken: tells that their set is complete. */
export function completes(put: Sensors): void {
  if (put.sensors === "ready") put.sensorSets++;
}

function stageOf(window: number, needed: number): Stage {
  if ((window & needed) === needed && window >= FAST) return "ready";
  return window >= FAST_LIMIT ? "start" : "collecting";
}

/** The BMS starts: none of the frame's cells is measured. */
function isBlank(f: CanFrame, count: number): boolean {
  for (let k = 0; k < count; k++) if (f.u12(k) !== BLANK_CELL) return false;
  return true;
}

/** Volts of a raw cell; undefined while it measures nothing. */
export function volts({ cells }: Collection, cell: number, raw: number) {
  return cells.take(cell, raw) ? raw / 200 : undefined;
}

/** `count` cell voltages of twelve bits each in 1/200 V, for the cells from `first` on. */
export function cells(
  first: number,
  count: number,
  bytes: number,
  bit: number,
): DecodedFrame<
  Sensors & { cells: Pick<ListMetric, "set"> },
  { readonly state: Collection }
> {
  return {
    bytes,
    decode: (f, put, { state }) => {
      if (isBlank(f, count) || !collect(put, state, bit)) return;
      take(f, first, count, state.cells, put.cells);
      completes(put);
    },
  };
}

/** Takes `count` cells of a frame; on its own, so that all that a cell needs is compiled into one loop. */
function take(
  f: CanFrame,
  first: number,
  count: number,
  readings: Readings,
  to: Pick<ListMetric, "set">,
): void {
  for (let k = 0; k < count; k++) {
    const cell = first + k, raw = f.u12(k);
    if (readings.take(cell, raw)) to.set(cell, raw / 200);
    else to.set(cell, undefined);
  }
}
