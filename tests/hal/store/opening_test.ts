import assert from "node:assert/strict";
import { dirname } from "node:path";
import { SimClock } from "../../../hal/sim/clock.ts";
import { checksum } from "../../../hal/store/checksum.ts";
import { upgrade } from "../../../hal/store/copies.ts";
import { Database } from "../../../hal/store/database.ts";
import { inspect } from "../../../hal/store/inspect.ts";
import {
  openStore,
  StoreInUseError,
  StoreRefusedError,
} from "../../../hal/store/mod.ts";
import { migrate, SCHEMA, STEPS } from "../../../hal/store/schema.ts";
import { heldCopy } from "../linux/pty.ts";
import { entry, inFolder, using } from "./stores.ts";

Deno.test("a new store is empty, in a folder of its own, with nothing to complain about", () =>
  inFolder((path) => {
    using(path, (store) => {
      assert.deepEqual(store.problems, []);
      assert.equal(store.name, path);
      assert.equal(store.run, 1);
      assert.deepEqual(store.journalled(), []);
    });
  }));

Deno.test("a store in memory begins anew each time", () => {
  for (let k = 0; k < 2; k++) {
    using(":memory:", (store) => {
      assert.equal(store.run, 1);
      assert.equal(store.entries("param").size, 0);
      store.put("param", { "8": "x" });
      store.snapshot();
      assert.deepEqual(store.problems, []);
    });
  }
});

Deno.test("a store in use is refused to a second program, and free once closed", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.put("param", { "8": "x" });
      assert.throws(
        () => openStore({ path, clock: new SimClock() }),
        (error) =>
          error instanceof StoreInUseError &&
          error.message ===
            `the store ${path} is in use by another program; stop that one or choose another file`,
      );
      store.put("param", { "9": "y" });
    });
    using(path, (store) => assert.equal(store.get("param", "9"), "y"));
  }));

Deno.test("a store that a link leads to is the one there: in use for whoever comes by the link, and the link stays", () =>
  inFolder((path) => {
    const folder = dirname(dirname(path)), link = `${folder}/link.db`;
    const named = `${folder}/named.db`;
    Deno.symlinkSync("state/ovms.db", link);
    Deno.symlinkSync(link, named);
    // Also where there is nothing yet
    using(named, (store) => store.put("param", { "8": "x" }));
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "x");
      assert.deepEqual(store.problems, []);
      assert.throws(
        () => openStore({ path: named, clock: new SimClock() }),
        StoreInUseError,
      );
    });
    Deno.writeTextFileSync(path, "no database");
    using(named, (store) => assert.equal(store.get("param", "8"), "x"));
    assert.ok(Deno.lstatSync(named).isSymlink);
    assert.equal(Deno.readTextFileSync(`${path}.damaged-1`), "no database");
  }));

Deno.test("a link that leads to itself is no store, and stays", () =>
  inFolder((path) => {
    const link = `${dirname(dirname(path))}/link.db`;
    Deno.symlinkSync(link, link);
    assert.throws(() => openStore({ path: link, clock: new SimClock() }));
    assert.ok(Deno.lstatSync(link).isSymlink);
  }));

Deno.test("a closed store is free though a process that was just begun still has its file", () =>
  inFolder((path) => {
    let giveUp = () => {};
    try {
      using(path, () => void (giveUp = heldCopy(`${path}.ledger`)));
      using(path, (store) => assert.deepEqual(store.problems, []));
    } finally {
      giveUp();
    }
  }));

Deno.test("closing twice is closing once", () => {
  const store = openStore({ path: ":memory:", clock: new SimClock() });
  store.close();
  store.close();
});

Deno.test("a newer schema is refused, naming both versions, and left alone", () =>
  inFolder((path) => {
    using(path, (store) => store.put("param", { "8": "x" }));
    const db = new Database(path);
    db.script("PRAGMA user_version = 99");
    db.close();
    const before = Deno.readFileSync(path);
    assert.throws(
      () => openStore({ path, clock: new SimClock() }),
      (error) =>
        error instanceof StoreRefusedError &&
        error.message.includes(
          `has schema version 99, this program knows versions up to ${SCHEMA}`,
        ),
    );
    assert.deepEqual(Deno.readFileSync(path), before);
  }));

const NEXT = [
  ...STEPS,
  "ALTER TABLE setting ADD COLUMN unit TEXT NOT NULL DEFAULT 'km'",
  "CREATE TABLE later (x); INSERT INTO later SELECT count(*) FROM setting",
];

Deno.test("a migration takes all steps that are missing and keeps a copy of how it was", () =>
  inFolder((path) => {
    using(path, (store) => store.put("param", { "8": "x" }));
    const db = new Database(path);
    upgrade(db, path, NEXT);
    assert.equal(db.number("PRAGMA user_version"), SCHEMA + 2);
    assert.equal(db.first("SELECT unit FROM setting")?.["unit"], "km");
    assert.equal(db.number("SELECT x FROM later"), 1);
    db.close();
    const copy = inspect(`${path}.copy-schema-${SCHEMA}`);
    assert.ok(copy.kind === "sound" && copy.version === SCHEMA);
  }));

Deno.test("a new database is the same whether it goes through all steps or is made of what they come to", () => {
  const made = () => {
    const db = new Database(":memory:");
    return { db, [Symbol.dispose]: () => db.close() };
  };
  using stepwise = made(), first = made(), later = made();
  migrate(stepwise.db, [...STEPS]);
  migrate(first.db);
  migrate(later.db);
  const all = everythingIn(stepwise.db);
  assert.deepEqual(everythingIn(first.db), all);
  assert.deepEqual(everythingIn(later.db), all);
});

/**
 * Sums over the tables that the releases of each schema version made. No release ended with the eighth.
 * A sum that is another one now means that a released step was changed: stores of that version would be
 * taken for damaged, and begin anew.
 */
const RELEASED = new Map([
  [1, 2027103070],
  [2, 233312996],
  [3, 2365746080],
  [4, 2161161202],
  [5, 635750446],
  [6, 3623407752],
  [7, 1649344985],
  [9, 2314046120],
]);

Deno.test("steps that were released are as they were", () => {
  for (const [version, sum] of RELEASED) {
    const db = new Database(":memory:");
    migrate(db, STEPS.slice(0, version));
    const { tables } = everythingIn(db);
    db.close();
    assert.equal(checksum([JSON.stringify(tables)]), sum, `${version}`);
  }
  assert.ok(RELEASED.has(SCHEMA), "the present version is one of them");
});

/** Tables as they were declared, all rows, and the two numbers of the header. */
function everythingIn(db: Database) {
  const tables = db.rows(
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
  );
  const rows = tables.filter((table) => table["type"] === "table")
    .map(({ name }) => [name, db.rows(`SELECT * FROM ${name}`)]);
  const header = ["application_id", "user_version"]
    .map((name) => db.number(`PRAGMA ${name}`));
  return { tables, rows, header };
}

Deno.test("a migration that fails changes nothing", () => {
  const db = new Database(":memory:");
  migrate(db);
  assert.throws(
    () => migrate(db, [...NEXT, "INSERT INTO nowhere VALUES (1)"]),
    /nowhere/,
  );
  assert.equal(db.number("PRAGMA user_version"), SCHEMA);
  assert.equal(
    db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'later'"),
    0,
  );
  db.close();
});

Deno.test("the copy before a change of the schema also serves when all else is damaged", () =>
  inFolder((path) => {
    using(path, (store) => store.put("param", { "8": "x" }));
    Deno.renameSync(`${path}.copy`, `${path}.copy-schema-${SCHEMA}`);
    Deno.truncateSync(path, 5000);
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "x");
      assert.match(store.problems.join(), /last good copy is used/);
    });
  }));

Deno.test("a copy holds what was stored until then, and the one before it stays", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.put("param", { "8": "one" });
      store.snapshot();
      store.journal(entry("8"));
      store.snapshot();
      assert.equal(count(`${path}.copy`), 1);
      assert.equal(count(`${path}.copy-2`), 0);
      assert.deepEqual(store.problems, []);
    });
  }));

Deno.test("a copy that cannot be made is told until one can", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.snapshot();
      const before = Deno.readFileSync(`${path}.copy`);
      Deno.mkdirSync(`${path}.copy-new/in_the_way`, { recursive: true });
      store.put("param", { "8": "x" });
      store.snapshot();
      assert.deepEqual(store.problems, [
        "the disk does not take writes: no new copy of the store can be made",
      ]);
      assert.deepEqual(Deno.readFileSync(`${path}.copy`), before);
      Deno.removeSync(`${path}.copy-new`, { recursive: true });
      store.snapshot();
      assert.deepEqual(store.problems, []);
    });
  }));

/** Journal entries in a copy. */
function count(path: string): number {
  const db = new Database(path, { readOnly: true });
  try {
    return db.number("SELECT count(*) FROM journal");
  } finally {
    db.close();
  }
}
