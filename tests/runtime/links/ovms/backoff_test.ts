import { equal, ok } from "node:assert/strict";
import { Backoff } from "../../../../runtime/links/ovms/backoff.ts";

const unreachable = { kind: "unreachable", stood: undefined } as const;
const refused = { kind: "refused", stood: undefined } as const;
const lost = (stood: number) => ({ kind: "failed", stood }) as const;

const SECOND = 1000, MINUTE = 60 * SECOND;

Deno.test("waits grow from 1 s to 5 min", () => {
  const [shortest, longest] = [new Backoff(), new Backoff()];
  equal(shortest.wait(unreachable, 0), SECOND);
  equal(longest.wait(unreachable, 1), 2 * SECOND);
  let before = 2 * SECOND;
  for (let i = 0; i < 40; i++) {
    const wait = longest.wait(unreachable, 1);
    ok(wait >= before && wait <= 5 * MINUTE);
    before = wait;
  }
  equal(before, 5 * MINUTE);
});

Deno.test("after an outage of up to two minutes the next try is less than a minute away", () => {
  for (const random of [0, 0.5, 1]) {
    const backoff = new Backoff();
    let elapsed = 0;
    while (elapsed < 2 * MINUTE) {
      const wait = backoff.wait(unreachable, random);
      ok(wait < MINUTE, `${wait} ms at ${elapsed} ms`);
      elapsed += wait;
    }
  }
});

Deno.test("a connection that stood begins anew", () => {
  const backoff = new Backoff();
  for (let i = 0; i < 20; i++) backoff.wait(unreachable, 0);
  equal(backoff.wait(lost(MINUTE), 0), SECOND);
});

Deno.test("a short success forgets the outage before it, but short ones in a row add up", () => {
  const backoff = new Backoff();
  for (let i = 0; i < 20; i++) backoff.wait(unreachable, 0);
  equal(backoff.wait(lost(SECOND), 0), SECOND);
  for (let i = 0; i < 40; i++) backoff.wait(lost(SECOND), 1);
  equal(backoff.wait(lost(SECOND), 1), 5 * MINUTE);
});

Deno.test("three refusals in a row mean a wrong password, and the wait goes up to 30 min", () => {
  const backoff = new Backoff();
  backoff.wait(refused, 1);
  backoff.wait(unreachable, 1);
  backoff.wait(refused, 1);
  equal(backoff.refused, false);
  equal(backoff.wait(refused, 1), MINUTE);
  equal(backoff.refused, true);
  equal(backoff.wait(refused, 1), 2 * MINUTE);
  for (let i = 0; i < 10; i++) backoff.wait(refused, 1);
  equal(backoff.wait(refused, 1), 30 * MINUTE);
});

Deno.test("a login that succeeds, or new settings, end the suspicion", () => {
  for (const end of ["success", "settings"]) {
    const backoff = new Backoff();
    for (let i = 0; i < 5; i++) backoff.wait(refused, 0);
    if (end === "success") backoff.wait(lost(0), 0);
    else backoff.reset();
    equal(backoff.refused, false);
    ok(backoff.wait(refused, 0) < MINUTE / 2);
  }
});
