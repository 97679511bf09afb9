/** How grave an event is, the least one first. */
export const LEVELS = ["debug", "info", "warning", "error"] as const;
/** One of them. */
export type Level = (typeof LEVELS)[number];

/**
 * Reports one event. Never put a phone number, password, position or message text into it; `redact`
 * takes out what looks like one all the same.
 */
export type Log = (
  level: Level,
  event: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

/** An event as it was logged: without phone numbers, passwords and positions. */
export interface LogEntry {
  /** Counts from 1. */
  readonly number: number;
  /** ms since 1970 UTC; undefined while the clock was not to be trusted. */
  readonly at: number | undefined;
  readonly level: Level;
  /** What it is about, such as `plugin`, `web`, `mqtt`. */
  readonly category: string;
  readonly event: string;
  /** What else was told of it, as texts by their names. */
  readonly details: Readonly<Record<string, string>>;
}

/** The newest events, as many as there is room for. */
export interface LogBook {
  /** In the order in which they came. */
  readonly entries: readonly LogEntry[];
}
