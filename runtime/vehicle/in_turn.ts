/** What plugins do again and again, such as each second, made one function. */

/** Something of a plugin that is done again and again. */
export interface Turn {
  /** Whose it is; one that is set aside is passed by. */
  readonly by: { readonly aside: boolean; readonly ctx: object };
  readonly run: (ctx: object) => unknown;
}

/** What becomes of a turn, by its number. */
export interface Outcome {
  /** It returned something, such as a promise. */
  left(turn: number, result: unknown): void;
  failed(turn: number, error: unknown): void;
}

/**
 * Makes one function that does all of them, one after the other; none keeps the next from its turn.
 *
 * It is written as source and then compiled: in a loop one call has many targets, which takes V8 about as
 * long as most of what plugins do in a second. Nothing but numbers goes into the source. Of one turn it is
 *
 * ```js
 * const [{ by: by0, run: run0 }] = turns;
 * return () => {
 *   if (!by0.aside) try { const is = run0(by0.ctx); if (is !== undefined) left(0, is); } catch (e) { failed(0, e); }
 * };
 * ```
 */
export function inTurn(turns: readonly Turn[], outcome: Outcome): () => void {
  const left = (k: number, result: unknown) => outcome.left(k, result);
  const failed = (k: number, error: unknown) => outcome.failed(k, error);
  try {
    return new Function("turns", "left", "failed", source(turns.length))(
      turns,
      left,
      failed,
    );
  } catch (error) {
    // `--v8-flags=--disallow-code-generation-from-strings`: a loop does, too
    if (!(error instanceof EvalError)) throw error;
  }
  return () => {
    for (const [k, { by, run }] of turns.entries()) {
      if (by.aside) continue;
      try {
        const result = run(by.ctx);
        if (result !== undefined) left(k, result);
      } catch (error) {
        failed(k, error);
      }
    }
  };
}

function source(count: number): string {
  const numbers = Array.from({ length: count }, (_, k) => k);
  const names = numbers.map((k) => `{ by: by${k}, run: run${k} }`);
  const calls = numbers.map((k) =>
    `if (!by${k}.aside) try { const is = run${k}(by${k}.ctx); if (is !== undefined) left(${k}, is); } catch (e) { failed(${k}, e); }`
  );
  return `"use strict";
const [${names.join(", ")}] = turns;
return () => {
${calls.join("\n")}
};`;
}
