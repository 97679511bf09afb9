/** Metrics that follow from others, as OVMS v3 has them: levels of the pack, extremes of this use; the version. */
import {
  type Ctx,
  declare,
  definePlugin,
  type Metric,
  type Plugin,
  type Reading,
  type Sensed,
} from "ovms-edge";
import { xrt } from "./metrics.ts";

/** V of an empty and of a full cell. */
const EMPTY = 3.165, FULL = 4.14;

/** Kept from the key until it is turned again. */
const USED = { fresh: Infinity } as const;

const own = declare({
  needs: ["system"],
  reads: {
    key: xrt.key,
    pack: "v.b.voltage",
    temperature: "v.b.temp",
    cellMin: "v.b.p.voltage.min",
    cellMax: "v.b.p.voltage.max",
    cellMean: "v.b.p.voltage.avg",
    cellSpread: "v.b.p.voltage.stddev",
  },
  metrics: {
    levelMin: "v.b.p.level.min",
    levelMax: "v.b.p.level.max",
    levelMean: "v.b.p.level.avg",
    levelSpread: "v.b.p.level.stddev",
    voltsMin: { name: "xrt.b.u.volt.min", unit: "V", ...USED },
    voltsMax: { name: "xrt.b.u.volt.max", unit: "V", ...USED },
    celsiusMin: { name: "xrt.b.u.temp.min", unit: "°C", ...USED },
    celsiusMax: { name: "xrt.b.u.temp.max", unit: "°C", ...USED },
    version: { name: "xrt.m.version", unit: "", is: "text", ...USED },
  },
  /** The present use has just begun: its extremes do as well. */
  state: () => ({ begins: true }),
});
type X = Ctx<typeof own>;

/** Shows a cell's voltage as its level, %, which is as old as it is; a difference of voltages has no zero. */
function level(
  to: Metric<number>,
  from: Reading<number>,
  zero = EMPTY,
): void {
  const volts = from.or(NaN);
  if (!Number.isNaN(volts)) to.set((volts - zero) / (FULL - EMPTY) * 100, from);
}

/** Takes a value into its extremes of this use, which may have just begun; they are as old as it is. */
function extend(
  begins: boolean,
  min: Metric<number>,
  max: Metric<number>,
  value: number,
  from: Sensed,
): void {
  min.set(begins ? value : Math.min(min.or(value), value), from);
  max.set(begins ? value : Math.max(max.or(value), value), from);
}

function levels({ metrics: m }: X): void {
  level(m.levelMin, m.cellMin);
  level(m.levelMax, m.cellMax);
  level(m.levelMean, m.cellMean);
  level(m.levelSpread, m.cellSpread, 0);
}

function extremes({ metrics: m, state }: X): void {
  const volts = m.pack.or(NaN), celsius = m.temperature.or(NaN);
  const { begins } = state;
  if (Number.isNaN(volts) || Number.isNaN(celsius)) return;
  state.begins = false;
  extend(begins, m.voltsMin, m.voltsMax, volts, m.pack);
  extend(begins, m.celsiusMin, m.celsiusMax, celsius, m.temperature);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-derived",
  summary: "Levels of the pack, extremes of this use",
  start: ({ hal, metrics }) => metrics.version.set(hal.system.version),
  on: {
    key: (key, { state }) => {
      if (key) state.begins = true;
    },
  },
  every: {
    second: (ctx) => {
      levels(ctx);
      extremes(ctx);
    },
  },
});
export default plugin;
