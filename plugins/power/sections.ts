/** The sections of the statistics as metrics of a car. */
import type { MetricRefs, Unit } from "ovms-edge";

/** What the metrics of a car's sections begin with. */
export const sectionPrefix = (prefix: string) =>
  `x${prefix.toLowerCase()}.p.stats`;

/** Sections and what each of them has, as OVMS v3 names them. */
export function sectionMetrics(prefix: string) {
  const metric = <const U extends Unit>(name: string, unit: U) => ({
    name: `${sectionPrefix(prefix)}.${name}`,
    unit,
    initial: 0,
    fresh: Infinity,
  });
  return {
    constDistance: metric("cst.dist", "km"),
    constUsed: metric("cst.used", "kWh"),
    constRecovered: metric("cst.recd", "kWh"),
    // Of all driving, however steady
    constSpeed: metric("cst.spdavg", "km/h"),
    accelDistance: metric("acc.dist", "km"),
    accelUsed: metric("acc.used", "kWh"),
    accelRecovered: metric("acc.recd", "kWh"),
    accelMean: metric("acc.spdavg", "m/s²"),
    decelDistance: metric("dec.dist", "km"),
    decelUsed: metric("dec.used", "kWh"),
    decelRecovered: metric("dec.recd", "kWh"),
    decelMean: metric("dec.spdavg", "m/s²"),
    upDistance: metric("lup.dist", "km"),
    upHeight: metric("lup.hsum", "m"),
    upUsed: metric("lup.used", "kWh"),
    upRecovered: metric("lup.recd", "kWh"),
    downDistance: metric("ldn.dist", "km"),
    downHeight: metric("ldn.hsum", "m"),
    downUsed: metric("ldn.used", "kWh"),
    downRecovered: metric("ldn.recd", "kWh"),
  } satisfies MetricRefs;
}
