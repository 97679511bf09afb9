/** What the console tells of cells and modules on every page. */
import type { Alert, ListReading } from "ovms-edge";
import type { X } from "./context.ts";

/** Levels of the metrics' marks. */
const WATCH = 1, ALERT = 2;
const PAGE = "batt/battery";

/** Numbers of the sensors that have a mark, from 1. */
const marked = (marks: readonly number[], level: number) =>
  marks.flatMap((mark, i) => mark === level ? [i + 1] : []);

/** What is counted, one and several, and in what they are off. */
interface Kind {
  readonly one: string;
  readonly several: string;
  readonly off: string;
}
const CELLS: Kind = { one: "cell", several: "cells", off: "voltage" };
const MODULES: Kind = {
  one: "module",
  several: "modules",
  off: "temperature",
};

function alertsOf(
  { one, several, off }: Kind,
  marks: readonly number[],
): Alert[] {
  const alert = marked(marks, ALERT), watch = marked(marks, WATCH);
  const named = (numbers: readonly number[]) =>
    `${numbers.length > 1 ? several : one} ${numbers.join(", ")}`;
  return [
    ...(alert.length === 0 ? [] : [
      {
        level: "alert",
        text: `Battery: ${named(alert)} far off the others in ${off}`,
        todo: "Do not charge unattended, and have the battery checked",
        page: PAGE,
      } as const,
    ]),
    ...(watch.length === 0 ? [] : [
      {
        level: "watch",
        text: `Battery: ${named(watch)} off the others in ${off}`,
        todo: "Look at it again after the next full charge",
        page: PAGE,
      } as const,
    ]),
  ];
}

/** Sensors that are off; none when nobody heard of them lately. */
export function batteryAlerts({ metrics: m }: X): Alert[] {
  const fresh = (marks: ListReading) =>
    marks.freshness === "fresh"
      ? Array.from({ length: marks.length }, (_, i) => marks.at(i) ?? 0)
      : [];
  return [
    ...alertsOf(CELLS, fresh(m.voltAlerts)),
    ...alertsOf(MODULES, fresh(m.temperatureAlerts)),
  ];
}
