/** Inner values for developers: DEBUG and code 200, as the original had them. */
import {
  type Ctx,
  declare,
  definePlugin,
  miles,
  type Plugin,
  round,
} from "ovms-edge";
import { xrt } from "./metrics.ts";

const own = declare({
  needs: ["messages", "gsm"],
  reads: {
    soc: "v.b.soc",
    speed: "v.p.speed",
    power: "v.b.power",
    odometer: "v.p.odometer",
    estimated: "v.b.range.est",
    ideal: "v.b.range.ideal",
    on: "v.e.on",
    charging: "v.c.charging",
    pilot: "v.c.pilot",
    port: "v.d.cp",
    state: "v.c.state",
    charging12v: "v.e.charging12v",
    status: xrt.status,
    socMin: xrt.socMin,
    socMax: xrt.socMax,
    range: xrt.canRange,
    rangeAtSocMin: xrt.rangeAtSocMin,
    emergencies: xrt.emergencies,
    sensors: xrt.sensors,
    voltAlerts: "v.b.c.voltage.alert",
    temperatureAlerts: "v.b.c.temp.alert",
  },
});
type X = Ctx<typeof own>;

const hex = (value: number) =>
  value.toString(16).toUpperCase().padStart(4, "0");
const stateNumbers: Readonly<Record<string, number>> = {
  charging: 1,
  topoff: 2,
  done: 4,
  stopped: 21,
};
const sensorNumbers = { start: 0, collecting: 1, ready: 2 } as const;

/** Values behind `c200,0,` in the original's order and units: 1/100 %, 1/100 km/h, 16 W, 10 m, km, mi. */
function values({ metrics: m }: X): (number | string)[] {
  const doors1 = [[0x80, m.on], [0x10, m.charging], [0x08, m.pilot], [
    0x04,
    m.port,
  ]] as const;
  const bits = doors1.reduce(
    (sum, [bit, flag]) => flag.or(false) ? sum | bit : sum,
    0,
  );
  return [
    hex(m.status.value),
    hex(bits),
    hex(m.charging12v.or(false) ? 0x10 : 0),
    stateNumbers[m.state.or("done")] ?? 0,
    round(m.speed.or(0) * 100),
    round(m.power.or(0) * 1000 / 16),
    round(m.odometer.or(0) * 100),
    round(m.soc.or(0) * 100),
    round(m.socMin.value * 100),
    round(m.socMax.value * 100),
    round(m.range.value),
    round(m.rangeAtSocMin.value),
    round(miles(m.estimated.or(0))),
    round(miles(m.ideal.or(0))),
    0,
  ];
}

/** The cells (or modules) with this mark, as a bit field. */
function marked(marks: readonly number[] | undefined, mark: number): number {
  return (marks ?? []).reduce(
    (sum, value, i) => value === mark ? sum | 1 << i : sum,
    0,
  );
}

function text({ metrics: m, hal }: X): string {
  const volts = m.voltAlerts.all(), temperatures = m.temperatureAlerts.all();
  const sensors = sensorNumbers[m.sensors.value];
  return ` STS=${
    m.status.value.toString(16).toUpperCase()
  } BC=${m.emergencies.value} SQ=${hal.gsm.signal}` +
    `\n# vw=${hex(marked(volts, 1))} va=${hex(marked(volts, 2))}` +
    ` tw=${hex(marked(temperatures, 1))} ta=${
      hex(marked(temperatures, 2))
    } ss=${hex(sensors)}`;
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-debug",
  summary: "Inner values for developers",
  sms: {
    "DEBUG": {
      usage: "DEBUG",
      summary: "Inner values for developers",
      run: (_, ctx) => text(ctx),
    },
  },
  msg: {
    "200": {
      name: "Debug",
      run: (_, ctx) => {
        ctx.hal.messages.now("D");
        return values(ctx);
      },
    },
  },
});
export default plugin;
