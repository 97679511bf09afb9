/** How a vehicle has to look. */
import * as v from "valibot";
import type { MessageOverrides } from "../messages.ts";
import type { Simulator } from "../simulator.ts";
import type { BusDecl, Edition, Editions, Vehicle } from "../vehicle.ts";
import { page, settingDecl, texts } from "./owned.ts";
import { busNumber, ex, isFunction, like, named } from "./parts.ts";

const metricName = ex(v.string());
const metricOrNumber = ex(v.union([v.string(), v.number()]));
/** A bit that stays 0. */
const never = ex(v.literal(false));
/** Fields that a vehicle fills in its own way: names of metrics, or fixed values. */
const messages = like<MessageOverrides>()({
  soc: metricName,
  odometer: metricName,
  speed: metricName,
  pemTemperature: metricName,
  motorTemperature: metricName,
  chargeLimit: metricOrNumber,
  chargeMinutes: metricOrNumber,
  chargeEnergy: metricOrNumber,
  minutesToFull: metricOrNumber,
  minutesToLimit: metricOrNumber,
  rangeLimit: metricOrNumber,
  socLimit: metricOrNumber,
  trip: metricOrNumber,
  driveMode: metricName,
  awake: never,
  bus: never,
});
const bus = like<BusDecl>()({
  name: v.string(),
  bitRate: v.pipe(v.number(), v.integer(), v.minValue(1)),
  polls: ex(v.pipe(v.number(), v.minValue(0))),
});
const topic = v.pipe(
  v.string(),
  v.regex(
    /^(info|alert|error|data)\/[a-z0-9.]+$/,
    "must be a topic, such as alert/battery.status",
  ),
);
const writeBits = v.pipe(v.number(), v.integer(), v.minValue(0));
const ownParameters = v.record(
  v.pipe(
    v.string(),
    v.regex(/^(1[5-9]|2[0-3])$/, "must be a free parameter, 15 to 23"),
  ),
  v.string(),
);
const edition = like<Edition>()({
  plugins: ex(v.array(v.unknown())),
  verbs: ex(v.array(v.string())),
  messages: ex(messages),
  writeBits: ex(writeBits),
  ownParameters: ex(ownParameters),
});
/** A vehicle: all keys that there are. */
export const vehicleShape = like<Vehicle>()({
  type: v.pipe(
    v.string(),
    v.regex(/^[A-Z][A-Z0-9]$/, "must be two upper case letters, such as BK"),
  ),
  name: v.pipe(v.string(), v.nonEmpty("must say which vehicle it is")),
  plugins: v.array(v.unknown()),
  buses: ex(v.record(busNumber, bus)),
  verbs: ex(v.array(v.string())),
  messages: ex(messages),
  writeBits: ex(writeBits),
  ownParameters: ex(ownParameters),
  topics: ex(named(topic)),
  editions: ex(like<Editions>()({ by: v.string(), of: named(edition) })),
  settings: ex(named(settingDecl)),
  pages: ex(named(page)),
  texts: ex(texts),
  simulator: ex(v.custom<Simulator>(isFunction, "must be a function")),
});
