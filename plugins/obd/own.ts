/** What the plugin of the OBD-II port declares, and what it remembers. */
import {
  type Ctx,
  declare,
  type DiagAddress,
  type Put,
  setting,
  v,
} from "ovms-edge";
import { xo2 } from "./metrics.ts";

/** Identifiers of 11 or of 29 bits, of which a car has the one or the other (ISO 15765-4). */
export type Width = 11 | 29;

/** The engine's control unit, or what takes its place in an electric car. */
export const ENGINE = {
  11: { to: 0x7e0, from: 0x7e8 },
  29: { to: 0x18da10f1, from: 0x18daf110 },
} as const satisfies Record<Width, DiagAddress>;
/** The same, asked as all units are. */
export const ALL = {
  11: { to: 0x7df, from: 0x7e8 },
  29: { to: 0x18db33f1, from: 0x18daf110 },
} as const satisfies Record<Width, DiagAddress>;

/** Settings `o2.*`. */
export const settings = {
  ask: setting({
    schema: v.picklist(["awake", "always"]),
    default: "awake",
    summary:
      "awake: the car is asked while its 12 V supply or its bus shows that it is awake; always: for a gateway that only has power while the ignition is on",
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
    /** Parameters of mode 01 that the car has, and the lists of them that it told. */
    supported: new Set<number>(),
    lists: new Set<number>(),
    /** The identifiers by which it answered first. */
    width: undefined as Width | undefined,
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
