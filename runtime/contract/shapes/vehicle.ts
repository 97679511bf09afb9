/** How a vehicle has to look. */
import * as v from "valibot";
import type { Simulator } from "../simulator.ts";
import { page, settingDecl, texts } from "./owned.ts";
import { busNumber, ex, isFunction, named } from "./parts.ts";

/** Fields that a vehicle fills in its own way: names of metrics, or fixed numbers. */
const messages = named(v.union([v.string(), v.number()]));
const bus = v.strictObject({
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
const edition = v.strictObject({
  plugins: ex(v.array(v.unknown())),
  verbs: ex(v.array(v.string())),
  messages: ex(messages),
  writeBits: ex(writeBits),
  ownParameters: ex(ownParameters),
});
/** A vehicle: all keys that there are. */
export const vehicleShape = v.strictObject({
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
  editions: ex(v.strictObject({ by: v.string(), of: named(edition) })),
  settings: ex(named(settingDecl)),
  pages: ex(named(page)),
  texts: ex(texts),
  simulator: ex(v.custom<Simulator>(isFunction, "must be a function")),
});
