import type { Raw, SensorOptions } from "./options.ts";

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
  /** Each sensor's distance from the mean, rounded half away from zero, in sensor units; until the next set. */
  readonly deviations: ArrayLike<number>;
}

/** Sensors that were marked, and whether the spread of all was. */
class Marks {
  #spread = false;
  readonly #sensors: Uint8Array;
  /** The marks as a text, until they change. */
  #text: string | undefined = "";

  constructor(sensors: number) {
    this.#sensors = new Uint8Array(sensors);
  }

  get spread(): boolean {
    return this.#spread;
  }
  get any(): boolean {
    return this.text !== "";
  }
  /** What is marked; differs when the marks do. */
  get text(): string {
    return this.#text ??= this.#list().join(" ");
  }

  has(sensor: number): boolean {
    return this.#sensors[sensor] === 1;
  }

  add(sensor: number): void {
    this.#sensors[sensor] = 1;
    this.#text = undefined;
  }

  /** Forgets all marks; that of the spread may take their place. */
  renew(spread: boolean): void {
    this.#spread = spread;
    this.#sensors.fill(0);
    this.#text = undefined;
  }

  #list(): readonly (string | number)[] {
    const numbers = [...this.#sensors.keys()].filter((i) => this.has(i));
    return [...this.#spread ? ["spread"] : [], ...numbers];
  }
}

/** The sensors of one set, and what they sum up to. */
class Sensors {
  /** NaN for a sensor that is away, and where there is none. */
  readonly values: Float64Array;
  /** Sensors that measure something. */
  known = 0;
  /** Whole numbers as long as possible, so that no rounding border is missed by a binary fraction. */
  sum = 0;
  squares = 0;
  min = Infinity;
  max = -Infinity;
  /** Smallest and largest change of a sensor since the set before. */
  fell = 0;
  rose = 0;

  constructor(room: number) {
    this.values = new Float64Array(room).fill(NaN);
  }

  get mean(): number {
    return this.sum / this.known;
  }

  /** Takes in a set; true when it is the one before once more. A sensor that is away never is the same. */
  take(set: Raw, { values: before }: Sensors): boolean {
    const own = this.values, count = set.length;
    let same = true, known = 0, sum = 0, squares = 0;
    let min = Infinity, max = -Infinity, fell = Infinity, rose = -Infinity;
    for (let i = 0; i < count; i++) {
      const value = set[i] as number, change = value - (before[i] as number);
      own[i] = value;
      if (change !== 0) same = false;
      if (change < fell) fell = change;
      if (change > rose) rose = change;
      if (Number.isNaN(value)) continue;
      known++;
      sum += value;
      squares += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    for (let i = count; i < own.length; i++) own[i] = NaN;
    this.known = known;
    this.sum = sum;
    this.squares = squares;
    this.min = min;
    this.max = max;
    this.fell = fell;
    this.rose = rose;
    return same;
  }

  /** Whether one of them changed by so much against the mean; what is unknown is no number, and no change either. */
  jumped(jump: number, { values: before, mean: then }: Sensors): boolean {
    const { values, mean } = this;
    for (let i = 0; i < values.length; i++) {
      const off = (values[i] as number) - mean;
      if (Math.abs(off - ((before[i] as number) - then)) >= jump) return true;
    }
    return false;
  }
}

/**
 * Watches sensors that ought to show the same value: extremes, largest deviations, marks. All values
 * are raw, counted from 0.
 */
export class SensorGroup {
  /** NaN while unknown. */
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  /** Largest ones so far, and those of the present set. */
  readonly #deviations: Float64Array;
  readonly #present: Float64Array;
  /** The set that was evaluated last, room for the next one, and the last one that was believed while that was not. */
  #set: Sensors;
  #next: Sensors;
  #believed: Sensors;
  #holds = false;
  /** Whether the set said something; its like is to be evaluated again where it did not. */
  #found = false;
  readonly #says: { -readonly [K in keyof Statistics]: Statistics[K] };
  readonly #alerts: Marks;
  readonly #watches: Marks;
  /** Sensors that there are. */
  #size = 0;
  #spread = 0;
  #revision = 0;
  readonly options: SensorOptions;

  constructor(options: SensorOptions) {
    this.options = options;
    const { count, most: room = count } = options;
    this.#size = count;
    this.#min = new Float64Array(room).fill(NaN);
    this.#max = new Float64Array(room).fill(NaN);
    this.#deviations = new Float64Array(room);
    this.#present = new Float64Array(room);
    this.#set = new Sensors(room);
    this.#next = new Sensors(room);
    this.#believed = new Sensors(room);
    this.#says = {
      min: NaN,
      max: NaN,
      mean: NaN,
      deviation: NaN,
      deviations: this.#present.subarray(0, count),
    };
    this.#alerts = new Marks(room);
    this.#watches = new Marks(room);
  }

  /** Grows whenever extremes, deviations, spread or marks change. */
  get revision(): number {
    return this.#revision;
  }
  /** Sensors that there are. */
  get size(): number {
    return this.#size;
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
    return this.#alerts.text;
  }

  level(sensor: number): Level {
    return level(this.#alerts.has(sensor), this.#watches.has(sensor));
  }
  /** Lowest valid value so far. */
  min(sensor: number): number | undefined {
    return known(this.#min[sensor]);
  }
  /** Highest valid value so far. */
  max(sensor: number): number | undefined {
    return known(this.#max[sensor]);
  }
  /** Largest deviation so far, with its sign. */
  maxDeviation(sensor: number): number {
    return this.#deviations[sensor] ?? 0;
  }

  /** Forgets everything; the extremes begin with these values, where they are known and valid. */
  reset(values: Raw | undefined): void {
    this.#min.fill(NaN);
    this.#max.fill(NaN);
    this.#set.values.fill(NaN);
    this.#holds = this.#found = false;
    if (values) {
      this.#resize(values.length);
      for (let i = 0; i < values.length; i++) {
        if (this.#isValid(values[i] as number)) {
          this.#extend(i, values[i] as number);
        }
      }
    }
    this.#deviations.fill(0);
    this.#spread = 0;
    this.#alerts.renew(false);
    this.#watches.renew(false);
    this.#revision++;
  }

  /**
   * Takes in one set of values; NaN is a sensor that is away, and left out. A value that is no
   * measurement ends it; those before it count for the extremes. A set with a change that no battery
   * makes counts when the next one confirms it. The same values once more say the same, and change nothing.
   * @returns what it says, until the next one
   */
  evaluate(values: Raw): Statistics | undefined {
    const next = this.#next, before = this.#set;
    const same = next.take(values, before) && values.length === this.#size;
    this.#resize(values.length);
    if (!same || !this.#found) this.#found = this.#evaluate(next);
    return this.#found ? this.#says : undefined;
  }

  /** Whether all sensors measured something in the set that was evaluated last. */
  get complete(): boolean {
    return this.#set.known === this.#size;
  }

  #isValid(value: number): boolean {
    return value > 0 && value < this.options.invalidFrom;
  }

  /** @returns whether the set says something */
  #evaluate(set: Sensors): boolean {
    const { values, known: n, sum, squares, min, max } = set;
    const isPlausible = this.#believe(set);
    if (!isPlausible) return false;
    if (!(this.#isValid(min) && this.#isValid(max))) {
      this.#extendBefore(values);
      return false;
    }
    const deviation = Math.sqrt(n * squares - sum * sum) / n;
    const spread = Math.max(1, Math.floor(deviation + 0.5));
    this.#raise(spread);
    const present = this.#present, lows = this.#min, highs = this.#max;
    // Most values are within half a unit of the mean, which needs no division.
    for (let i = 0; i < this.#size; i++) {
      const value = values[i] as number, off = n * value - sum;
      present[i] = 0;
      if (Number.isNaN(value)) continue;
      const low = (lows[i] as number) <= value,
        high = (highs[i] as number) >= value;
      if (!(low && high)) this.#extend(i, value);
      if (2 * Math.abs(off) < n) continue;
      const units = rounded(off, n);
      present[i] = units;
      this.#deviates(i, units, spread);
    }
    const says = this.#says;
    says.min = min;
    says.max = max;
    says.mean = sum / n;
    says.deviation = deviation;
    return true;
  }

  /** What stands before a value that is no measurement counts for the extremes. */
  #extendBefore(values: Float64Array): void {
    for (let i = 0; i < this.#size; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) continue;
      if (!this.#isValid(value)) return;
      this.#extend(i, value);
    }
  }

  /** How many sensors there are follows from the values. */
  #resize(size: number): void {
    if (size === this.#size) return;
    this.#size = size;
    this.#says.deviations = this.#present.subarray(0, size);
    this.#revision++;
  }

  /** Keeps a set. Whether no sensor jumped since the last one that was believed, or one that was not confirms it. */
  #believe(set: Sensors): boolean {
    const { jump = Infinity } = this.options, last = this.#set;
    // Against the mean no sensor changed by more than what lies between the smallest and the largest change
    const jumped = this.#holds
      ? set.jumped(jump, this.#believed) && set.jumped(jump, last)
      : set.rose - set.fell >= jump && set.jumped(jump, last);
    this.#set = set;
    if (jumped && !this.#holds) {
      this.#next = this.#believed;
      this.#believed = last;
    } else this.#next = last;
    this.#holds = jumped;
    return !jumped;
  }

  #deviates(sensor: number, deviation: number, spread: number): void {
    const size = Math.abs(deviation);
    this.#mark(sensor, size, spread);
    if (size <= Math.abs(this.maxDeviation(sensor))) return;
    this.#deviations[sensor] = deviation;
    this.#revision++;
  }

  /** Written so that the first value takes the place of NaN. */
  #extend(sensor: number, value: number): void {
    const low = (this.#min[sensor] as number) <= value,
      high = (this.#max[sensor] as number) >= value;
    if (low && high) return;
    if (!low) this.#min[sensor] = value;
    if (!high) this.#max[sensor] = value;
    this.#revision++;
  }

  /** A new largest spread that crosses a limit takes the place of all marks of that level. */
  #raise(spread: number): void {
    if (spread <= this.#spread) return;
    this.#spread = spread;
    this.#revision++;
    const { alertSpread, watchSpread } = this.options.limits;
    if (this.options.spreadClears) {
      this.#alerts.renew(spread >= alertSpread);
      this.#watches.renew(spread >= watchSpread && spread < alertSpread);
      return;
    }
    if (spread >= alertSpread) this.#alerts.renew(true);
    else if (spread >= watchSpread) this.#watches.renew(true);
  }

  #mark(sensor: number, deviation: number, spread: number): void {
    const { limits } = this.options;
    const alert = deviation >= limits.alert ||
      this.#alerts.spread && deviation >= limits.alertWithSpread;
    const watch = deviation > spread && deviation >= (limits.watchFrom ?? 0) ||
      this.#watches.spread && deviation >= limits.watchWithSpread;
    const marks = alert ? this.#alerts : watch ? this.#watches : undefined;
    if (!marks || marks.has(sensor)) return;
    marks.add(sensor);
    this.#revision++;
  }
}

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function level(alert: boolean, watch: boolean): Level {
  return alert ? "alert" : watch ? "watch" : "nominal";
}

/** A quotient of whole numbers, rounded half away from zero. */
function rounded(value: number, by: number): number {
  const size = Math.floor((2 * Math.abs(value) + by) / (2 * by));
  return value < 0 ? -size : size;
}
