/** The newest events of the log in memory, for whoever looks at it in the web console. */
import type { Level, LogBook, LogEntry } from "../../runtime/log.ts";
import type { Details } from "./redact.ts";

/** Events that are kept, and the longest text of each. */
const MOST = 1000, LONGEST = 1000;
/** What events begin with, and are about. */
const CATEGORIES = [
  "plugin",
  "web",
  "mqtt",
  "server",
  "store",
  "command",
  "message",
  "notice",
  "history",
  "systemd",
];
/** What events are about that begin with nothing of these. */
const OTHERS = "program";

/** Keeps them; what comes in has no secrets any more. */
export class LogRing implements LogBook {
  readonly #entries: LogEntry[] = [];
  #number = 0;

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** @param at ms since 1970 UTC; undefined while the clock is not to be trusted */
  add(
    level: Level,
    event: string,
    details: Details,
    at: number | undefined,
  ): void {
    this.#entries.push({
      number: ++this.#number,
      at,
      level,
      category: categoryOf(event, details),
      event: event.slice(0, LONGEST),
      details: textsOf(details),
    });
    if (this.#entries.length > MOST) this.#entries.shift();
  }
}

function categoryOf(event: string, details: Details): string {
  if ("plugin" in details) return "plugin";
  const [, first = ""] = /^(\w+)/.exec(event) ?? [];
  return CATEGORIES.includes(first) ? first : OTHERS;
}

function textsOf(details: Details): LogEntry["details"] {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      (typeof value === "string" ? value : JSON.stringify(value) ?? "")
        .slice(0, LONGEST),
    ]),
  );
}
