import type { GpsFix, Gsm, GsmState } from "../../hal/mod.ts";
import type { MetricRef } from "../contract/metric_types.ts";
import type { MetricStore, Value } from "./metrics.ts";

const OWNER = "core";

/** Metrics that the core itself fills from the HAL. */
const names = {
  fix: "v.p.gpslock",
  latitude: "v.p.latitude",
  longitude: "v.p.longitude",
  altitude: "v.p.altitude",
  direction: "v.p.direction",
  speed: "v.p.gpsspeed",
  satellites: "v.p.satcount",
  hdop: "v.p.gpshdop",
  quality: "v.p.gpssq",
  signal: "m.net.sq",
  operator: "m.net.provider",
  registered: "m.net.connected",
  mode: "m.net.mdm.mode",
  server: "s.v2.connected",
  apps: "s.v2.peers",
  uptime: "m.monotonic",
  version: "m.version",
  vehicle: "v.type",
} as const satisfies Readonly<Record<string, MetricRef>>;

/** Their names. */
export const coreMetrics: readonly string[] = Object.values(names);

/** What the core knows about the network. */
export interface NetworkState {
  readonly signal: number;
  readonly operator: string;
  readonly registered: boolean;
  /** Kind and state of the mobile network; undefined without a modem. */
  readonly mode: string | undefined;
  readonly server: boolean;
  readonly apps: number;
}

/** The network as the modem and the server's session have it. */
export function networkState(
  gsm: Gsm | undefined,
  { connected, apps }: { readonly connected: boolean; readonly apps: number },
): NetworkState {
  return {
    signal: gsm?.state.signal ?? 0,
    operator: gsm?.state.operator ?? "",
    registered: gsm?.state.registered ?? false,
    mode: gsm && networkMode(gsm.state),
    server: connected,
    apps,
  };
}

/** Kind and state of the mobile network, such as `LTE,Online`, as today's apps read it. */
function networkMode({ technology, registered }: GsmState): string {
  const state = registered ? "Online" : "Offline";
  return technology ? `${technology},${state}` : state;
}

/** Signal quality 0 to 31 as dBm, after the modem's standard. */
export function dBm(signal: number): number {
  return 2 * signal - 113;
}

/**
 * How good a position is, %: under 30 it is of no use, over 50 good. As OVMS v3 derives it, so that the
 * apps tell the same of a receiver.
 */
function qualityOf({ fix, satellites, hdop }: GpsFix): number | undefined {
  if (!fix) return 0;
  if (satellites === undefined || hdop === undefined) return undefined;
  const quality = Math.max(satellites - 1, 0) * 10 / Math.max(hdop, 0.1);
  return Math.min(Math.trunc(quality), 100);
}

/** Fields of a report that are taken with a fix. */
const positionFields = [
  "latitude",
  "longitude",
  "altitude",
  "direction",
  "speed",
  "satellites",
  "hdop",
] as const;

/** Writes position, network and program state into the standard metrics. */
export class Inputs {
  readonly #set: (key: keyof typeof names, value: Value) => void;

  constructor(metrics: MetricStore) {
    const handles = new Map(
      Object.entries(names).map((
        [key, name],
      ) => [key, metrics.handle(name, OWNER)]),
    );
    this.#set = (key, value) => {
      const handle = handles.get(key);
      if (handle && !("length" in handle)) handle.set(value);
    };
  }

  /** A report of the receiver; a position is only taken with a fix. */
  position(report: GpsFix): void {
    this.#set("fix", report.fix);
    const quality = qualityOf(report);
    if (quality !== undefined) this.#set("quality", quality);
    if (!report.fix) return;
    for (const field of positionFields) {
      const value = report[field];
      if (value !== undefined) this.#set(field, value);
    }
  }

  network(state: NetworkState): void {
    this.#set("signal", dBm(state.signal));
    this.#set("operator", state.operator);
    this.#set("registered", state.registered);
    if (state.mode !== undefined) this.#set("mode", state.mode);
    this.#set("server", state.server);
    this.#set("apps", state.apps);
  }

  program(uptime: number, version: string, vehicle: string): void {
    this.#set("uptime", uptime);
    this.#set("version", version);
    this.#set("vehicle", vehicle);
  }
}
