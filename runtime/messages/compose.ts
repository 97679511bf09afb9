/** The plain text of the messages that describe the vehicle, composed from metrics. */
import type { MessageOverrides } from "../contract/messages.ts";
import type { Freshness } from "../contract/metric_types.ts";
import type { Value } from "../metrics/metrics.ts";
import { positionStaleness, staleness } from "../contract/staleness.ts";
import {
  distance,
  fixed as withDecimals,
  round,
  type Units,
} from "../contract/units.ts";

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
  /** What the program runs on. */
  readonly hardware: string;
  /** GSM signal, 0 to 31. */
  readonly signal: number;
  readonly operator: string;
  /** Value of feature 15. */
  readonly canWrite: number;
  /** Metrics and constants with which the vehicle fills fields in another way; see `Vehicle.messages`. */
  readonly overrides: MessageOverrides;
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
/** Characters of the operator's name at most. */
const OPERATOR = 8;
/** In place of a VIN that was never received. */
const NO_VIN = "-".repeat(17);
const SPEED = "v.p.speed";

function number(view: View, source: string | number, otherwise = 0): number {
  if (typeof source === "number") return source;
  const { value } = view.get(source);
  return typeof value === "number" ? value : otherwise;
}

/** A text as one field: what would end the field or the message becomes a blank. */
const oneField = (text: string): string => text.replaceAll(/[\p{Cc},]+/gu, " ");

function text(view: View, name: string): string {
  const { value } = view.get(name);
  return typeof value === "string" ? oneField(value) : "";
}

/** Technology and state of the network, which are two fields; nothing where nobody knows. */
function networkMode(view: View): string {
  const { value } = view.get("m.net.mdm.mode");
  return typeof value === "string" ? value.split(",").map(oneField).join() : "";
}

/** A number with so many decimals, or what stands for an unknown one. */
function fixed(
  view: View,
  name: string,
  decimals: number,
  unknown = "0",
): string {
  const { value } = view.get(name);
  return typeof value === "number" ? withDecimals(value, decimals) : unknown;
}

/** A distance or speed in the owner's unit with one decimal. */
const inUnits = (view: View, source: string | number): string =>
  withDecimals(distance(number(view, source), view.units), 1);

/** How fast the car is, km/h: 0 where nothing tells it any more, as after the key is off. */
export function speedOf(view: View, source: string | number = SPEED): number {
  const isTold = typeof source === "number" ||
    view.get(source).freshness === "fresh";
  return isTold ? number(view, source) : 0;
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
      withDecimals(number(view, "v.b.cac"), 2),
      round(number(view, o.minutesToFull ?? "v.c.duration.full", -1)),
      round(number(view, o.minutesToLimit ?? "v.c.duration.soc", -1)),
      round(distance(number(view, o.rangeLimit ?? "v.c.limit.range"), units)),
      round(number(view, o.socLimit ?? "v.c.limit.soc")),
      ...stateOfToday(view, range("v.b.range.full")),
    ].join(",")
  }`;
}

/** Fields 24 to 42, which the first firmware did not have. */
function stateOfToday(view: View, rangeOfFull: number): (string | number)[] {
  const charging = flag(view, "v.c.charging");
  return [
    flag(view, "v.e.cooling") ? 0 : -1,
    0,
    0,
    0,
    round(number(view, "v.c.duration.range", -1)),
    round(number(view, "v.c.duration.soc", -1)),
    rangeOfFull,
    0,
    charging ? withDecimals(-number(view, "v.b.power"), 2) : 0,
    fixed(view, "v.b.voltage", 2),
    fixed(view, "v.b.soh", 2),
    fixed(view, "v.c.power", 2),
    fixed(view, "v.c.efficiency", 1),
    fixed(view, "v.b.current", 1),
    inUnits(view, "v.b.range.speed"),
    fixed(view, "v.c.kwh.grid", 1, "0.0"),
    fixed(view, "v.c.kwh.grid.total", 1, "0.0"),
    fixed(view, "v.b.capacity", 1, "0.0"),
    fixed(view, "v.c.timestamp", 0, "-1"),
  ];
}

/** Latitude and longitude as they are written everywhere: degrees with six decimals. */
export function coordinates(
  view: View,
): readonly [latitude: string, longitude: string] {
  return [
    withDecimals(number(view, "v.p.latitude"), 6),
    withDecimals(number(view, "v.p.longitude"), 6),
  ];
}

/** Position, and how the car drives there. */
export function locationMessage(view: View): string {
  const { units, overrides } = view;
  return `L${
    [
      ...coordinates(view),
      Math.trunc(number(view, "v.p.direction")),
      Math.trunc(number(view, "v.p.altitude")),
      flag(view, "v.p.gpslock") ? 1 : 0,
      positionStaleness(view.get("v.p.gpslock")),
      inUnits(view, speedOf(view)),
      round(distance(number(view, "v.p.trip"), units) * 10),
      Math.trunc(number(view, overrides.driveMode ?? "v.e.drivemode"))
        .toString(16),
      fixed(view, "v.b.power", 3, "0.000"),
      fixed(view, "v.b.energy.used", 3, "0.000"),
      fixed(view, "v.b.energy.recd", 3, "0.000"),
      fixed(view, "v.i.power", 3, "0.000"),
      fixed(view, "v.i.efficiency", 1),
      text(view, "v.p.gpsmode"),
      Math.trunc(number(view, "v.p.satcount")),
      fixed(view, "v.p.gpshdop", 1, "0.0"),
      inUnits(view, "v.p.gpsspeed"),
      round(number(view, "v.p.gpssq")),
    ].join(",")
  }`;
}

/** V; before there is a reference 0.1 for each minute of calm-down, as the original has it. */
function supplyReference(view: View): number {
  const minutes = number(view, "x.12v.settling");
  return minutes > 0 ? minutes / 10 : number(view, "v.b.12v.voltage.ref");
}

/**
 * All temperatures have one stale counter: that of the battery's, or where nobody knows that the freshest
 * of the others; where a vehicle fills the others in another way, that of the battery's alone.
 */
function temperatureStaleness(view: View): number {
  const { motorTemperature, pemTemperature } = view.overrides;
  const battery = staleness(view.get("v.b.temp"));
  const isOwn = motorTemperature !== undefined || pemTemperature !== undefined;
  return battery >= 0 || isOwn ? battery : Math.max(
    ...["v.m.temp", "v.i.temp", "v.c.temp"].map((name) =>
      staleness(view.get(name))
    ),
  );
}

/** Doors, temperatures, odometer, 12 V. */
export function environmentMessage(view: View): string {
  const { overrides: o, units } = view;
  const { value: locked, freshness } = view.get("v.e.locked");
  const temperature = (name: string) => Math.trunc(number(view, name));
  const tenths = (name: string | number) =>
    round(distance(number(view, name), units) * 10);
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
      freshness === "unknown" ? 0 : locked ? 4 : 5,
      temperature(o.pemTemperature ?? "v.i.temp"),
      temperature(o.motorTemperature ?? "v.m.temp"),
      temperature("v.b.temp"),
      tenths(o.trip ?? "v.p.trip"),
      tenths(o.odometer ?? "v.p.odometer"),
      round(distance(speedOf(view, o.speed), units)),
      Math.floor(number(view, "v.e.parktime")),
      Math.trunc(number(view, "v.e.temp", NO_AMBIENT)),
      bits(view, [
        ...o.awake === false ? [] : [[0x01, "v.e.awake"] as const],
        [0x02, "v.e.cooling"],
        [0x40, "v.e.c.login"],
        [0x80, "v.e.c.config"],
      ]),
      temperatureStaleness(view),
      staleness(view.get("v.e.temp")),
      withDecimals(number(view, "v.b.12v.voltage"), 1),
      bits(view, [[0x04, "v.e.alarm"]]),
      withDecimals(supplyReference(view), 1),
      bits(view, [
        [0x01, "v.d.rl"],
        [0x02, "v.d.rr"],
        [0x04, "v.d.hood"],
        [0x10, "v.e.charging12v"],
        ...o.bus === false ? [] : [[0x20, "v.e.aux12v"] as const],
        [0x80, "v.e.hvac"],
      ]),
      temperature("v.c.temp"),
      fixed(view, "v.b.12v.current", 1, "0.0"),
      temperature("v.e.cabintemp"),
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
      [...oneField(view.operator)].slice(0, OPERATOR).join(""),
      fixed(view, "v.e.serv.range", 0, "-1"),
      fixed(view, "v.e.serv.time", 0, "-1"),
      view.hardware,
      networkMode(view),
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

/** Wheels in the order of the metrics' lists. */
const WHEELS = ["FL", "FR", "RL", "RR"];

/**
 * Tyres as today's apps read them: names, then pressures (kPa), temperatures (°C), health (%) and
 * alerts, each as its count, its values and how fresh they are; undefined for a car that tells none.
 */
export function tyresMessage(view: View): string | undefined {
  const groups = (["pressure", "temp", "health", "alert"] as const).map(
    (what) => {
      const look = view.get(`v.t.${what}`), { value } = look;
      const list = Array.isArray(value) ? value.map(Number) : [];
      return { list, fresh: staleness(look) };
    },
  );
  if (groups.every(({ list }) => list.length === 0)) return undefined;
  const parts = groups.flatMap(({ list, fresh }) => [
    list.length,
    // A wheel that was never heard has no value.
    ...list.map((value) => Number.isNaN(value) ? "" : Number(value.toFixed(1))),
    fresh,
  ]);
  return `Y${[WHEELS.length, ...WHEELS, ...parts].join(",")}`;
}

/** Position for a group of cars. */
export function groupMessage(view: View, group: string): string {
  return `g${
    [
      group,
      round(number(view, "v.b.soc")),
      round(distance(speedOf(view), view.units)),
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
