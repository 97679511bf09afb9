/** How verbs, codes and queries have to be declared. */
import * as v from "valibot";
import type { AnyCode, AnyVerb, Sensitive, Subcommand } from "../plugin.ts";
import type { AnyQuery } from "../queries.ts";
import { eventSchema, ex, fn, isFunction, like, schema } from "./parts.ts";

const code = v.pipe(v.number(), v.integer(), v.minValue(0));

const sensitive = v.custom<Sensitive>(
  (value) => typeof value === "boolean" || isFunction(value),
  "must be true, false or a function",
);
const subcommand = like<Subcommand>()({ name: v.string(), usage: v.string() });
/** An SMS verb. */
export const verb = like<AnyVerb>()({
  usage: v.string(),
  subcommands: ex(v.array(subcommand)),
  summary: ex(v.string()),
  auth: ex(v.picklist(["owner", "phone", "password"])),
  query: ex(v.boolean()),
  buttons: ex(v.record(v.string(), v.string())),
  code: ex(code),
  sensitive: ex(sensitive),
  secret: ex(v.boolean()),
  replaces: ex(v.string()),
  mute: ex(v.boolean()),
  timeout: ex(v.number()),
  parallel: ex(v.boolean()),
  args: ex(schema),
  run: fn,
});

/** A MSG code. */
export const answer = like<AnyCode>()({
  name: v.string(),
  summary: ex(v.string()),
  sensitive: ex(sensitive),
  secret: ex(v.boolean()),
  replaces: ex(v.string()),
  timeout: ex(v.number()),
  parallel: ex(v.boolean()),
  split: ex(v.number()),
  args: ex(schema),
  run: fn,
});

/** A query. */
export const query = like<AnyQuery>()({
  summary: v.string(),
  args: ex(eventSchema),
  answer: eventSchema,
  acts: ex(v.boolean()),
  owner: ex(v.boolean()),
  sensitive: ex(v.boolean()),
  timeout: ex(v.number()),
  run: fn,
});
