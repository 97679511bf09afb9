/** What the plugin of the Twizy's trouble codes declares. */
import { type Ctx, declare, setting, v } from "ovms-edge";
import { xrt } from "../metrics.ts";
import type { Stored } from "./slots.ts";
import { type Slot, TroubleStore } from "./store.ts";

/** A week. */
const LIFETIME = 604_800;

/** Settings `dtc.*`. */
const settings = {
  watch: setting({
    schema: v.boolean(),
    default: false,
    summary:
      "Asks the display for trouble codes every 10 s while the car is awake (60 s while it charges), and tells new ones",
  }),
  autoreset: setting({
    schema: v.boolean(),
    default: false,
    summary:
      "Counts how often a trouble code was present anew with each drive and charge",
  }),
};

const record = {
  type: "RT-OBD-ClusterDTC",
  summary: "A trouble code that the display stored; number: its slot",
  lifetime: LIFETIME,
  fields: {
    ecu: 0,
    dtc: 0,
    revision: 0,
    times: 0,
    g1: 0,
    g2: 0,
    serviceKey: 0,
    customer: 0,
    memorize: 0,
    bt: 0,
    ef: 0,
    dc: 0,
    dns: 0,
    odometer: 0,
    speed: "text",
    soc: 0,
    volts: 0,
    timeCounter: 0,
    ignitionCycles: "text",
  },
} as const;

/** Declarations of the plugin `dtc`. */
export const own = declare({
  needs: ["diag", "memory"],
  settings,
  reads: {
    awake: "v.e.awake",
    on: "v.e.on",
    charging: "v.c.charging",
    speed: "v.p.speed",
  },
  metrics: { vin: xrt.clusterVin },
  records: { code: record },
  notices: {
    news: {
      priority: "alarm",
      summary: "A trouble code became present or is new",
    },
  },
  events: {
    // A trouble code became present, or was stored
    "vehicle-dtc": v.object({ ecu: v.number(), number: v.number() }),
  },
  state: () => ({
    store: new TroubleStore(),
    /** Second of the last question, and of the last VIN. */
    askedAt: -Infinity,
    identifiedAt: -Infinity,
  }),
});
/** Context of the plugin's hooks. */
export type X = Ctx<typeof own>;

const bit = (on: boolean) => on ? 1 : 0;
const text = (value: Stored["speed"]) => value?.toString() ?? "";

/** A slot as its record. */
export function rowOf({ stored: s, times }: Slot) {
  return {
    ecu: s.ecu,
    dtc: s.number,
    revision: s.revision,
    times,
    g1: bit(s.g1),
    g2: bit(s.g2),
    serviceKey: bit(s.serviceKey),
    customer: bit(s.customer),
    memorize: bit(s.memorize),
    bt: bit(s.bt),
    ef: bit(s.ef),
    dc: bit(s.dc),
    dns: bit(s.dns),
    odometer: s.odometer,
    speed: text(s.speed),
    soc: s.soc,
    volts: s.volts,
    timeCounter: s.timeCounter,
    ignitionCycles: text(s.ignitionCycles),
  };
}
