/** The last hour of a few metrics, second by second: what the pages draw when they are opened. */
import type { MetricStore } from "../../../metrics/metrics.ts";

/** Seconds kept. */
export const TRAIL_SECONDS = 3600;
/** Seconds after which a value counts as not heard, as in the courses over time. */
const HEARD = 10;

/** A ring of samples for each of some metrics. */
export class Trail {
  readonly #series: ReadonlyMap<string, Float32Array>;
  /** Samples taken so far. */
  #count = 0;
  /** Vehicle type that they are of. */
  #type: unknown;

  /** @param names metrics that are numbers or flags */
  constructor(names: readonly string[]) {
    this.#series = new Map(
      names.map((name) => [name, new Float32Array(TRAIL_SECONDS).fill(NaN)]),
    );
  }

  get names(): readonly string[] {
    return [...this.#series.keys()];
  }

  /** Takes the second's sample; what was not heard lately is a gap, however long it counts as fresh. */
  sample(metrics: MetricStore): void {
    const { value: type = this.#type } = metrics.look("v.type");
    // Another car's last hour is none of this one's
    if (type !== this.#type) {
      for (const ring of this.#series.values()) ring.fill(NaN);
    }
    this.#type = type;
    const at = this.#count++ % TRAIL_SECONDS;
    for (const [name, ring] of this.#series) {
      const { value, age = Infinity } = metrics.look(name);
      ring[at] = age <= HEARD && typeof value !== "object"
        ? Number(value)
        : NaN;
    }
  }

  /** The newest samples, oldest first; undefined for a metric that is not kept. */
  last(name: string, seconds: number): (number | null)[] | undefined {
    const ring = this.#series.get(name);
    if (ring === undefined) return undefined;
    const length = Math.min(seconds, this.#count, TRAIL_SECONDS);
    return Array.from({ length }, (_, i) => {
      const value = ring[(this.#count - length + i) % TRAIL_SECONDS];
      return value === undefined || Number.isNaN(value)
        ? null
        : Math.fround(value) === value
        ? Number(value.toPrecision(7))
        : value;
    });
  }
}
