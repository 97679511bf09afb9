/** The log: one event a line, as JSON, on standard error. */
import {
  configureSync,
  getJsonLinesFormatter,
  getLogger,
  type LogRecord,
} from "@logtape/logtape";
import type { Clock } from "../../hal/mod.ts";
import { type Level, LEVELS, type Log } from "../../runtime/log.ts";
import type { LogRing } from "./ring.ts";
import { redact, redactText } from "./redact.ts";

const CATEGORY = "ovms-edge";

/** What a log is made of. */
export interface LogOptions {
  /** Events below it are left out. */
  readonly level: Level;
  readonly clock: Clock;
  /** Takes a line, line end included. */
  readonly write: (line: string) => void;
  /** Values that must not appear, as they are at the time. */
  readonly secrets: () => readonly string[];
  /** Keeps them for whoever looks later, from `info` on whatever the level. */
  readonly ring?: LogRing;
}

/** Least level of what the ring keeps. */
const KEPT: Level = "info";

/** Opens the program's log; a later one takes its place. */
export function openLog(
  { level: least, clock, write, secrets, ring }: LogOptions,
): Log {
  const format = getJsonLinesFormatter({ properties: "flatten" });
  const lines = (record: LogRecord) => write(format(record));
  configureSync({
    reset: true,
    sinks: { lines },
    loggers: [
      { category: CATEGORY, lowestLevel: least, sinks: ["lines"] },
      // LogTape's own troubles.
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["lines"] },
    ],
  });
  const logger = getLogger(CATEGORY);
  return (level, event, details = {}) => {
    const written = isAtLeast(level, least);
    const kept = ring !== undefined && (written || isAtLeast(level, KEPT));
    if (!written && !kept) return;
    const hidden = secrets(), text = redactText(event, hidden);
    const properties = redact(details, hidden), { ms, trusted } = clock.wall();
    if (kept) ring.add(level, text, properties, trusted ? ms : undefined);
    logger.emit({
      level,
      message: [text],
      rawMessage: text,
      properties,
      timestamp: ms,
    });
  };
}

function isAtLeast(level: Level, least: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}
