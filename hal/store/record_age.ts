import type { Stamp } from "../mod.ts";
import type { Value } from "./database.ts";
import type { Reader } from "./reader.ts";
import { number } from "./row.ts";
import type { Timeline } from "./timeline.ts";

const DAY = 86_400_000;
/** A time away that needs some proof, and for how long the wall has to say so, ms. */
const AWAY = 30 * DAY, SURE = DAY;

/**
 * How old a record is, ms; NULL if nobody can know. Its `?` are the present run, monotonic and wall
 * time. Within one run the monotonic time decides, which does not jump; over runs the wall's, where
 * both are known. The age of something dated in the future is negative.
 */
export const AGE = "CASE run WHEN ? THEN ? - monotonic ELSE ? - wall END";

/** The present time as ages are told by. */
export class RecordAge {
  readonly #timeline: Timeline;
  /** Wall time of the newest record of earlier runs; undefined without one. */
  readonly #last: number | undefined;

  constructor(reader: Reader, timeline: Timeline) {
    this.#timeline = timeline;
    this.#last = reader.all(
      "SELECT wall FROM record WHERE wall IS NOT NULL ORDER BY id DESC LIMIT 1",
      [],
      (row) => number(row, "wall"),
    )[0];
  }

  /** Values for `AGE`. */
  now(): readonly Value[] {
    const now = this.#timeline.cautious();
    const wall = this.#isSudden(now) ? null : now.wall ?? null;
    return [now.run, now.monotonic, wall];
  }

  /**
   * Whether a wall that is trusted says that the program was away for very long. Then it may be wrong all
   * the same: a network or a receiver told another year. Until it has said so for a day, nothing is old.
   */
  #isSudden({ wall, monotonic }: Stamp): boolean {
    return wall !== undefined && monotonic < SURE && this.#last !== undefined &&
      wall - this.#last > AWAY;
  }
}
