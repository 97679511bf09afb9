import type { Stamp } from "../mod.ts";
import type { Value } from "./database.ts";
import type { Reader } from "./reader.ts";
import { number } from "./row.ts";
import type { Settings } from "./settings.ts";
import type { Timeline } from "./timeline.ts";

const SECOND = 1000, DAY = 86_400_000;
/** A time away that needs some proof, and for how long the wall has to say so, ms. */
const AWAY = 30 * DAY, SURE = DAY;
/** Where is kept which time was believed last, and for how long a much later one was told since. */
const SECTION = "time", BELIEVED = "believed", TOLD = "told";

/** Where is kept how far the wall was ahead in runs in which it was set anew, and for so many runs. */
const RUNS = "time.runs", MOST_RUNS = 50;

/**
 * How old a record is, ms; NULL if nobody can know. Its `?` are the present run, monotonic and wall
 * time, and how far the wall was ahead in earlier runs in which it was set anew. Within one run the
 * monotonic time decides, which does not jump; over runs the wall's, where both are known: of two times
 * by which a record may have been written, the later. The age of something dated in the future is negative.
 */
export const AGE = `CASE run WHEN ? THEN ? - monotonic ELSE ? - max(wall,
  coalesce(monotonic + (SELECT value FROM json_each(?) WHERE key = CAST(run AS TEXT)), wall)) END`;

/** What record ages are told with. */
export interface AgeParts {
  readonly reader: Reader;
  readonly timeline: Timeline;
  readonly settings: Pick<Settings, "get" | "put" | "entries">;
}

/** The present time as ages are told by. */
export class RecordAge {
  readonly #parts: AgeParts;
  /** The last time of earlier runs that is believed; undefined without one. */
  readonly #believed: number | undefined;
  /** For how long a time that is much later was told, in earlier runs and since when in this one, ms. */
  #told: number;
  #since: number | undefined;
  /** Of the earlier runs, how far the wall was ahead; and as JSON. */
  readonly #ahead: ReadonlyMap<number, number>;
  readonly #runs: string;

  constructor(parts: AgeParts) {
    this.#parts = parts;
    const newest = newestOf(parts.reader);
    this.#ahead = new Map(
      [...parts.settings.entries(RUNS)].map((
        [run, ms],
      ) => [Number(run), Number(ms)]),
    );
    this.#runs = JSON.stringify(Object.fromEntries(this.#ahead));
    const believed = this.#kept(BELIEVED), told = this.#kept(TOLD) ?? 0;
    // What was written by a time that is doubted is no proof of it.
    const isDoubted = believed !== undefined && newest !== undefined &&
      newest - believed > AWAY && told < SURE;
    this.#believed = isDoubted ? believed : newest;
    this.#told = isDoubted ? told : 0;
  }

  #kept(key: string): number | undefined {
    const ms = Number(this.#parts.settings.get(SECTION, key) ?? NaN);
    return Number.isFinite(ms) ? ms : undefined;
  }

  /** Values for `AGE`. */
  now(): readonly Value[] {
    const { run, monotonic } = this.#parts.timeline.stamp();
    return [run, monotonic, this.wall ?? null, this.#runs];
  }

  /** The time of a row of an earlier run, by the clock of that run as it was set last. */
  corrected(at: Stamp): Stamp {
    const ahead = this.#ahead.get(at.run);
    return ahead === undefined || at.wall === undefined
      ? at
      : { ...at, wall: Math.max(at.wall, Math.round(ahead + at.monotonic)) };
  }

  /** The wall's time by which something may be too old; undefined while it is not known, or doubted. */
  get wall(): number | undefined {
    const now = this.#parts.timeline.cautious();
    return this.#isSudden(now) ? undefined : now.wall;
  }

  /** Writes what the next run has to know: a restart proves nothing. */
  keep(): void {
    if (this.#believed === undefined) return;
    this.#parts.settings.put(SECTION, {
      [BELIEVED]: String(this.#believed),
      [TOLD]: String(Math.round(this.#toldBy(this.#parts.timeline.stamp()))),
    });
  }

  /**
   * What is to be written where the wall was set anew in this run, so that what a trusted clock that was
   * behind has dated is not too old for the next one; undefined where that is known.
   */
  correction(): (() => void) | undefined {
    const { timeline: { run, furthest }, settings } = this.#parts;
    if (furthest === undefined) return undefined;
    const known = settings.entries(RUNS), own = String(run);
    // A clock that is kept right little by little writes nothing.
    const before = known.get(own);
    if (before !== undefined && furthest - Number(before) < SECOND) {
      return undefined;
    }
    const old = [...known.keys()].sort((a, b) => Number(a) - Number(b))
      .slice(0, Math.max(0, known.size - MOST_RUNS + 1));
    return () =>
      settings.put(RUNS, {
        ...Object.fromEntries(old.map((run) => [run, undefined])),
        [own]: String(Math.round(furthest)),
      });
  }

  /**
   * Whether a wall that is trusted says that the program was away for very long. Then it may be wrong all
   * the same: a network or a receiver told another year. Until it has said so for a day, over all runs,
   * nothing is old.
   */
  #isSudden(now: Stamp): boolean {
    const { wall } = now;
    if (wall === undefined || this.#believed === undefined) return false;
    if (wall - this.#believed <= AWAY) {
      this.#told = 0;
      this.#since = undefined;
      return false;
    }
    this.#since ??= now.monotonic;
    return this.#toldBy(now) < SURE;
  }

  #toldBy({ monotonic }: Stamp): number {
    return this.#told + monotonic - (this.#since ?? monotonic);
  }
}

/** Wall time of the newest record of earlier runs. */
function newestOf(reader: Reader): number | undefined {
  return reader.all(
    "SELECT wall FROM record WHERE wall IS NOT NULL ORDER BY id DESC LIMIT 1",
    [],
    (row) => number(row, "wall"),
  )[0];
}
