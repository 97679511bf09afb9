/**
 * The status text: what the car is doing, how far it comes and how full its battery is.
 * @module
 */
import {
  type Ctx,
  declare,
  definePlugin,
  distance,
  noDataLines,
  type NumberRef,
  type Plugin,
  pollsState,
  round,
  unitName,
  v,
} from "ovms-edge";
import { texts } from "./languages.ts";

/** The words of a status text, and what it tells besides. */
export interface StatStyle {
  /** First line while the charge port is open; a state that is not here reads as `stopped`. */
  readonly heads: Readonly<
    Record<"charging" | "topoff" | "done" | "stopped", string>
  >;
  /** Before the minutes to full while nothing is plugged in. */
  readonly toFull: string;
  /** Decimals of the odometer, which is cut off. */
  readonly odometerDecimals: 0 | 1;
  /** Share of the energy from the mains that reaches the battery; told as an estimate of what was drawn. */
  readonly efficiency?: number;
  /** Capacity in % of the nominal one, and in Ah; told once it is known. */
  readonly capacity?: {
    readonly percent: NumberRef;
    readonly nominalAh: number;
  };
  /** Tells the state of health, where there is one above 0. */
  readonly health?: true;
}

/** As the guide has it. */
const guide: StatStyle = {
  heads: {
    charging: "Charging",
    topoff: "Charging, Topping off",
    done: "Charging Done",
    stopped: "Charging Stopped",
  },
  toFull: "Full charge",
  odometerDecimals: 0,
};

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
  /** Default: as the guide has it. */
  readonly style?: StatStyle;
  /** The car tells nothing by itself: it has to be asked, and so to be allowed first. */
  readonly asked?: true;
}

const declaration = (
  { socWindow, charged = "v.c.kwh", fuel = "v.b.soc", style }: StatOptions,
) =>
  declare({
    reads: {
      soc: "v.b.soc",
      estimated: "v.b.range.est",
      ideal: "v.b.range.ideal",
      odometer: "v.p.odometer",
      port: "v.d.cp",
      charging: "v.c.charging",
      state: "v.c.state",
      toFull: "v.c.duration.full",
      socMin: socWindow?.min ?? "v.b.soc",
      socMax: socWindow?.max ?? "v.b.soc",
      charged,
      fuel,
      capacity: style?.capacity?.percent ?? "v.b.soc",
      health: "v.b.soh",
      polls: pollsState,
    },
    // Code 6 asked for the status
    events: { asked: v.undefined() },
  });
type X = Ctx<ReturnType<typeof declaration>>;

/** States in which power flows. */
const FLOWS = ["charging", "topoff"];

const two = (percent: number) => percent.toFixed(2);

/** Nothing is known; a car that tells nothing by itself has to be asked first. */
const noData = ({ metrics: m }: X, { asked }: StatOptions) =>
  noDataLines(asked ? m.polls.value : undefined);

/** A car without a battery to drive with has a tank and a way. */
function tankLines(ctx: X, options: StatOptions): readonly string[] {
  const { metrics: m, user } = ctx;
  const fuel = m.fuel.value, km = m.odometer.value;
  if (fuel === undefined) return noData(ctx, options);
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
  options: StatOptions,
): readonly string[] {
  const { socWindow, fuel, unknownAsZero = false, style = guide } = options;
  const { metrics: m, user } = ctx, soc = m.soc.value;
  if (soc === undefined) {
    return fuel ? tankLines(ctx, options) : noData(ctx, options);
  }
  const unit = unitName(user.units);
  const inUnits = (km: number) => distance(km, user.units);
  const line: Line = (value, text) => {
    const told = value ?? (unknownAsZero ? 0 : undefined);
    return told === undefined ? [] : [text(told)];
  };
  const ideal = m.ideal.value, estimated = m.estimated.value ?? ideal;
  const window = socWindow
    ? ` (${two(m.socMin.or(soc))}%..${two(m.socMax.or(soc))}%)`
    : "";
  return [
    ...chargeLines(ctx, options, line),
    ...line(estimated, (km) => {
      const shown = [km, ideal ?? km].map((km) => round(inUnits(km)));
      return `Range: ${shown.join(" - ")} ${unit}`;
    }),
    `SOC: ${two(soc)}%${window}`,
    ...(fuel && m.fuel.value !== undefined ? [fuelLine(m.fuel.value)] : []),
    ...line(
      m.odometer.value,
      (km) => `ODO: ${cut(inUnits(km), style.odometerDecimals)} ${unit}`,
    ),
    ...batteryLines(ctx, style),
  ];
}

/** A line about a value; none while that is unknown. */
type Line = (
  value: number | undefined,
  text: (known: number) => string,
) => readonly string[];

/** Whether it charges, and how long yet; nothing of a car that tells nothing of that. */
function chargeLines(
  ctx: X,
  { unknownAsZero = false, style = guide }: StatOptions,
  line: Line,
): readonly string[] {
  const { metrics: m } = ctx, plugged = isPlugged(ctx);
  if (plugged === undefined && !unknownAsZero) return [];
  const toFull = m.toFull.or(-1) < 0 ? undefined : m.toFull.value;
  if (!plugged) {
    return [
      "Not charging",
      ...(m.soc.or(0) < 100
        ? line(toFull, (minutes) => `${style.toFull}: ${minutes} min.`)
        : []),
    ];
  }
  const state = m.state.value ?? (m.port.value ? "done" : "charging");
  return [
    headOf(state, style),
    ...line(m.charged.value, (kWh) => chargedText(kWh, style)),
    ...(m.state.value === "done"
      ? []
      : line(toFull, (minutes) => `Full: ${minutes} min.`)),
  ];
}

/** Whether it is plugged in; a car that does not tell that may tell whether it charges, or neither. */
function isPlugged({ metrics: m }: X): boolean | undefined {
  const state = m.state.value;
  return m.port.value ?? m.charging.value ??
    (state === undefined ? undefined : FLOWS.includes(state));
}

const headOf = (state: string, { heads }: StatStyle) =>
  new Map(Object.entries(heads)).get(state) ?? heads.stopped;

/** Energy that reached the battery, and what that took from the mains. */
function chargedText(kWh: number, { efficiency }: StatStyle): string {
  const wh = round(kWh * 1000);
  return efficiency === undefined
    ? `CHG: ${wh} Wh`
    : `CHG: ${wh} (~${round(wh / efficiency)}) Wh`;
}

/** A number cut off behind so many decimals. */
function cut(value: number, decimals: number): string {
  const steps = 10 ** decimals;
  return (Math.floor(value * steps + 1e-9) / steps).toFixed(decimals);
}

/** With one decimal, halves up. */
const tenths = (value: number) => (round(value * 10) / 10).toFixed(1);

/** How much the battery still holds. */
function batteryLines(
  { metrics: m }: X,
  { capacity, health }: StatStyle,
): readonly string[] {
  const percent = capacity ? m.capacity.or(0) : 0, soh = m.health.or(0);
  const ah = percent / 100 * (capacity?.nominalAh ?? 0);
  return [
    ...(percent > 0 ? [`CAP: ${tenths(percent)}% ${tenths(ah)} Ah`] : []),
    ...(health && soh > 0 ? [`SOH: ${round(soh)}%`] : []),
  ];
}

/** The status text of a car. */
export function stat(options: StatOptions = {}): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "stat",
    summary: "Status text",
    texts,
    sms: {
      "STAT": {
        usage: "STAT",
        summary: "Charge state, ranges, SOC, odometer",
        query: true,
        replaces: "framework",
        run: (_, ctx) => statusLines(ctx, options),
      },
    },
    msg: {
      "6": {
        name: "QueryStatus",
        summary: "Pushes the status text",
        replaces: "framework",
        run: (_, ctx) => {
          ctx.emit.asked();
          return { push: statusLines(ctx, options) };
        },
      },
    },
  });
}
