/** How frames and polls have to be declared. */
import * as v from "valibot";
import type { DecodedFrame, Signal, SignalFrame } from "../frames.ts";
import type { AnyPoll } from "../polls.ts";
import { identifierOf } from "../../frames/identifier.ts";
import { isField } from "../../frames/place.ts";
import { ex, fn, has, isFunction, like, named, strict } from "./parts.ts";

const decoder = v.custom<(raw: number) => unknown>(
  isFunction,
  "must be a function",
);

const field = v.pipe(
  v.string(),
  v.check(isField, "is no field of a frame, such as B5 or B1l:B2"),
);
const some = v.lazy((of) =>
  Array.isArray(of) ? v.array(v.number()) : v.number()
);
const range = v.tuple([v.number(), v.number()]);
const guardIs = strict({ at: field, is: some });
const guardNot = strict({ at: field, not: some });
const guardWithin = strict({ at: field, within: v.array(range) });
const guard = v.lazy((when) =>
  has(when, "not") ? guardNot : has(when, "within") ? guardWithin : guardIs
);
const guards = v.lazy((when) => Array.isArray(when) ? v.array(guard) : guard);
const crc = strict({
  crc8: v.number(),
  start: ex(v.number()),
  xor: ex(v.number()),
  at: ex(v.number()),
});
const nibbles = strict({ nibbles: v.number() });
const counter = strict({ counter: field });
const check = v.lazy((one) =>
  has(one, "crc8") ? crc : has(one, "nibbles") ? nibbles : counter
);
const oneSignal = like<Signal<unknown>>()({
  at: field,
  times: ex(v.number()),
  per: ex(v.pipe(v.number(), v.notValue(0, "cannot be 0"))),
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
const cycle = ex(v.pipe(v.number(), v.minValue(0)));
/** Bytes that a frame of classical CAN can have. */
const bytes = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(8),
);
const decoded = like<Omit<DecodedFrame<never>, "signals">>()({
  cycle,
  when: ex(guards),
  checks: ex(v.array(check)),
  bytes,
  decode: fn,
});
const signals = like<Omit<SignalFrame<never>, "decode">>()({
  cycle,
  when: ex(guards),
  checks: ex(v.array(check)),
  bytes: ex(bytes),
  signals: named(signal),
});
/** A frame, decoded by a function or a table of signals. */
export const frame = v.lazy((def) => has(def, "decode") ? decoded : signals);
/** An identifier of a frame, as a key of a table. */
export const frameId = v.pipe(
  v.string(),
  v.check(
    (id) =>
      Number.isInteger(Number(id)) && Number(id) >= 0 && id !== "" &&
      Number(id) < 2 ** 32 && identifierOf(Number(id)).id <= 0x1fffffff,
    "is no identifier of a frame, such as 0x155",
  ),
);

const canId = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(0x1fffffff),
);
const aByte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const period = ex(v.pipe(v.number(), v.minValue(0)));
/** A question for a control unit. */
export const poll = like<AnyPoll>()({
  to: canId,
  from: canId,
  bus: ex(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9))),
  address: ex(v.tuple([aByte, aByte])),
  read: strict({
    request: v.pipe(v.array(aByte), v.minLength(1), v.maxLength(4095)),
    answer: v.pipe(v.array(aByte), v.minLength(1)),
    skip: ex(v.number()),
    within: ex(v.pipe(v.number(), v.minValue(1), v.maxValue(60_000))),
  }),
  every: strict({
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
