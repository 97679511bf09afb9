/** How what else belongs to a plugin has to be declared: features, records, notices, channels, events, settings, pages, schedules, exports. */
import * as v from "valibot";
import { isTimeOfDay } from "../../vehicle/schedules.ts";
import type { AnyChannel, NoticeDecl } from "../notices.ts";
import type { ExportDecl, FeatureDecl, Plugin, RecordDecl } from "../plugin.ts";
import { PAGE_GROUPS, PAGE_PLACES, type PageDecl } from "../queries.ts";
import type { AnySetting, SettingSchema } from "../settings.ts";
import {
  eventSchema,
  ex,
  fn,
  has,
  isFunction,
  isSchema,
  like,
  named,
  strict,
} from "./parts.ts";

/** What tells whether something was left in the car. */
export const leftUndone = v.custom<NonNullable<Plugin["leftUndone"]>>(
  isFunction,
  "must be a function",
);
/** What tells whether a small value is better lost than old. */
export const ages = v.custom<NonNullable<Plugin["ages"]>>(
  isFunction,
  "must be a function",
);
/** A file that a plugin makes. */
export const exported = like<ExportDecl>()({
  summary: v.string(),
  make: v.custom<ExportDecl["make"]>(isFunction, "must be a function"),
});

/** Texts in other languages. */
export const texts = v.record(
  v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/, "is no language, such as de")),
  v.record(v.string(), v.pipe(v.string(), v.nonEmpty("must be a text"))),
);

const slot = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15));

/** A feature slot. */
export const feature = like<FeatureDecl>()({
  slot,
  summary: v.string(),
  unit: ex(v.picklist(["%", "user", "bits"])),
  sensitive: ex(v.boolean()),
});
const pace = {
  atOnce: v.pipe(v.number(), v.minValue(1)),
  every: v.pipe(v.number(), v.minValue(1)),
};
/** A kind of history record. */
export const record = like<RecordDecl>()({
  type: v.pipe(
    v.string(),
    v.regex(
      /^[!-+\--~]{1,32}$/,
      "must be 1 to 32 characters without blanks and commas, such as X-Tyres-Log",
    ),
  ),
  summary: v.string(),
  lifetime: v.number(),
  keep: ex(v.number()),
  send: ex(v.boolean()),
  pace: ex(strict({ ...pace, both: ex(strict(pace)) })),
  form: ex(v.picklist(["guide", "current"])),
  currentFrom: ex(v.string()),
  fields: named(v.picklist([0, 1, 2, 3, 6, "text"])),
});
/** A notice to the owner. */
export const notice = like<NoticeDecl>()({
  priority: v.picklist(["alarm", "charge", "12v", "trunk", "info"]),
  summary: v.string(),
  verb: ex(v.string()),
  always: ex(v.boolean()),
  prompt: ex(v.union([v.boolean(), v.literal("first")])),
});

/** A way to the owner. */
export const channel = like<AnyChannel>()({
  summary: v.string(),
  exists: ex(fn),
  wants: ex(fn),
  ready: ex(fn),
  budget: ex(v.pipe(v.number(), v.minValue(0))),
  timeout: ex(v.pipe(v.number(), v.minValue(1))),
  send: fn,
});
/** The name of such a way. */
export const channelName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, "must be lower case letters, digits and -"),
);

const heard = strict({ event: v.string(), payload: eventSchema });
/** An event that a plugin hears. */
export const eventRef = v.lazy((ref) =>
  has(ref, "optional")
    ? strict({ optional: v.lazy(heardOrSchema) })
    : heardOrSchema(ref)
);
const heardOrSchema = (ref: unknown) => isSchema(ref) ? eventSchema : heard;

/** A setting. */
export const settingDecl = like<AnySetting>()({
  schema: v.custom<SettingSchema>(
    isSchema,
    "must be a valibot schema",
  ),
  default: v.unknown(),
  unit: ex(v.string()),
  summary: v.string(),
  labels: ex(v.record(v.string(), v.string())),
  secret: ex(v.boolean()),
});

/** A page of the web console. */
export const page = like<PageDecl>()({
  name: v.string(),
  names: ex(v.record(v.string(), v.string())),
  about: ex(v.picklist(PAGE_GROUPS)),
  often: ex(v.boolean()),
  place: ex(v.picklist(PAGE_PLACES)),
  of: ex(v.array(v.string())),
  icon: v.string(),
  module: v.instance(
    URL,
    'must be a URL, such as new URL("./page/hills.js", import.meta.url)',
  ),
});

const daily = strict({
  summary: ex(v.string()),
  at: v.lazy((at) => typeof at === "function" ? fn : timeOfDay),
  run: fn,
});
const repeated = strict({
  summary: ex(v.string()),
  every: v.pipe(v.number(), v.minValue(1)),
  run: fn,
});
/** Work at a time of the day, or at intervals. */
export const schedule = v.lazy((of) => has(of, "every") ? repeated : daily);
const timeOfDay = v.pipe(
  v.string(),
  v.check(isTimeOfDay, "is no time of the day, such as 07:30"),
);
