/** Fields of the history records RT-PWR-BattPack and RT-PWR-BattCell, as the guide has them. */
import { fromRaw, moduleOf } from "./options.ts";
import type { Level } from "./sensor_group.ts";
import {
  type Battery,
  celsius,
  degrees,
  millivolts,
  packTemperatures,
} from "./texts.ts";

/** There is one pack, and its cells are counted from 1. */
export const PACK = 1;
const FIRST_CELL = 1;

/** Columns of the pack's record: SOC in 1/100 %, voltages in 1/100 V, temperatures in °C, spread in mV and °C. */
export const packColumns = {
  cells: 0,
  firstCell: 0,
  voltStatus: 0,
  temperatureStatus: 0,
  soc: 0,
  socMin: 0,
  socMax: 0,
  volts: 0,
  cellVolts: 0,
  voltsMin: 0,
  cellVoltsMin: 0,
  voltsMax: 0,
  cellVoltsMax: 0,
  temperature: 0,
  temperatureMin: 0,
  temperatureMax: 0,
  voltSpread: 0,
  temperatureSpread: 0,
} as const;

/** Columns of a cell's record: mV, and °C of its module. */
export const cellColumns = {
  pack: 0,
  voltStatus: 0,
  temperatureStatus: 0,
  volts: 0,
  voltsMin: 0,
  voltsMax: 0,
  voltDeviation: 0,
  temperature: 0,
  temperatureMin: 0,
  temperatureMax: 0,
  temperatureDeviation: 0,
} as const;

type Values<C> = Readonly<Record<keyof C, number>>;

/** SOC and its window, %. */
export interface Soc {
  readonly now: number;
  readonly min: number;
  readonly max: number;
}

/** Alert status as the records number it; 4 is a sensor that measures nothing, whose values are 0. */
const statuses: Readonly<Record<Level, number>> = {
  nominal: 1,
  watch: 2,
  alert: 3,
};

const FAILED = 4;

const hundredths = (value: number) => Math.round(value * 100);

/** The pack's record; undefined while the sensors are unknown. */
export function packRow(
  battery: Battery,
  soc: Soc,
): Values<typeof packColumns> | undefined {
  const { options, monitor, set: { modules, pack } } = battery;
  if (!modules || pack === undefined) return undefined;
  const { mean, min, max } = packTemperatures(battery, modules);
  const volts = hundredths(pack);
  const lowest = hundredths(monitor.packMin ?? pack);
  const highest = hundredths(monitor.packMax ?? pack);
  const count = monitor.cells.size;
  const aCell = (volts: number) => Math.floor(volts / count);
  return {
    cells: count,
    firstCell: FIRST_CELL,
    voltStatus: statuses[monitor.cells.worst],
    temperatureStatus: statuses[monitor.modules.worst],
    soc: hundredths(soc.now),
    socMin: hundredths(soc.min),
    socMax: hundredths(soc.max),
    volts,
    cellVolts: aCell(volts),
    voltsMin: lowest,
    cellVoltsMin: aCell(lowest),
    voltsMax: highest,
    cellVoltsMax: aCell(highest),
    temperature: mean,
    temperatureMin: min,
    temperatureMax: max,
    voltSpread: millivolts(options.cells, monitor.cells.spread),
    temperatureSpread: degrees(options.modules, monitor.modules.spread),
  };
}

/** Larger than any raw value; and so many changes do not come in a minute. */
const RAW = 2 ** 16, CHANGES = 2 ** 20;

/**
 * What the record of a cell, counted from 0, follows from, as one number; undefined while the sensors are
 * unknown, NaN while one measures nothing.
 */
export function cellSource(
  { monitor: { cells, modules }, set }: Battery,
  cell: number,
): number | undefined {
  const module = moduleOf(cell, cells.size, modules.size);
  const volts = set.cells?.[cell], temperature = set.modules?.[module];
  if (volts === undefined || temperature === undefined) return undefined;
  const changes = (cells.revision + modules.revision) % CHANGES;
  return (changes * RAW + volts) * RAW + temperature;
}

/** The record of a cell, counted from 0, whose sensors are known. */
export function cellRow(
  battery: Battery,
  cell: number,
): Values<typeof cellColumns> {
  const { options, monitor: { cells, modules }, set } = battery;
  const module = moduleOf(cell, cells.size, modules.size);
  const volts = set.cells?.[cell] ?? NaN;
  const temperature = set.modules?.[module] ?? NaN;
  const mV = (raw: number) =>
    Number.isNaN(raw) ? 0 : Math.round(fromRaw(options.cells, raw) * 1000);
  const inC = (raw: number) =>
    Number.isNaN(raw) ? 0 : celsius(options.modules, raw);
  return {
    pack: PACK,
    voltStatus: Number.isNaN(volts) ? FAILED : statuses[cells.level(cell)],
    temperatureStatus: Number.isNaN(temperature)
      ? FAILED
      : statuses[modules.level(module)],
    volts: mV(volts),
    voltsMin: mV(cells.min(cell) ?? volts),
    voltsMax: mV(cells.max(cell) ?? volts),
    voltDeviation: millivolts(options.cells, cells.maxDeviation(cell)),
    temperature: inC(temperature),
    temperatureMin: inC(modules.min(module) ?? temperature),
    temperatureMax: inC(modules.max(module) ?? temperature),
    temperatureDeviation: degrees(
      options.modules,
      modules.maxDeviation(module),
    ),
  };
}
