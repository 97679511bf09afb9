/** Entries of the controller's logs in words. */
import { type FaultClass, faultOf } from "./faults.ts";
import type { LogList } from "./lists.ts";
import type { AlertRow, CountRow, EventRow, MinMaxRow, Row } from "./rows.ts";
import type { Entries } from "./entries.ts";

/** Seconds of a step of the controller's time, and steps of an hour. */
const STEP = 15, STEPS = 240;

/** Key hours as `1234:30`; without the minutes where the controller tells none that can be. */
export function keyTime(hour: number, minSec: number): string {
  if (minSec >= STEPS) return `${hour} h`;
  const minutes = Math.floor(minSec * STEP / 60);
  return `${hour}:${String(minutes).padStart(2, "0")} h`;
}

/** What a code means: the controller's own words, or those of its manual; with its class. */
export function meaning(
  { code, description }: Pick<AlertRow, "code" | "description">,
): { readonly text: string; readonly class: FaultClass | undefined } {
  const known = faultOf(parseInt(code, 16));
  return {
    text: description || known?.label || "unknown fault",
    class: known?.class,
  };
}

function named(row: Pick<AlertRow, "code" | "description">): string {
  const { text, class: of } = meaning(row);
  return `${row.code} ${text}${of ? ` [${of}]` : ""}`;
}

const eventLine = (row: EventRow) =>
  `${keyTime(row.hour, row.minSec)} ${
    named(row)
  } ${row.data1} ${row.data2} ${row.data3}`;

const countLine = (row: CountRow) =>
  `${row.count}x ${named(row)}, first ${
    keyTime(row.firstHour, row.firstMinSec)
  }, last ${keyTime(row.lastHour, row.lastMinSec)}`;

const volts = (sixteenths: number) => (sixteenths / 16).toFixed(1);

/** What lowest and highest values are told of. */
export const SPANS = [
  "battery",
  "capacitor",
  "motor",
  "speed",
  "heat",
] as const;

/** Lowest and highest values as people read them, in V, V, A, rpm and °C. */
export function spansOf(
  row: MinMaxRow,
): Readonly<
  Record<(typeof SPANS)[number], [low: string, high: string]>
> {
  return {
    battery: [volts(row.batteryMin), volts(row.batteryMax)],
    capacitor: [volts(row.capacitorMin), volts(row.capacitorMax)],
    motor: [`${row.currentMin}`, `${row.currentMax}`],
    speed: [`${row.rpmMin}`, `${row.rpmMax}`],
    heat: [`${row.temperatureMin}`, `${row.temperatureMax}`],
  };
}

function minMaxLine(row: MinMaxRow): string {
  const spans = spansOf(row);
  const [battery, capacitor, motor, speed, heat] = SPANS.map((what) =>
    spans[what].join("..")
  );
  return `battery ${battery} V, capacitor ${capacitor} V, motor ${motor} A, ${speed} rpm, ${heat} C`;
}

/** An entry in words. */
export function line(row: Row): string {
  switch (row.kind) {
    case "alert":
      return named(row);
    case "event":
      return eventLine(row);
    case "count":
      return countLine(row);
    case "minmax":
      return minMaxLine(row);
  }
}

/** Whether an entry says nothing: a counter that never counted, values that nobody noted. */
export function isEmpty(row: Row): boolean {
  switch (row.kind) {
    case "count":
      return row.count === 0;
    case "minmax":
      return Object.values(spansOf(row)).flat().every((value) =>
        Number(value) === 0
      );
    default:
      return false;
  }
}

/** Entries of a log as lines. */
export function logText(
  { title }: LogList,
  { first, rows, count }: Entries,
): readonly string[] {
  const shown = rows.map((row, n) => ({ n: first + n, row }))
    .filter(({ row }) => !isEmpty(row));
  if (shown.length === 0) return [`${title}: none`];
  return [
    `${title}: ${count}`,
    ...shown.map(({ n, row }) => `#${n} ${line(row)}`),
  ];
}
