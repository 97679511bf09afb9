import * as v from "valibot";
import type { Store } from "../../hal/mod.ts";
import type { Log } from "../log.ts";
import type { MetricStore, Slot, Value } from "../metrics/metrics.ts";

const SECTION = "state";
/** A value as it is stored: with the wall time of its reception, or null where nobody knew it. */
const saved = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    value: v.union([v.number(), v.boolean(), v.string(), v.array(v.number())]),
    wall: v.nullable(v.number()),
  }),
);

/**
 * Where it is stored which values were heard when the others were written last: most do not change from
 * minute to minute, and only their time goes on. Metrics have no such name.
 */
const HEARD = "(heard)";
const savedHeard = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ wall: v.number(), names: v.array(v.string()) }),
);
/** Age of what counts as heard now, s. */
const NOW = 1;

/** Age of a value whose time nobody knew: old, so that it never looks fresh. */
const UNKNOWN_AGE = 10 * 365 * 86400;

/** What was written of a value, and the time of its reception. */
interface Written {
  /** The value itself, from which its text follows, and the text. */
  readonly raw: Value;
  readonly value: string;
  readonly wall: number | null;
}

/** What was heard at one time. */
interface Heard {
  readonly wall: number;
  /** Names of the metrics, as they are stored. */
  readonly names: string;
}

function isSameHeard(a: Heard, b: Heard): boolean {
  return a.names === b.names && Math.abs(a.wall - b.wall) < TICK;
}

/** Seconds and the wall's milliseconds do not tick together: the same reception differs by so much, ms. */
const TICK = 2000;

/**
 * Whether what was written says all of a value: the value, and its time. That of what is heard now is
 * written for all together; a clock that went back is told.
 */
function isSame(before: Written, now: Written, isHeard: boolean): boolean {
  if (before.value !== now.value) return false;
  if (before.wall === null || now.wall === null) {
    return before.wall === now.wall;
  }
  const passed = now.wall - before.wall;
  return isHeard ? passed > -TICK : Math.abs(passed) < TICK;
}

/** Whether a value can be told from what was written: it is that, or a time that went on since. */
function isExpected(
  { spec }: Slot,
  before: Written,
  { value, wall }: Written,
): boolean {
  if (before.wall === null || wall === null) return false;
  if (value === before.value) return true;
  const passed = Number(value) - Number(before.value);
  return spec.unit === "s" &&
    Math.abs(passed * 1000 - (wall - before.wall)) < TICK;
}

/** Keeps the vehicle's last known values over a restart: metrics that are declared with `keep`. */
export class VehicleState {
  /** What was last written, so that an unchanged value costs no write. */
  readonly #written = new Map<string, Written>();
  /** The same of what was heard then. */
  #heard: Heard | undefined;
  /** Metrics as they were looked at last, and those of them that are kept. */
  #slots: readonly Slot[] = [];
  #keptSlots: readonly Slot[] = [];

  constructor(
    readonly store: Store,
    readonly metrics: MetricStore,
    readonly type: string,
    readonly log: Log,
  ) {}

  #kept(): readonly Slot[] {
    const slots = this.metrics.slots();
    if (slots !== this.#slots) {
      this.#slots = slots;
      this.#keptSlots = slots.filter(({ spec }) => spec.keep === true);
    }
    return this.#keptSlots;
  }

  #section(): string {
    return `${SECTION}.${this.type}`;
  }

  /** Puts the stored values back, as old as they are; a damaged one is left out, which the log tells. */
  restore(): void {
    const now = this.store.stamp().wall;
    const stored = this.store.entries(this.#section());
    const heard = this.#heardThen(stored.get(HEARD));
    for (const slot of this.#kept()) {
      const { name } = slot.spec, text = stored.get(name);
      if (text === undefined) continue;
      const parsed = v.safeParse(saved, text);
      if (!parsed.success) {
        this.#leaveOut(name, "it is damaged");
        continue;
      }
      const { value } = parsed.output;
      const wall = Math.max(
        parsed.output.wall ?? -Infinity,
        heard.get(name) ?? -Infinity,
      );
      const age = now === undefined || wall === -Infinity
        ? UNKNOWN_AGE
        : Math.max(0, (now - wall) / 1000);
      try {
        this.metrics.restore(slot, value, age + 1);
      } catch (error) {
        // A value that this version's metric cannot have is as good as none.
        this.#leaveOut(name, String(error));
      }
    }
  }

  /** The wall's time at which values were heard last, by the names of their metrics. */
  #heardThen(text: string | undefined): ReadonlyMap<string, number> {
    if (text === undefined) return new Map();
    const parsed = v.safeParse(savedHeard, text);
    if (parsed.success) {
      const { wall, names } = parsed.output;
      return new Map(names.map((name) => [name, wall]));
    }
    this.#leaveOut(HEARD, "it is damaged");
    return new Map();
  }

  #leaveOut(metric: string, why: string): void {
    this.log("warning", "stored value left out", { metric, why });
  }

  /** What was written last is not on the disk: the next call of `save` writes it again. */
  unsaved(): void {
    this.#written.clear();
    this.#heard = undefined;
  }

  /**
   * Writes what changed since the last call; on a full disk, which the store tells, the next call does.
   * A value that was only received anew waits for one that changed, so that a parked car costs no
   * writes: after a power cut it is older than it was, never younger.
   * @param atEnd the program ends: nothing waits
   */
  save(atEnd = false): void {
    const { wall } = this.store.stamp(), changes: Record<string, string> = {};
    const written = new Map<string, Written>(), names: string[] = [];
    let changed = atEnd, oldest = 0;
    for (const slot of this.#kept()) {
      const value = this.metrics.read(slot), age = this.metrics.age(slot);
      if (value === undefined || age === undefined) continue;
      const { name } = slot.spec, before = this.#written.get(name);
      const isHeard = wall !== undefined && age <= NOW;
      if (isHeard) {
        names.push(name);
        oldest = Math.max(oldest, age);
      }
      const now = {
        raw: value,
        value: before && before.raw === value
          ? before.value
          : JSON.stringify(value),
        wall: wall === undefined ? null : Math.round(wall - age * 1000),
      };
      if (before && isSame(before, now, isHeard)) continue;
      changed ||= !before || !isExpected(slot, before, now);
      written.set(name, now);
      changes[name] = `{"value":${now.value},"wall":${now.wall}}`;
    }
    if (!changed) return;
    const heard = wall === undefined || names.length === 0 ? undefined : {
      wall: Math.round(wall - oldest * 1000),
      names: JSON.stringify(names),
    };
    const isNews = heard && !(this.#heard && isSameHeard(this.#heard, heard));
    if (isNews) {
      changes[HEARD] = `{"wall":${heard.wall},"names":${heard.names}}`;
    }
    if (Object.keys(changes).length === 0) return;
    try {
      this.store.put(this.#section(), changes);
    } catch {
      return;
    }
    for (const [name, now] of written) this.#written.set(name, now);
    if (isNews) this.#heard = heard;
  }
}
