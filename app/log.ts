/** The log: one event a line, as JSON, on standard error. */
import {
  configureSync,
  getJsonLinesFormatter,
  getLogger,
  type LogRecord,
} from "@logtape/logtape";
import type { Clock } from "../hal/mod.ts";
import type { Level, Log } from "../runtime/log.ts";
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
}

/** Opens the program's log; a later one takes its place. */
export function openLog({ level, clock, write, secrets }: LogOptions): Log {
  const format = getJsonLinesFormatter({ properties: "flatten" });
  const lines = (record: LogRecord) => write(format(record));
  configureSync({
    reset: true,
    sinks: { lines },
    loggers: [
      { category: CATEGORY, lowestLevel: level, sinks: ["lines"] },
      // LogTape's own troubles.
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["lines"] },
    ],
  });
  const logger = getLogger(CATEGORY);
  return (level, event, details = {}) => {
    const hidden = secrets(), text = redactText(event, hidden);
    logger.emit({
      level,
      message: [text],
      rawMessage: text,
      properties: redact(details, hidden),
      timestamp: clock.wall().ms,
    });
  };
}
