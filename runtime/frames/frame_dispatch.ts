import type { CanFrame } from "../../hal/mod.ts";
import type { Compiled } from "./frame_compiler.ts";
import { identifierOf, keyOf } from "./identifier.ts";

/** One decoder of the frames of one identifier. */
export interface Step extends Compiled {
  /** Identifier as a frame table names it. */
  readonly id: number;
  /** Bus that its frames come from; default 1. */
  readonly bus?: number;
  readonly put: object;
  readonly ctx: object;
}

/** What becomes of frames that are not decoded. */
export interface Rejects<S extends Step> {
  /** Frames that nobody declared, or that were too short. */
  ignored: number;
  failed(step: S, error: unknown): void;
}

/** Hands one frame to its decoders. */
export type Dispatch = (frame: CanFrame) => void;

/**
 * Makes one function of all decoders; those of the same identifier run in the given order.
 *
 * Its way for sound frames is written as source and then compiled, because V8 inlines a call only
 * where it has always had the same target: one call through a table, which has many, takes about as
 * long as a decoder itself. Nothing but numbers goes into the source. Of two decoders of 0x155 it is
 *
 * ```js
 * const own341 = all[0].steps, [{ run: run341_0, put: put341_0, ... }, ...] = own341;
 * const on341 = (frame) => {
 *   if (frame.data.length < 6) return oneByOne(own341, frame);
 *   let k = 0;
 *   try { run341_0(frame, put341_0, ctx341_0); k++; run341_1(frame, put341_1, ctx341_1); }
 *   catch (error) { failed(own341, k, error, frame); }
 * };
 * ```
 *
 * and a switch by identifier for each bus that calls it.
 */
export function dispatcher<S extends Step>(
  steps: readonly S[],
  rejects: Rejects<S>,
): Dispatch {
  const all = groups(steps);

  /** For a frame that is too short for some, and for what is left behind a decoder that threw. */
  function oneByOne(some: readonly S[], frame: CanFrame): void {
    for (const [k, step] of some.entries()) {
      if (frame.data.length < step.bytes) rejects.ignored++;
      else {
        try {
          step.run(frame, step.put, step.ctx);
        } catch (error) {
          return failed(some, k, error, frame);
        }
      }
    }
  }

  function failed(
    some: readonly S[],
    k: number,
    error: unknown,
    frame: CanFrame,
  ): void {
    const step = some[k];
    if (step) rejects.failed(step, error);
    oneByOne(some.slice(k + 1), frame);
  }

  const names = ["all", "oneByOne", "failed", "rejects"];
  try {
    return new Function(...names, source(all))(all, oneByOne, failed, rejects);
  } catch (error) {
    // `--v8-flags=--disallow-code-generation-from-strings`: the careful way does, too
    if (!(error instanceof EvalError)) throw error;
  }
  const known = new Map(
    all.map(({ bus, id, steps }) => [`${bus} ${id}`, steps]),
  );
  return (frame) => {
    const own = known.get(`${frame.bus} ${keyOf(frame)}`);
    if (own) oneByOne(own, frame);
    else rejects.ignored++;
  };
}

/** The decoders of one identifier on one bus. */
interface Group<S extends Step = Step> {
  readonly bus: number;
  /** As frame tables name it. */
  readonly id: number;
  readonly steps: readonly S[];
}

function groups<S extends Step>(steps: readonly S[]): readonly Group<S>[] {
  const buses = Map.groupBy(steps, ({ bus = 1 }) => bus);
  return [...buses].flatMap(([bus, on]) =>
    [...Map.groupBy(on, ({ id }) => keyOf(identifierOf(id)))].map((
      [id, steps],
    ) => ({
      bus,
      id,
      steps,
    }))
  );
}

function source(all: readonly Group[]): string {
  const buses = [...Map.groupBy(all, ({ bus }) => bus)];
  return `"use strict";
${all.map(handler).join("\n")}
return (frame) => {
  ${buses.map(([bus, on]) => chooser(bus, on)).join("\n  ")}
  rejects.ignored++;
};`;
}

/** The handlers of one bus. */
function chooser(bus: number, on: readonly Group[]): string {
  const cases = (extended: boolean) =>
    on.map((group) => ({ group, at: identifierOf(group.id) }))
      .filter(({ at }) => at.extended === extended)
      .map(({ group, at }) =>
        `case ${at.id}: return on${nameOf(group)}(frame);`
      ).join("\n");
  return `if (frame.bus === ${bus}) {
    if (frame.extended) switch (frame.id) {
      ${cases(true)}
    } else switch (frame.id) {
      ${cases(false)}
    }
  }`;
}

/** Names of bus 1 are those of the identifiers. */
function nameOf({ bus, id }: Group): string {
  return bus === 1 ? `${id}` : `${id}on${bus}`;
}

function handler(group: Group, n: number): string {
  const { steps } = group, name = nameOf(group);
  const bytes = Math.max(...steps.map(({ bytes }) => bytes));
  const parts = steps.map((_, k) =>
    `{ run: run${name}_${k}, put: put${name}_${k}, ctx: ctx${name}_${k} }`
  );
  const calls = steps.map((_, k) =>
    `run${name}_${k}(frame, put${name}_${k}, ctx${name}_${k});`
  );
  return `const own${name} = all[${n}].steps, [${
    parts.join(", ")
  }] = own${name};
const on${name} = (frame) => {
  if (frame.data.length < ${bytes}) return oneByOne(own${name}, frame);
  let k = 0;
  try { ${calls.join(" k++; ")} }
  catch (error) { failed(own${name}, k, error, frame); }
};`;
}
