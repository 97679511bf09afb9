import type { CanFrame } from "../../hal/mod.ts";
import type { Compiled } from "./frame_compiler.ts";
import { identifierOf, keyOf, SHORT } from "./identifier.ts";

/** One decoder of the frames of one identifier. */
export interface Step extends Compiled {
  /** Identifier as a frame table names it. */
  readonly id: number;
  /** Bus that its frames come from; default 1. */
  readonly bus?: number;
  /** Time between two of its frames, ms; undefined where nobody tells. */
  readonly cycle?: number | undefined;
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

/** Frames that come at least so often are asked for first, ms between two. */
const OFTEN = 20;
/** So many identifiers at most: V8 compiles in what is small only. */
const FIRST = 3;

/**
 * Makes one function of all decoders; those of the same identifier run in the given order.
 *
 * Its way for sound frames is written as source and then compiled, because V8 inlines a call only
 * where it has always had the same target, and only so much into one function: that is for the few
 * identifiers that come most often, as their `cycle` tells. All others are found in a table; such a
 * call, which has many targets, takes about as long as a decoder itself. Nothing but numbers goes into
 * the source. Of two decoders of 0x155 it is
 *
 * ```js
 * const own341 = all[0].steps, [{ run: run341_0, put: put341_0, ... }, ...] = own341;
 * const on341 = (frame) => {
 *   if (frame.data.length < 6) return oneByOne(own341, frame);
 *   let k = 0;
 *   try { run341_0(frame, put341_0, ctx341_0); k++; run341_1(frame, put341_1, ctx341_1); }
 *   catch (error) { failed(own341, k, error, frame); }
 * };
 * const { short, find } = tables([on341, ...]);
 * return (frame) => {
 *   if (frame.id === 341 && frame.bus === 1 && !frame.extended) return on341(frame);
 *   const own = frame.bus === 1 && !frame.extended ? short[frame.id] : find(frame);
 *   if (own === undefined) rejects.ignored++;
 *   else own(frame);
 * };
 * ```
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

  const tables = (handlers: readonly Dispatch[]) => tablesOf(all, handlers);
  const names = ["all", "oneByOne", "failed", "tables", "rejects"];
  try {
    const make = new Function(...names, source(all));
    return make(all, oneByOne, failed, tables, rejects);
  } catch (error) {
    // `--v8-flags=--disallow-code-generation-from-strings`: the careful way does, too
    if (!(error instanceof EvalError)) throw error;
  }
  const { find } = tables(
    all.map(({ steps }) => (frame: CanFrame) => oneByOne(steps, frame)),
  );
  return (frame) => {
    const own = find(frame);
    if (own) own(frame);
    else rejects.ignored++;
  };
}

/** The decoders of one identifier on one bus. */
interface Group<S extends Step = Step> {
  readonly bus: number;
  /** As frame tables name it. */
  readonly id: number;
  readonly steps: readonly S[];
  /** The shortest time between two of its frames that a step tells, ms; Infinity for none. */
  readonly cycle: number;
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
      cycle: Math.min(...steps.map(({ cycle = Infinity }) => cycle)),
    }))
  );
}

/** The handlers of one bus: those of 11-bit identifiers by their place in a list. */
interface Bus {
  readonly short: (Dispatch | undefined)[];
  readonly long: Map<number, Dispatch>;
}

const emptyBus = (): Bus => ({
  short: new Array<Dispatch | undefined>(SHORT + 1).fill(undefined),
  long: new Map(),
});

/** Where handlers are found; most frames are of bus 1 and have 11 bits. */
function tablesOf(all: readonly Group[], handlers: readonly Dispatch[]) {
  const first = emptyBus(), buses = [emptyBus(), first];
  for (const [n, { bus, id: key }] of all.entries()) {
    const handler = handlers[n], { id, extended } = identifierOf(key);
    const own = buses[bus] ??= emptyBus();
    if (handler && extended) own.long.set(id, handler);
    else own.short[id] = handler;
  }
  return {
    short: first.short,
    find: ({ bus, id, extended }: CanFrame) =>
      extended ? buses[bus]?.long.get(id) : buses[bus]?.short[id],
  };
}

/** Those that come most often, the most frequent one first. */
function mostFrequent(all: readonly Group[]): readonly Group[] {
  return all.filter(({ cycle }) => cycle <= OFTEN)
    .sort((a, b) => a.cycle - b.cycle)
    .slice(0, FIRST);
}

function source(all: readonly Group[]): string {
  const first = mostFrequent(all).map((group) => {
    const { id, extended } = identifierOf(group.id);
    return `if (frame.id === ${id} && frame.bus === ${group.bus} && ${
      extended ? "" : "!"
    }frame.extended) return on${nameOf(group)}(frame);`;
  });
  return `"use strict";
${all.map(handler).join("\n")}
const { short, find } = tables([${
    all.map((group) => `on${nameOf(group)}`).join(", ")
  }]);
return (frame) => {
${first.join("\n")}
const own = frame.bus === 1 && !frame.extended ? short[frame.id] : find(frame);
if (own === undefined) rejects.ignored++;
else own(frame);
};`;
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
