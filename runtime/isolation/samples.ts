/** Which metrics changed since they were told last: what one side tells the other of its copies. */
import type { ListReading, Reading } from "../contract/metric_types.ts";
import type { Value } from "../metrics/metrics.ts";
import type { Sample } from "./messages.ts";

/** Any metric, to be read. */
export type AnyReading = Reading<Value> | ListReading;

interface Told {
  /** The value, a list as text. */
  readonly value: unknown;
  /** Second in which it was received; undefined: never. */
  readonly received: number | undefined;
}

/** Remembers what was told of each metric. */
export class Samples {
  readonly #told: Told[];

  constructor(readonly readings: readonly AnyReading[]) {
    this.#told = readings.map(() => ({
      value: undefined,
      received: undefined,
    }));
  }

  /**
   * What is new.
   * @param now second, of the same clock as the ages
   */
  take(now: number): readonly Sample[] {
    return this.readings.flatMap((reading, place) => {
      const value = valueOf(reading), { age } = reading;
      const key = typeof value === "object" ? JSON.stringify(value) : value;
      const received = age === undefined ? undefined : now - age;
      const told = this.#told[place];
      if (told?.value === key && told?.received === received) return [];
      this.#told[place] = { value: key, received };
      return value === undefined ? [] : [[place, value, age ?? null] as const];
    });
  }
}

/** A metric's value; of a list all, null for what is not measured. */
function valueOf(reading: AnyReading): unknown {
  if (!("all" in reading)) return reading.value;
  const { length } = reading;
  return length === 0
    ? undefined
    : Array.from({ length }, (_, k) => reading.at(k) ?? null);
}
