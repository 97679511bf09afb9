import * as v from "valibot";
import { told } from "../../../contract/texts.ts";
import type { SettingState } from "../../../settings/settings.ts";
import { jsonSchema } from "../answers/json_schema.ts";
import { refusing } from "../answers/problem.ts";
import { route, type RouteContext } from "./route.ts";

/** Who it was, for the journal. */
const whoOf = ({ caller }: RouteContext) => `http ${caller.who}`;

const name = v.pipe(v.string(), v.maxLength(80));

/** A setting with what it may be. */
export const settingAnswer = v.object({
  /** Full name: that of its owner and its own. */
  name: v.string(),
  /** Plugin, link or vehicle type. */
  owner: v.string(),
  summary: told,
  unit: told,
  secret: v.boolean(),
  /** Null for what is secret. */
  value: v.unknown(),
  default: v.unknown(),
  /** Whether somebody set it. */
  set: v.boolean(),
  /** What it may be, in words. */
  expected: told,
  /** What it may be, as JSON Schema. */
  schema: v.record(v.string(), v.unknown()),
  /** What values that it may have are called, by those as text. */
  labels: v.record(v.string(), told),
  /** A stored value that no longer fits, as text; null for none. */
  aside: v.nullable(v.string()),
});

/** Settings of plugins, vehicle, links and core. */
export const pluginSettingRoutes = [
  route({
    method: "get",
    path: "/settings",
    summary: "All settings with what they may be; secret ones without value",
    answer: v.array(settingAnswer),
    run: (_, { services: { settings } }) => settings.list().map(view),
  }),
  route({
    method: "put",
    path: "/settings/{name}",
    summary:
      "Sets a setting; without a value it has its default again. Text is read as SET reads it where the schema wants no text",
    owner: true,
    params: v.object({ name }),
    body: v.strictObject({ value: v.optional(v.unknown()) }),
    answer: settingAnswer,
    run({ params: { name }, body: { value } }, context) {
      const { services: { settings } } = context, who = whoOf(context);
      return view(
        refusing(() =>
          typeof value === "string"
            ? settings.set(name, value, who)
            : settings.put(name, value, who)
        ),
      );
    },
  }),
];

function view(state: SettingState): v.InferOutput<typeof settingAnswer> {
  const { decl, secret, isSet, aside, value } = state;
  const { name, owner, summary, unit, expected } = state;
  return {
    name,
    owner,
    summary,
    unit,
    secret,
    value: secret ? null : value,
    default: secret ? null : decl.default,
    set: isSet,
    expected,
    schema: jsonSchema(decl.schema),
    labels: decl.labels ?? {},
    aside: aside ?? null,
  };
}
