/** Courses of numbers over time. */

/** How finely a course is kept: single readings, minutes, hours. */
export type SeriesLevel = "raw" | "minute" | "hour";

/** What a number was in a stretch of time. */
export interface SeriesPoint {
  /** Begin of the stretch, ms since 1970 UTC. */
  readonly at: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** A point of a named course, made of `count` readings. */
export interface SeriesRow extends SeriesPoint {
  readonly name: string;
  readonly count: number;
}

/** Which part of a course is read. */
export interface SeriesQuery {
  readonly name: string;
  readonly level: SeriesLevel;
  /** ms since 1970 UTC; until is left out. */
  readonly since: number;
  readonly until: number;
  /** Points are put together to stretches of so many ms; default: as they are kept. */
  readonly step?: number;
}

/**
 * Courses of numbers over time. They are for looking at: the last minute may be lost when the power
 * is cut, and a damaged file is put aside and begun anew.
 */
export interface Series {
  /** What could not be kept, as a sentence; undefined while all is well. */
  readonly problem: string | undefined;
  /** Adds rows with one commit. */
  write(
    rows: Readonly<Partial<Record<SeriesLevel, readonly SeriesRow[]>>>,
  ): void;
  /** Points in the order of time. */
  read(query: SeriesQuery): readonly SeriesPoint[];
  /** Names of all courses, and when each was heard first and last, ms since 1970 UTC. */
  names(): ReadonlyMap<
    string,
    { readonly first: number; readonly last: number }
  >;
  /** Drops some of what is older, ms since 1970 UTC by level; more with the next call. */
  prune(before: Readonly<Record<SeriesLevel, number>>): void;
  /** Size on the disk, bytes. */
  readonly bytes: number;
  close(): void;
}
