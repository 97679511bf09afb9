import { type Code, type Ctx, declare, optional, type Verb } from "ovms-edge";
import { CriticalSoc, MinimumSoc } from "./soc_alerts.ts";
import { SupplyMonitor } from "./supply_monitor.ts";

/** What all parts of the plugin share. */
export const own = declare({
  needs: [
    "clock",
    "gsm",
    "gsm.send",
    "gsm.ussd",
    "gsm.command",
    "messages",
    "params",
    "settings",
    "slots",
    "supply",
    "system",
  ],
  reads: {
    soc: "v.b.soc",
    // Of a vehicle that has its own way to whole numbers
    wholeSoc: optional({ name: "x.soc.whole", unit: "%" }),
    ideal: "v.b.range.ideal",
    estimated: "v.b.range.est",
    cac: "v.b.cac",
    odometer: "v.p.odometer",
    latitude: "v.p.latitude",
    longitude: "v.p.longitude",
    on: "v.e.on",
    charging12v: "v.e.charging12v",
    port: "v.d.cp",
    charging: "v.c.charging",
    pilot: "v.c.pilot",
    chargeState: "v.c.state",
    chargeMode: "v.c.mode",
    lineVoltage: "v.c.voltage",
    chargeCurrent: "v.c.current",
    toFull: "v.c.duration.full",
    toSoc: "v.c.duration.soc",
    toRange: "v.c.duration.range",
    socLimit: "v.c.limit.soc",
    rangeLimit: "v.c.limit.range",
  },
  metrics: {
    volts: "v.b.12v.voltage",
    reference: "v.b.12v.voltage.ref",
    alert: "v.b.12v.voltage.alert",
    settling: { name: "x.12v.settling", unit: "min", initial: 0 },
  },
  features: {
    stream: {
      slot: 8,
      summary: "1 logs positions while driving and streams the location",
      unit: "bits",
    },
    minimumSoc: { slot: 9, summary: "Alert below this SOC; 0 off", unit: "%" },
    carBits: {
      slot: 14,
      summary:
        "2 no denial by SMS, 4 no SMS at all, 8 no vehicle errors, 128 no texts of others to the apps",
      unit: "bits",
    },
    canWrite: {
      slot: 15,
      summary: "1 allows to write to the car's bus",
      sensitive: true,
    },
  },
  notices: {
    supply: { priority: "12v", summary: "12 V battery low, or well again" },
    minimumSoc: {
      priority: "charge",
      summary: "SOC below feature 9: the status text",
      verb: "STAT",
    },
    criticalSoc: {
      priority: "alarm",
      summary: "SOC below 5 % with the car off",
      always: true,
      prompt: true,
    },
    password: {
      priority: "info",
      summary: "The password is still the default",
      always: true,
    },
  },
  state: () => ({
    supply: new SupplyMonitor(),
    minimumSoc: new MinimumSoc(),
    criticalSoc: new CriticalSoc(),
    /** Second in which the car was plugged in last. */
    pluggedAt: -Infinity,
  }),
});

/** What the plugin's handlers are given. */
export type Framework = Ctx<typeof own>;

/** A part of the table of verbs; argument types follow from each verb's schema. */
export function verbs<S>(
  table: { readonly [K in keyof S]: Verb<S[K], Framework> },
): { readonly [K in keyof S]: Verb<S[K], Framework> } {
  return table;
}

/** A part of the table of MSG codes. */
export function codes<S>(
  table: { readonly [K in keyof S]: Code<S[K], Framework> },
): { readonly [K in keyof S]: Code<S[K], Framework> } {
  return table;
}
