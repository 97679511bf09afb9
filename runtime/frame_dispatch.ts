import type { CanFrame } from "../hal/mod.ts";
import type { Compiled } from "./frame_compiler.ts";

/** One decoder of the frames of one identifier. */
export interface Step extends Compiled {
  /** Identifier; above 0x7FF a 29-bit one. */
  readonly id: number;
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

/** Highest identifier of 11 bits. */
const SHORT = 0x7ff;

/**
 * Makes one function of all decoders; those of the same identifier run in the given order.
 *
 * It is written as source and then compiled, because V8 inlines a call only where it has always had
 * the same target. One call through a table, which has many, takes about as long as a decoder itself.
 * Nothing but numbers goes into the source.
 */
export function dispatcher<S extends Step>(
  steps: readonly S[],
  rejects: Rejects<S>,
): Dispatch {
  const numbered = steps.map((step, k) => ({ ...step, k }));
  const ids = [...Map.groupBy(numbered, ({ id }) => id)];
  const cases = (some: typeof ids) =>
    some.map(([id]) => `case ${id}: return on${id}(frame);`).join("\n");
  const source = `"use strict";
${numbered.map(({ k }) => constants(k)).join("\n")}
${
    ids.map(([id, some]) =>
      `const on${id} = (frame) => {
  ${some.map(({ k }) => decode(k)).join("\n")}
};`
    ).join("\n")
  }
return (frame) => {
  if (frame.extended) switch (frame.id) {
    ${cases(ids.filter(([id]) => id > SHORT))}
  } else switch (frame.id) {
    ${cases(ids.filter(([id]) => id <= SHORT))}
  }
  rejects.ignored++;
};`;
  return new Function("steps", "rejects", source)(steps, rejects);
}

const constants = (k: number) =>
  `const { bytes: bytes${k}, run: run${k}, put: put${k}, ctx: ctx${k} } = steps[${k}];`;

const decode = (k: number) =>
  `if (frame.data.length < bytes${k}) rejects.ignored++;
else try { run${k}(frame, put${k}, ctx${k}); } catch (error) { rejects.failed(steps[${k}], error); }`;
