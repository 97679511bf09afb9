import assert from "node:assert/strict";
import { dirname } from "node:path";
import { SimClock } from "../../../hal/sim/clock.ts";
import { checksum } from "../../../hal/store/checksum.ts";
import { Database } from "../../../hal/store/database.ts";
import { LARGE } from "../../../hal/store/inspect.ts";
import { migrate, STEPS } from "../../../hal/store/schema.ts";
import { COLUMNS } from "../../../hal/store/tables.ts";
import { DAY, inFolder, inMemory, record, using } from "./stores.ts";

/** Seconds. */
const YEAR = 365 * 86_400;
const WALL = Date.UTC(2026, 5, 1);
const PAGE = 4096, JUNK = new Uint8Array(PAGE).fill(0x5a);
const LONG = "1234567890".repeat(3_500);

/** A store whose history is longer than is looked through at a start, and one setting. */
function filled(path: string): void {
  using(path, (store) => {
    store.put("param", { "8": "TWIZY42" });
    store.record(record({ data: "first", keep: YEAR }), false);
    store.atomically(() => {
      for (let bytes = 0; bytes < LARGE; bytes += LONG.length) {
        store.record(record({ data: LONG, keep: YEAR }), false);
      }
    });
    store.record(record({ data: "last", keep: YEAR }), true);
  });
}

/** Overwrites pages in the midst of the file, where the long history is. */
function damage(path: string): void {
  using file = Deno.openSync(path, { write: true });
  const middle = Math.floor(Deno.statSync(path).size / 2 / PAGE) * PAGE;
  for (let k = 0; k < 8; k++) {
    file.seekSync(middle + k * PAGE, Deno.SeekMode.Start);
    file.writeSync(JUNK);
  }
}

Deno.test("a long history is neither looked through at a start nor copied; damage in it is found when it is read", () => {
  inFolder((path) => {
    filled(path);
    assert.ok(Deno.statSync(path).size > LARGE);
    assert.ok(Deno.statSync(`${path}.copy`).size < LARGE * 0.6);
    damage(path);
    using(path, (store) => {
      assert.deepEqual(store.problems, []);
      assert.equal(store.get("param", "8"), "TWIZY42");
      store.history({});
      assert.match(store.problems.join(), /could not be read/);
    });
    using(path, (store) => {
      const told = store.problems.join("\n");
      assert.match(told, /is damaged inside: the last good copy is used/);
      assert.match(told, /kept as .*\.damaged-1/);
      assert.equal(store.get("param", "8"), "TWIZY42");
      const kept = store.history({}).map(({ data }) => data);
      assert.equal(kept.at(-1), "last");
      assert.ok(!kept.includes("first"));
      assert.equal(store.unsent(5).length, 1);
      store.told();
    });
    // What was looked through is trusted again.
    using(path, (store) => assert.deepEqual(store.problems, []));
  });
});

Deno.test("how many records of a type there are is right after drops, repairs and rows in memory", () => {
  const { store, db } = inMemory(new SimClock(WALL));
  for (const type of ["a", "a", "b"]) store.record(record({ type }), false);
  assert.deepEqual([...store.historyTypes()], [["a", 2], ["b", 1]]);
  db.run("INSERT OR REPLACE INTO record SELECT * FROM record WHERE type = 'a'");
  assert.deepEqual([...store.historyTypes()], [["a", 2], ["b", 1]]);
  db.run("DELETE FROM record WHERE type = 'b'");
  assert.deepEqual([...store.historyTypes()], [["a", 2]]);
});

Deno.test("counts and times are right whatever part of the records is summed up, and however that ended", () => {
  const clock = new SimClock(WALL), { store, db } = inMemory(clock);
  const upto = () => db.number("SELECT upto FROM record_summed");
  const add = (type: string, count: number) => {
    for (let k = 0; k < count; k++) {
      store.record(record({ type, keep: YEAR }), false);
      clock.advance(1000);
    }
  };
  const holds = (a: number, b: number) => {
    const counts = [["a", a], ["b", b]].filter(([, n]) => n !== 0);
    assert.deepEqual([...store.historyTypes()], counts);
    for (const [type, count] of counts) {
      const found = store.history({ type: `${type}`, since: WALL });
      assert.equal(found.length, count);
    }
  };
  add("a", 3);
  holds(3, 0);
  assert.equal(upto(), 0);
  store.prune();
  assert.equal(upto(), 3);
  add("b", 2);
  add("a", 1);
  holds(4, 2);
  // One that is summed up, and one that is not
  db.run("DELETE FROM record WHERE id IN (2, 6)");
  holds(2, 2);
  // What did not get to the disk counts neither now nor later
  assert.throws(() =>
    store.atomically(() => {
      add("b", 600);
      throw new Error("power");
    })
  );
  holds(2, 2);
  add("b", 600);
  assert.ok(upto() > 400, `${upto()}`);
  holds(2, 602);
  for (const flip of ["upto = upto + 64", "sum = NULL"]) {
    db.run(`UPDATE record_summed SET ${flip}`);
    holds(2, 602);
    store.prune();
    holds(2, 602);
    assert.equal(upto(), db.number("SELECT max(id) FROM record"));
  }
});

Deno.test("a store of the version before, whose records were summed up one by one, goes on", () =>
  inFolder((path) => {
    const clock = new SimClock(WALL);
    Deno.mkdirSync(dirname(path));
    const before = new Database(path);
    migrate(before, STEPS.slice(0, 7));
    const columns = [...COLUMNS.record, "sum"];
    const insert = `INSERT INTO record (${columns.join(", ")}) VALUES (${
      columns.map(() => "?").join(", ")
    })`;
    for (let id = 1; id <= 3; id++) {
      const row = [id, WALL, 1, 5, "a", 0, YEAR, YEAR, `${id}`, 0];
      before.run(insert, ...row, checksum(row));
    }
    before.close();
    using(path, (store) => {
      store.record(record({ type: "a", keep: YEAR }), false);
      store.record(record({ type: "b", keep: YEAR }), false);
      assert.deepEqual([...store.historyTypes()], [["a", 4], ["b", 1]]);
    }, clock);
    using(path, (store) => {
      assert.deepEqual([...store.historyTypes()], [["a", 4], ["b", 1]]);
      assert.equal(store.history({ type: "a", since: WALL }).length, 4);
    }, clock);
  }));

Deno.test("short and long spans give the same records in the order of writing, also when the clock was set back", () => {
  const clock = new SimClock(WALL), { store, db } = inMemory(clock);
  for (let k = 0; k < 60; k++) {
    store.record(record({ data: `${k}`, keep: YEAR }), false);
    clock.advance(DAY);
  }
  db.run("UPDATE record SET sum = NULL, wall = wall - ? WHERE id = 30", 5e8);
  // Two that the disk had no room for, one of them in the place of a row of the file
  db.run("INSERT INTO record_spill SELECT * FROM record WHERE id IN (31, 59)");
  db.run("DELETE FROM main.record WHERE id = 59");
  const day = (n: number) => WALL + n * DAY;
  const all = store.history({ type: "RT-Test" });
  assert.equal(all.length, 60);
  const spans = [[0, 60], [20, 60], [25, 40], [28, 31], [59, 61]] as const;
  for (const [from, to] of spans) {
    for (const after of [0, 27, 33]) {
      const span = { since: day(from), until: day(to) };
      assert.deepEqual(
        store.history({ type: "RT-Test", ...span, after, limit: 7 }),
        all.filter(({ id, at: { wall = -1 } }) =>
          id > after && wall >= span.since && wall < span.until
        ).slice(0, 7),
        `${from} to ${to} after ${after}`,
      );
    }
  }
});

Deno.test("damaged records shorten no page: what comes behind them is found", () => {
  const { store, db } = inMemory(new SimClock(WALL));
  for (let k = 0; k < 30; k++) store.record(record({ data: `${k}` }), false);
  db.run("UPDATE record SET data = 'other' WHERE id IN (2, 3, 4, 5, 9)");
  const page = (after: number) =>
    store.history({ type: "RT-Test", since: WALL, after, limit: 4 })
      .map(({ data }) => data);
  assert.deepEqual(page(0), ["0", "5", "6", "7"]);
  assert.deepEqual(page(8), ["9", "10", "11", "12"]);
  assert.equal(store.history({ limit: 25 }).length, 25);
});

Deno.test("a record is found by its time in whichever block it is, also where a bit of the block's times flipped", () => {
  const clock = new SimClock(WALL), { store, db } = inMemory(clock);
  store.atomically(() => {
    for (let k = 0; k < 9000; k++) {
      store.record(record({ type: `T${k % 2}`, keep: YEAR }), false);
      clock.advance(1000);
    }
  });
  const found = (since: number, until: number) =>
    store.history({ type: "T1", since: WALL + since, until: WALL + until })
      .map(({ id }) => id);
  const expected = [8192, 8194, 8196, 8198];
  assert.deepEqual(found(8_190_500, 8_198_000), expected);
  for (const wrong of ["last = 5", "first = 1e15", "type = type || 'x'"]) {
    db.run(`UPDATE record_block SET ${wrong} WHERE block = 2`);
    assert.deepEqual(found(8_190_500, 8_198_000), expected, wrong);
    store.history({ type: "T1x", since: WALL });
    store.prune();
    assert.deepEqual(found(8_190_500, 8_198_000), expected, wrong);
  }

  db.run("UPDATE record_count SET records = 7 WHERE type = 'T1'");
  assert.deepEqual([...store.historyTypes()], [["T0", 4500], ["T1", 4500]]);
  store.record(record({ type: "T1", keep: YEAR }), false);
  assert.deepEqual([...store.historyTypes()], [["T0", 4500], ["T1", 4501]]);
  store.prune();
  assert.deepEqual([...store.historyTypes()], [["T0", 4500], ["T1", 4501]]);

  const blocks = () => db.number("SELECT count(*) FROM record_block");
  assert.equal(blocks(), 6);
  clock.advance(2 * YEAR * 1000);
  for (let k = 0; k < 40; k++) store.prune();
  assert.equal(store.historyTypes().size, 0);
  assert.equal(blocks(), 0);
});
