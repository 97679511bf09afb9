/**
 * What a scenario expects against what came out, by the rules of the scenarios: pure functions
 * that know texts and messages, but nothing of the program.
 * @module
 */
import { sameMessage } from "./messages.ts";
import type { Event, Scenario, Step } from "./scenario.ts";
import { sameState } from "./state.ts";
import { isCfgReply, sameText } from "./texts.ts";

/** Where expectation and outcome part. */
export interface Mismatch {
  /** What is wrong, as a sentence. */
  readonly problem: string;
  /** The expected event, undefined if there is one too many. */
  readonly expected: Event | undefined;
  /** The event in its place, undefined if there is none. */
  readonly actual: Event | undefined;
}

/** The first mismatch of a scenario. */
export interface ScenarioMismatch extends Mismatch {
  /** Index of the step, from 0. */
  readonly step: number;
}

/** A mismatch on one line, for people. */
export function describe({ problem, expected, actual }: Mismatch): string {
  const show = (event: Event | undefined) =>
    event === undefined ? "nothing" : JSON.stringify(event);
  return `${problem}: expected ${show(expected)}, got ${show(actual)}`;
}

/**
 * Compares what came out of each step of a scenario.
 * @param actual events by step
 */
export function compareScenario(
  scenario: Pick<Scenario, "steps" | "exact">,
  actual: readonly (readonly Event[])[],
): ScenarioMismatch | undefined {
  for (const [step, expected] of scenario.steps.entries()) {
    const mismatch = compareStep(expected, actual[step] ?? [], scenario.exact);
    if (mismatch !== undefined) return { ...mismatch, step };
  }
  return undefined;
}

/**
 * Compares the events of one step.
 * @param exact no tolerances on numbers
 */
export function compareStep(
  step: Pick<Step, "out" | "ignore">,
  actual: readonly Event[],
  exact = false,
): Mismatch | undefined {
  const compared = (event: Event) =>
    !("msg" in event) ||
    !step.ignore.some((beginning) => event.msg.startsWith(beginning));
  const wanted = step.out.filter(compared), got = actual.filter(compared);
  return compareInOrder("write", writes(wanted), writes(got), exact) ??
    compareInOrder("frame", sent(wanted), sent(got), exact) ??
    compareInOrder(
      "reply",
      wanted.filter(isReply),
      got.filter(isReply),
      exact,
    ) ??
    compareUnordered(wanted.filter(isFree), got.filter(isFree), exact);
}

/** True for a command's reply. */
function isReply(event: Event): boolean {
  return "msg" in event && event.msg.startsWith("MP-0 c");
}

/** True for events whose order within a step is free. */
function isFree(event: Event): boolean {
  return !("write" in event) && !("tx" in event) && !isReply(event);
}

/** The writes; equal neighbours count once. */
function writes(events: readonly Event[]): Event[] {
  return once(events, (event) => "write" in event ? event.write : undefined);
}

/** Frames that the program sent; equal neighbours of the same second count once. */
function sent(events: readonly Event[]): Event[] {
  return once(
    events,
    (event) => "tx" in event ? JSON.stringify(event) : undefined,
  );
}

function once(
  events: readonly Event[],
  keyOf: (event: Event) => string | undefined,
): Event[] {
  const found: Event[] = [];
  let last: string | undefined;
  for (const event of events) {
    const key = keyOf(event);
    if (key === undefined || key === last) continue;
    last = key;
    found.push(event);
  }
  return found;
}

function compareInOrder(
  kind: string,
  wanted: readonly Event[],
  got: readonly Event[],
  exact: boolean,
): Mismatch | undefined {
  for (let n = 0; n < Math.max(wanted.length, got.length); n++) {
    const expected = wanted[n], actual = got[n];
    if (expected && actual && sameEvent(expected, actual, exact)) continue;
    return { problem: `${kind} ${n + 1} differs`, expected, actual };
  }
  return undefined;
}

/**
 * Pairs every expected event with one of its own. Within the tolerances an event may fit several,
 * so a pair found early is given up where that lets another be found.
 */
function compareUnordered(
  wanted: readonly Event[],
  got: readonly Event[],
  exact: boolean,
): Mismatch | undefined {
  /** Index of the expected event by index of the one that was taken for it. */
  const taken = new Map<number, number>();
  const fits = wanted.map((expected) =>
    got.flatMap((actual, n) => sameEvent(expected, actual, exact) ? [n] : [])
  );
  const pair = (expected: number, tried: Set<number>): boolean =>
    (fits[expected] ?? []).some((actual) => {
      if (tried.has(actual)) return false;
      tried.add(actual);
      const other = taken.get(actual);
      if (other !== undefined && !pair(other, tried)) return false;
      taken.set(actual, expected);
      return true;
    });
  const missing = wanted.find((_, n) => !pair(n, new Set()));
  const surplus = got.filter((_, n) => !taken.has(n));
  if (missing !== undefined) {
    return {
      problem: "an event is missing",
      expected: missing,
      actual: closest(missing, surplus),
    };
  }
  const [extra] = surplus;
  return extra && {
    problem: "an event too many",
    expected: undefined,
    actual: extra,
  };
}

/** The event that was most likely meant: of the same kind, with the longest common beginning. */
function closest(event: Event, others: readonly Event[]): Event | undefined {
  const text = JSON.stringify(event);
  let best: Event | undefined, length = 0;
  for (const other of others) {
    const candidate = JSON.stringify(other);
    let n = 0;
    while (n < text.length && text[n] === candidate[n]) n++;
    if (n > length && kindOf(other) === kindOf(event)) {
      [best, length] = [other, n];
    }
  }
  return best;
}

function kindOf(event: Event): string {
  return Object.keys(event).find((key) => key !== "t") ?? "";
}

/**
 * True if an event is what the scenario expects.
 * @param exact no tolerances on numbers
 */
export function sameEvent(
  expected: Event,
  actual: Event,
  exact: boolean,
): boolean {
  return sameSecond(expected, actual, exact) &&
    sameContent(expected, actual, exact);
}

/** Replies of CFG come when the controller is done, so their second does not count. */
function sameSecond(expected: Event, actual: Event, exact: boolean): boolean {
  if ("sms" in expected && isCfgReply(expected.sms.text)) return true;
  if (expected.t === undefined || actual.t === undefined) {
    return expected.t === actual.t;
  }
  return Math.abs(expected.t - actual.t) <= (exact ? 0 : 1);
}

function sameContent(expected: Event, actual: Event, exact: boolean): boolean {
  if ("sms" in expected && "sms" in actual) {
    return expected.sms.to === actual.sms.to &&
      sameText(expected.sms.text, actual.sms.text, exact);
  }
  if ("msg" in expected && "msg" in actual) {
    return sameMessage(expected.msg, actual.msg, exact);
  }
  if ("write" in expected && "write" in actual) {
    return expected.write === actual.write;
  }
  if ("tx" in expected && "tx" in actual) {
    return expected.tx.id === actual.tx.id &&
      expected.tx.data === actual.tx.data;
  }
  if ("sdo" in expected && "sdo" in actual) {
    return sameObjects(expected.sdo, actual.sdo);
  }
  if ("state" in expected && "state" in actual) {
    return sameState(expected.state, actual.state, exact);
  }
  return false;
}

/** A controller has more objects than some recordings list; those listed count. */
function sameObjects(
  expected: Readonly<Record<string, number>>,
  actual: Readonly<Record<string, number>>,
): boolean {
  return Object.keys(expected).every((key) => expected[key] === actual[key]);
}
