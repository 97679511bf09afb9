import {
  type Ctx,
  declare,
  definePlugin,
  distance,
  type Plugin,
  round,
  unitName,
} from "ovms-edge";
import { xrt } from "../twizy/metrics.ts";

const own = declare({
  reads: {
    soc: "v.b.soc",
    estimated: "v.b.range.est",
    ideal: "v.b.range.ideal",
    odometer: "v.p.odometer",
    port: "v.d.cp",
    state: "v.c.state",
    toFull: "v.c.duration.full",
    socMin: xrt.socMin,
    socMax: xrt.socMax,
    charged: xrt.constRecovered,
  },
});
type X = Ctx<typeof own>;

/** First line while the charge port is open; any other state reads as stopped. */
const heads: Readonly<Record<string, string>> = {
  charging: "Charging",
  topoff: "Charging, Topping off",
  done: "Charging Done",
};

const two = (percent: number) => percent.toFixed(2);

/** What the car is doing: the guide's status text, lines without their leading blank. */
export function statusLines({ metrics: m, user }: X): readonly string[] {
  const soc = m.soc.value;
  if (soc === undefined) return ["No data from the vehicle yet"];
  const unit = unitName(user.units), minutes = m.toFull.or(0);
  const shown = (km: number) => round(distance(km, user.units));
  const charge = m.port.or(false)
    ? [
      heads[m.state.or("done")] ?? "Charging Stopped",
      `CHG: ${round(m.charged.value * 1000)} Wh`,
      ...(m.state.value === "done" ? [] : [`Full: ${minutes} min.`]),
    ]
    : ["Not charging", ...(soc < 100 ? [`Full charge: ${minutes} min.`] : [])];
  return [
    ...charge,
    `Range: ${shown(m.estimated.or(0))} - ${shown(m.ideal.or(0))} ${unit}`,
    `SOC: ${two(soc)}% (${two(m.socMin.value)}%..${two(m.socMax.value)}%)`,
    `ODO: ${Math.floor(distance(m.odometer.or(0), user.units))} ${unit}`,
  ];
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "stat",
  summary: "Status text",
  sms: {
    "STAT": {
      usage: "STAT",
      summary: "Charge state, ranges, SOC, odometer",
      query: true,
      code: 6,
      replaces: "framework",
      run: (_, ctx) => statusLines(ctx),
    },
  },
});
export default plugin;
