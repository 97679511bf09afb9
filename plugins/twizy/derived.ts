/** Metrics that follow from others, as OVMS v3 has them: levels of the pack, extremes of this use; the version. */
import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
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

/** A cell's voltage as its level, %; a difference of voltages has no zero. */
const level = (volts: number, zero = EMPTY) =>
  (volts - zero) / (FULL - EMPTY) * 100;

function second({ metrics: m, state }: X): void {
  const volts = m.pack.or(NaN), celsius = m.temperature.or(NaN);
  const { begins } = state;
  if (Number.isNaN(volts) || Number.isNaN(celsius)) return;
  state.begins = false;
  m.voltsMin.set(
    begins ? volts : Math.min(m.voltsMin.or(volts), volts),
    m.pack,
  );
  m.voltsMax.set(
    begins ? volts : Math.max(m.voltsMax.or(volts), volts),
    m.pack,
  );
  m.celsiusMin.set(
    begins ? celsius : Math.min(m.celsiusMin.or(celsius), celsius),
    m.temperature,
  );
  m.celsiusMax.set(
    begins ? celsius : Math.max(m.celsiusMax.or(celsius), celsius),
    m.temperature,
  );
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
    cellMin: (volts, { metrics: m }) => m.levelMin.set(level(volts), m.cellMin),
    cellMax: (volts, { metrics: m }) => m.levelMax.set(level(volts), m.cellMax),
    cellMean: (volts, { metrics: m }) =>
      m.levelMean.set(level(volts), m.cellMean),
    cellSpread: (volts, { metrics: m }) =>
      m.levelSpread.set(level(volts, 0), m.cellSpread),
  },
  every: { second },
});
export default plugin;
