/** What the owner wants of a push channel: which notices, and when not. */
import { type Priority, setting, v } from "ovms-edge";

const PRIORITIES: readonly Priority[] = [
  "alarm",
  "charge",
  "12v",
  "trunk",
  "info",
];
/** `22:00-07:00`. */
const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** Settings that every push channel has. */
export const wishSettings = {
  priorities: setting({
    schema: v.pipe(
      v.string(),
      v.check(
        (text) => listed(text).every((name) => isPriority(name)),
        `expected some of ${PRIORITIES.join(",")}`,
      ),
    ),
    default: PRIORITIES.join(","),
    summary: "Which notices go out, by their priorities",
  }),
  quiet: setting({
    schema: v.pipe(
      v.string(),
      v.check(
        (text) => text === "" || SPAN.test(text),
        "expected two times such as 22:00-07:00, or nothing",
      ),
    ),
    default: "",
    summary:
      "Hours of the gateway's time zone in which all but alarms wait, such as 22:00-07:00; empty for none",
  }),
};

function listed(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim().toLowerCase());
}

function isPriority(name: string): boolean {
  return PRIORITIES.some((priority) => priority === name);
}

/** Whether notices of a priority go out at all. */
function wanted(priorities: string, priority: Priority): boolean {
  return listed(priorities).includes(priority);
}

/**
 * Whether something may be sent now. Alarms always may, and where nobody knows the time, all.
 * @param now wall time
 */
export function isTime(
  quiet: string,
  priority: Priority,
  now: { readonly ms: number; readonly trusted: boolean },
): boolean {
  const span = SPAN.exec(quiet);
  if (!span || priority === "alarm" || !now.trusted) return true;
  const [from = 0, fromMinute = 0, to = 0, toMinute = 0] = span.slice(1)
    .map(Number);
  const begin = from * 60 + fromMinute, end = to * 60 + toMinute;
  const date = new Date(now.ms);
  const minute = date.getHours() * 60 + date.getMinutes();
  // A span over midnight is what lies outside of the day's part.
  return begin <= end
    ? minute < begin || minute >= end
    : minute < begin && minute >= end;
}

/** What the channels read. */
interface Wished {
  readonly settings: {
    readonly priorities: string;
    readonly quiet: string;
  };
  readonly hal: {
    readonly clock: {
      wall(): { readonly ms: number; readonly trusted: boolean };
    };
  };
}

/** The half of a channel that its owner's wishes decide, and how long one request may take. */
export const asWished = {
  exists: (
    { settings }: { readonly settings: { readonly url: string } },
  ): boolean => settings.url !== "",
  wants: (
    { priority }: { readonly priority: Priority },
    { settings }: Wished,
  ): boolean => wanted(settings.priorities, priority),
  ready: (priority: Priority, { settings, hal }: Wished): boolean =>
    isTime(settings.quiet, priority, hal.clock.wall()),
  timeout: 30,
} as const;
