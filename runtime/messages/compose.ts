/** The plain text of the messages that describe the vehicle, composed from metrics. */
import type { Freshness } from "../contract/metric_types.ts";
import type { Value } from "../metrics/metrics.ts";
import { positionStaleness, staleness } from "../contract/staleness.ts";
import { distance, round, type Units } from "../contract/units.ts";

/** What the messages are composed from. */
export interface View {
  /** A metric by its standard name. */
  get(
    name: string,
  ): {
    readonly value: Value | undefined;
    readonly freshness: Freshness;
    readonly age: number | undefined;
  };
  readonly units: Units;
  /** Version text of the F message. */
  readonly version: string;
  /** Code of the vehicle type. */
  readonly vehicleType: string;
  /** GSM signal, 0 to 31. */
  readonly signal: number;
  readonly operator: string;
  /** Value of feature 15. */
  readonly canWrite: number;
  /** Metrics and constants with which the vehicle fills fields in another way; see `Vehicle.messages`. */
  readonly overrides: MessageOverrides;
}

/**
 * Fields that a vehicle fills in another way than from the standard metric: the name of a metric, or
 * a constant.
 */
export interface MessageOverrides {
  readonly soc?: string;
  readonly odometer?: string;
  readonly speed?: string;
  readonly pemTemperature?: string;
  readonly motorTemperature?: string;
  readonly chargeLimit?: string | number;
  readonly chargeMinutes?: string | number;
  readonly chargeEnergy?: string | number;
  readonly minutesToFull?: string | number;
  readonly minutesToLimit?: string | number;
  readonly rangeLimit?: string | number;
  readonly socLimit?: string | number;
  readonly trip?: string | number;
}

/** Numbers of the charge states on the wire. */
const chargeStates: Readonly<Record<string, number>> = {
  charging: 1,
  topoff: 2,
  done: 4,
  prepare: 13,
  heating: 15,
  stopped: 21,
};
/** Numbers of the charge modes on the wire. */
const chargeModes: Readonly<Record<string, number>> = {
  standard: 0,
  storage: 1,
  range: 3,
  performance: 4,
};
/** Where the vehicle has no ambient sensor. */
const NO_AMBIENT = -127;
/** In place of a VIN that was never received. */
const NO_VIN = "-".repeat(17);

function number(view: View, source: string | number, otherwise = 0): number {
  if (typeof source === "number") return source;
  const { value } = view.get(source);
  return typeof value === "number" ? value : otherwise;
}

function text(view: View, name: string): string {
  const { value } = view.get(name);
  return typeof value === "string" ? value : "";
}

const flag = (view: View, name: string): boolean =>
  view.get(name).value === true;

/** A bit field from flags. */
function bits(
  view: View,
  flags: readonly (readonly [bit: number, name: string])[],
): number {
  return flags.reduce(
    (sum, [bit, name]) => flag(view, name) ? sum | bit : sum,
    0,
  );
}

/** State of charge and ranges; nothing before a first SOC was received. */
export function stateMessage(view: View): string | undefined {
  const { overrides: o, units } = view;
  if (view.get("v.b.soc").value === undefined) return undefined;
  const state = text(view, "v.c.state") || "done",
    mode = text(view, "v.c.mode") || "standard";
  const range = (name: string) => round(distance(number(view, name), units));
  return `S${
    [
      round(number(view, o.soc ?? "v.b.soc")),
      units,
      round(number(view, "v.c.voltage")),
      round(number(view, "v.c.current")),
      chargeStates[state] === undefined ? "stopped" : state,
      mode,
      range("v.b.range.ideal"),
      range("v.b.range.est"),
      round(number(view, o.chargeLimit ?? "v.c.climit")),
      round(
        typeof o.chargeMinutes === "number"
          ? o.chargeMinutes
          : number(view, o.chargeMinutes ?? "v.c.time") / 60,
      ),
      0,
      round(number(view, o.chargeEnergy ?? "v.c.kwh")),
      0,
      chargeStates[state] ?? chargeStates.stopped,
      chargeModes[mode] ?? 0,
      flag(view, "v.c.timermode") ? 1 : 0,
      round(number(view, "v.c.timerstart") / 60),
      -1,
      number(view, "v.b.cac").toFixed(2),
      round(number(view, o.minutesToFull ?? "v.c.duration.full", -1)),
      round(number(view, o.minutesToLimit ?? "v.c.duration.soc", -1)),
      round(distance(number(view, o.rangeLimit ?? "v.c.limit.range"), units)),
      round(number(view, o.socLimit ?? "v.c.limit.soc")),
    ].join(",")
  }`;
}

/** Latitude and longitude as they are written everywhere: degrees with six decimals. */
export function coordinates(
  view: View,
): readonly [latitude: string, longitude: string] {
  return [
    number(view, "v.p.latitude").toFixed(6),
    number(view, "v.p.longitude").toFixed(6),
  ];
}

/** Position. */
export function locationMessage(view: View): string {
  return `L${
    [
      ...coordinates(view),
      Math.trunc(number(view, "v.p.direction")),
      Math.trunc(number(view, "v.p.altitude")),
      flag(view, "v.p.gpslock") ? 1 : 0,
      positionStaleness(view.get("v.p.gpslock")),
    ].join(",")
  }`;
}

/** V; before there is a reference 0.1 for each minute of calm-down, as the original has it. */
function supplyReference(view: View): number {
  const minutes = number(view, "x.12v.settling");
  return minutes > 0 ? minutes / 10 : number(view, "v.b.12v.voltage.ref");
}

/** Doors, temperatures, odometer, 12 V. */
export function environmentMessage(view: View): string {
  const { overrides: o, units } = view;
  const locked = view.get("v.e.locked").value;
  const temperature = (name: string) => Math.trunc(number(view, name));
  return `D${
    [
      bits(view, [
        [0x01, "v.d.fl"],
        [0x02, "v.d.fr"],
        [0x04, "v.d.cp"],
        [0x08, "v.c.pilot"],
        [0x10, "v.c.charging"],
        [0x40, "v.e.handbrake"],
        [0x80, "v.e.on"],
      ]),
      bits(view, [
        [0x08, "v.e.locked"],
        [0x10, "v.e.valet"],
        [0x20, "v.e.headlights"],
        [0x40, "v.d.hood"],
        [0x80, "v.d.trunk"],
      ]),
      locked === undefined ? 0 : locked ? 4 : 5,
      temperature(o.pemTemperature ?? "v.i.temp"),
      temperature(o.motorTemperature ?? "v.m.temp"),
      temperature("v.b.temp"),
      round(distance(number(view, o.trip ?? "v.p.trip"), units) * 10),
      round(distance(number(view, o.odometer ?? "v.p.odometer"), units) * 10),
      round(distance(number(view, o.speed ?? "v.p.speed"), units)),
      Math.floor(number(view, "v.e.parktime")),
      Math.trunc(number(view, "v.e.temp", NO_AMBIENT)),
      bits(view, [[0x02, "v.e.cooling"]]),
      staleness(view.get("v.b.temp")),
      staleness(view.get("v.e.temp")),
      number(view, "v.b.12v.voltage").toFixed(1),
      bits(view, [[0x04, "v.e.alarm"]]),
      supplyReference(view).toFixed(1),
      bits(view, [[0x01, "v.d.rl"], [0x02, "v.d.rr"], [
        0x10,
        "v.e.charging12v",
      ]]),
    ].join(",")
  }`;
}

/** Versions, VIN, network. */
export function firmwareMessage(view: View): string {
  const vin = text(view, "v.vin") || NO_VIN;
  return `F${
    [
      view.version,
      vin,
      view.signal,
      view.canWrite,
      view.vehicleType,
      view.operator.slice(0, 8),
    ].join(",")
  }`;
}

/** Tyres, in the order front right, rear right, front left, rear left: psi and °C. */
export function tyreMessage(view: View): string {
  const pressures = view.get("v.t.pressure").value,
    temperatures = view.get("v.t.temp").value;
  const at = (list: unknown, i: number) =>
    Array.isArray(list) ? Number(list[i] ?? 0) : 0;
  const wheels = [1, 3, 0, 2].flatMap((i) => {
    const kPa = at(pressures, i);
    return kPa > 0
      ? [(kPa / 6.894757).toFixed(1), Math.trunc(at(temperatures, i))]
      : [0, 0];
  });
  return `W${[...wheels, staleness(view.get("v.t.pressure"))].join(",")}`;
}

/** Position for a group of cars. */
export function groupMessage(view: View, group: string): string {
  return `g${
    [
      group,
      round(number(view, "v.b.soc")),
      round(distance(number(view, "v.p.speed"), view.units)),
      Math.trunc(number(view, "v.p.direction")),
      Math.trunc(number(view, "v.p.altitude")),
      flag(view, "v.p.gpslock") ? 1 : 0,
      positionStaleness(view.get("v.p.gpslock")),
      ...coordinates(view),
    ].join(",")
  }`;
}

/** Codes that the module answers, as ranges; groups of codes stay apart. */
export function capabilitiesMessage(
  ...groups: readonly (readonly number[])[]
): string {
  return `V${groups.flatMap(ranges).join(",")}`;
}

/** `[6, 200, 201, 202]` as `C6`, `C200-202`. */
function ranges(codes: readonly number[]): string[] {
  const sorted = [...codes].sort((a, b) => a - b);
  const runs: [from: number, to: number][] = [];
  for (const code of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else runs.push([code, code]);
  }
  return runs.map(([from, to]) => from === to ? `C${from}` : `C${from}-${to}`);
}
