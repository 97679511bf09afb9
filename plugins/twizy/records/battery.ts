/** The battery's records: the pack and its cells. */
import { round } from "ovms-edge";
import { twizyBattery } from "../battery.ts";
import type { X } from "./own.ts";

/** Ah of a new battery. */
export const NOMINAL_AH = 108;

/** Status of a sensor that measures nothing; the others are levels counted from 1. */
const FAILED = 4;

/** Parameter with the channels of notices. */
export const CHANNELS = 3;

interface Values {
  readonly length: number;
  at(i: number): number | undefined;
}

/** The lowest of a value and those of a list that are known. */
function lowest(list: Values, value: number): number {
  for (let i = 0; i < list.length; i++) {
    value = Math.min(value, list.at(i) ?? value);
  }
  return value;
}

/** The highest of a value and those of a list that are known. */
function highest(list: Values, value: number): number {
  for (let i = 0; i < list.length; i++) {
    value = Math.max(value, list.at(i) ?? value);
  }
  return value;
}

/** Mean of those of a list that are known, in whole units as `BATT T` tells it; else a value instead. */
function meanOf(list: Values, instead: number): number {
  let sum = 0, known = 0;
  for (let i = 0; i < list.length; i++) {
    const value = list.at(i);
    if (value === undefined) continue;
    sum += value;
    known++;
  }
  return known > 0 ? round(sum / known) : instead;
}

/** Worst level of some sensors and of their spread, from 1. */
function worst(
  levels: Values,
  spread: number,
  { watchSpread, alertSpread }: {
    readonly watchSpread: number;
    readonly alertSpread: number;
  },
): number {
  const ofAll = spread >= alertSpread ? 2 : spread >= watchSpread ? 1 : 0;
  return 1 + highest(levels, ofAll);
}

function packRow({ metrics: m, state }: X) {
  const { cells, modules } = twizyBattery, soc = m.soc.or(0);
  const volts = m.pack.or(0), temperature = m.temperature.or(0);
  const units = Math.round(m.voltSpread.or(0) * cells.perUnit);
  return {
    voltStatus: worst(m.voltLevels, units, cells.limits),
    temperatureStatus: worst(
      m.temperatureLevels,
      m.temperatureSpread.or(0),
      modules.limits,
    ),
    soc: soc * 100,
    socMin: Math.min(m.socMin.or(soc), soc) * 100,
    socMax: Math.max(m.socMax.or(soc), soc) * 100,
    volts: volts * 10,
    voltsMin: Math.min(state.packMin, volts) * 10,
    voltsMax: Math.max(state.packMax, volts) * 10,
    ...temperatures(m, temperature),
    temperature: meanOf(m.temperatures, temperature),
    voltSpread: m.voltSpread.or(0) * 1000,
    temperatureSpread: m.temperatureSpread.or(0),
    driveLimit: m.driveLimit.or(0) * 10,
    chargeLimit: m.chargeLimit.or(0) * 10,
  };
}

/** The battery's temperature and the extremes of its modules. */
export function temperatures(m: X["metrics"], temperature: number) {
  return {
    temperature,
    temperatureMin: lowest(m.temperaturesMin, temperature),
    temperatureMax: highest(m.temperaturesMax, temperature),
  };
}

/** Module of a cell, both counted from 0. */
function moduleOf({ temperatures, volts }: X["metrics"], cell: number): number {
  return Math.floor(cell * temperatures.length / volts.length);
}

/** Larger than any voltage in mV, and any temperature in 1/10 °C; and so many changes do not come in a minute. */
const RAW = 2 ** 16, CHANGES = 2 ** 20;

/** What the row of a cell follows from, as one number; NaN while a sensor measures nothing. */
function cellSource(
  { metrics: m }: X,
  cell: number,
  collected: number,
): number {
  const volts = Math.round(m.volts.or(cell, NaN) * 1000);
  const module = moduleOf(m, cell);
  const temperature = Math.round(m.temperatures.or(module, NaN) * 10);
  return (collected % CHANGES * RAW + volts) * RAW + temperature;
}

/** Row of a cell, counted from 0. */
function cellRow({ metrics: m }: X, cell: number) {
  const module = moduleOf(m, cell);
  const volts = m.volts.at(cell), temperature = m.temperatures.at(module);
  const status = (value: number | undefined, level = 0) =>
    value === undefined ? FAILED : 1 + level;
  // A set that is not evaluated yet may be on its way.
  const min = (list: Values, i: number, value = 0) =>
    Math.min(list.at(i) ?? value, value);
  const max = (list: Values, i: number, value = 0) =>
    Math.max(list.at(i) ?? value, value);
  return {
    voltStatus: status(volts, m.voltLevels.at(cell)),
    temperatureStatus: status(temperature, m.temperatureLevels.at(module)),
    volts: (volts ?? 0) * 1000,
    voltsMin: min(m.voltsMin, cell, volts) * 1000,
    voltsMax: max(m.voltsMax, cell, volts) * 1000,
    voltDeviation: (m.voltDeviations.at(cell) ?? 0) * 1000,
    temperature: temperature ?? 0,
    temperatureMin: min(m.temperaturesMin, module, temperature),
    temperatureMax: max(m.temperaturesMax, module, temperature),
    temperatureDeviation: m.temperatureDeviations.at(module) ?? 0,
  };
}

/** The battery's records, whenever those of the guide are written. */
export function recordBattery(
  { asked, collected }: { readonly asked: boolean; readonly collected: number },
  ctx: X,
): void {
  const { metrics: m, records } = ctx, how = asked ? "write" : "writeChanged";
  if (m.volts.length === 0 || m.temperatures.length === 0) return;
  if (m.soc.value !== undefined) records.pack[how](0, packRow(ctx));
  for (let cell = 0; cell < m.volts.length; cell++) {
    const row = () => cellRow(ctx, cell);
    if (asked) records.cell.write(cell + 1, row());
    else {
      const of = cellSource(ctx, cell, collected);
      records.cell.writeChangedOf(cell + 1, of, row);
    }
  }
}
