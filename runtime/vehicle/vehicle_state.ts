import type { Store } from "../../hal/mod.ts";
import type { Log } from "../log.ts";
import type { MetricStore, Slot, Value } from "../metrics/metrics.ts";
import { HEARD, KeptRows, TOGETHER } from "./kept_rows.ts";

const SECTION = "state";
/** Age of what counts as heard now, s. */
const JUST = 1;
/** Age of a value whose time nobody knew: old, so that it never looks fresh. */
const UNKNOWN_AGE = 10 * 365 * 86400;
/** Seconds and the wall's milliseconds do not tick together: the same reception differs by so much, ms. */
const TICK = 2000;

/** What was written of a value, and the time of its reception. */
interface Written {
  /** The value itself, from which its text follows, and the text. */
  readonly raw: Value;
  readonly text: string;
  readonly wall: number | null;
}

/** A metric that is kept. */
interface Kept {
  readonly slot: Slot;
  /** Its name as a text of JSON. */
  readonly key: string;
  /** What its own row says, and what was written last, there or with others; undefined before that. */
  own: Written | undefined;
  last: Written | undefined;
}

/** Metrics that were heard when they were written, and the time of the oldest of them, ms. */
interface Heard {
  readonly wall: number;
  readonly all: readonly Kept[];
}

type Told = readonly (readonly [kept: Kept, now: Written])[];

/** What there is to write. */
interface Due {
  /** Values that get rows of their own. */
  readonly alone: Told;
  /** Those in the row of several. */
  readonly together: Told;
  /** What is heard at present; undefined for nothing. */
  readonly heard: Heard | undefined;
}

/**
 * Whether the row of a value says its time. That of what is heard now is written for all together; a clock
 * that went back is told.
 */
function isDated(
  before: Written,
  wall: number | null,
  isHeard: boolean,
): boolean {
  if (before.wall === null || wall === null) return before.wall === wall;
  const passed = wall - before.wall;
  return isHeard ? passed > -TICK : Math.abs(passed) < TICK;
}

/** Whether a value can be told from what was written: it is that, or a time that went on since. */
function isExpected(
  { spec }: Slot,
  before: Written,
  { text, wall }: Written,
): boolean {
  if (before.wall === null || wall === null) {
    return before.wall === wall && before.text === text;
  }
  if (text === before.text) return true;
  const passed = Number(text) - Number(before.text);
  return spec.unit === "s" &&
    Math.abs(passed * 1000 - (wall - before.wall)) < TICK;
}

/** Whether two times are of the same metrics, and the clock did not go back between them. */
function isSameHeard(before: Heard, { wall, all }: Heard): boolean {
  return wall - before.wall > -TICK && all.length === before.all.length &&
    all.every((kept, i) => kept === before.all[i]);
}

/** Keeps the vehicle's last known values over a restart: metrics that are declared with `keep`. */
export class VehicleState {
  /** Metrics as they were looked at last, and those of them that are kept. */
  #slots: readonly Slot[] = [];
  #kept: readonly Kept[] = [];
  /** What the row of what is heard says; undefined before it was written. */
  #heard: Heard | undefined;
  /** The row of several without its time, and that; undefined while there is none, empty while nobody knows. */
  #together: string | undefined = "";
  #togetherAt = 0;
  /** Rows for what this run has no metric for: it was in the row of several. To be written, and written. */
  #others: Readonly<Record<string, string>> = {};
  #othersWritten: Readonly<Record<string, string>> = {};

  constructor(
    readonly store: Store,
    readonly metrics: MetricStore,
    readonly type: string,
    readonly log: Log,
  ) {}

  #all(): readonly Kept[] {
    const slots = this.metrics.slots();
    if (slots !== this.#slots) {
      const before = new Map(this.#kept.map((kept) => [kept.slot, kept]));
      this.#slots = slots;
      this.#kept = slots.filter(({ spec }) => spec.keep === true)
        .map((slot) => before.get(slot) ?? keptOf(slot));
    }
    return this.#kept;
  }

  #section(): string {
    return `${SECTION}.${this.type}`;
  }

  /** Puts the stored values back, as old as they are; a damaged one is left out, which the log tells. */
  restore(): void {
    const now = this.store.stamp().wall;
    const rows = new KeptRows(
      this.store.entries(this.#section()),
      (name) => this.#leaveOut(name, "it is damaged"),
    );
    const others = new Map(rows.together);
    for (const { slot } of this.#all()) {
      const { name } = slot.spec, stored = rows.value(name);
      if (!stored) continue;
      const { value, wall } = stored;
      const age = ageOf(wall, now);
      try {
        this.metrics.restore(slot, value, age + 1);
        others.delete(name);
      } catch (error) {
        // A value that this version's metric cannot have is as good as none.
        this.#leaveOut(name, String(error));
      }
    }
    this.#others = Object.fromEntries(
      [...others].map((
        [name, { value, wall }],
      ) => [name, ownRow(JSON.stringify(value), wall)]),
    );
  }

  #leaveOut(metric: string, why: string): void {
    this.log("warning", "stored value left out", { metric, why });
  }

  /** What was written last is not on the disk: the next call of `save` writes it again. */
  unsaved(): void {
    for (const kept of this.#kept) kept.own = kept.last = undefined;
    this.#heard = undefined;
    this.#together = "";
    this.#others = { ...this.#othersWritten, ...this.#others };
  }

  /**
   * Writes what changed since the last call; on a full disk, which the store tells, the next call does.
   * A value that was only received anew waits for one that changed, so that a parked car costs no
   * writes: after a power cut it is older than it was, never younger.
   * @param atEnd the program ends: nothing waits
   */
  save(atEnd = false): void {
    const due = this.#look(atEnd);
    if (!due) return;
    const changes: Record<string, string | undefined> = {};
    for (const [{ slot }, { text, wall }] of due.alone) {
      changes[slot.spec.name] = ownRow(text, wall);
    }
    const heard = this.#putHeard(due, changes);
    const together = heard && togetherRow(
      heard.wall,
      due.together.map(([{ key }, { text }]) => `${key}:${text}`),
    );
    const at = due.heard?.wall ?? 0;
    const isNews = together !== this.#together ||
      Math.abs(at - this.#togetherAt) >= TICK;
    // Whatever is written, this row is of the same time
    if (isNews) {
      changes[TOGETHER] = together === undefined
        ? undefined
        : `{"wall":${at}${together}`;
    }
    if (Object.keys(changes).length === 0) return;
    try {
      this.store.put(this.#section(), { ...this.#others, ...changes });
    } catch {
      return;
    }
    for (const kept of due.heard?.all ?? []) kept.last = kept.own;
    for (const [kept, now] of due.alone) kept.own = kept.last = now;
    for (const [kept, now] of due.together) kept.last = now;
    this.#othersWritten = { ...this.#othersWritten, ...this.#others };
    this.#others = {};
    this.#heard = heard ?? this.#heard;
    this.#together = together;
    this.#togetherAt = at;
  }

  /** What there is to write; undefined where nothing of it is worth a write. */
  #look(atEnd: boolean): Due | undefined {
    const { wall } = this.store.stamp();
    const alone: [Kept, Written][] = [], together: typeof alone = [];
    const all: Kept[] = [];
    let oldest = Infinity, changed = atEnd;
    for (const kept of this.#all()) {
      const { slot, own, last } = kept, age = this.metrics.age(slot);
      const raw = age === undefined ? undefined : this.metrics.read(slot);
      if (age === undefined || raw === undefined) continue;
      const time = wall === undefined ? null : Math.round(wall - age * 1000);
      const isHeard = time !== null && age <= JUST;
      if (isHeard) {
        all.push(kept);
        oldest = Math.min(oldest, time);
      }
      // Most are heard again with the value that their own rows have
      if (
        own && last === own && raw === own.raw && isDated(own, time, isHeard)
      ) {
        continue;
      }
      const text = last?.raw === raw ? last.text : textOf(raw);
      const now = { raw, text, wall: time };
      changed ||= !last || !isExpected(slot, last, now);
      const isOld = text !== own?.text;
      if (!own || !isDated(own, time, isHeard) || isOld && !isHeard) {
        alone.push([kept, now]);
      } else if (isOld) together.push([kept, now]);
    }
    if (!changed) return undefined;
    const heard = all.length === 0 ? undefined : { wall: oldest, all };
    return { alone, together, heard };
  }

  /** Writes what is heard, unless the row of it says so. */
  #putHeard(
    { heard }: Due,
    changes: Record<string, string | undefined>,
  ): Heard | undefined {
    const before = this.#heard;
    if (!heard || before && isSameHeard(before, heard)) return heard && before;
    changes[HEARD] = heardRow(heard.wall, heard.all.map(({ key }) => key));
    return heard;
  }
}

/** Seconds since a stored value was heard; a time that is still to come tells nothing. */
function ageOf(wall: number, now: number | undefined): number {
  const isKnown = now !== undefined && Number.isFinite(wall) &&
    wall - now < TICK;
  return isKnown ? Math.max(0, (now - wall) / 1000) : UNKNOWN_AGE;
}

function keptOf(slot: Slot): Kept {
  const key = JSON.stringify(slot.spec.name);
  return { slot, key, own: undefined, last: undefined };
}

/** A value as JSON: most are numbers, for which there is a shorter way. */
function textOf(value: Value): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** The row of one metric. */
function ownRow(value: string, wall: number | null): string {
  return `{"value":${value},"wall":${wall}}`;
}

/** The row of what was heard. */
function heardRow(wall: number, names: readonly string[]): string {
  return `{"wall":${wall},"names":[${names.join(",")}]}`;
}

/** The row of values that change all the time, from behind its own time on. */
function togetherRow(heard: number, values: readonly string[]): string {
  return `,"heard":${heard},"values":{${values.join(",")}}}`;
}
