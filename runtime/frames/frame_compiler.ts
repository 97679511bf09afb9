import type { CanFrame } from "../../hal/mod.ts";
import type { AnyFrame, Guard, Signal } from "../contract/frames.ts";
import type { Target } from "../metrics/metrics.ts";
import { makeCheck, type Sound } from "./checks.ts";
import { expression, type Place, place, readWide } from "./place.ts";

/** A frame is only valid during the call, and nobody would see what an async decoder throws. */
const AsyncFunction = (async () => {}).constructor;

/** Whether a function is async. */
export function isAsync(run: unknown): boolean {
  return run instanceof AsyncFunction;
}

/** Decodes one frame. */
export type Run = (frame: CanFrame, put: object, ctx: object) => void;

/** A frame's decoder and the number of bytes that it needs. */
export interface Compiled {
  readonly bytes: number;
  readonly run: Run;
}

type Test = readonly (readonly [low: number, high: number])[];

/** A condition: the field's raw value is in one of the ranges, or in none. */
interface Condition {
  readonly at: Place;
  readonly ranges: Test;
  readonly inside: boolean;
}

/** One signal, worked out. */
interface Part {
  readonly at: Place;
  readonly when: readonly Condition[];
  readonly signal: Signal<unknown>;
  readonly table: ReadonlyMap<number, unknown> | undefined;
  readonly invalid: readonly number[];
  readonly target: Target;
}

/** A frame, worked out. */
interface Plan {
  readonly bytes: number;
  readonly checks: readonly Sound[];
  readonly when: readonly Condition[];
  readonly parts: readonly Part[];
  readonly damaged: () => void;
}

/**
 * Makes one function of a declared frame.
 * @param target finds where a signal's value goes, by the plugin's name of the metric
 * @param damaged hears of frames that do not meet a check
 * @throws TypeError when its decoder is async
 */
export function compileFrame(
  def: AnyFrame,
  target: (alias: string) => Target,
  damaged: () => void = () => {},
): Compiled {
  const { decode } = def;
  if (isAsync(decode)) {
    throw new TypeError("a frame's decoder cannot be async: take async away");
  }
  const plan = planOf(def, target, damaged), { bytes } = plan;
  if (!decode) return { bytes, run: signalsOf(plan) };
  const run = decode as Run;
  if (plan.when.length === 0 && plan.checks.length === 0) return { bytes, run };
  const passes = gateOf(plan);
  return {
    bytes,
    run: (frame, put, ctx) => passes(frame.data) && run(frame, put, ctx),
  };
}

function planOf(
  def: AnyFrame,
  target: (alias: string) => Target,
  damaged: () => void,
): Plan {
  const when = conditions(def.when), checks = (def.checks ?? []).map(makeCheck);
  const parts = Object.entries(def.signals ?? {}).flatMap(([alias, given]) => {
    const signals = given === undefined ? [] : [given].flat();
    return signals.map((signal) => partOf(signal, target(alias)));
  });
  const fields = parts.flatMap((
    { at, when },
  ) => [at, ...when.map(({ at }) => at)]);
  const needed = def.bytes ?? (def.decode ? 8 : furthest(fields, 1));
  return {
    bytes: Math.max(
      furthest(when.map(({ at }) => at), needed),
      ...checks.map(({ needs }) => needs),
    ),
    checks: checks.map(({ sound }) => sound),
    when,
    parts,
    damaged,
  };
}

function furthest(fields: readonly Place[], least: number): number {
  return Math.max(least, ...fields.map(({ needs }) => needs));
}

function partOf(signal: Signal<unknown>, target: Target): Part {
  const { values, invalid = [], when } = signal;
  return {
    at: place(signal.at),
    when: conditions(when),
    signal,
    table: values && new Map(
      Object.entries(values).map(([raw, value]) => [Number(raw), value]),
    ),
    invalid: [invalid].flat(),
    target,
  };
}

function conditions(when: AnyFrame["when"]): readonly Condition[] {
  if (when === undefined) return [];
  return [when].flat().map((guard: Guard) => {
    const at = place(guard.at);
    if ("within" in guard) return { at, ranges: guard.within, inside: true };
    const inside = "is" in guard, some = inside ? guard.is : guard.not;
    return {
      at,
      ranges: [some].flat().map((one) => [one, one] as const),
      inside,
    };
  });
}

// ---- the fast way: one function as source text ------------------------------------

const NAMES = ["plan", "places", "wide"] as const;

/** Makes a function of source; undefined where V8 may not compile texts. */
function made(body: string, plan: Plan, places: readonly Place[]): unknown {
  try {
    return new Function(...NAMES, body)(plan, places, readWide);
  } catch (error) {
    // `--v8-flags=--disallow-code-generation-from-strings`: the careful way does, too
    if (!(error instanceof EvalError)) throw error;
    return undefined;
  }
}

/** Writes the source of a plan; the numbers of places are those of the list. */
class Writer {
  readonly places: Place[] = [];

  raw(at: Place): string {
    this.places.push(at);
    return expression(at, this.places.length - 1);
  }

  condition({ at, ranges, inside }: Condition): string {
    const raw = this.raw(at);
    const some = ranges.map(([low, high]) =>
      low === high
        ? `${raw} === ${low}`
        : `${raw} >= ${low} && ${raw} <= ${high}`
    );
    const any = `(${some.join(" || ") || "false"})`;
    return inside ? any : `!${any}`;
  }

  /** Ends the function unless the frame meets checks and conditions. */
  gate({ checks, when }: Plan, leave: string): string {
    return [
      ...checks.map((_, k) => `if (!check${k}(d)) { damaged(); ${leave} }`),
      ...when.map((one) => `if (!${this.condition(one)}) ${leave}`),
    ].join("\n");
  }

  part(part: Part, k: number, bytes: number): string {
    const { at, when, signal, invalid, table, target } = part;
    const long = [at, ...when.map(({ at }) => at)]
      .reduce((most, { needs }) => Math.max(most, needs), 0);
    const tests = [
      ...(long > bytes ? [`d.length >= ${long}`] : []),
      ...when.map((one) => this.condition(one)),
    ];
    const limits = [
      ...(at.kind === "float" ? ["Number.isFinite(r)"] : []),
      ...(signal.valid
        ? [`r >= ${signal.valid[0]} && r <= ${signal.valid[1]}`]
        : []),
      ...invalid.map((raw) => `r !== ${raw}`),
    ];
    const act = guardText(limits, action(signal, table, target, k));
    return guardText(tests, `{ const r = ${this.raw(at)}; ${act} }`);
  }
}

function guardText(tests: readonly string[], act: string): string {
  return tests.length === 0 ? act : `if (${tests.join(" && ")}) ${act}`;
}

function action(
  signal: Signal<unknown>,
  table: Part["table"],
  { plain, first, index }: Target,
  k: number,
): string {
  if (table) {
    return `{ const v = table${k}.get(r); if (v !== undefined) set${k}(v); }`;
  }
  if (signal.as) return `set${k}(as${k}(r));`;
  const value = scaled(signal);
  return plain
    ? `{ values[${first}] = ${value}; seen[${index}] = 1; }`
    : `set${k}(${value});`;
}

/** Nothing is left to the compiler that the declaration already tells. */
function scaled({ times = 1, per = 1, offset = 0 }: Signal<unknown>): string {
  const product = times === 1 ? "r" : `r * ${times}`;
  const quotient = per === 1 ? product : `${product} / ${per}`;
  return offset === 0 ? quotient : `${quotient} + (${offset})`;
}

function prologue({ checks, parts }: Plan): string {
  const list = (name: string, from: string) =>
    `const [${from}] = plan.${name};`;
  return `"use strict";
const { damaged } = plan;
${list("checks", checks.map((_, k) => `check${k}`).join(", "))}
${
    list(
      "parts",
      parts.map((_, k) =>
        `{ target: { set: set${k} }, table: table${k}, signal: { as: as${k} } }`
      ).join(", "),
    )
  }
${parts.length > 0 ? "const { values, seen } = plan.parts[0].target;" : ""}`;
}

function signalsOf(plan: Plan): Run {
  const writer = new Writer();
  const body = [
    writer.gate(plan, "return;"),
    ...plan.parts.map((part, k) => writer.part(part, k, plan.bytes)),
  ].join("\n");
  const text = `${prologue(plan)}
return (frame) => { const d = frame.data;
${body}
};`;
  return made(text, plan, writer.places) as Run | undefined ?? careful(plan);
}

function gateOf(plan: Plan): Sound {
  const writer = new Writer(), gate = writer.gate(plan, "return false;");
  const text = `${prologue(plan)}
return (d) => {
${gate}
return true; };`;
  return made(text, plan, writer.places) as Sound | undefined ??
    ((data) => passes(plan, data));
}

// ---- the careful way ----------------------------------------------------------------

function passes({ checks, when, damaged }: Plan, data: Uint8Array): boolean {
  for (const sound of checks) {
    if (sound(data)) continue;
    damaged();
    return false;
  }
  return when.every((one) => holds(one, data));
}

function holds({ at, ranges, inside }: Condition, data: Uint8Array): boolean {
  if (data.length < at.needs) return false;
  const raw = readWide(at, data);
  return ranges.some(([low, high]) => raw >= low && raw <= high) === inside;
}

function careful(plan: Plan): Run {
  return ({ data }) => {
    if (!passes(plan, data)) return;
    for (const part of plan.parts) take(part, data);
  };
}

function take(part: Part, data: Uint8Array): void {
  const { at, when, signal, invalid, table, target } = part;
  if (data.length < at.needs || !when.every((one) => holds(one, data))) return;
  const raw = readWide(at, data), [low, high] = signal.valid ?? [raw, raw];
  if (!Number.isFinite(raw) || raw < low || raw > high) return;
  if (invalid.includes(raw)) return;
  const { times = 1, per = 1, offset = 0, as } = signal;
  if (!table) return target.set(as ? as(raw) : raw * times / per + offset);
  const value = table.get(raw);
  if (value !== undefined) target.set(value);
}
