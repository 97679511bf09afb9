/** Courses of numbers over time. */

/** How finely a course is kept: single readings, minutes, hours. */
export type SeriesLevel = "raw" | "minute" | "hour";

/** What a number was in a stretch of time. */
export interface SeriesPoint {
  /** Begin of the stretch, ms since 1970 UTC. */
  readonly at: number;
  /** Least of it. */
  readonly min: number;
  /** Greatest of it. */
  readonly max: number;
  /** Its mean. */
  readonly mean: number;
}

/** A point of a named course, made of `count` readings. */
export interface SeriesRow extends SeriesPoint {
  /** Name of the metric. */
  readonly name: string;
  /** How many readings. */
  readonly count: number;
}

/** Which part of a course is read. */
export interface SeriesQuery {
  /** Name of the metric. */
  readonly name: string;
  /** How finely. */
  readonly level: SeriesLevel;
  /** Begin, ms since 1970 UTC. */
  readonly since: number;
  /** End, ms since 1970 UTC, which is left out. */
  readonly until: number;
  /** Points are put together to stretches of so many ms; default: as they are kept. */
  readonly step?: number;
}

/** Where a car was at one time, and how it did; null is what nobody told then. */
export interface TrackPoint {
  /** ms since 1970 UTC. */
  readonly at: number;
  /** Degrees, north positive. */
  readonly latitude: number | null;
  /** Degrees, east positive. */
  readonly longitude: number | null;
  /** m. */
  readonly altitude: number | null;
  /** km/h. */
  readonly speed: number | null;
  /** At the battery, kW, discharge positive. */
  readonly power: number | null;
  /** %. */
  readonly soc: number | null;
  /** Energy drawn as the car counts it, kWh: it begins anew with trips and charges. */
  readonly used: number | null;
  /** The same that came back, kWh. */
  readonly recovered: number | null;
  /** Of the battery, °C. */
  readonly temperature: number | null;
}

/** What is written at once: courses by level, and the track. */
export type SeriesRows =
  & Readonly<Partial<Record<SeriesLevel, readonly SeriesRow[]>>>
  & { readonly track?: readonly TrackPoint[] };

/** Ends of what is kept, ms since 1970 UTC. */
export type SeriesEnds = Readonly<Record<SeriesLevel | "track", number>>;

/**
 * Courses of numbers over time. They are for looking at: the last minute may be lost when the power
 * is cut, and a damaged file is put aside and begun anew.
 */
export interface Series {
  /** What could not be kept, as a sentence; undefined while all is well. */
  readonly problem: string | undefined;
  /** Adds rows with one commit. */
  write(rows: SeriesRows): void;
  /** Points in the order of time. */
  read(query: SeriesQuery): readonly SeriesPoint[];
  /** Points of the track in the order of time, ms since 1970 UTC; until is left out. */
  track(since: number, until: number): readonly TrackPoint[];
  /** Names of all courses, and when each was heard first and last, ms since 1970 UTC. */
  names(): ReadonlyMap<
    string,
    { readonly first: number; readonly last: number }
  >;
  /**
   * Drops some of what is older; more with the next call. Where the file would be larger, what is oldest
   * goes before its time.
   * @param most bytes; default: as many as it takes
   */
  prune(before: SeriesEnds, most?: number): void;
  /** Size on the disk, bytes. */
  readonly bytes: number;
  /** Ends it. */
  close(): void;
}
