import assert from "node:assert/strict";
import { Turns } from "../../../../../runtime/links/http/page/turns.js";

/** A question whose tries and pauses are ended by hand. */
function question(turns: Turns) {
  const tries: PromiseWithResolvers<unknown>[] = [];
  const pauses: (() => void)[] = [];
  let told = 0;
  const taken = turns.take({
    ask: () => {
      const one = Promise.withResolvers<unknown>();
      tries.push(one);
      return one.promise;
    },
    waits: (error) => error === "later",
    late: () => void told++,
    pause: () => new Promise((resolve) => pauses.push(resolve)),
  });
  return { tries, pauses, taken, told: () => told };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("what finds no place is asked again, told as late, until it has its turn", async () => {
  const { tries, pauses, taken, told } = question(new Turns());
  pauses.shift()?.();
  await settled();
  assert.equal(told(), 1);
  tries[0]?.reject("later");
  await settled();
  assert.deepEqual([tries.length, told()], [1, 2]);
  pauses.shift()?.();
  await settled();
  assert.equal(tries.length, 2);
  tries[1]?.resolve(undefined);
  assert.equal(await taken, true);
  // An answer that is there is not late
  for (const pause of pauses) pause();
  await settled();
  assert.equal(told(), 2);
});

Deno.test("a refusal ends it, and a newer question takes its place", async () => {
  const turns = new Turns(), first = question(turns);
  first.tries[0]?.reject("later");
  await settled();
  const second = question(turns);
  for (const pause of first.pauses) pause();
  assert.equal(await first.taken, false);
  assert.equal(first.tries.length, 1);
  second.tries[0]?.reject("wrong");
  await assert.rejects(second.taken, (error) => error === "wrong");
});
