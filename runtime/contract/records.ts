/** A kind of history record as a plugin declares it, and what it is written with. */
/**
 * A column of a record: decimals of a number, or a text. Control characters of a text become blanks, and
 * commas semicolons but in the last column.
 */
export type Column = 0 | 1 | 2 | 3 | 6 | "text";

/**
 * Who reads a record, where there are two forms of the same facts: `guide` who goes by the guide of the
 * first firmware, `current` today's apps and download scripts.
 */
export type RecordForm = "guide" | "current";

/** Records of one number on their way to the server: so many at once, later one in so many seconds. */
export interface PaceOptions {
  /** So many at once. */
  readonly atOnce: number;
  /** Seconds for each further one. */
  readonly every: number;
  /** The same while the same facts go out in both forms; default: as ever. */
  readonly both?: Omit<PaceOptions, "both">;
}

/** A kind of history record. */
export interface RecordDecl {
  /** Type on the wire, such as `RT-GPS-Log`. */
  readonly type: string;
  /** What a row tells, with units. */
  readonly summary: string;
  /** Seconds that the server keeps it. */
  readonly lifetime: number;
  /** Seconds that it is kept here; default: as the server. */
  readonly keep?: number;
  /** False for what stays here and is not sent; default true. */
  readonly send?: boolean;
  /**
   * How many changed records of one number go to the server while no app looks on, which data costs;
   * the others stay here. Default: all.
   */
  readonly pace?: PaceOptions;
  /**
   * Sent only if the setting `ovms.records` wants this form; one of the `current` form is then not kept
   * here either. Default: sent always.
   */
  readonly form?: RecordForm;
  /** First of the columns that only the `current` form has. */
  readonly currentFrom?: string;
  /** Columns in the order of the literal. */
  readonly fields: Readonly<Record<string, Column>>;
}

/** One row of a record; null is a number that nobody knows, and stays an empty column. */
export type Row<F> = {
  readonly [K in keyof F]: F[K] extends "text" ? string : number | null;
};

/** A kind of record of the plugin. */
export interface Recorder<F> {
  /**
   * Writes a record and queues it for the server.
   * @param number tells rows of one time from each other, such as those of cells; 0 where there is one only
   */
  write(number: number, row: Row<F>): void;
  /** The same, unless the last record of this number had the same fields. */
  writeChanged(number: number, row: Row<F>): void;
  /**
   * The same for one of many rows: it is only made where it may be another one.
   * @param of tells what the row follows from: the same number is the same row; NaN is none
   */
  writeChangedOf(number: number, of: number, row: () => Row<F>): void;
}
