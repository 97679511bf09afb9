import type { HistoryQuery } from "../../../hal/mod.ts";
import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Database } from "../../../hal/store/database.ts";
import { openStore, type SafeValue } from "../../../hal/store/mod.ts";
import { migrate, STEPS } from "../../../hal/store/schema.ts";
import {
  DAY,
  entry,
  inFolder,
  inMemory,
  leftOpen,
  record,
  using,
} from "./stores.ts";

/** Changes the database behind the store's back, as a memory card would. */
function change(path: string, sql: string): void {
  const db = new Database(path);
  db.script(sql);
  db.checkpoint();
  db.close();
}

/** The feature that is on the safe side when its value is lost, and one that may not come from the past. */
const safe: SafeValue = (_section, key, value) =>
  key === "gate" ? "0" : key === "undo" ? undefined : value;

function opened<T>(
  path: string,
  work: (store: ReturnType<typeof openStore>) => T,
): T {
  const store = openStore({ path, clock: new SimClock(), safe });
  try {
    return work(store);
  } finally {
    store.close();
  }
}

Deno.test("a value that is not as it was written is not used: the copy's is, permissions are closed, and it is told", () =>
  inFolder((path) => {
    using(
      path,
      (store) =>
        store.put("params", {
          phone: "+491",
          gate: "1",
          undo: "x",
          other: "y",
        }),
    );
    change(
      path,
      `UPDATE setting SET value = '+499' WHERE key = 'phone';
       UPDATE setting SET value = '3' WHERE key = 'gate';
       UPDATE setting SET value = 'z' WHERE key = 'undo';`,
    );
    opened(path, (store) => {
      assert.deepEqual([...store.entries("params")].sort(), [
        ["gate", "0"],
        ["other", "y"],
        ["phone", "+491"],
      ]);
      assert.match(
        store.problems.join(),
        /^3 stored values were damaged; taken from the last good copy, or safe: .*phone.*; no longer there: params undo$/,
      );
      assert.doesNotMatch(store.problems.join(), /49/);
      store.told();
    });
    opened(path, (store) => {
      assert.equal(store.get("params", "phone"), "+491");
      assert.deepEqual(store.problems, []);
    });
  }));

/** A gate that was open once and then closed, and the file from when it was open. */
function closedSince(path: string): Uint8Array {
  using(path, (store) => store.put("params", { gate: "1", undo: "x" }));
  const before = Deno.readFileSync(path);
  using(path, (store) => store.put("params", { gate: "0", undo: "y" }));
  return before;
}

const isSafe = (path: string) =>
  opened(path, (store) => {
    assert.equal(store.get("params", "gate"), "0");
    assert.equal(store.get("params", "undo"), undefined);
    assert.match(
      store.problems.join(),
      /a part of the store's file is from before/,
    );
    assert.match(store.problems.join(), /safe: params gate; .*params undo/);
  });

Deno.test("a page of which the card lost the last write brings no permission back, and is told", () =>
  inFolder((path) => {
    const before = closedSince(path), now = Deno.readFileSync(path);
    const find = (bytes: Uint8Array, text: string) =>
      new TextDecoder("latin1").decode(bytes).indexOf(text);
    const page = 4096, at = find(now, "paramsgate");
    const from = at - at % page;
    now.set(before.subarray(from, from + page), from);
    Deno.writeFileSync(path, now);
    isSafe(path);
    opened(path, (store) => assert.equal(store.get("params", "gate"), "0"));
  }));

Deno.test("nor does an older file in the store's place whose log was left", () =>
  inFolder((path) => {
    const before = closedSince(path);
    leftOpen(path, (store) => void store.record(record(), false));
    Deno.writeFileSync(path, before);
    isSafe(path);
  }));

Deno.test("what was written last is believed, also where the ledger does not tell of it", () =>
  inFolder((path) => {
    closedSince(path);
    const ledger = `${path}.ledger`, line = Deno.readTextFileSync(ledger);
    const [whole = "", old = ""] = /^(commits \d+ bytes \d+) .*/.exec(line) ??
      [];
    assert.ok(whole.length > old.length);
    Deno.writeTextFileSync(ledger, `${old}\n`);
    opened(path, (store) => {
      assert.equal(store.get("params", "undo"), "y");
      assert.deepEqual(store.problems, []);
    });
    const flipped = Deno.readTextFileSync(ledger)
      .replace(
        /(settings \d{9})(\d)/,
        (_, before, digit) => before + (Number(digit) ^ 1),
      );
    Deno.writeTextFileSync(ledger, flipped);
    opened(path, (store) => {
      assert.equal(store.get("params", "undo"), "y");
      assert.match(store.problems.join(), /\.ledger\) is unreadable/);
    });
  }));

Deno.test("a value whose name is damaged comes back under its own", () =>
  inFolder((path) => {
    using(path, (store) => store.put("params", { phone: "+491", other: "y" }));
    change(path, "UPDATE setting SET key = 'qhone' WHERE key = 'phone'");
    opened(path, (store) => {
      assert.deepEqual([...store.entries("params")].sort(), [
        ["other", "y"],
        ["phone", "+491"],
      ]);
    });
  }));

Deno.test("of many damaged values of a section the owner is told how many there are", () =>
  inFolder((path) => {
    const many = Array.from({ length: 6 }, (_, k) => [`key ${k}`, "x"]);
    using(path, (store) => store.put("many", Object.fromEntries(many)));
    change(path, "UPDATE setting SET value = 'y' WHERE section = 'many'");
    opened(path, ({ problems }) => {
      assert.equal(
        problems.join(),
        "6 stored values were damaged; taken from the last good copy, or safe: many (6)",
      );
    });
  }));

Deno.test("without a copy a damaged value is gone, and told", () =>
  inFolder((path) => {
    using(path, (store) => store.put("params", { phone: "+491", other: "y" }));
    Deno.removeSync(`${path}.copy`);
    change(path, "UPDATE setting SET value = '+499' WHERE key = 'phone'");
    opened(path, (store) => {
      assert.deepEqual([...store.entries("params")], [["other", "y"]]);
      assert.match(
        store.problems.join(),
        /a stored value was damaged; no longer there: params phone/,
      );
    });
  }));

Deno.test("a whole copy from before brings no permission back", () =>
  inFolder((path) => {
    using(path, (store) => store.put("params", { gate: "1", phone: "+491" }));
    Deno.writeFileSync(path, new Uint8Array(50_000).fill(7));
    opened(path, (store) => {
      assert.equal(store.get("params", "phone"), "+491");
      assert.equal(store.get("params", "gate"), "0");
      assert.match(store.problems.join(), /params gate/);
    });
  }));

Deno.test("damaged records, messages and journal entries are taken from the copy, else left out, and told", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.record(record({ data: "1" }), true);
      store.record(record({ data: "2" }), true);
      store.enqueue({ channel: "sms", kind: "x", text: "text" });
      store.journal(entry("8"));
    });
    change(
      path,
      `UPDATE record SET data = '9' WHERE data = '1';
       UPDATE outbox SET text = 'other';
       INSERT OR REPLACE INTO journal SELECT id, wall, run, monotonic, who, what, key, old, 'other', sum FROM journal;`,
    );
    const read = (store: ReturnType<typeof openStore>) => {
      assert.deepEqual(store.history({}).map(({ data }) => data), ["1", "2"]);
      assert.deepEqual(store.unsent(9).map(({ data }) => data), ["1", "2"]);
      assert.deepEqual(store.waiting("sms").map(({ text }) => text), ["text"]);
      assert.deepEqual(store.journalled().map((e) => e.new), ["x"]);
    };
    opened(path, (store) => {
      read(store);
      assert.match(store.problems.join(), /were taken from the last good copy/);
      store.prune();
    });
    for (const copy of [`${path}.copy`, `${path}.copy-2`]) {
      Deno.removeSync(copy);
    }
    opened(path, (store) => {
      read(store);
      assert.deepEqual(store.problems, []);
    });
    Deno.removeSync(`${path}.copy`);
    change(path, "UPDATE record SET data = '9' WHERE data = '1'");
    opened(path, (store) => {
      assert.deepEqual(store.history({}).map(({ data }) => data), ["2"]);
      assert.match(
        store.problems.join(),
        /damaged records or messages are left out/,
      );
      // What it says of its age may be wrong, too.
      store.prune();
    });
  }));

Deno.test("what is taken from the copy is given only where it was asked for; sums over records are made again", () =>
  inFolder((path) => {
    const clock = new SimClock(1_800_000_000_000);
    using(path, (store) => {
      store.record(record({ data: "1" }), true);
      clock.advance(DAY);
      store.record(record({ data: "2" }), false);
    }, clock);
    change(
      path,
      `UPDATE record SET queued = 3 WHERE data = '2';
       UPDATE record SET wall = wall + ${
        5 * DAY
      }, type = 'other' WHERE data = '1';
       UPDATE OR REPLACE record_count SET type = 'other';
       UPDATE OR REPLACE record_block SET type = 'other';`,
    );
    opened(path, (store) => {
      const span = { since: 1_800_000_000_000 + DAY, until: 2e12 };
      const found = (query: HistoryQuery) =>
        store.history(query).map(({ data }) => data);
      assert.deepEqual(found({ type: "RT-Test", ...span }), ["2"]);
      assert.deepEqual(found(span), ["2"]);
      assert.deepEqual(found({ type: "other" }), []);
      assert.deepEqual(store.unsent(9, "broker"), []);
      store.prune();
      store.prune();
      assert.deepEqual(found({ type: "RT-Test" }), ["1", "2"]);
    });
    opened(path, (store) => {
      assert.equal(store.historyTypes().get("RT-Test"), 2);
      assert.equal(store.historyTypes().size, 1);
    });
  }));

Deno.test("damaged descriptions of tables are damage of the file: the copy is used", () => {
  for (
    const [from, to] of [
      [
        "CREATE TRIGGER journal_keeps BEFORE",
        "CREATE TRIGGER journal_keeps|BEFORE",
      ],
      ["value TEXT NOT NULL", "valuf TEXT NOT NULL"],
      ["WHERE queued > 0", "WHERE queued > 1"],
    ] as const
  ) {
    inFolder((path) => {
      using(path, (store) => store.put("params", { "8": "x" }));
      const bytes = Deno.readFileSync(path);
      const text = new TextDecoder("latin1").decode(bytes);
      assert.ok(text.includes(from), from);
      // Also where SQLite left one that is no longer used
      for (let at = -1; (at = text.indexOf(from, at + 1)) >= 0;) {
        bytes.set(new TextEncoder().encode(to), at);
      }
      Deno.writeFileSync(path, bytes);
      opened(path, (store) => {
        assert.equal(store.get("params", "8"), "x");
        assert.match(store.problems.join(), /the last good copy is used/);
      });
    });
  }
});

Deno.test("a number that no program can hold does not hide the other rows", () => {
  const { store, db } = inMemory();
  store.record(record({ data: "1" }), true);
  store.record(record({ data: "2" }), true);
  db.script("UPDATE record SET wall = 9007199254740993 WHERE data = '1'");
  assert.deepEqual(store.history({}).map(({ data }) => data), ["2"]);
  assert.deepEqual(store.unsent(9).map(({ data }) => data), ["2"]);
  store.close();
});

Deno.test("sums follow what may change: dates, the queue, deliveries", () => {
  const clock = new SimClock(0, false), { store } = inMemory(clock);
  const kept = store.record(record(), true);
  const sent = store.enqueue({ channel: "ip", kind: "x", text: "" });
  store.journal(entry("8"));
  clock.setWall(1_800_000_000_000, true);
  store.date();
  store.acknowledge([kept.id]);
  store.deliver(sent.id, "sent");
  assert.ok(store.history({})[0]?.at.wall);
  assert.ok(store.journalled()[0]?.at.wall);
  assert.equal(store.outbox(9)[0]?.state, "sent");
  assert.deepEqual(store.problems, []);
  store.close();
});

Deno.test("a change does not make a damaged row sound, and its age deletes nothing", () => {
  const clock = new SimClock(), { store, db } = inMemory(clock);
  const kept = store.record(record({ keep: 60, lifetime: 60 }), true);
  db.script("UPDATE record SET data = 'other'");
  store.acknowledge([kept.id]);
  assert.deepEqual(store.history({}), []);
  clock.advance(DAY);
  store.prune();
  assert.equal(db.number("SELECT count(*) FROM record"), 1);
  store.close();
});

Deno.test("a store of the first schema is brought up to date; its rows are all there", () =>
  inFolder((path) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    const db = new Database(path);
    migrate(db, STEPS.slice(0, 1));
    db.script(`
      INSERT INTO setting VALUES ('params', '0', '+491');
      INSERT INTO journal VALUES (1, 1795000000000, 1, 5.5, 'a', 'param', '0', '', '***');
      INSERT INTO record VALUES (2, NULL, 1, 6.25, 'RT-Test', 7, 60, 1e9, '1,2', 1);
      INSERT INTO outbox VALUES (3, NULL, 1, 7, 'sms', 'x', 'text', 'waiting');
      UPDATE state SET commits = 4, run = 1, last_id = 3;
    `);
    db.close();
    opened(path, (store) => {
      assert.equal(store.get("params", "0"), "+491");
      assert.equal(store.journalled().length, 1);
      assert.equal(store.history({})[0]?.number, 7);
      assert.equal(store.waiting("sms")[0]?.text, "text");
      assert.equal(store.record(record(), false).id, 4);
    });
    change(path, "UPDATE setting SET value = '+499'");
    opened(path, (store) => assert.equal(store.get("params", "0"), "+491"));
  }));
