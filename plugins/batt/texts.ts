/** Texts of BATT, as the guide has them: every item ends with a blank. */
import { round } from "ovms-edge";
import type { BatteryMonitor, SensorSet } from "./monitor.ts";
import {
  type BatterySpec,
  fromRaw,
  type Raw,
  type SensorOptions,
} from "./options.ts";
import type { Level, SensorGroup } from "./sensor_group.ts";

/** Longest text of an SMS, and of the push message, whose head takes 7 of 199 characters. */
export const STATUS_LIMIT = { sms: 160, ip: 192 } as const;
/** An SMS of voltages that is longer than this is closed; the next cell goes into another. */
const FULL = 147;
/** Room that the status text keeps for a cell, for the words before the modules, for a module. */
const CELL_ROOM = 12, TEMPERATURES_ROOM = 20, MODULE_ROOM = 8;

/** What the texts tell about. */
export interface Battery {
  readonly options: BatterySpec;
  readonly monitor: BatteryMonitor;
  /** The values received last. */
  readonly set: SensorSet;
}

const flags: Readonly<Record<Level, string>> = {
  nominal: "",
  watch: "?",
  alert: "!",
};

/** mV of a difference in sensor units. */
export function millivolts({ perUnit }: SensorOptions, units: number): number {
  return round(units * 1000 / perUnit);
}
/** Whole °C of a raw temperature, rounded half up. */
export function celsius(sensor: SensorOptions, raw: number): number {
  return round(fromRaw(sensor, raw));
}
/** Whole °C of a difference in sensor units. */
export function degrees({ perUnit }: SensorOptions, units: number): number {
  return round(units / perUnit);
}

/** A whole number with its sign; zero has a plus. */
const signed = (value: number) => value < 0 ? String(value) : `+${value}`;

/** What a sensor shows, or a dash where it measures nothing. */
function shown(raw: number | undefined, text: (raw: number) => string): string {
  return raw === undefined || Number.isNaN(raw) ? "-" : text(raw);
}

/** One item for each sensor of a group, with its flag and number. */
function items(
  group: SensorGroup,
  item: (sensor: number) => string,
): readonly string[] {
  return Array.from(
    { length: group.size },
    (_, i) => `${flags[group.level(i)]}${i + 1}:${item(i)} `,
  );
}

/** Messages made of items; one that is longer than `FULL` is closed before the next item. */
function messages(items: readonly string[]): readonly string[] {
  const parts = [""];
  for (const item of items) {
    if ((parts.at(-1) ?? "").length > FULL) parts.push("");
    parts.push((parts.pop() ?? "") + item);
  }
  return parts;
}

const spreadVolts = ({ monitor: { cells } }: Battery) =>
  `${flags[cells.spreadLevel]}SD:${millivolts(cells.options, cells.spread)}mV `;
const spreadTemperature = ({ monitor: { modules } }: Battery) =>
  `${flags[modules.spreadLevel]}SD:${
    degrees(modules.options, modules.spread)
  }C `;

/** `BATT V`: voltages of pack and cells; undefined while they are unknown. */
export function voltages(
  { options, monitor, set }: Battery,
): readonly string[] | undefined {
  const { cells, pack = options.unknownAsZero && 0 } = set;
  return cells && messages([
    ...pack === undefined ? [] : [`P:${pack.toFixed(2)}V `],
    ...items(
      monitor.cells,
      (i) =>
        shown(cells[i], (raw) => `${fromRaw(options.cells, raw).toFixed(3)}V`),
    ),
  ]);
}

/** `BATT VD`: largest deviations of the cells. */
export function voltageDeviations(battery: Battery): readonly string[] {
  const { options, monitor: { cells }, set } = battery;
  return messages([
    spreadVolts(battery),
    ...items(
      cells,
      (i) =>
        shown(
          cells.min(i) ?? set.cells?.[i],
          () => `${signed(millivolts(options.cells, cells.maxDeviation(i)))}mV`,
        ),
    ),
  ]);
}

/** Temperatures of the pack in whole °C: mean, lowest and highest since the last reset. */
export function packTemperatures(
  { options: { modules }, monitor }: Battery,
  values: Raw,
): { readonly mean: number; readonly min: number; readonly max: number } {
  let measured = 0, sum = 0, lowest = Infinity, highest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const low = monitor.modules.min(i) ?? value;
    const high = monitor.modules.max(i) ?? value;
    // What is not measured is no number, and neither less nor more
    if (low < lowest) lowest = low;
    if (high > highest) highest = high;
    if (Number.isNaN(value)) continue;
    measured++;
    sum += value;
  }
  return {
    mean: celsius(modules, sum / measured),
    min: celsius(modules, lowest),
    max: celsius(modules, highest),
  };
}

/** `BATT T`: temperatures of pack and modules; undefined while they are unknown. */
export function temperatures(battery: Battery): string | undefined {
  const { options, monitor, set: { modules } } = battery;
  if (!modules) return undefined;
  const { mean, min, max } = packTemperatures(battery, modules);
  const each = items(
    monitor.modules,
    (i) => shown(modules[i], (raw) => `${celsius(options.modules, raw)}C`),
  );
  return `P:${mean}C (${min}C..${max}C) ${each.join("")}`;
}

/** `BATT TD`: largest deviations of the modules. */
export function temperatureDeviations(battery: Battery): string {
  const { options, monitor: { modules }, set } = battery;
  const each = items(
    modules,
    (i) =>
      shown(
        modules.min(i) ?? set.modules?.[i],
        () => `${signed(degrees(options.modules, modules.maxDeviation(i)))}C`,
      ),
  );
  return spreadTemperature(battery) + each.join("");
}

/** Largest deviation of a sensor that carries a flag, else nothing. */
function flagged(group: SensorGroup, name: string, i: number, value: string) {
  const flag = flags[group.level(i)];
  return flag === "" ? "" : `${flag}${name}${i + 1}:${value} `;
}

/** Adds pieces to a text until there is less room than the piece needs; then dots end it, in an SMS as many as fit. */
class Line {
  text = "";
  #full = false;
  constructor(readonly limit: number) {}

  add(room: number, piece: string): void {
    if (this.#full) return;
    const left = this.limit - this.text.length;
    this.#full = left <= room;
    const dots = this.limit === STATUS_LIMIT.sms ? Math.max(0, left) : 3;
    this.text += this.#full ? "...".slice(0, dots) : piece;
  }
}

/** One kind of sensor in the status text. */
interface Part {
  readonly group: SensorGroup;
  /** Raw values received last. */
  readonly values: Raw | undefined;
  readonly letter: string;
  /** Room that is kept for a sensor. */
  readonly room: number;
  readonly value: (sensor: number) => string;
}

/** What is watched, what is an alert and what measures nothing; only else it is OK. */
function addPart(line: Line, { group, values, letter, room, value }: Part) {
  const away = (i: number) => Number.isNaN(values?.[i]);
  const numbers = Array.from({ length: group.size }, (_, i) => i);
  if (group.worst === "nominal" && !numbers.some(away)) {
    line.add(0, "OK ");
    return;
  }
  for (const i of numbers) {
    line.add(
      room,
      away(i) ? `${letter}${i + 1}:- ` : flagged(group, letter, i, value(i)),
    );
  }
}

/** `BATT S` and the alert: what is watched, and what is an alert. */
export function statusText(battery: Battery, limit: number): string {
  const { options, monitor: { cells, modules }, set } = battery;
  const line = new Line(limit);
  line.add(0, `Volts: ${spreadVolts(battery)}`);
  addPart(line, {
    group: cells,
    values: set.cells,
    letter: "C",
    room: CELL_ROOM,
    value: (i) =>
      `${signed(millivolts(options.cells, cells.maxDeviation(i)))}mV`,
  });
  line.add(TEMPERATURES_ROOM, `Temps: ${spreadTemperature(battery)}`);
  addPart(line, {
    group: modules,
    values: set.modules,
    letter: "M",
    room: MODULE_ROOM,
    value: (i) =>
      `${signed(degrees(options.modules, modules.maxDeviation(i)))}C`,
  });
  return line.text;
}
