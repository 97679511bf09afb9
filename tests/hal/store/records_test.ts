import assert from "node:assert/strict";
import type { HistoryQuery, Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Database } from "../../../hal/store/database.ts";
import { migrate } from "../../../hal/store/schema.ts";
import { DurableStore } from "../../../hal/store/store.ts";
import {
  DAY,
  HOUR,
  inFolder,
  inMemory,
  record,
  SECOND,
  using,
} from "./stores.ts";

const WALL = Date.UTC(2026, 5, 1);

/** The `data` of records. */
function data(records: readonly { readonly data: string }[]): string {
  return records.map((one) => one.data).join(" ");
}

function history(store: Store, query: HistoryQuery = {}): string {
  return data(store.history(query));
}

Deno.test("records come back by type, time and page, in the order of writing", () => {
  const { store, clock } = inMemory(new SimClock(WALL));
  for (let k = 0; k < 6; k++) {
    store.record(
      record({ type: k % 2 ? "odd" : "even", number: k, data: `${k}` }),
      false,
    );
    clock.advance(SECOND);
  }
  assert.equal(history(store), "0 1 2 3 4 5");
  assert.equal(history(store, { type: "odd" }), "1 3 5");
  assert.equal(
    history(store, { since: WALL + SECOND, until: WALL + 4 * SECOND }),
    "1 2 3",
  );
  const [first] = store.history({ type: "odd", limit: 1 });
  assert.ok(first);
  assert.equal(first.number, 1);
  assert.deepEqual(first.at, store.history({})[1]?.at);
  assert.equal(history(store, { type: "odd", after: first.id }), "3 5");
  assert.deepEqual([...store.historyTypes()], [["even", 3], ["odd", 3]]);
  store.close();
});

Deno.test("the queue is served oldest first until acknowledged, over a restart", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.record(record({ data: "local" }), false);
      const ids = ["a", "b", "c"].map((data) =>
        store.record(record({ data }), true).id
      );
      assert.equal(data(store.unsent(2)), "a b");
      store.acknowledge(ids.slice(0, 1));
    });
    using(path, (store) => {
      assert.equal(data(store.unsent(10)), "b c");
      assert.equal(history(store), "local a b c");
    });
  }));

Deno.test("a record too old for the server leaves the queue but stays here until its time", () => {
  const { store, clock } = inMemory(new SimClock(WALL));
  store.record(record({ data: "old" }), true);
  clock.advance(HOUR);
  store.record(record({ data: "new" }), true);
  assert.equal(data(store.unsent(9)), "old new");
  clock.advance(1);
  assert.equal(data(store.unsent(9)), "new");
  store.prune();
  assert.equal(history(store), "old new");
  clock.advance(DAY - HOUR);
  store.prune();
  assert.equal(history(store), "new");
  store.close();
});

Deno.test("nothing is kept shorter than the server may want it", () => {
  const { store, clock } = inMemory(new SimClock(WALL));
  assert.equal(store.record(record({ lifetime: 60, keep: 0 }), true).keep, 60);
  clock.advance(60 * SECOND);
  store.prune();
  assert.equal(store.unsent(9).length, 1);
  store.close();
});

Deno.test("times of keeping are apart from each other", () => {
  const { store, clock } = inMemory(new SimClock(WALL));
  for (const days of [400, 1, 30, 1]) {
    store.record(record({ keep: days * 86_400, data: `${days}` }), false);
  }
  clock.advance(31 * DAY);
  store.prune();
  assert.equal(history(store), "400");
  store.close();
});

Deno.test("a jump of the wall expires, reorders and misdates nothing", () => {
  for (const jump of [-20 * 365 * DAY, 20 * 365 * DAY]) {
    inFolder((path) => {
      using(
        path,
        (store) => store.record(record({ data: "before" }), true),
        new SimClock(WALL),
      );
      const clock = new SimClock(WALL + SECOND);
      using(path, (store) => {
        store.record(record({ data: "first" }), true);
        clock.setWall(WALL + jump, true);
        store.record(record({ data: "second" }), true);
        store.date();
        store.prune();
        assert.equal(data(store.unsent(9)), "before first second");
        assert.equal(history(store), "before first second");
        assert.deepEqual(store.history({}).map(({ at }) => at.wall), [
          WALL,
          WALL + SECOND,
          WALL + jump,
        ]);
        clock.advance(HOUR + 1);
        assert.equal(
          data(store.unsent(9)),
          jump > 0 ? "" : "before",
          "what this run wrote ages by its own time",
        );
      }, clock);
    });
  }
});

Deno.test("records of an earlier run age by the wall, once it is known", () =>
  inFolder((path) => {
    using(
      path,
      (store) => store.record(record({ data: "old" }), true),
      new SimClock(WALL),
    );
    const clock = new SimClock(0, false);
    using(path, (store) => {
      clock.advance(2 * DAY);
      store.prune();
      assert.equal(data(store.unsent(9)), "old");
      clock.setWall(WALL + 2 * HOUR, true);
      assert.equal(data(store.unsent(9)), "");
      store.prune();
      assert.equal(history(store), "old");
    }, clock);
    using(path, (store) => {
      store.prune();
      assert.equal(history(store), "");
    }, new SimClock(WALL + 2 * DAY));
  }));

for (
  const [what, behind, right] of [
    ["behind, then set right", -10 * DAY, 0],
    ["right, then behind", 0, -10 * DAY],
  ] as const
) {
  Deno.test(`records of a run whose clock was trusted and ${what}, are no older than they are`, () =>
    inFolder((path) => {
      const clock = new SimClock(WALL + behind);
      using(path, (store) => {
        store.record(record({ data: "first" }), true);
        clock.advance(HOUR / 2);
        clock.setWall(WALL + HOUR / 2 + right, true);
        store.record(record({ data: "second" }), true);
        store.retry();
      }, clock);
      const next = new SimClock(WALL + HOUR - SECOND);
      using(path, (store) => {
        store.prune();
        assert.equal(data(store.unsent(9)), "first second");
        assert.deepEqual(store.unsent(9).map(({ at }) => at.wall), [
          WALL,
          WALL + HOUR / 2,
        ]);
        next.advance(2 * SECOND);
        assert.equal(data(store.unsent(9)), "second");
        next.advance(DAY);
        for (let time = 0; time < 3; time++) store.prune();
        assert.equal(history(store), "");
      }, next);
    }));
}

Deno.test("that the clock was set anew is written once, and of the last runs only", () => {
  const clock = new SimClock(WALL - 10 * DAY - 1);
  const { store } = inMemory(clock);
  const runs = () => [...store.entries("time.runs")];
  store.put(
    "time.runs",
    Object.fromEntries(Array.from({ length: 60 }, (_, n) => [-n, "0"])),
  );
  store.retry();
  assert.equal(runs().length, 60);
  clock.setWall(WALL - SECOND, true);
  store.retry();
  assert.equal(runs().length, 50);
  assert.deepEqual(runs().at(-1), [String(store.run), String(WALL - SECOND)]);
  const before = runs();
  clock.setWall(WALL - 1, true);
  store.retry();
  assert.deepEqual(runs(), before);
  store.close();
});

Deno.test("a record dated in the future does not keep those behind it from ending", () =>
  inFolder((path) => {
    const write = (text: string, wall: number) =>
      using(
        path,
        (store) => store.record(record({ data: text }), false),
        new SimClock(wall),
      );
    write("future", WALL + 400 * DAY);
    write("old", WALL);
    using(path, (store) => {
      store.prune();
      assert.equal(history(store), "future");
    }, new SimClock(WALL + 3 * DAY));
  }));

Deno.test("this run's records without a date get theirs when the time is known", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.record(record({ data: "undated" }), false);
    }, new SimClock(0, false));
    const clock = new SimClock(0, false);
    using(path, (store) => {
      clock.advance(1500.4);
      store.record(record({ data: "later" }), false);
      assert.deepEqual(store.history({}).map(({ at }) => at.wall), [
        undefined,
        undefined,
      ]);
      store.date();
      clock.advance(1000);
      clock.setWall(WALL, true);
      store.date();
      assert.deepEqual(store.history({}).map(({ at }) => at.wall), [
        undefined,
        WALL - 1000,
      ]);
      assert.equal(history(store, { since: 0 }), "later");
    }, clock);
  }));

Deno.test("of records that nobody can ever date, a bounded number is kept", () =>
  inFolder((path) => {
    using(path, (store) =>
      store.atomically(() => {
        for (let k = 0; k < 10_050; k++) {
          store.record(record({ data: `${k}` }), false);
        }
      }), new SimClock(0, false));
    using(path, (store) => {
      store.prune();
      assert.equal(store.historyTypes().get("RT-Test"), 10_000);
      assert.equal(history(store, { limit: 1 }), "50");
    });
  }));

Deno.test("ended ones behind many of unknown age are found, a part by each call", () =>
  inFolder((path) => {
    const old = { data: "old", keep: 3600 };
    using(path, (store) =>
      store.atomically(() => {
        for (let k = 0; k < 1500; k++) store.record(record(old), false);
      }), new SimClock(0, false));
    const clock = new SimClock(WALL);
    using(path, (store) => {
      store.record(record({ data: "known", keep: 3600 }), false);
      store.record(record({ data: "other", keep: 7200 }), false);
      clock.advance(7201_000);
      const left = [1, 2, 3, 4, 5].map(() => {
        store.prune();
        return store.historyTypes().get("RT-Test");
      });
      assert.equal(left.at(0), 1501);
      assert.equal(left.at(-1), 1500);
      assert.equal(history(store, {}).includes("known"), false);
    }, clock);
  }));

Deno.test("one call drops a part, the next ones the rest", () => {
  const { store, clock } = inMemory(new SimClock(WALL));
  store.atomically(() => {
    for (let k = 0; k < 1050; k++) store.record(record(), false);
  });
  clock.advance(2 * DAY);
  const left = [1, 2, 3, 4].map(() => {
    store.prune();
    return store.historyTypes().get("RT-Test");
  });
  // More at once, as the clock says that it took no time
  assert.deepEqual(left, [950, 750, 350, undefined]);
  store.close();
});

Deno.test("of too many records the oldest go before their time, but none that a reader waits for", () => {
  const clock = new SimClock(WALL), db = new Database(":memory:");
  migrate(db);
  const store = new DurableStore(db, clock, { most: 100 });
  store.atomically(() => {
    for (let k = 0; k < 350; k++) {
      store.record(record({ data: `${k}` }), k < 20);
    }
  });
  const left = [1, 2, 3].map(() => {
    store.prune();
    return store.historyTypes().get("RT-Test");
  });
  assert.deepEqual(left, [250, 100, 100]);
  assert.equal(history(store, { limit: 21 }).endsWith("19 270"), true);
  assert.equal(store.unsent(100).length, 20);
  store.close();
});

Deno.test("a machine on which dropping takes long drops less at once, and more again when it is quick", () => {
  class Slow extends SimClock {
    /** How much later it is each time that somebody looks, ms. */
    step = 0;
    override monotonic(): number {
      if (this.step > 0) this.advance(this.step);
      return super.monotonic();
    }
  }
  const clock = new Slow(WALL), { store } = inMemory(clock);
  store.atomically(() => {
    for (let k = 0; k < 1050; k++) store.record(record(), false);
  });
  clock.advance(2 * DAY);
  const drop = (ms: number) => {
    clock.step = ms;
    const before = store.historyTypes().get("RT-Test") ?? 0;
    store.prune();
    return before - (store.historyTypes().get("RT-Test") ?? 0);
  };
  const dropped = [50, 50, 50, 50, 0, 0].map(drop);
  assert.deepEqual(dropped, [100, 50, 50, 50, 50, 100]);
});

Deno.test("a clock that is years ahead, though trusted, makes nothing old until it has said so for a day", () =>
  inFolder((path) => {
    const DAY = 86_400_000, MAY = Date.UTC(2026, 4, 1);
    const kept = (store: Store) => store.history({ type: "X" }).length;
    const record = {
      type: "X",
      number: 1,
      lifetime: 86_400,
      keep: 86_400,
      data: "kept",
    };
    using(path, (store) => store.record(record, true), new SimClock(MAY));

    // The network told another year; GPS corrects it.
    const wrong = new SimClock(MAY + 3 * 365 * DAY);
    using(path, (store) => {
      for (let minute = 0; minute < 60; minute++) {
        store.prune();
        wrong.advance(60_000);
      }
      assert.equal(kept(store), 1);
      wrong.setWall(MAY + 7_200_000, true);
      store.prune();
      assert.equal(kept(store), 1);
      assert.equal(store.unsent(10).length, 1);
    }, wrong);

    // So does a network that tells it again and again: what was written by it is no proof.
    for (let run = 0; run < 4; run++) {
      const again = new SimClock(MAY + (3 * 365 + run) * DAY);
      using(path, (store) => {
        store.record({ ...record, type: "Y" }, false);
        store.prune();
        again.advance(HOUR);
        store.prune();
        assert.equal(kept(store), 1, `run ${run}`);
        assert.equal(store.believed(), undefined);
      }, again);
    }

    // Nor is the time before it was told.
    const late = new SimClock(0, false);
    using(path, (store) => {
      late.advance(2 * DAY);
      late.setWall(MAY + 3 * 365 * DAY, true);
      store.prune();
      assert.equal(kept(store), 1);
    }, late);

    // A car that was really away.
    const away = new SimClock(MAY + 400 * DAY);
    using(path, (store) => {
      store.prune();
      assert.equal(kept(store), 1);
      away.advance(DAY + 60_000);
      store.prune();
      assert.equal(kept(store), 0);
      assert.equal(store.believed(), away.wall().ms);
    }, away);
  }));
