import { PowerStatistics } from "../../plugins/power/statistics.ts";
import type { Host } from "../../runtime/vehicle/host.ts";
import type { Value } from "../../runtime/metrics/metrics.ts";
import type { Firmware } from "./firmware.ts";
import type { State } from "./scenario.ts";

const CHARGE_STATES: Readonly<Record<string, number>> = {
  charging: 1,
  topoff: 2,
  done: 4,
  stopped: 21,
};

/** The power statistics to the last sample: their metrics are published once a second. */
function powerOf(host: Host): (number | null)[] {
  const ctx = host.find("power")?.ctx as
    | { readonly state: { readonly statistics?: unknown } }
    | undefined;
  const all = ctx?.state.statistics;
  return all instanceof PowerStatistics
    ? [all.constant, all.accelerating, all.decelerating].flatMap((
      { distance, used, recovered },
    ) => [distance, used, recovered])
    : Array(9).fill(null);
}

/** Temperatures where the releases show them: 3.0 has charger and controller in other places. */
const TEMPERATURES = {
  "3.0": { pem: "xrt.d.temp.pem", motor: "xrt.d.temp.motor" },
  "3.9": { pem: "v.i.temp", motor: "v.m.temp" },
} as const;

/** The decoded values as scenarios print them: the metrics in the original's units. */
export function stateOf(host: Host, firmware: Firmware): State {
  const { metrics } = host;
  const read = (name: string): Value | undefined => {
    const slot = metrics.find(name);
    return slot && metrics.read(slot);
  };
  const scaled = (name: string, factor: number): number | null => {
    const value = read(name);
    return typeof value === "number" ? Math.round(value * factor) : null;
  };
  const flag = (name: string) => read(name) === true;
  const list = (name: string, factor: number) => {
    const values = read(name);
    return typeof values === "object"
      ? values.map((value) => Math.round(value * factor))
      : null;
  };
  const vin = read("v.vin"), charge = read("v.c.state");
  return {
    soc: scaled("v.b.soc", 100),
    soc_min: scaled("xrt.b.u.soc.min", 100),
    soc_max: scaled("xrt.b.u.soc.max", 100),
    range: scaled("xrt.b.range", 1),
    speed: scaled("v.p.speed", 100),
    power_w: scaled("v.b.power", 1000),
    odometer: scaled("v.p.odometer", 100),
    linevoltage: scaled("v.c.voltage", 1),
    chargecurrent: scaled("v.c.current", 1),
    tpem: scaled(TEMPERATURES[firmware].pem, 1),
    tmotor: scaled(TEMPERATURES[firmware].motor, 1),
    tbattery: scaled("v.b.temp", 1),
    vin: typeof vin === "string" ? vin : null,
    pack_mv: scaled("v.b.voltage", 1000),
    cells_mv: list("v.b.c.voltage", 1000),
    temps_c: list("v.b.c.temp", 1),
    chargestate: typeof charge === "string"
      ? CHARGE_STATES[charge] ?? null
      : null,
    pwr: powerOf(host),
    car_on: flag("v.e.on"),
    charging: flag("v.c.charging"),
    pilot: flag("v.c.pilot"),
    charge_port: flag("v.d.cp"),
    tcharger: scaled("v.c.temp", 1),
    capacity: scaled("xrt.b.capacity", 100),
    status: statusOf(scaled("xrt.c.status", 1), scaled("xrt.c.drive", 1)),
  };
}

/** Key and charge in the upper half, how it is driven in the lower one. */
function statusOf(bus: number | null, drive: number | null): number | null {
  return bus === null ? null : bus & 0xf0 | (drive ?? 0);
}
