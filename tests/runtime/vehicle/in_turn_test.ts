import assert from "node:assert/strict";
import { inTurn } from "../../../runtime/vehicle/in_turn.ts";
import { passesWithoutCompiling } from "../without_compiling.ts";

/** Turns that note what they do, and what became of them. */
function turns(names: readonly string[]) {
  const log: string[] = [];
  const all = names.map((name) => ({
    by: { aside: false, ctx: { name } },
    run: (ctx: object) => {
      assert.deepEqual(ctx, { name });
      log.push(name);
      if (name.startsWith("bad")) throw new Error(name);
      return name.startsWith("leaves") ? name : undefined;
    },
  }));
  const run = inTurn(all, {
    left: (k, result) => void log.push(`${k} left ${result}`),
    failed: (k, error) => void log.push(`${k} failed with ${error}`),
  });
  return { all, log, run };
}

Deno.test("all have their turn, whatever becomes of those before them", () => {
  const { log, run } = turns(["first", "bad", "leaves", "last"]);
  run();
  assert.deepEqual(log, [
    "first",
    "bad",
    "1 failed with Error: bad",
    "leaves",
    "2 left leaves",
    "last",
  ]);
});

Deno.test("one that is set aside is passed by until it comes back", () => {
  const { all, log, run } = turns(["first", "second"]);
  for (const aside of [true, false]) {
    Object.assign(all[0]?.by ?? {}, { aside });
    run();
  }
  assert.deepEqual(log, ["second", "first", "second"]);
});

Deno.test("nothing to do is nothing", () => {
  const { log, run } = turns([]);
  run();
  assert.deepEqual(log, []);
});

Deno.test("where V8 may not compile texts, all of this holds as well", () =>
  passesWithoutCompiling(import.meta.url, "/^(all|one|nothing)/", 3));
