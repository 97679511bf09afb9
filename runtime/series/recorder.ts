import type {
  Series,
  SeriesLevel,
  SeriesRow,
  TrackPoint,
} from "../../hal/mod.ts";
import type { MetricStore, Slot } from "../metrics/metrics.ts";
import { Follower } from "./follower.ts";
import { ends, type Kept, STEP } from "./level.ts";

/** Seconds between two raw points, and after which a value counts as not heard. */
const RAW = 10, HEARD = 10;
const MINUTE = 60;
/** Rows that wait while nobody knows the time; older ones are dropped. */
const WAITING = 20_000;

/** Numbers that are no course: positions belong to the track, counters of drivers to DIAG. */
const LEFT_OUT =
  /^(v\.p\.(latitude|longitude)$|x\.(can|gsm|gps|polls|frames)\d*\.)/;

/** A stretch that is not over. */
interface Open {
  at: number;
  min: number;
  max: number;
  sum: number;
  count: number;
}

/** A row whose time is monotonic yet, ms. */
type Waiting = readonly [level: SeriesLevel, row: SeriesRow];

/** What the recorder needs of the rest. */
export interface RecorderOptions {
  readonly series: Series;
  /** As they are now: another vehicle has others. */
  readonly metrics: () => MetricStore;
  /** Wall minus monotonic time, ms; undefined while no clock is trusted. */
  readonly offset: () => number | undefined;
  /** The wall's time by which courses may be too old, ms; undefined while that is not certain. */
  readonly believed: () => number | undefined;
  readonly monotonic: () => number;
  /** Days that each level and the track are kept. */
  readonly kept: () => Kept;
  /** Whether the track has positions. */
  readonly positions: () => boolean;
  /** Bytes that all may take. */
  readonly most: () => number;
}

/**
 * Keeps the courses of all numbers: what was heard in the last seconds, never what stands there from
 * before, so that silence is a gap. A minute's rows are one commit.
 */
export class SeriesRecorder {
  readonly #options: RecorderOptions;
  readonly #open = new Map<string, Readonly<Record<"minute" | "hour", Open>>>();
  readonly #follower = new Follower();
  #waiting: Waiting[] = [];
  /** Points of the track whose time is monotonic yet. */
  #points: TrackPoint[] = [];
  #seconds = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** One second. */
  second(): void {
    this.#seconds++;
    const { monotonic } = this.#options, now = monotonic();
    const metrics = this.#options.metrics();
    const isRaw = this.#seconds % RAW === 0;
    for (const slot of metrics.slots()) {
      const value = reading(metrics, slot);
      if (value === undefined) continue;
      const { name } = slot.spec;
      this.#take(name, value, now);
      if (isRaw) this.#keep("raw", name, one(value, now));
    }
    this.#follow(metrics, now);
    if (this.#seconds % MINUTE === 0) this.#minute();
  }

  #follow(metrics: MetricStore, now: number): void {
    const { kept, positions } = this.#options;
    const point = this.#follower.second(metrics, now, positions());
    if (point === undefined || kept().track === 0) return;
    this.#points.push(point);
    if (this.#points.length > 2 * WAITING) {
      this.#points = this.#points.slice(-WAITING);
    }
  }

  #take(name: string, value: number, now: number): void {
    const open = this.#open.get(name) ?? {
      minute: none(),
      hour: none(),
    };
    this.#open.set(name, open);
    for (const level of ["minute", "hour"] as const) {
      const stretch = open[level];
      if (stretch.count === 0) stretch.at = now;
      stretch.min = Math.min(stretch.min, value);
      stretch.max = Math.max(stretch.max, value);
      stretch.sum += value;
      stretch.count++;
    }
  }

  #keep(level: SeriesLevel, name: string, { at, min, max, sum, count }: Open) {
    const row = { name, at, min, max, mean: sum / count, count };
    this.#waiting.push([level, row]);
    if (this.#waiting.length > 2 * WAITING) {
      this.#waiting = this.#waiting.slice(-WAITING);
    }
  }

  #minute(): void {
    // Part of an hour is written each minute, so that little is lost; the store puts them together.
    for (const [name, open] of this.#open) {
      for (const level of ["minute", "hour"] as const) {
        if (open[level].count > 0) this.#keep(level, name, open[level]);
        Object.assign(open[level], none());
      }
    }
    const offset = this.#options.offset();
    if (offset === undefined) return;
    this.#flush(offset);
    const { believed, kept, most, series } = this.#options;
    series.prune(ends(kept(), believed() ?? 0), most());
  }

  #flush(offset: number): void {
    if (this.#waiting.length === 0 && this.#points.length === 0) return;
    const rows: Record<SeriesLevel, SeriesRow[]> = {
      raw: [],
      minute: [],
      hour: [],
    };
    const track = this.#points.map((point) => ({
      ...point,
      at: Math.round(point.at + offset),
    }));
    this.#points = [];
    for (const [level, row] of this.#waiting) {
      const step = STEP[level];
      rows[level].push({
        ...row,
        at: Math.floor((row.at + offset) / step) * step,
      });
    }
    this.#waiting = [];
    this.#options.series.write({ ...rows, track });
  }

  /** The program ends: what was gathered is written. */
  stop(): void {
    this.#minute();
  }
}

const none = (): Open => ({
  at: 0,
  min: Infinity,
  max: -Infinity,
  sum: 0,
  count: 0,
});

const one = (value: number, at: number): Open => ({
  at,
  min: value,
  max: value,
  sum: value,
  count: 1,
});

/** A number that was heard just now; a flag is 0 or 1. */
function reading(metrics: MetricStore, slot: Slot): number | undefined {
  const { is = "number", name } = slot.spec;
  if (is !== "number" && is !== "flag" || LEFT_OUT.test(name)) return undefined;
  const age = metrics.age(slot);
  if (age === undefined || age > HEARD) return undefined;
  const value = Number(metrics.read(slot));
  return Number.isFinite(value) ? value : undefined;
}
