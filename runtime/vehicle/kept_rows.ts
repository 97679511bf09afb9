/**
 * Rows in which a vehicle's last known values are stored.
 *
 * Each metric has a row of its own with its value and the wall time of its reception. While a car is on,
 * most values are heard all the time, and some change all the time: those that are not as in their own rows
 * are in one row together, and another one names all that is heard, which seldom changes. So a minute of
 * driving is one row instead of one for each value. What is not heard any more gets its own row again.
 */
import * as v from "valibot";
import type { Value } from "../metrics/metrics.ts";

/** Names of the two rows that are of several metrics, which have no such names. */
export const HEARD = "(heard)", TOGETHER = "(together)";

const value = v.union([
  v.number(),
  v.boolean(),
  v.string(),
  v.array(v.number()),
]);

/** A value with its time, ms; null where nobody knew it. */
const own = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ value, wall: v.nullable(v.number()) }),
);

/** Which metrics were heard at a time. */
const heard = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ wall: v.number(), names: v.array(v.string()) }),
);

/** Values that are not as in their own rows, and when all that is heard was heard last, as the row of that time names it. */
const together = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    wall: v.number(),
    heard: v.number(),
    values: v.record(v.string(), value),
  }),
);

/** How much later a row of its own may seem to be than what was written together after it, ms. */
const TICK = 2000;

/** A value, and the wall time of its reception, ms; -Infinity where nobody knew it. */
export interface StoredValue {
  readonly value: Value;
  readonly wall: number;
}

/** What a section of the store says. */
export class KeptRows {
  readonly #rows: ReadonlyMap<string, string>;
  readonly #damaged: (name: string) => void;
  /** When metrics were heard together. */
  readonly #heard: ReadonlyMap<string, number>;
  readonly #together: v.InferOutput<typeof together> | undefined;

  /** @param damaged told of a row that is not as one was written */
  constructor(
    rows: ReadonlyMap<string, string>,
    damaged: (name: string) => void,
  ) {
    this.#rows = rows;
    this.#damaged = damaged;
    const all = this.#parsed(HEARD, heard);
    const last = this.#together = this.#parsed(TOGETHER, together);
    // Those of another row of names may not have been heard since
    const wall = last && last.heard === all?.wall ? last.wall : all?.wall;
    this.#heard = new Map(
      all?.names.map((name) => [name, wall ?? all.wall]),
    );
  }

  /** The last value of a metric; undefined where there is none, or a damaged one. */
  value(name: string): StoredValue | undefined {
    const alone = this.#parsed(name, own), wall = alone?.wall ?? -Infinity;
    const last = this.#together, value = last?.values[name];
    // A row of before may have come from a copy of the store
    if (last && value !== undefined && wall <= last.wall + TICK) {
      return { value, wall: last.wall };
    }
    const heard = this.#heard.get(name) ?? -Infinity;
    return alone && { value: alone.value, wall: Math.max(wall, heard) };
  }

  /** Values that several metrics have in one row. */
  get together(): readonly (readonly [name: string, stored: StoredValue])[] {
    const { wall = 0, values = {} } = this.#together ?? {};
    return Object.entries(values)
      .map(([name, value]) => [name, { value, wall }]);
  }

  #parsed<T>(
    name: string,
    schema: v.GenericSchema<unknown, T>,
  ): T | undefined {
    const text = this.#rows.get(name);
    if (text === undefined) return undefined;
    const parsed = v.safeParse(schema, text);
    if (parsed.success) return parsed.output;
    this.#damaged(name);
    return undefined;
  }
}
