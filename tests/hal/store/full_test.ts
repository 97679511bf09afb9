import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Database } from "../../../hal/store/database.ts";
import { StoreWriteError } from "../../../hal/store/mod.ts";
import { migrate } from "../../../hal/store/schema.ts";
import { DurableStore } from "../../../hal/store/store.ts";
import { entry, inFolder, inMemory, record, SECOND } from "./stores.ts";

/** No page more than there are now, and none to spare. */
function fill(db: Database): void {
  db.first(`PRAGMA max_page_count = ${db.number("PRAGMA page_count")}`);
}

function makeRoom(db: Database): void {
  db.first("PRAGMA max_page_count = 100000");
}

/** A text that needs pages of its own. */
const LONG = "x".repeat(20_000);

Deno.test("a full disk refuses settings and journal, and changes nothing", () => {
  const { store, db } = inMemory();
  store.put("param", { "7": "old" });
  fill(db);
  for (
    const write of [
      () => store.put("param", { "7": LONG }),
      () => store.journal({ ...entry("7"), new: LONG }),
      () =>
        store.atomically(() => {
          store.enqueue({ channel: "ip", kind: "x", text: LONG });
          store.put("param", { "7": "new" });
        }),
      () =>
        store.atomically(() => {
          store.put("param", { "7": "new" });
          store.enqueue({ channel: "ip", kind: "x", text: LONG });
        }),
    ]
  ) {
    assert.throws(write, (error) => {
      assert.ok(error instanceof StoreWriteError);
      assert.equal(error.trouble, "full");
      assert.equal(
        error.message,
        "nothing was stored: the disk is full (:memory:); make room and try again",
      );
      return true;
    });
    assert.equal(store.get("param", "7"), "old");
    assert.equal(db.number("SELECT count(*) FROM journal"), 0);
    assert.deepEqual(store.outbox(9), []);
  }
  assert.deepEqual(store.problems, [
    "the disk is full: settings cannot be changed",
  ]);
  makeRoom(db);
  store.put("param", { "7": LONG });
  assert.deepEqual(store.problems, []);
  assert.equal(store.get("param", "7"), LONG);
  store.close();
});

Deno.test("records and messages stay in memory while the disk is full, and reach it when there is room", () => {
  const { store, db, clock } = inMemory();
  const onDisk = store.record(record({ data: "first" }), true);
  const alert = store.enqueue({ channel: "sms", kind: "soc", text: "low" });
  fill(db);
  const inMemoryOnly = store.record(record({ data: LONG }), true);
  store.record(record({ data: "third", type: "RT-Other" }), true);
  const second = store.enqueue({ channel: "sms", kind: "x", text: "more" });
  const check = () => {
    assert.deepEqual(
      store.unsent(9).map(({ data }) => data),
      ["third"],
    );
    assert.deepEqual(
      store.history({}).map(({ data }) => data),
      ["first", LONG, "third"],
    );
    assert.deepEqual([...store.historyTypes()], [["RT-Other", 1], [
      "RT-Test",
      2,
    ]]);
    assert.deepEqual(store.waiting("sms").map(({ text }) => text), ["more"]);
    assert.deepEqual(store.outbox(9).map(({ state }) => state), [
      "sent",
      "waiting",
    ]);
  };
  store.acknowledge([onDisk.id, inMemoryOnly.id]);
  store.deliver(alert.id, "sent");
  check();
  assert.match(
    store.problems.join(),
    /^the disk is full: settings cannot be changed, the newest 5 records and messages are only in memory$/,
  );
  assert.equal(db.number("SELECT count(*) FROM record"), 1);

  makeRoom(db);
  clock.advance(10 * SECOND);
  store.prune();
  assert.deepEqual(store.problems, []);
  assert.equal(db.number("SELECT count(*) FROM record"), 3);
  assert.equal(db.number("SELECT count(*) FROM record_spill"), 0);
  check();
  store.deliver(second.id, "sent");
  assert.deepEqual(store.waiting("sms"), []);
  store.close();
});

Deno.test("a batch of records only goes to memory as a whole", () => {
  const { store, db } = inMemory();
  fill(db);
  store.atomically(() => {
    store.record(record({ data: "small" }), false);
    store.record(record({ data: LONG }), false);
    store.record(record({ data: "after" }), false);
  });
  assert.deepEqual(store.history({}).map(({ data }) => data), [
    "small",
    LONG,
    "after",
  ]);
  assert.equal(db.number("SELECT count(*) FROM record"), 0);
  store.close();
});

Deno.test("settings that fit are still taken while records wait for room", () => {
  const { store, db } = inMemory();
  fill(db);
  store.record(record({ data: LONG }), false);
  store.atomically(() => {
    store.put("param", { "7": "fits" });
    store.record(record({ data: "with it" }), false);
  });
  assert.equal(
    db.number("SELECT count(*) FROM setting WHERE value = 'fits'"),
    1,
  );
  assert.equal(store.history({}).length, 2);
  assert.match(store.problems.join(), /only in memory/);
  store.close();
});

Deno.test("memory holds the newest records, and says how many it dropped", () => {
  const { store, db } = inMemory();
  fill(db);
  store.record(record({ data: LONG }), false);
  store.atomically(() => {
    for (let k = 0; k < 10_010; k++) {
      store.record(record({ data: `${k}` }), false);
    }
  });
  assert.equal(store.history({}).length, 10_000);
  assert.equal(store.history({ limit: 1 })[0]?.data, "10");
  store.record(record(), false);
  assert.match(store.problems.join(), /10000 records .* 12 were dropped/);
  store.close();
});

Deno.test("numbers rise and are never given twice, whatever the disk did", () => {
  const { store, db, clock } = inMemory();
  const ids = [store.record(record(), false).id];
  fill(db);
  ids.push(store.record(record({ data: LONG }), false).id);
  assert.throws(() => store.journal({ ...entry("7"), new: LONG }));
  makeRoom(db);
  clock.advance(10 * SECOND);
  ids.push(store.journal(entry("7")).id);
  ids.push(store.enqueue({ channel: "ip", kind: "x", text: "" }).id);
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b));
  store.close();
});

Deno.test("what could not be dated on a full disk is dated when there is room", () => {
  const { store, db, clock } = inMemory();
  clock.setWall(0, false);
  const dated = () => store.history({}).filter(({ at }) => at.wall).length;
  store.atomically(() => {
    for (let k = 0; k < 1000; k++) store.record(record(), false);
  });
  fill(db);
  clock.setWall(1_800_000_000_000, true);
  store.date();
  assert.equal(dated(), 0);
  assert.equal(store.problems.length, 1);
  makeRoom(db);
  store.prune();
  assert.equal(dated(), 1000);
  assert.deepEqual(store.problems, []);
  store.close();
});

Deno.test("no secret appears in an error or a problem", () => {
  const { store, db } = inMemory();
  fill(db);
  const secret = "geheim" + LONG;
  assert.throws(
    () => store.put("param", { "9": secret }),
    (error) =>
      error instanceof Error &&
      !`${error.stack}${error.cause}${store.problems}`.includes("geheim"),
  );
  store.close();
});

Deno.test("a log that fills the disk is worked in when a write is refused: the next one finds its room", () =>
  inFolder((path) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    const db = new Database(path), clock = new SimClock();
    db.script("PRAGMA journal_mode = WAL");
    migrate(db);
    const store = new DurableStore(db, clock);
    const log = () => Deno.statSync(`${path}-wal`).size;
    const refused = () => {
      for (let k = 0; k < 20; k++) store.put("param", { "7": `old ${k}` });
      assert.ok(log() > 0);
      assert.throws(() => store.put("param", { "7": LONG }), StoreWriteError);
    };
    fill(db);
    refused();
    assert.equal(log(), 0);
    // Not with each of them: it takes a card's time
    refused();
    assert.ok(log() > 0);
    clock.advance(10 * SECOND);
    refused();
    assert.equal(log(), 0);
    makeRoom(db);
    store.put("param", { "7": LONG });
    db.close();
  }));

/** A database whose disk takes what is written, but cannot be waited for: `failing` times. */
class Unsynced extends Database {
  failing = 0;
  override control(sql: string): void {
    if (sql === "COMMIT" && this.failing-- > 0) {
      throw new Error("disk I/O error");
    }
    super.control(sql);
  }
}

Deno.test("a commit of nothing takes the place of one that failed, which the next start could take for one", () => {
  const db = new Unsynced(":memory:");
  migrate(db);
  const store = new DurableStore(db, new SimClock());
  store.put("param", { "7": "old" });
  const commits = () => db.number("SELECT commits FROM state");
  const before = commits();
  db.failing = 1;
  assert.throws(() => store.put("param", { "7": "refused" }), StoreWriteError);
  assert.deepEqual([store.get("param", "7"), commits()], ["old", before + 1]);
  // Where that fails as well, nothing else does
  db.failing = 2;
  assert.throws(() => store.put("param", { "7": "refused" }), StoreWriteError);
  assert.deepEqual([store.get("param", "7"), commits()], ["old", before + 1]);
  store.put("param", { "7": "new" });
  assert.deepEqual([store.get("param", "7"), commits()], ["new", before + 2]);
  assert.deepEqual(store.problems, []);
  store.close();
});
