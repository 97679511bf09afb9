/** How the cells drift apart over weeks: one number a day and cell. */
import { v } from "ovms-edge";

const DAY = 86_400_000;
/** Days over which the drift is told, and for which days are kept. */
const TOLD = 30, KEPT = 400;
/** Cells that are told about: as many lines as one SMS takes. */
const CELLS = 4;

/** Largest deviation of each cell on one day, mV, with its sign. */
export type DayValues = readonly number[];

const stored = v.pipe(v.string(), v.parseJson(), v.array(v.number()));

/** Number of the UTC day, counted from 1970-01-01. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY);
}

/** The largest deviations of the days, by number of the day. */
export class DriftHistory {
  readonly #days = new Map<number, DayValues>();
  /** Days that were changed since the last `save`. */
  readonly #changed = new Set<number>();

  /**
   * @param entries days as `save` gave them; damaged ones are left out
   * @param cells fewest cells
   * @param most most cells; days of a smaller or larger battery, as another car has it, are left out
   */
  constructor(
    entries: ReadonlyMap<string, string>,
    readonly cells: number,
    most = cells,
  ) {
    for (const [key, text] of entries) {
      const parsed = v.safeParse(stored, text), day = Number(key);
      if (!Number.isInteger(day) || !parsed.success) continue;
      const { length } = parsed.output;
      if (length >= cells && length <= most) {
        this.#days.set(day, parsed.output);
      }
    }
  }

  /** All days that are kept, the first one first. */
  all(): readonly { readonly day: number; readonly cells: number[] }[] {
    return [...this.#days].sort(([a], [b]) => a - b)
      .map(([day, cells]) => ({ day, cells: [...cells] }));
  }

  /** Notes deviations of a day, mV; the largest of each cell counts. */
  note(day: number, deviations: DayValues): void {
    const before = this.#days.get(day);
    if (!before) this.#set(day, deviations);
    else if (anyLarger(deviations, before)) {
      this.#set(
        day,
        before.map((mV, i) => larger(deviations[i], mV) ? deviations[i] : mV),
      );
    }
  }

  #set(day: number, values: readonly (number | undefined)[]): void {
    this.#days.set(day, values.map((mV) => mV ?? 0));
    this.#changed.add(day);
  }

  /** Hands changed days to `put` as text, and undefined for the oldest of too many; what it refuses is kept for the next time. */
  save(
    put: (changes: Readonly<Record<string, string | undefined>>) => void,
  ): void {
    const changes: Record<string, string | undefined> = {};
    for (const day of this.#changed) {
      changes[day] = JSON.stringify(this.#days.get(day));
    }
    const old = this.#old();
    for (const day of old) changes[day] = undefined;
    if (Object.keys(changes).length === 0) return;
    put(changes);
    this.#changed.clear();
    for (const day of old) this.#days.delete(day);
  }

  /** By their number, whatever day it is: a clock that is years ahead makes none of them old. */
  #old(): readonly number[] {
    const days = [...this.#days.keys()].sort((a, b) => a - b);
    return days.slice(0, Math.max(0, days.length - KEPT));
  }

  /** The newest day that is known. */
  get newest(): number | undefined {
    return this.#days.size === 0 ? undefined : Math.max(...this.#days.keys());
  }

  /** The cells with the largest drift over the last 30 days, a line each; or why there is none. */
  lines(today: number): readonly string[] {
    const days = [...this.#days.keys()]
      .filter((day) => day >= today - TOLD && day <= today)
      .sort((a, b) => a - b);
    const first = days.at(0), last = days.at(-1);
    if (first === undefined || last === undefined || first === last) {
      return ["No battery history yet: drift needs data of two days"];
    }
    const then = this.#days.get(first) ?? [], now = this.#days.get(last) ?? [];
    const age = today - first, ago = `${age} ${age === 1 ? "day" : "days"} ago`;
    const drifts = now
      .map((mV, i) => ({ cell: i + 1, mV, was: then[i] ?? 0 }))
      .filter(({ mV, was }) => mV !== was)
      .sort((a, b) => Math.abs(b.mV - b.was) - Math.abs(a.mV - a.was));
    if (drifts.length === 0) return [`No cell has drifted since ${ago}`];
    return drifts.slice(0, CELLS).map(({ cell, mV, was }) =>
      `C${cell}: ${signed(mV)}mV (was ${signed(was)}mV ${ago})`
    );
  }
}

function anyLarger(values: DayValues, before: DayValues): boolean {
  for (let i = 0; i < values.length; i++) {
    if (larger(values[i], before[i])) return true;
  }
  return false;
}

function larger(a: number | undefined, b: number | undefined): boolean {
  return Math.abs(a ?? 0) > Math.abs(b ?? 0);
}

const signed = (mV: number) => mV < 0 ? String(mV) : `+${mV}`;
