/**
 * The form of the scenario files: one JSON object a line, a scenario each.
 * @module
 */
import * as v from "valibot";
import { fromHex } from "../../hal/can_frame.ts";

const integer = v.pipe(v.number(), v.integer());
const count = v.pipe(integer, v.minValue(1));
const id = v.pipe(
  v.string(),
  v.regex(/^0x[0-9A-F]{3,8}$/i, "expected an identifier such as 0x155"),
  v.transform(Number),
);
const data = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9A-F]{2}){0,8}$/i, "expected 0 to 8 bytes in hex"),
  v.transform(fromHex),
);

/** A frame and how many times it is received. */
const frame = { id, data, x: v.optional(count, 1) };

const numberOrUnknown = v.nullable(v.number());
const numbersOrUnknown = v.nullable(v.array(numberOrUnknown));
const flagOrUnknown = v.nullable(v.boolean());

/** Decoded values; null is one that is not known. */
const StateSchema = v.partial(v.object({
  /** 1/100 %. */
  soc: numberOrUnknown,
  soc_min: numberOrUnknown,
  soc_max: numberOrUnknown,
  /** km. */
  range: numberOrUnknown,
  /** 1/100 km/h. */
  speed: numberOrUnknown,
  power_w: numberOrUnknown,
  /** 10 m. */
  odometer: numberOrUnknown,
  linevoltage: numberOrUnknown,
  chargecurrent: numberOrUnknown,
  /** °C. */
  tpem: numberOrUnknown,
  tmotor: numberOrUnknown,
  tbattery: numberOrUnknown,
  vin: v.nullable(v.string()),
  pack_mv: numberOrUnknown,
  cells_mv: numbersOrUnknown,
  temps_c: numbersOrUnknown,
  /** 1, 2, 4 or 21. */
  chargestate: numberOrUnknown,
  /** Constant, accelerating, slowing down: each distance in 1/10 m, used, recovered in 1/22500 Wh. */
  pwr: numbersOrUnknown,
  car_on: flagOrUnknown,
  charging: flagOrUnknown,
  pilot: flagOrUnknown,
  charge_port: flagOrUnknown,
  /** °C. */
  tcharger: numberOrUnknown,
  /** Of the delivered battery's, 1/100 %. */
  capacity: numberOrUnknown,
  /** Bits of 0x597 B1. */
  status: numberOrUnknown,
}));

/** Second within the step, from 1. */
const t = v.exactOptional(integer);

const EventSchema = v.union([
  v.object({ sms: v.object({ to: v.string(), text: v.string() }), t }),
  v.object({ msg: v.string(), t }),
  v.object({
    write: v.pipe(v.string(), v.regex(/^[0-9a-f]{4}\.[0-9a-f]{2}=-?\d+$/)),
    t,
  }),
  v.object({ tx: v.object({ id: v.string(), data: v.string() }), t }),
  v.object({ sdo: v.record(v.string(), v.number()), t }),
  v.object({ state: StateSchema, t }),
]);

const common = {
  /** What the step must produce; without it, nothing. */
  out: v.optional(v.array(EventSchema), []),
  /** Beginnings of messages that are not compared. */
  ignore: v.optional(v.array(v.string()), []),
};

const StepSchema = v.variant("op", [
  v.object({ op: v.literal("can"), ...frame, ...common }),
  v.object({ op: v.literal("tick"), n: count, ...common }),
  v.object({
    op: v.literal("run"),
    n: count,
    frames: v.array(v.object(frame)),
    ...common,
  }),
  v.object({
    op: v.literal("sms"),
    from: v.string(),
    text: v.string(),
    ...common,
  }),
  v.object({ op: v.literal("msg"), text: v.string(), ...common }),
  v.object({ op: v.literal("srv"), text: v.string(), ...common }),
  v.object({
    op: v.literal("gps"),
    lat: v.number(),
    lon: v.number(),
    alt: v.number(),
    dir: v.number(),
    fix: v.picklist([0, 1]),
    ...common,
  }),
  v.object({ op: v.literal("modem"), line: v.string(), ...common }),
  v.object({
    op: v.picklist(["sq", "volt", "apps", "live"]),
    value: v.number(),
    ...common,
  }),
  v.object({
    op: v.literal("feature"),
    n: integer,
    value: integer,
    ...common,
  }),
  v.object({
    op: v.literal("net"),
    state: v.picklist(["up", "down"]),
    ...common,
  }),
  v.object({ op: v.literal("keys"), value: integer, ...common }),
  v.object({ op: v.literal("sdo"), cmd: v.string(), ...common }),
  v.object({ op: v.picklist(["reboot", "state"]), ...common }),
]);

const ScenarioSchema = v.object({
  name: v.string(),
  description: v.optional(v.string(), ""),
  setup: v.object({
    /** Parameter number to text, before the start. */
    params: v.optional(v.record(v.string(), v.string()), {}),
    /** Feature number to value: 8 to 15 stored, 0 to 7 set after the start. */
    features: v.optional(v.record(v.string(), integer), {}),
    /** Stored tuning profiles, base64 by number from 1. */
    profiles: v.optional(v.record(v.string(), v.string()), {}),
  }),
  steps: v.array(StepSchema),
  /** True: no tolerances on numbers. */
  exact: v.optional(v.boolean(), false),
});

/** Decoded values as the `state` step prints them. */
export type State = v.InferOutput<typeof StateSchema>;
/** Something that came out of a step. */
export type Event = v.InferOutput<typeof EventSchema>;
/** One step, with what it must produce. */
export type Step = v.InferOutput<typeof StepSchema>;
/** A scenario. */
export type Scenario = v.InferOutput<typeof ScenarioSchema>;

/**
 * The scenarios of a file's text.
 * @throws SyntaxError with the number of the line that is none
 */
export function parseScenarios(text: string): Scenario[] {
  return text.split("\n").flatMap((line, n) => {
    if (line.trim() === "") return [];
    try {
      return [v.parse(ScenarioSchema, JSON.parse(line))];
    } catch (error) {
      throw new SyntaxError(`Line ${n + 1} is no scenario: ${reason(error)}`);
    }
  });
}

function reason(error: unknown): string {
  if (!(error instanceof v.ValiError)) return String(error);
  const [issue] = error.issues;
  return `${v.getDotPath(issue) ?? "the line"}: ${issue.message}`;
}
