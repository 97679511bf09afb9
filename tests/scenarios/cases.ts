import assert from "node:assert/strict";
import { compareStep } from "./compare.ts";
import type { Event } from "./scenario.ts";

const OWNER = "+491701234567";

/** An SMS to the owner. */
export function sms(text: string, t?: number): Event {
  const event = { sms: { to: OWNER, text } };
  return t === undefined ? event : { ...event, t };
}

/** A protocol message. */
export function msg(text: string, t?: number): Event {
  return t === undefined ? { msg: text } : { msg: text, t };
}

/** An object write. */
export function write(text: string, t?: number): Event {
  return t === undefined ? { write: text } : { write: text, t };
}

/** True if a step that expects the first events may produce the second ones. */
export function agrees(
  expected: readonly Event[],
  actual: readonly Event[],
  exact = false,
  ignore: string[] = [],
): boolean {
  const step = { out: [...expected], ignore };
  return compareStep(step, actual, exact) === undefined;
}

/** Expected text, texts that are the same, texts that are not. */
export type Cases = readonly (readonly [
  expected: string,
  same: readonly string[],
  different: readonly string[],
])[];

/** Asserts what counts as the same and what does not. */
export function check(
  event: (text: string) => Event,
  cases: Cases,
  exact = false,
) {
  for (const [expected, same, different] of cases) {
    const wanted = [event(expected)];
    for (const text of [expected, ...same]) {
      assert.ok(agrees(wanted, [event(text)], exact), `${expected} = ${text}`);
    }
    for (const text of different) {
      assert.ok(!agrees(wanted, [event(text)], exact), `${expected} ≠ ${text}`);
    }
  }
}
