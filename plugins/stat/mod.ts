/**
 * The status text: what the car is doing, how far it comes and how full its battery is.
 * @module
 */
import {
  type Ctx,
  declare,
  definePlugin,
  distance,
  type NumberRef,
  type Plugin,
  round,
  unitName,
  v,
} from "ovms-edge";

/** What the status text needs to know of a car; all of it may be left out. */
export interface StatOptions {
  /** Lowest and highest SOC of the present use, %; without them no window is told. */
  readonly socWindow?: { readonly min: NumberRef; readonly max: NumberRef };
  /** Energy that the charge brought so far, kWh; default `v.c.kwh`. */
  readonly charged?: NumberRef;
  /** How full the tank is, %; told beside the SOC, or alone in a car that has none. */
  readonly fuel?: NumberRef;
  /** Tells values that nobody knows yet as 0, as RT3.0 does; default: their lines are left out. */
  readonly unknownAsZero?: boolean;
}

const declaration = (
  { socWindow, charged = "v.c.kwh", fuel = "v.b.soc" }: StatOptions,
) =>
  declare({
    reads: {
      soc: "v.b.soc",
      estimated: "v.b.range.est",
      ideal: "v.b.range.ideal",
      odometer: "v.p.odometer",
      port: "v.d.cp",
      state: "v.c.state",
      toFull: "v.c.duration.full",
      socMin: socWindow?.min ?? "v.b.soc",
      socMax: socWindow?.max ?? "v.b.soc",
      charged,
      fuel,
    },
    // Code 6 asked for the status
    events: { asked: v.undefined() },
  });
type X = Ctx<ReturnType<typeof declaration>>;

/** First line while the charge port is open; any other state reads as stopped. */
const heads: Readonly<Record<string, string>> = {
  charging: "Charging",
  topoff: "Charging, Topping off",
  done: "Charging Done",
};

const two = (percent: number) => percent.toFixed(2);

/** A car without a battery to drive with has a tank and a way. */
function tankLines({ metrics: m, user }: X): readonly string[] {
  const fuel = m.fuel.value, km = m.odometer.value;
  if (fuel === undefined) return ["No data from the vehicle yet"];
  return [
    fuelLine(fuel),
    ...(km === undefined ? [] : [
      `ODO: ${Math.floor(distance(km, user.units))} ${unitName(user.units)}`,
    ]),
  ];
}

const fuelLine = (percent: number) => `Fuel: ${round(percent)}%`;

/** What the car is doing: the guide's status text, lines without their leading blank. */
function statusLines(
  ctx: X,
  { socWindow, fuel, unknownAsZero = false }: StatOptions,
): readonly string[] {
  const { metrics: m, user } = ctx, soc = m.soc.value;
  if (soc === undefined) {
    return fuel ? tankLines(ctx) : ["No data from the vehicle yet"];
  }
  const unit = unitName(user.units);
  const inUnits = (km: number) => distance(km, user.units);
  /** A line about a value; none while that is unknown. */
  const line = (value: number | undefined, text: (known: number) => string) => {
    const told = value ?? (unknownAsZero ? 0 : undefined);
    return told === undefined ? [] : [text(told)];
  };
  const toFull = m.toFull.or(-1) < 0 ? undefined : m.toFull.value;
  const charge = m.port.or(false)
    ? [
      heads[m.state.or("done")] ?? "Charging Stopped",
      ...line(m.charged.value, (kWh) => `CHG: ${round(kWh * 1000)} Wh`),
      ...(m.state.value === "done"
        ? []
        : line(toFull, (minutes) => `Full: ${minutes} min.`)),
    ]
    : [
      "Not charging",
      ...(soc < 100
        ? line(toFull, (minutes) => `Full charge: ${minutes} min.`)
        : []),
    ];
  const ideal = m.ideal.value, estimated = m.estimated.value ?? ideal;
  const window = socWindow
    ? ` (${two(m.socMin.or(soc))}%..${two(m.socMax.or(soc))}%)`
    : "";
  return [
    ...charge,
    ...line(estimated, (km) => {
      const shown = [km, ideal ?? km].map((km) => round(inUnits(km)));
      return `Range: ${shown.join(" - ")} ${unit}`;
    }),
    `SOC: ${two(soc)}%${window}`,
    ...(fuel && m.fuel.value !== undefined ? [fuelLine(m.fuel.value)] : []),
    ...line(
      m.odometer.value,
      (km) => `ODO: ${Math.floor(inUnits(km))} ${unit}`,
    ),
  ];
}

/** The status text of a car. */
export function stat(options: StatOptions = {}): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "stat",
    summary: "Status text",
    sms: {
      "STAT": {
        usage: "STAT",
        summary: "Charge state, ranges, SOC, odometer",
        query: true,
        code: 6,
        replaces: "framework",
        run: (_, ctx, { link }) => {
          if (link === "msg") ctx.emit.asked();
          return statusLines(ctx, options);
        },
      },
    },
  });
}
