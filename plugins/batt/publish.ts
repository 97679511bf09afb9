/** What the monitor found, as standard metrics in V and °C. */
import type { ListMetric, Metric } from "ovms-edge";
import type { X } from "./context.ts";
import type { Evaluation } from "./monitor.ts";
import { fromRaw, type SensorOptions } from "./options.ts";
import type { Level, SensorGroup, Statistics } from "./sensor_group.ts";

/** Levels as OVMS v3 numbers them. */
const numbers: Readonly<Record<Level, number>> = {
  nominal: 0,
  watch: 1,
  alert: 2,
};

interface Lists {
  readonly min: ListMetric;
  readonly max: ListMetric;
  readonly deviation: ListMetric;
  readonly alert: ListMetric;
}
interface Totals {
  readonly min: Pick<Metric<number>, "set">;
  readonly max: Pick<Metric<number>, "set">;
  readonly mean: Pick<Metric<number>, "set">;
  readonly spread: Pick<Metric<number>, "set">;
}

/** Publishes what was collected since the last reset, if that changed. */
export function publishNews(ctx: X): void {
  const { monitor: { cells, modules }, published } = ctx.state;
  const revision = cells.revision + modules.revision;
  if (revision !== published) publishCollected(ctx);
}

/** Publishes what was collected since the last reset; where that did not change, that it is still so. */
export function publishCollected({ metrics: m, state }: X): void {
  const { cells, modules } = state.monitor;
  const revision = cells.revision + modules.revision;
  const isNew = revision !== state.published;
  state.published = revision;
  const cellsKnown = publishLists(cells, isNew, {
    min: m.voltsMin,
    max: m.voltsMax,
    deviation: m.voltDeviations,
    alert: m.voltAlerts,
  });
  if (cellsKnown) m.cellVoltSpreadMax.set(cells.spread / cells.options.perUnit);
  const modulesKnown = publishLists(modules, isNew, {
    min: m.temperaturesMin,
    max: m.temperaturesMax,
    deviation: m.temperatureDeviations,
    alert: m.temperatureAlerts,
  });
  if (modulesKnown) {
    m.moduleSpreadMax.set(modules.spread / modules.options.perUnit);
  }
}

/**
 * Publishes what is known of each sensor: one that measured nothing is not told to be good.
 * @returns whether any of them measured something
 */
function publishLists(group: SensorGroup, isNew: boolean, to: Lists): boolean {
  const { options } = group;
  let isKnown = false;
  for (let i = 0; i < group.size; i++) {
    const min = group.min(i), max = group.max(i);
    if (min === undefined || max === undefined) {
      forget(to, i);
      continue;
    }
    isKnown = true;
    to.min.set(i, fromRaw(options, min));
    to.max.set(i, fromRaw(options, max));
    to.deviation.set(i, group.maxDeviation(i) / options.perUnit);
    to.alert.set(i, numbers[group.level(i)]);
    // A list is as fresh as the value that was set last in it
    if (!isNew) break;
  }
  return isKnown;
}

/** What was published of a sensor before a reset holds no longer. */
function forget({ min, max, deviation, alert }: Lists, sensor: number): void {
  for (const list of [min, max, deviation, alert]) {
    if (list.at(sensor) !== undefined) list.set(sensor, undefined);
  }
}

/** Publishes what one set said. */
export function publishSet(
  { metrics: m, state: { options } }: X,
  { volts, temperatures }: Evaluation,
): void {
  if (volts) {
    publishTotals(options.cells, volts, {
      min: m.cellVoltMin,
      max: m.cellVoltMax,
      mean: m.cellVoltMean,
      spread: m.cellVoltSpread,
    });
  }
  if (!temperatures) return;
  publishTotals(options.modules, temperatures, {
    min: m.moduleMin,
    max: m.moduleMax,
    mean: m.moduleMean,
    spread: m.moduleSpread,
  });
  m.temperature.set(batteryTemperature(options.modules, temperatures.mean));
}

function publishTotals(
  options: SensorOptions,
  { min, max, mean, deviation }: Statistics,
  to: Totals,
): void {
  to.min.set(fromRaw(options, min));
  to.max.set(fromRaw(options, max));
  to.mean.set(fromRaw(options, mean));
  to.spread.set(deviation / options.perUnit);
}

/** Battery temperature in whole °C as RT3.0 has it: the raw mean and then the half degree above it are cut off. */
export function batteryTemperature(
  options: SensorOptions,
  mean: number,
): number {
  const cut = Math.trunc(fromRaw(options, Math.trunc(mean)) + 0.5);
  return cut === 0 ? 0 : cut;
}
