import { v } from "ovms-edge";
import {
  accumulate,
  type Amounts,
  isNothing,
  NOTHING,
  Sums,
} from "./amounts.ts";

/** Days that are remembered for `POWER D`; records keep more. */
const REMEMBERED = 14;

const amounts = v.strictObject({
  used: v.number(),
  regained: v.number(),
  charged: v.number(),
  distance: v.number(),
});

/** Form in which the days are stored. */
export const savedDays = v.strictObject({
  undated: amounts,
  days: v.array(v.strictObject({
    date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)),
    amounts,
    recorded: v.boolean(),
  })),
});
/** The days as they are stored. */
export type SavedDays = v.InferOutput<typeof savedDays>;

/** What a day sums up so far, and whether that was handed out. */
interface DaySums {
  readonly amounts: Sums;
  recorded: boolean;
}

/** A day with what it sums up. */
export interface Day {
  /** Local date, `2026-01-31`. */
  readonly date: string;
  readonly amounts: Amounts;
}

/** The local date of a wall time in ms, and of the day so many days before it. */
export function dateOf(ms: number, daysBefore = 0): string {
  const then = new Date(ms);
  const day = new Date(
    then.getFullYear(),
    then.getMonth(),
    then.getDate() - daysBefore,
  );
  const two = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${
    two(day.getDate())
  }`;
}

/**
 * What was used and driven on each day. What came while nobody knew the date waits, and counts for
 * the day on which the clock is set.
 */
export class Days {
  readonly #days = new Map<string, DaySums>();
  /** The day that was added to last: most seconds are of the same. */
  #date: string | undefined;
  #day: DaySums | undefined;
  #undated = new Sums();

  /** @param saved what `toJSON` gave before */
  constructor(saved?: SavedDays) {
    if (!saved) return;
    accumulate(this.#undated, saved.undated);
    for (const { date, amounts, recorded } of saved.days) {
      const day = { amounts: new Sums(), recorded };
      accumulate(day.amounts, amounts);
      this.#days.set(date, day);
    }
  }

  /** What waits for a date. */
  get undated(): Amounts {
    return this.#undated;
  }

  /** Adds to a day; without a date it waits for one. */
  add(date: string | undefined, amounts: Amounts): void {
    if (date === undefined) {
      accumulate(this.#undated, amounts);
      return;
    }
    const day = date === this.#date && this.#day || this.#find(date);
    accumulate(day.amounts, amounts);
    day.recorded = false;
    if (isNothing(this.#undated)) return;
    accumulate(day.amounts, this.#undated);
    this.#undated = new Sums();
  }

  #find(date: string): DaySums {
    this.#date = date;
    return this.#day = this.#days.get(date) ?? this.#begin(date);
  }

  #begin(date: string): DaySums {
    const day = { amounts: new Sums(), recorded: false };
    this.#days.set(date, day);
    // In the order in which they began: beside days of a clock that was ahead the present one is no old one
    const oldest = [...this.#days.keys()].slice(0, -REMEMBERED);
    for (const old of oldest) this.#days.delete(old);
    return day;
  }

  /** What a day sums up. */
  on(date: string): Amounts {
    return { ...NOTHING, ...this.#days.get(date)?.amounts };
  }

  /** The days that are remembered, newest first. */
  newest(count: number): readonly Day[] {
    const dates = [...this.#days.keys()].sort().reverse().slice(0, count);
    return dates.map((date) => ({ date, amounts: this.on(date) }));
  }

  /** The days before this one that were not handed out yet. */
  ended(today: string): readonly Day[] {
    const ended: Day[] = [];
    for (const [date, day] of this.#days) {
      if (date >= today || day.recorded) continue;
      day.recorded = true;
      ended.push({ date, amounts: day.amounts });
    }
    return ended;
  }

  /** Form in which it is stored. */
  toJSON(): SavedDays {
    return {
      undated: { ...this.#undated },
      days: [...this.#days].map(([date, { amounts, recorded }]) => ({
        date,
        amounts: { ...amounts },
        recorded,
      })),
    };
  }
}
