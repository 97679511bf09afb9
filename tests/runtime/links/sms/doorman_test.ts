import { deepEqual, equal, rejects } from "node:assert/strict";
import type { SmsOrigin } from "../../../../hal/mod.ts";
import { SimClock } from "../../../../hal/sim/mod.ts";
import { openStore } from "../../../../hal/store/mod.ts";
import { Doorman } from "../../../../runtime/links/sms/doorman.ts";

const HOUR = 3_600_000;

/** A message that was sent at a time, ms. */
function message(
  key: string | undefined,
  sentAt: number | undefined,
  more: Partial<SmsOrigin> = {},
): SmsOrigin {
  return {
    key,
    sentAt,
    waited: false,
    remove: () => Promise.reject(new Error("not deleted")),
    ...more,
  };
}

Deno.test("a message is taken once, also after a restart, and at most 24 h after it was sent", async () => {
  const clock = new SimClock(Date.UTC(2026, 0, 10));
  const store = openStore({ path: ":memory:", clock });
  const door = new Doorman(store, clock), now = clock.wall().ms;
  equal(await door.admit(message("a", now - 1000)), "new");
  equal(await door.admit(message("a", now - 1000)), "again");
  equal(await new Doorman(store, clock).admit(message("a", now)), "again");
  equal(await door.admit(message("b", now - 23 * HOUR)), "new");
  equal(await door.admit(message("c", now - 25 * HOUR)), "late");
  equal(await door.admit(message("c", now - 25 * HOUR)), "again");
  equal(await door.admit(message("d", undefined)), "new");
  store.close();
});

Deno.test("without a trusted clock what came in later tells, and for what lay there the clock as well", async () => {
  const clock = new SimClock(Date.UTC(2026, 0, 10), false);
  const store = openStore({ path: ":memory:", clock });
  const door = new Doorman(store, clock), now = clock.wall().ms;
  const old = now - 20 * 24 * HOUR;
  clock.advance(120_000);
  equal(await door.admit(message("a", old, { waited: true })), "late");
  equal(await door.admit(message("b", old)), "new", "the clock may be ahead");
  equal(await door.admit(message("c", old + 30 * HOUR)), "new");
  equal(await door.admit(message("d", old + HOUR)), "late");
  store.close();
});

Deno.test("after days without power a clock is waited for before a command is called new", async () => {
  const off = Date.UTC(2026, 0, 10), now = off + 72 * HOUR;
  const clock = new SimClock(off, false);
  const store = openStore({ path: ":memory:", clock });
  const door = new Doorman(store, clock);
  const admissions = [
    door.admit(message("a", off + 24 * HOUR)),
    door.admit(message("b", now - HOUR)),
  ];
  await clock.run(60_000);
  clock.setWall(now, true);
  await clock.run(1000);
  deepEqual(await Promise.all(admissions), ["late", "new"]);
  store.close();
});

Deno.test("a message that waits for a clock when the program ends stays with the modem", async () => {
  const clock = new SimClock(Date.UTC(2026, 0, 10), false);
  const store = openStore({ path: ":memory:", clock });
  const door = new Doorman(store, clock), now = clock.wall().ms;
  const refused = rejects(door.admit(message("a", now)), /the program ends/);
  door.close();
  await clock.run(1000);
  await refused;
  equal(store.get("sms.taken", "a"), undefined);
  store.close();
});

for (
  const [what, start] of [["set once", "2026-01-10"], [
    "never set",
    "1970-01-01",
  ]]
) {
  Deno.test(`a message from 2080 makes none after it late, with a clock that was ${what}`, async () => {
    const clock = new SimClock(Date.parse(`${start}`), false);
    const store = openStore({ path: ":memory:", clock });
    const door = new Doorman(store, clock), now = Date.UTC(2026, 0, 12);
    clock.advance(120_000);
    equal(await door.admit(message("a", now)), "new");
    equal(await door.admit(message("b", Date.UTC(2080, 0, 1))), "new");
    equal(await door.admit(message("c", now + HOUR)), "new");
    equal(await door.admit(message("d", now - 30 * HOUR)), "late");
    store.close();
  });
}

Deno.test("a store that takes nothing: the message has to be deleted first", async () => {
  const clock = new SimClock();
  using full = {
    store: openStore({ path: ":memory:", clock }),
    [Symbol.dispose]() {
      this.store.close();
    },
  };
  const store = Object.assign(Object.create(full.store), {
    get: () => undefined,
    entries: () => new Map(),
    put: () => {
      throw new Error("full");
    },
  });
  const door = new Doorman(store, clock);
  equal(await door.admit(message("a", undefined)), "forgetful");
  const remove = () => Promise.resolve();
  equal(await door.admit(message("b", undefined, { remove })), "new");
});

Deno.test("the list of taken messages does not grow without end", async () => {
  const clock = new SimClock();
  const store = openStore({ path: ":memory:", clock });
  store.atomically(() => {
    for (let i = 0; i < 1500; i++) {
      store.put("sms.taken", { [`k${i}`]: `${i}` });
    }
  });
  const door = new Doorman(store, clock);
  equal(await door.admit(message("new", clock.wall().ms)), "new");
  equal(store.entries("sms.taken").size, 1500);
  equal(store.get("sms.taken", "k0"), undefined);
  equal(await door.admit(message("k1", clock.wall().ms)), "again");
  store.close();
});

Deno.test("what cannot be told from another is gone from the modem before it is executed", async () => {
  const clock = new SimClock(Date.UTC(2026, 0, 10));
  const store = openStore({ path: ":memory:", clock });
  const door = new Doorman(store, clock);
  let removed = 0;
  const remove = () => Promise.resolve(void removed++);
  for (const time of [1, 2]) {
    equal(await door.admit(message(undefined, undefined, { remove })), "new");
    equal(removed, time);
  }
  equal(await door.admit(message(undefined, undefined)), "forgetful");
  store.close();
});
