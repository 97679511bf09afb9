/** How grave an event is. */
export type Level = "debug" | "info" | "warning" | "error";

/**
 * Reports one event. Never put a phone number, password, position or message text into it; `redact`
 * takes out what looks like one all the same.
 */
export type Log = (
  level: Level,
  event: string,
  details?: Readonly<Record<string, unknown>>,
) => void;
