import assert from "node:assert/strict";
import type { Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { checksum } from "../../../hal/store/checksum.ts";
import { Database } from "../../../hal/store/database.ts";
import { migrate, STEPS } from "../../../hal/store/schema.ts";
import { DurableStore } from "../../../hal/store/store.ts";
import { inFolder, inMemory, using } from "./stores.ts";

Deno.test("messages wait in order on their channel, over a restart, until delivered", () =>
  inFolder((path) => {
    using(path, (store) => {
      for (const text of ["one", "two"]) {
        store.enqueue({ channel: "sms", kind: "charge", text });
        store.enqueue({ channel: "ip", kind: "charge", text });
      }
    });
    using(path, (store) => {
      const [first] = store.waiting("sms");
      assert.ok(first);
      assert.equal(first.text, "one");
      store.deliver(first.id, "sent");
      store.deliver(first.id, "failed");
      assert.deepEqual(store.waiting("sms").map(({ text }) => text), ["two"]);
      assert.deepEqual(store.waiting("ip").map(({ text }) => text), [
        "one",
        "two",
      ]);
      assert.deepEqual(
        store.outbox(9).map(({ channel, state }) => `${channel} ${state}`),
        ["sms sent", "ip waiting", "sms waiting", "ip waiting"],
      );
      assert.equal(store.outbox(1)[0]?.text, "two");
    });
  }));

Deno.test("a message of a run whose clock was behind has the time that it was set to", () =>
  inFolder((path) => {
    const wall = Date.UTC(2026, 5, 11), day = 86_400_000;
    const clock = new SimClock(wall - 10 * day);
    using(path, (store) => {
      store.enqueue({ channel: "sms", kind: "12v", text: "low" });
      clock.setWall(wall, true);
      store.retry();
    }, clock);
    using(path, (store) => {
      assert.equal(store.waiting()[0]?.at.wall, wall);
      assert.equal(store.outbox(1)[0]?.at.wall, wall);
    }, new SimClock(wall));
  }));

Deno.test("tries that failed are counted, with the last reason, over a restart", () =>
  inFolder((path) => {
    const state = (store: Store) =>
      store.outbox(9).map(({ channel, state, tries, error }) =>
        `${channel} ${state} ${tries} ${error}`
      );
    using(path, (store) => {
      const one = store.enqueue({ channel: "ntfy", kind: "x", text: "one" });
      const two = store.enqueue({ channel: "sms", kind: "x", text: "one" });
      store.attempted(one.id, "no network");
      store.attempted(one.id, "answered 503");
      store.deliver(two.id, "sent");
      store.attempted(two.id, "too late");
    });
    using(path, (store) => {
      assert.deepEqual(state(store), [
        "ntfy waiting 2 answered 503",
        "sms sent 0 ",
      ]);
      assert.deepEqual(
        store.waiting().map(({ channel, tries }) => [channel, tries]),
        [["ntfy", 2]],
      );
    });
  }));

Deno.test("messages of a store of before are read, damaged ones stay told", () => {
  const db = new Database(":memory:");
  migrate(db, STEPS.slice(0, 2));
  const columns = ["id", "wall", "run", "monotonic", "channel", "kind", "text"];
  const insert = (id: number, text: string, sum: number | undefined) => {
    const row = [id, null, 1, 5, "sms", "x", text, "waiting"];
    db.run(
      `INSERT INTO outbox (${columns.join(", ")}, state, sum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...row,
      sum ?? checksum(row),
    );
  };
  insert(1, "sound", undefined);
  insert(2, "changed", 7);
  migrate(db);
  const store = new DurableStore(db, new SimClock());
  assert.deepEqual(
    store.waiting().map(({ text, tries, error }) => [text, tries, error]),
    [["sound", 0, ""]],
  );
  assert.match(store.problems.join(), /damaged records or messages/);
  store.close();
});

Deno.test("of messages that no longer wait, the newest are listed", () => {
  const { store } = inMemory();
  store.atomically(() => {
    for (let k = 0; k < 600; k++) {
      const { id } = store.enqueue({ channel: "sms", kind: "x", text: `${k}` });
      if (k > 0) store.deliver(id, "sent");
    }
  });
  store.prune();
  const texts = store.outbox(1000).map(({ text }) => text);
  assert.equal(texts.length, 501);
  assert.deepEqual(texts.slice(0, 2), ["0", "100"]);
  store.close();
});
