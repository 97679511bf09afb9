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
 * Its way for sound frames is written as source and then compiled, because V8 inlines a call only
 * where it has always had the same target: one call through a table, which has many, takes about as
 * long as a decoder itself. Nothing but numbers goes into the source.
 */
export function dispatcher<S extends Step>(
  steps: readonly S[],
  rejects: Rejects<S>,
): Dispatch {
  const byId = [...Map.groupBy(steps, ({ id }) => id)];
  const all = byId.map(([id, some]) => ({ id, steps: some }));
  const careful = (own: readonly S[], frame: CanFrame) => {
    for (const step of own) {
      if (frame.data.length < step.bytes) {
        rejects.ignored++;
        continue;
      }
      try {
        step.run(frame, step.put, step.ctx);
      } catch (error) {
        rejects.failed(step, error);
      }
    }
  };
  /** Goes on behind the decoder that threw. */
  const failed = (
    own: readonly S[],
    frame: CanFrame,
    k: number,
    error: unknown,
  ) => {
    const step = own[k];
    if (step) rejects.failed(step, error);
    careful(own.slice(k + 1), frame);
  };
  return new Function("all", "careful", "failed", "rejects", sourceOf(all))(
    all,
    careful,
    failed,
    rejects,
  );
}

/** The decoders of one identifier. */
interface Group {
  readonly id: number;
  readonly steps: readonly Step[];
}

function sourceOf(all: readonly Group[]): string {
  const cases = (some: readonly Group[]) =>
    some.map(({ id }) => `case ${id}: return on${id}(frame);`).join("\n");
  return `"use strict";
${all.map(handler).join("\n")}
return (frame) => {
  if (frame.extended) switch (frame.id) {
    ${cases(all.filter(({ id }) => id > SHORT))}
  } else switch (frame.id) {
    ${cases(all.filter(({ id }) => id <= SHORT))}
  }
  rejects.ignored++;
};`;
}

function handler({ id, steps }: Group, n: number): string {
  const bytes = Math.max(...steps.map(({ bytes }) => bytes));
  const parts = steps.map((_, k) =>
    `{ run: run${id}_${k}, put: put${id}_${k}, ctx: ctx${id}_${k} }`
  );
  const calls = steps.map((_, k) =>
    `run${id}_${k}(frame, put${id}_${k}, ctx${id}_${k});`
  );
  return `const own${id} = all[${n}].steps, [${parts.join(", ")}] = own${id};
const on${id} = (frame) => {
  if (frame.data.length < ${bytes}) return careful(own${id}, frame);
  let k = 0;
  try { ${calls.join(" k++; ")} }
  catch (error) { failed(own${id}, frame, k, error); }
};`;
}
