import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { BusWork } from "../../../runtime/vehicle/bus_work.ts";

function made() {
  const clock = new SimClock(), told: string[] = [];
  const work = new BusWork(clock, () => undefined);
  /** Begins a piece of work; gives what ends it. */
  const begin = (plugin: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    void work.run(plugin, (ends) => {
      told.push(`${plugin}${ends.aborted ? " ends" : ""}`);
      return promise;
    });
    return resolve;
  };
  return { clock, told, work, begin };
}

Deno.test("work waits until that of other plugins has ended; that of the same plugin does not", async () => {
  const { clock, told, begin } = made();
  const first = begin("a");
  begin("a")();
  const second = begin("b");
  begin("c")();
  await clock.run(1000);
  assert.deepEqual(told, ["a", "a"]);
  first();
  await clock.run(1000);
  assert.deepEqual(told, ["a", "a", "b"]);
  second();
  await clock.run(1000);
  assert.deepEqual(told, ["a", "a", "b", "c"]);
});

Deno.test("work that never ends keeps nobody for longer than half a minute", async () => {
  const { clock, told, begin } = made();
  begin("a");
  begin("b");
  await clock.run(29_000);
  assert.deepEqual(told, ["a"]);
  await clock.run(2000);
  assert.deepEqual(told, ["a", "b"]);
});

Deno.test("what waited while a program ends is told to end at once", async () => {
  const { clock, told, work, begin } = made();
  const first = begin("a");
  begin("b")();
  const closed = work.close("The program ends");
  first();
  await clock.run(1000);
  await closed;
  assert.deepEqual(told, ["a", "b ends"]);
});
