import type { Stamp } from "../mod.ts";
import type { Value } from "./database.ts";
import type { Reader } from "./reader.ts";
import { number } from "./row.ts";
import type { Settings } from "./settings.ts";
import type { Timeline } from "./timeline.ts";

const DAY = 86_400_000;
/** A time away that needs some proof, and for how long the wall has to say so, ms. */
const AWAY = 30 * DAY, SURE = DAY;
/** Where is kept which time was believed last, and for how long a much later one was told since. */
const SECTION = "time", BELIEVED = "believed", TOLD = "told";

/**
 * How old a record is, ms; NULL if nobody can know. Its `?` are the present run, monotonic and wall
 * time. Within one run the monotonic time decides, which does not jump; over runs the wall's, where
 * both are known. The age of something dated in the future is negative.
 */
export const AGE = "CASE run WHEN ? THEN ? - monotonic ELSE ? - wall END";

/** What record ages are told with. */
export interface AgeParts {
  readonly reader: Reader;
  readonly timeline: Timeline;
  readonly settings: Pick<Settings, "get" | "put">;
}

/** The present time as ages are told by. */
export class RecordAge {
  readonly #parts: AgeParts;
  /** The last time of earlier runs that is believed; undefined without one. */
  readonly #believed: number | undefined;
  /** For how long a time that is much later was told, in earlier runs and since when in this one, ms. */
  #told: number;
  #since: number | undefined;

  constructor(parts: AgeParts) {
    this.#parts = parts;
    const newest = newestOf(parts.reader);
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
    return [run, monotonic, this.wall ?? null];
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
