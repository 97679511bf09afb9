/** Work at times of the day, and at intervals. */

/** A number of seconds, made with `seconds`, `minutes` or `hours`. */
export type Seconds = number;

/** So many seconds. */
export function seconds(count: number): Seconds {
  return count;
}

/** So many minutes, in seconds. */
export function minutes(count: number): Seconds {
  return count * 60;
}

/** So many hours, in seconds. */
export function hours(count: number): Seconds {
  return count * 3600;
}

/** A time of the day, such as `07:30`. */
export type TimeOfDay = `${number}:${number}`;

/** Work that is done again and again. */
export type Schedule<X> =
  & {
    readonly summary?: string;
    /** Faults of it are the plugin's; it may be async. */
    readonly run: (ctx: X) => void | Promise<void>;
  }
  & (
    | {
      /**
       * When, in local time: once a day, as soon as that time is there. While nobody knows the time, and
       * when the program was not running then, that day's is left out. A function is asked each second, so
       * that it can be a setting; undefined: not at all.
       */
      readonly at: TimeOfDay | ((ctx: X) => string | undefined);
    }
    | {
      /** How often, by the vehicle's clock from the start on: `minutes(5)`. */
      readonly every: Seconds;
    }
  );

/** Schedules by name. */
export type Schedules<X> = Readonly<Record<string, Schedule<X>>>;

/** A schedule as the runtime keeps it: inner types gone. */
export interface AnySchedule {
  readonly summary?: string;
  readonly at?: string | ((ctx: never) => unknown);
  readonly every?: number;
  readonly run: (ctx: never) => unknown;
}
