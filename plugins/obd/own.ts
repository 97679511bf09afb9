/** What the plugin of the OBD-II port declares, and what it remembers. */
import { type Ctx, declare, type Put, setting, v } from "ovms-edge";
import { xo2 } from "./metrics.ts";
import { Units } from "./units.ts";

/** Settings `o2.*`. */
export const settings = {
  ask: setting({
    schema: v.picklist(["awake", "always"]),
    default: "awake",
    summary:
      "awake: the car is asked while its 12 V supply or its bus shows that it is awake; always: for a gateway that only has power while the ignition is on",
    labels: { awake: "while the car is awake", always: "at any time" },
  }),
  wakefrom: setting({
    schema: v.pipe(v.number(), v.minValue(11), v.maxValue(16)),
    default: 13,
    unit: "V",
    summary: "12 V supply from which on the car counts as awake",
  }),
};

/** Declarations of the plugin `obd`. */
export const own = declare({
  needs: ["diag", "supply", "memory"],
  settings,
  metrics: {
    ...xo2,
    vin: "v.vin",
    soc: "v.b.soc",
    speed: "v.p.speed",
    odometer: "v.p.odometer",
    rpm: "v.m.rpm",
    coolant: "v.m.temp",
    ambient: "v.e.temp",
    throttle: "v.e.throttle",
    awake: "v.e.awake",
    on: "v.e.on",
    parkTime: "v.e.parktime",
    charging12v: "v.e.charging12v",
  },
  state: () => ({
    /** What the car's control units told of themselves. */
    units: new Units(),
    /** The car told its VIN. */
    identified: false,
    /** Second in which a unit on a bus with other traffic answered last. */
    answeredAt: -Infinity,
    /** Second in which anything told last that the car is awake, and that it runs. */
    awakeAt: -Infinity,
    ranAt: -Infinity,
    /** Second in which it was switched off; undefined before that was seen. */
    parkedAt: undefined as number | undefined,
  }),
});
/** Context of the plugin's hooks. */
export type X = Ctx<typeof own>;
/** What its polls write to. */
export type P = Put<NonNullable<typeof own.metrics>>;
