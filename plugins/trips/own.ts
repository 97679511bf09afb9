/** What the plugin of trips and charges declares. */
import { type Ctx, declare, optional, v } from "ovms-edge";
import { Gain } from "./gain.ts";
import { type Charge, records, type Trip } from "./records.ts";
import type { ChargeUnderWay, TripUnderWay } from "./under_way.ts";

/** Most that a counter gains in a second: km and kWh. */
const MOST = 10;

/** What the counters gained since the last second. */
export class Gains {
  readonly trip = new Gain(MOST);
  readonly odometer = new Gain(MOST, false);
  readonly used = new Gain(MOST);
  readonly regained = new Gain(MOST);
  readonly charged = new Gain(MOST);
  readonly grid = new Gain(MOST);
}

/** What the plugin remembers while it runs. */
class TripsState {
  trip: TripUnderWay | null = null;
  charge: ChargeUnderWay | null = null;
  gains = { trip: new Gains(), charge: new Gains() };
  /** What is told of those that ended; undefined until somebody asks after a change. */
  told: { readonly trips: Trip[]; readonly charges: Charge[] } | undefined;
}

/** The declaring half of the plugin. */
export const own = declare({
  needs: ["clock", "memory", "history", "system"],
  reads: {
    on: "v.e.on",
    charging: "v.c.charging",
    soc: "v.b.soc",
    odometer: "v.p.odometer",
    lock: "v.p.gpslock",
    latitude: "v.p.latitude",
    longitude: "v.p.longitude",
    // What not every car tells
    trip: optional("v.p.trip"),
    speed: optional("v.p.speed"),
    power: optional("v.b.power"),
    used: optional("v.b.energy.used"),
    regained: optional("v.b.energy.recd"),
    charged: optional("v.c.kwh"),
    grid: optional("v.c.kwh.grid"),
    temperature: optional("v.b.temp"),
  },
  records,
  settings: {
    price: {
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
      default: 0,
      unit: "per kWh",
      summary: "Price of a charge from now on; 0 for none",
    },
    currency: {
      schema: v.pipe(
        v.string(),
        v.regex(/^[\p{L}\p{Sc}][^\s,"]{0,7}$/u),
        v.description(
          "a letter or a sign and up to 7 characters more, such as EUR or €",
        ),
      ),
      default: "EUR",
      summary: "Currency of the price",
    },
    pause: {
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(240)),
      default: 5,
      unit: "min",
      summary: "Pause after which a trip or a charge is over",
    },
    places: {
      schema: v.boolean(),
      default: true,
      summary: "Whether trips and charges keep where they began and ended",
    },
  },
  state: () => new TripsState(),
});
/** The context of the plugin. */
export type X = Ctx<typeof own>;
