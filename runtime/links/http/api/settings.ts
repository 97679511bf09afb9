import * as v from "valibot";
import { told, toldPart } from "../../../contract/texts.ts";
import { FEATURE_MAX, SLOTS } from "../../../settings/features.ts";
import {
  FEATURE_MIRROR,
  PARAM,
  parameterLabels,
  parameters,
  VALUE_LENGTH,
} from "../../../settings/params.ts";
import { jsonSchema } from "../answers/json_schema.ts";
import { refusing } from "../answers/problem.ts";
import { route, type RouteContext } from "./route.ts";
import { whole } from "./schemas.ts";

/** Who it was, for the journal. */
const whoOf = ({ caller }: RouteContext) => `http ${caller.who}`;
/** Parameters from which on features are mirrored; they are set as features. */
const FIRST_MIRROR = FEATURE_MIRROR + 8;

/** A parameter. */
export const parameterAnswer = v.object({
  number: v.number(),
  name: told,
  summary: told,
  /** Null for what is secret. */
  value: v.nullable(v.string()),
  secret: v.boolean(),
  /** Whether it has another value than the one it comes with. */
  set: v.boolean(),
  /** Whether it is stored in upper case. */
  upper: v.boolean(),
  /** What it may be as it is stored, as JSON Schema. */
  schema: v.pipe(
    v.record(v.string(), v.unknown()),
    toldPart("description"),
  ),
  /** What values that it may have are called. */
  labels: v.record(v.string(), told),
});

/** A feature slot. */
export const featureAnswer = v.object({
  slot: v.number(),
  summary: told,
  /** Plugin that uses it; empty for a slot that nobody claimed. */
  owner: v.string(),
  value: v.number(),
  /** Forgotten at a restart. */
  volatile: v.boolean(),
});

/** Meaning of the slots that the core itself uses. */
const CORE: Readonly<Record<number, string>> = {
  8: "Streams the position: 1",
  9: "Alert below this SOC, %; 0: none",
  14: "Car bits: 2 no denials, 4 no text messages, 8 no error alerts",
  15: "CAN write access: 0 listen only",
};

interface Described {
  readonly type: string;
  readonly pipe?: readonly { readonly type: string }[];
}

/** Whether a schema takes small letters as capital ones. */
function isUpper(schema: Described): boolean {
  return schema.pipe?.some(({ type }) => type === "to_upper_case") ?? false;
}

/** Parameters and features. */
export const settingRoutes = [
  route({
    method: "get",
    path: "/parameters",
    summary: "All parameters; secret ones without their value",
    answer: v.array(parameterAnswer),
    run: (_, { services: { params, options: { vehicles } } }) =>
      parameters.slice(0, FIRST_MIRROR).map((
        { number, name, summary, fallback, secret },
      ) => ({
        number,
        name,
        summary,
        value: secret ? null : params.get(number),
        secret,
        set: params.get(number) !== fallback,
        upper: isUpper(params.schema(number)),
        schema: { ...jsonSchema(params.schema(number), "output") },
        labels: number === PARAM.vehicleType
          ? Object.fromEntries(vehicles.map(({ type, name }) => [type, name]))
          : parameterLabels[number] ?? {},
      })),
  }),
  route({
    method: "put",
    path: "/parameters/{number}",
    summary: "Sets a parameter; it takes effect at once",
    owner: true,
    params: v.object({ number: whole(0, FIRST_MIRROR - 1) }),
    body: v.strictObject({
      value: v.pipe(v.string(), v.maxLength(VALUE_LENGTH)),
    }),
    answer: v.object({ ok: v.literal(true) }),
    run({ params: { number }, body: { value } }, context) {
      const { services } = context;
      refusing(() =>
        services.params.set(new Map([[number, value]]), whoOf(context))
      );
      services.reconnect();
      return { ok: true } as const;
    },
  }),
  route({
    method: "get",
    path: "/features",
    summary: "All feature slots with value and meaning",
    answer: v.array(featureAnswer),
    run: (_, { services: { features, registry } }) =>
      Array.from({ length: SLOTS }, (_, slot) => {
        const claim = registry.features.get(slot);
        return {
          slot,
          summary: claim?.def.summary ?? CORE[slot] ?? "Not used",
          owner: claim?.owner ?? (slot in CORE ? "core" : ""),
          value: features.get(slot),
          volatile: slot < 8,
        };
      }),
  }),
  route({
    method: "put",
    path: "/features/{slot}",
    summary: "Sets a feature; it takes effect at once",
    owner: true,
    params: v.object({ slot: whole(0, SLOTS - 1) }),
    body: v.strictObject({
      value: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(FEATURE_MAX),
      ),
    }),
    answer: v.object({ ok: v.literal(true) }),
    run({ params: { slot }, body: { value } }, context) {
      const { services: { features } } = context;
      refusing(() => features.set(slot, String(value), whoOf(context)));
      return { ok: true } as const;
    },
  }),
];
