/** What a plugin from outside must look like: types are erased there, so the shape is checked when it is loaded. */
import * as v from "valibot";
import type { Args } from "./args.ts";
import type { EventSchema } from "./events.ts";
import { isField } from "../frames/place.ts";
import { needs } from "./handles.ts";
import { metricClasses } from "./metric_spec.ts";
import { units } from "./metric_types.ts";
import type { ExportDecl, Plugin, Sensitive } from "./plugin.ts";
import { PAGE_GROUPS } from "./queries.ts";
import type { SettingSchema } from "./settings.ts";
import type { Simulator } from "./simulator.ts";
import { didYouMean } from "../nearest.ts";
import { standard } from "./standard_metrics.ts";
import type { Vehicle } from "./vehicle.ts";
import { isTimeOfDay } from "../vehicle/schedules.ts";
import { CONTRACT } from "../version.ts";

const ex = v.exactOptional;
/** Names that records leave out without a word, as code that copies objects would go wrong with them. */
const UNUSABLE = ["__proto__", "prototype", "constructor"];
const usable = v.custom<Record<string, unknown>>(
  (value) =>
    typeof value !== "object" || value === null ||
    !UNUSABLE.some((name) => Object.hasOwn(value, name)),
  `must have other names than ${UNUSABLE.join(", ")}`,
);
const named = <T extends v.GenericSchema>(entry: T) =>
  v.pipe(usable, v.record(v.string(), entry));
const isFunction = (value: unknown) => typeof value === "function";
const fn = v.custom<(...args: never[]) => unknown>(
  isFunction,
  "must be a function",
);
const decoder = v.custom<(raw: number) => unknown>(
  isFunction,
  "must be a function",
);
const isSchema = (value: unknown) =>
  typeof value === "object" && value !== null && "~standard" in value;
const leftUndone = v.custom<NonNullable<Plugin["leftUndone"]>>(
  isFunction,
  "must be a function",
);
const ages = v.custom<NonNullable<Plugin["ages"]>>(
  isFunction,
  "must be a function",
);
const exported = v.strictObject({
  summary: v.string(),
  make: v.custom<ExportDecl["make"]>(isFunction, "must be a function"),
});
const schema = v.custom<Args>(
  isSchema,
  "must be a valibot schema",
);
const slot = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15));
const code = v.pipe(v.number(), v.integer(), v.minValue(0));

const standardName = v.pipe(
  v.string(),
  v.check(
    (name) => Object.hasOwn(standard, name),
    ({ input }) =>
      `${input} is no standard metric: give its name and unit${
        didYouMean(input, Object.keys(standard))
      }`,
  ),
);
const kind = v.picklist(["flag", "text", "list"]);
const metricSpec = v.strictObject({
  name: v.string(),
  unit: v.picklist(units),
  is: ex(v.lazy((is) => Array.isArray(is) ? v.array(v.string()) : kind)),
  initial: ex(v.union([v.number(), v.boolean(), v.string()])),
  fresh: ex(v.number()),
  class: ex(v.picklist(metricClasses)),
  icon: ex(
    v.pipe(
      v.string(),
      v.regex(/^mdi:[a-z0-9-]+$/, "must be an icon's name, such as mdi:car"),
    ),
  ),
  grows: ex(v.boolean()),
  keep: ex(v.boolean()),
});
const metric = v.lazy((ref) =>
  typeof ref === "string" ? standardName : metricSpec
);

const read = v.lazy((ref) =>
  has(ref, "optional") ? v.strictObject({ optional: metric }) : metric
);

const sensitive = v.custom<Sensitive>(
  (value) => typeof value === "boolean" || isFunction(value),
  "must be true, false or a function",
);
const subcommand = v.object({ name: v.string(), usage: v.string() });
const verb = v.strictObject({
  usage: v.string(),
  subcommands: ex(v.array(subcommand)),
  summary: ex(v.string()),
  auth: ex(v.picklist(["owner", "phone", "password"])),
  query: ex(v.boolean()),
  buttons: ex(v.record(v.string(), v.string())),
  code: ex(code),
  sensitive: ex(sensitive),
  replaces: ex(v.string()),
  mute: ex(v.boolean()),
  timeout: ex(v.number()),
  parallel: ex(v.boolean()),
  args: ex(schema),
  run: fn,
});

const answer = v.strictObject({
  name: v.string(),
  summary: ex(v.string()),
  sensitive: ex(sensitive),
  replaces: ex(v.string()),
  timeout: ex(v.number()),
  parallel: ex(v.boolean()),
  split: ex(v.number()),
  args: ex(schema),
  run: fn,
});

const field = v.pipe(
  v.string(),
  v.check(isField, "is no field of a frame, such as B5 or B1l:B2"),
);
const some = v.lazy((of) =>
  Array.isArray(of) ? v.array(v.number()) : v.number()
);
const range = v.tuple([v.number(), v.number()]);
const guardIs = v.strictObject({ at: field, is: some });
const guardNot = v.strictObject({ at: field, not: some });
const guardWithin = v.strictObject({ at: field, within: v.array(range) });
const guard = v.lazy((when) =>
  has(when, "not") ? guardNot : has(when, "within") ? guardWithin : guardIs
);
const guards = v.lazy((when) => Array.isArray(when) ? v.array(guard) : guard);
const crc = v.strictObject({
  crc8: v.number(),
  start: ex(v.number()),
  xor: ex(v.number()),
  at: ex(v.number()),
});
const nibbles = v.strictObject({ nibbles: v.number() });
const counter = v.strictObject({ counter: field });
const check = v.lazy((one) =>
  has(one, "crc8") ? crc : has(one, "nibbles") ? nibbles : counter
);
const oneSignal = v.strictObject({
  at: field,
  times: ex(v.number()),
  per: ex(v.number()),
  offset: ex(v.number()),
  valid: ex(range),
  invalid: ex(some),
  as: ex(decoder),
  values: ex(v.record(v.string(), v.unknown())),
  when: ex(guards),
});
const signal = v.lazy((of) =>
  Array.isArray(of) ? v.array(oneSignal) : oneSignal
);
const decoded = v.strictObject({
  when: ex(guards),
  checks: ex(v.array(check)),
  bytes: v.number(),
  decode: fn,
});
const signals = v.strictObject({
  when: ex(guards),
  checks: ex(v.array(check)),
  bytes: ex(v.number()),
  signals: named(signal),
});
const frame = v.lazy((def) => has(def, "decode") ? decoded : signals);
const frameId = v.pipe(
  v.string(),
  v.check(
    (id) => Number.isInteger(Number(id)) && Number(id) >= 0 && id !== "",
    "is no identifier of a frame, such as 0x155",
  ),
);
const busNumber = v.pipe(
  v.string(),
  v.regex(/^[1-9]$/, "is no number of a bus, 1 to 9"),
);
const canId = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(0x1fffffff),
);
const aByte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const period = ex(v.pipe(v.number(), v.minValue(0)));
const poll = v.strictObject({
  to: canId,
  from: canId,
  bus: ex(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9))),
  address: ex(v.tuple([aByte, aByte])),
  read: v.strictObject({
    request: v.pipe(v.array(aByte), v.minLength(1), v.maxLength(4095)),
    answer: v.pipe(v.array(aByte), v.minLength(1)),
    skip: ex(v.number()),
  }),
  every: v.strictObject({
    off: period,
    on: period,
    driving: period,
    charging: period,
  }),
  bytes: ex(v.number()),
  onSilentBus: ex(v.boolean()),
  when: ex(fn),
  decode: fn,
});
const codeNumber = v.pipe(
  v.string(),
  v.regex(/^(0|[1-9]\d{0,4})$/, "is no number of a code, such as 300"),
);

const feature = v.strictObject({
  slot,
  summary: v.string(),
  unit: ex(v.picklist(["%", "user", "bits"])),
  sensitive: ex(v.boolean()),
});
const pace = {
  atOnce: v.pipe(v.number(), v.minValue(1)),
  every: v.pipe(v.number(), v.minValue(1)),
};
const record = v.strictObject({
  type: v.pipe(v.string(), v.maxLength(32)),
  summary: v.string(),
  lifetime: v.number(),
  keep: ex(v.number()),
  send: ex(v.boolean()),
  pace: ex(v.strictObject({ ...pace, both: ex(v.strictObject(pace)) })),
  fields: named(v.picklist([0, 1, 2, 3, 6, "text"])),
});
const notice = v.strictObject({
  priority: v.picklist(["alarm", "charge", "12v", "trunk", "info"]),
  summary: v.string(),
  verb: ex(v.string()),
  always: ex(v.boolean()),
  prompt: ex(v.union([v.boolean(), v.literal("first")])),
});

const channel = v.strictObject({
  summary: v.string(),
  exists: ex(fn),
  wants: ex(fn),
  ready: ex(fn),
  budget: ex(v.pipe(v.number(), v.minValue(0))),
  timeout: ex(v.pipe(v.number(), v.minValue(1))),
  send: fn,
});
const channelName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, "must be lower case letters, digits and -"),
);

const eventSchema = v.custom<EventSchema>(
  isSchema,
  "must be a valibot schema",
);
const heard = v.strictObject({ event: v.string(), payload: eventSchema });
const eventRef = v.lazy((ref) =>
  has(ref, "optional")
    ? v.strictObject({ optional: v.lazy(heardOrSchema) })
    : heardOrSchema(ref)
);
const heardOrSchema = (ref: unknown) => isSchema(ref) ? eventSchema : heard;

const settingDecl = v.strictObject({
  schema: v.custom<SettingSchema>(
    isSchema,
    "must be a valibot schema",
  ),
  default: v.unknown(),
  unit: ex(v.string()),
  summary: v.string(),
  secret: ex(v.boolean()),
});

const query = v.strictObject({
  summary: v.string(),
  args: ex(eventSchema),
  answer: eventSchema,
  acts: ex(v.boolean()),
  owner: ex(v.boolean()),
  sensitive: ex(v.boolean()),
  timeout: ex(v.number()),
  run: fn,
});
const page = v.strictObject({
  name: v.string(),
  names: ex(v.record(v.string(), v.string())),
  about: ex(v.picklist(PAGE_GROUPS)),
  often: ex(v.boolean()),
  icon: v.string(),
  module: v.instance(
    URL,
    'must be a URL, such as new URL("./page/hills.js", import.meta.url)',
  ),
});

const daily = v.strictObject({
  summary: ex(v.string()),
  at: v.lazy((at) => typeof at === "function" ? fn : timeOfDay),
  run: fn,
});
const repeated = v.strictObject({
  summary: ex(v.string()),
  every: v.pipe(v.number(), v.minValue(1)),
  run: fn,
});
const schedule = v.lazy((of) => has(of, "every") ? repeated : daily);
const timeOfDay = v.pipe(
  v.string(),
  v.check(isTimeOfDay, "is no time of the day, such as 07:30"),
);
const contract = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}\.\d{1,4}$/, "is no version of the contract, such as 1.0"),
  v.check(
    isKnown,
    `is a version of the contract that this program does not know, it has ${CONTRACT}: update the program or the plugin`,
  ),
);
/** Commas would part permissions. */
const host = v.pipe(
  v.string(),
  v.regex(
    /^(\*|[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?)$/i,
    "is no host, such as api.example.com, nor * for any",
  ),
);
const place = v.pipe(
  v.string(),
  v.regex(/^\/[^,]+$/, "is no full path, such as /etc/localtime"),
);

type Issue = v.BaseIssue<unknown>;

const shape = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]*$/, "must be lower case letters, digits and -"),
  ),
  leftUndone: ex(leftUndone),
  exports: ex(named(exported)),
  ages: ex(ages),
  summary: ex(v.string()),
  contract: ex(contract),
  permissions: ex(v.strictObject({
    net: ex(v.array(host)),
    read: ex(v.array(place)),
  })),
  sensitive: ex(v.boolean()),
  needs: ex(v.array(v.picklist(needs))),
  metrics: ex(named(metric)),
  reads: ex(named(read)),
  features: ex(named(feature)),
  records: ex(named(record)),
  notices: ex(named(notice)),
  settings: ex(named(settingDecl)),
  events: ex(named(eventSchema)),
  hears: ex(named(eventRef)),
  schedules: ex(named(schedule)),
  channels: ex(v.record(channelName, channel)),
  queries: ex(named(query)),
  pages: ex(named(page)),
  state: ex(fn),
  sms: ex(named(verb)),
  msg: ex(v.record(codeNumber, answer)),
  frames: ex(v.record(frameId, frame)),
  framesOn: ex(v.record(busNumber, v.record(frameId, frame))),
  polls: ex(v.array(poll)),
  every: ex(
    v.strictObject({
      second: ex(fn),
      tenSeconds: ex(fn),
      minute: ex(fn),
      tenMinutes: ex(fn),
    }),
  ),
  on: ex(named(fn)),
  start: ex(fn),
  stop: ex(fn),
  settle: ex(fn),
});

/** Fields that a vehicle fills in its own way: names of metrics, or fixed numbers. */
const messages = named(v.union([v.string(), v.number()]));
const bus = v.strictObject({
  name: v.string(),
  bitRate: v.pipe(v.number(), v.integer(), v.minValue(1)),
  polls: ex(v.pipe(v.number(), v.minValue(0))),
});
const writeBits = v.pipe(v.number(), v.integer(), v.minValue(0));
const edition = v.strictObject({
  plugins: ex(v.array(v.unknown())),
  verbs: ex(v.array(v.string())),
  messages: ex(messages),
  writeBits: ex(writeBits),
});
const vehicleShape = v.strictObject({
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
  editions: ex(v.strictObject({ by: v.string(), of: named(edition) })),
  settings: ex(named(settingDecl)),
  pages: ex(named(page)),
  simulator: ex(v.custom<Simulator>(isFunction, "must be a function")),
});

/** Whether a plugin that was made for this version of the contract can be had. */
function isKnown(made: string): boolean {
  const [major, minor = 0] = made.split(".").map(Number);
  const [own, newest = 0] = CONTRACT.split(".").map(Number);
  return major === own && minor <= newest;
}

function has(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

/**
 * Takes an export of a module as a plugin.
 * @param where name of the module, for the error
 * @throws TypeError with one sentence that says what is wrong with it
 */
export function pluginFrom(value: unknown, where: string): Plugin {
  // The shape was checked; what the functions take and give is checked when they are called.
  return checked(shape, value, where) as Plugin;
}

/**
 * Takes an export of a module as a vehicle type, with all its plugins.
 * @param where name of the module, for the error
 * @throws TypeError with one sentence that says what is wrong with it
 */
export function vehicleFrom(value: unknown, where: string): Vehicle {
  const vehicle = checked(vehicleShape, value, where);
  const plugins = allFrom(vehicle.plugins, `${where}: plugins`);
  return { ...vehicle, plugins, ...editionsFrom(vehicle, where) } as Vehicle;
}

function allFrom(plugins: readonly unknown[], where: string) {
  return plugins.map((plugin, i) => pluginFrom(plugin, `${where}.${i}`));
}

function editionsFrom(
  { editions, settings = {} }: v.InferOutput<typeof vehicleShape>,
  where: string,
): Pick<Vehicle, "editions"> {
  if (!editions) return {};
  const { by } = editions;
  if (!Object.hasOwn(settings, by)) {
    throw new TypeError(
      `${where}: editions.by: "${by}" must be one of the vehicle's settings`,
    );
  }
  const of = Object.entries(editions.of).map(([name, { plugins, ...rest }]) => [
    name,
    plugins
      ? { ...rest, plugins: allFrom(plugins, `${where}: ${name}.plugins`) }
      : rest,
  ]);
  return { editions: { by, of: Object.fromEntries(of) } };
}

function checked<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
  where: string,
): T {
  const parsed = lookedAt(where, () => v.safeParse(schema, value));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TypeError(
    `${where}: ${v.getDotPath(issue) ?? "default export"}: ${whyNot(issue)}`,
  );
}

/**
 * Looks at what somebody else wrote, whose getters and proxies may do anything.
 * @throws TypeError with one sentence where that throws
 */
export function lookedAt<T>(where: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw new TypeError(
      `${where}: looking at it throws "${textOf(error)}": use plain values`,
    );
  }
}

/** What was thrown, in one line; it may be something that cannot be made a text. */
function textOf(error: unknown): string {
  try {
    const text = error instanceof Error ? error.message : String(error);
    return text.split("\n")[0] ?? "";
  } catch {
    return "something without a text";
  }
}

/** What is wrong with a part; keys of a plugin are missing, or unknown. */
function whyNot({ type, expected, received, message }: Issue): string {
  if (type !== "strict_object" || expected === "Object") return message;
  return expected === "never"
    ? "is not known here: look for a slip of the pen"
    : received === "undefined"
    ? "is missing"
    : message;
}
