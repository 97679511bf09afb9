import type { SensorOptions } from "./options.ts";

/** How much a sensor or the spread of all sensors deserves attention. */
export type Level = "nominal" | "watch" | "alert";

/** What one set of values says. */
export interface Statistics {
  /** Lowest and highest value, raw. */
  readonly min: number;
  readonly max: number;
  /** Mean, raw, not rounded. */
  readonly mean: number;
  /** Standard deviation of the population, in sensor units, not rounded. */
  readonly deviation: number;
  /** Each sensor's distance from the mean, rounded half away from zero, in sensor units. */
  readonly deviations: readonly number[];
}

/** Sensors that were marked, and whether the spread of all was. */
class Marks {
  readonly sensors = new Set<number>();
  constructor(readonly spread = false) {}

  get any(): boolean {
    return this.spread || this.sensors.size > 0;
  }

  toString(): string {
    const numbers = [...this.sensors].sort((a, b) => a - b);
    return [...this.spread ? ["spread"] : [], ...numbers].join(" ");
  }
}

/**
 * Watches sensors that ought to show the same value: extremes, largest deviations, marks. All values
 * are raw, counted from 0.
 */
export class SensorGroup {
  readonly #min: (number | undefined)[] = [];
  readonly #max: (number | undefined)[] = [];
  #deviations: number[];
  #spread = 0;
  #alerts = new Marks();
  #watches = new Marks();

  constructor(readonly options: SensorOptions) {
    this.#deviations = new Array(options.count).fill(0);
  }

  /** Largest standard deviation so far, in whole sensor units. */
  get spread(): number {
    return this.#spread;
  }
  /** Level of the standard deviation of all sensors. */
  get spreadLevel(): Level {
    return level(this.#alerts.spread, this.#watches.spread);
  }
  /** Level of the worst sensor or of the spread. */
  get worst(): Level {
    return level(this.#alerts.any, this.#watches.any);
  }
  /** The alerts as a text that differs when they do. */
  get alerts(): string {
    return String(this.#alerts);
  }

  level(sensor: number): Level {
    return level(
      this.#alerts.sensors.has(sensor),
      this.#watches.sensors.has(sensor),
    );
  }
  /** Lowest valid value so far. */
  min(sensor: number): number | undefined {
    return this.#min[sensor];
  }
  /** Highest valid value so far. */
  max(sensor: number): number | undefined {
    return this.#max[sensor];
  }
  /** Largest deviation so far, with its sign. */
  maxDeviation(sensor: number): number {
    return this.#deviations[sensor] ?? 0;
  }

  /** Forgets everything; the extremes begin with these values, where they are known and valid. */
  reset(values: readonly number[] | undefined): void {
    this.#min.length = this.#max.length = 0;
    for (const [sensor, value] of values?.entries() ?? []) {
      if (this.#valid(value)) this.#extend(sensor, value);
    }
    this.#deviations = this.#deviations.map(() => 0);
    this.#spread = 0;
    this.#alerts = new Marks();
    this.#watches = new Marks();
  }

  /** Takes in one set of values. A value that is no measurement ends it; those before it count for the extremes. */
  evaluate(values: readonly number[]): Statistics | undefined {
    for (const [sensor, value] of values.entries()) {
      if (!this.#valid(value)) return undefined;
      this.#extend(sensor, value);
    }
    const found = statistics(values);
    const spread = Math.max(1, Math.floor(found.deviation + 0.5));
    this.#raise(spread);
    for (const [sensor, deviation] of found.deviations.entries()) {
      this.#mark(sensor, Math.abs(deviation), spread);
      if (Math.abs(deviation) > Math.abs(this.maxDeviation(sensor))) {
        this.#deviations[sensor] = deviation;
      }
    }
    return found;
  }

  #valid(value: number): boolean {
    return value > 0 && value < this.options.invalidFrom;
  }

  #extend(sensor: number, value: number): void {
    this.#min[sensor] = Math.min(this.#min[sensor] ?? value, value);
    this.#max[sensor] = Math.max(this.#max[sensor] ?? value, value);
  }

  /** A new largest spread that crosses a limit takes the place of all marks of that level. */
  #raise(spread: number): void {
    if (spread <= this.#spread) return;
    this.#spread = spread;
    const { alertSpread, watchSpread } = this.options.limits;
    if (spread >= alertSpread) this.#alerts = new Marks(true);
    else if (spread >= watchSpread) this.#watches = new Marks(true);
  }

  #mark(sensor: number, deviation: number, spread: number): void {
    const { limits } = this.options;
    const alert = deviation >= limits.alert ||
      this.#alerts.spread && deviation >= limits.alertWithSpread;
    const watch = deviation > spread ||
      this.#watches.spread && deviation >= limits.watchWithSpread;
    if (alert) this.#alerts.sensors.add(sensor);
    else if (watch) this.#watches.sensors.add(sensor);
  }
}

function level(alert: boolean, watch: boolean): Level {
  return alert ? "alert" : watch ? "watch" : "nominal";
}

/** Whole numbers as long as possible, so that no rounding border is missed by a binary fraction. */
function statistics(values: readonly number[]): Statistics {
  const n = values.length;
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return {
    min: Math.min(...values),
    max: Math.max(...values),
    mean: sum / n,
    deviation: Math.sqrt(n * squares - sum * sum) / n,
    deviations: values.map((value) => halfAway((n * value - sum) / n)),
  };
}

/** Rounds half away from zero. */
function halfAway(value: number): number {
  const size = Math.floor(Math.abs(value) + 0.5);
  return value < 0 && size > 0 ? -size : size;
}
