/** Entries of the controller's logs. */
import type { RecordDecl } from "ovms-edge";
import type { Source } from "./source.ts";
import { hex } from "../objects.ts";

/** Seconds that the server keeps the records. */
const LIFETIME = 86_400;

const event = {
  code: "text",
  description: "text",
  hour: 0,
  /** Steps of 15 s. */
  minSec: 0,
  data1: "text",
  data2: "text",
  data3: "text",
} as const;

/** The records; numbers are those of the entries, from 0. */
export const records = {
  keyTime: {
    type: "RT-ENG-LogKeyTime",
    summary: "Key hours of the motor controller: h, steps of 15 s",
    lifetime: LIFETIME,
    fields: { hour: 0, minSec: 0 },
  },
  alerts: {
    type: "RT-ENG-LogAlerts",
    summary: "Active faults of the motor controller",
    lifetime: LIFETIME,
    fields: { code: "text", description: "text" },
  },
  faults: {
    type: "RT-ENG-LogFaults",
    summary: "Fault log of the motor controller: key hours, steps of 15 s",
    lifetime: LIFETIME,
    fields: event,
  },
  system: {
    type: "RT-ENG-LogSystem",
    summary: "System log of the motor controller: key hours, steps of 15 s",
    lifetime: LIFETIME,
    fields: event,
  },
  counts: {
    type: "RT-ENG-LogCounts",
    summary: "Fault counters of the motor controller: last and first time",
    lifetime: LIFETIME,
    fields: {
      code: "text",
      description: "text",
      lastHour: 0,
      lastMinSec: 0,
      firstHour: 0,
      firstMinSec: 0,
      count: 0,
    },
  },
  minmax: {
    type: "RT-ENG-LogMinMax",
    summary:
      "Lowest and highest values of the motor controller: battery and capacitor in 1/16 V, A, rpm, °C",
    lifetime: LIFETIME,
    fields: {
      batteryMin: 0,
      batteryMax: 0,
      capacitorMin: 0,
      capacitorMax: 0,
      currentMin: 0,
      currentMax: 0,
      rpmMin: 0,
      rpmMax: 0,
      temperatureMin: 0,
      temperatureMax: 0,
    },
  },
} as const satisfies Record<string, RecordDecl>;

/** An entry of the active faults. */
export interface AlertRow {
  readonly kind: "alert";
  /** Four hexadecimal digits. */
  readonly code: string;
  /** The controller's own words; may be empty. */
  readonly description: string;
}

/** An entry of the fault log or the system log. */
export interface EventRow extends Omit<AlertRow, "kind"> {
  readonly kind: "event";
  /** Key hours, and steps of 15 s. */
  readonly hour: number;
  readonly minSec: number;
  /** Two hexadecimal digits each. */
  readonly data1: string;
  readonly data2: string;
  readonly data3: string;
}

/** A fault counter. */
export interface CountRow extends Omit<AlertRow, "kind"> {
  readonly kind: "count";
  readonly lastHour: number;
  readonly lastMinSec: number;
  readonly firstHour: number;
  readonly firstMinSec: number;
  readonly count: number;
}

/** Lowest and highest values: 1/16 V, A, rpm, °C. */
export interface MinMaxRow {
  readonly kind: "minmax";
  readonly batteryMin: number;
  readonly batteryMax: number;
  readonly capacitorMin: number;
  readonly capacitorMax: number;
  readonly currentMin: number;
  readonly currentMax: number;
  readonly rpmMin: number;
  readonly rpmMax: number;
  readonly temperatureMin: number;
  readonly temperatureMax: number;
}

/** Any entry. */
export type Row = AlertRow | EventRow | CountRow | MinMaxRow;

/** A description in a record, whose fields are parted by commas. */
export const inRecord = (text: string) => text.replaceAll(",", ";");

/** Reads the chosen entry of fault log or system log. @param index hexadecimal @throws Failure */
export async function eventRow(from: Source, index: string): Promise<EventRow> {
  const code = await from.number(`${index}.01`);
  return {
    kind: "event",
    code: hex(code, 4),
    description: await from.description(code),
    hour: await from.number(`${index}.02`),
    minSec: await from.number(`${index}.03`),
    data1: hex(await from.number(`${index}.04`), 2),
    data2: hex(await from.number(`${index}.05`), 2),
    data3: hex(await from.number(`${index}.06`), 2),
  };
}

/** Reads a fault counter. @param index hexadecimal @throws Failure */
export async function countRow(from: Source, index: string): Promise<CountRow> {
  const code = await from.number(`${index}.01`);
  return {
    kind: "count",
    code: hex(code, 4),
    description: await from.description(code),
    lastHour: await from.number(`${index}.04`),
    lastMinSec: await from.number(`${index}.05`),
    firstHour: await from.number(`${index}.02`),
    firstMinSec: await from.number(`${index}.03`),
    count: await from.number(`${index}.06`),
  };
}

/** Reads lowest and highest values. @param index hexadecimal @throws Failure */
export async function minMaxRow(
  from: Source,
  index: string,
): Promise<MinMaxRow> {
  return {
    kind: "minmax",
    batteryMin: await from.signed(`${index}.02`),
    batteryMax: await from.signed(`${index}.03`),
    capacitorMin: await from.signed(`${index}.04`),
    capacitorMax: await from.signed(`${index}.05`),
    currentMin: await from.signed(`${index}.06`),
    currentMax: await from.signed(`${index}.07`),
    rpmMin: await from.signed(`${index}.0a`),
    rpmMax: await from.signed(`${index}.0b`),
    temperatureMin: await from.signed(`${index}.0c`),
    temperatureMax: await from.signed(`${index}.0d`),
  };
}
