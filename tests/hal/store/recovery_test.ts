import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Database } from "../../../hal/store/database.ts";
import { openStore, StoreRefusedError } from "../../../hal/store/mod.ts";
import { entry, inFolder, leftOpen, record, using } from "./stores.ts";

/** A store with a setting that is in the copy and one that is not. */
function prepared(path: string): void {
  using(path, (store) => store.put("param", { "8": "TWIZY42" }));
  const store = openStore({ path, clock: new SimClock() });
  store.put("param", { "9": "later" });
  const copy = Deno.readFileSync(`${path}.copy`);
  store.close();
  Deno.writeFileSync(`${path}.copy`, copy);
  Deno.removeSync(`${path}.copy-2`);
}

/** Names in the folder of a store that end in a number of damage. */
function damaged(path: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf("/"));
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.includes(".damaged-")).sort();
}

function overwrite(path: string, at: number, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(at, Deno.SeekMode.Start);
  file.writeSync(bytes);
}

const JUNK = new Uint8Array(3000).fill(0x5a);

/** Ways to break the file, and what is said about them. */
const DAMAGES: readonly (readonly [string, (path: string) => void, RegExp])[] =
  [
    [
      "not a database",
      (path) => Deno.writeFileSync(path, new Uint8Array(200_000).fill(7)),
      /cannot be read as a database/,
    ],
    [
      "header destroyed",
      (path) => overwrite(path, 0, new Uint8Array(100)),
      /cannot be read as a database/,
    ],
    [
      "pages overwritten",
      (path) => {
        for (let at = 4096; at < Deno.statSync(path).size; at += 4096) {
          overwrite(path, at, JUNK);
        }
      },
      /is damaged inside|cannot be read as a database/,
    ],
    [
      "cut off",
      (path) => Deno.truncateSync(path, 20_000),
      /was cut off \(20000 of \d+ bytes are left\)/,
    ],
    ["empty", (path) => Deno.truncateSync(path, 0), /is empty/],
    [
      "another database",
      (path) => {
        Deno.removeSync(path);
        const db = new Database(path);
        db.script(
          "CREATE TABLE a (x); INSERT INTO a VALUES (zeroblob(100000))",
        );
        db.close();
      },
      /was overwritten by another program/,
    ],
  ];

/** Numbers of the file's header by which SQLite, or the program, refuses a file: first byte and length. */
const REFUSING = {
  "format for writing and for reading": [18, 2],
  "format of the tables": [44, 4],
  "schema version": [60, 4],
  "application": [68, 4],
} as const;

for (const [name, [first, length]] of Object.entries(REFUSING)) {
  Deno.test(`no flipped bit in the header's ${name} keeps a store from opening, and from writing`, () =>
    inFolder((path) => {
      prepared(path);
      const parts = ["", ".copy", ".ledger"].map((part) =>
        [path + part, Deno.readFileSync(path + part)] as const
      );
      for (let bit = first * 8; bit < (first + length) * 8; bit++) {
        for (const { name } of Deno.readDirSync(dirname(path))) {
          Deno.removeSync(join(dirname(path), name));
        }
        for (const [part, bytes] of parts) Deno.writeFileSync(part, bytes);
        overwrite(
          path,
          bit >> 3,
          Uint8Array.of((parts[0]?.[1][bit >> 3] ?? 0) ^ 1 << (bit & 7)),
        );
        using(path, (store) => {
          assert.equal(store.entries("param").get("8"), "TWIZY42");
          store.put("param", { 9: `${bit}` });
        });
        using(
          path,
          (store) => assert.equal(store.entries("param").get("9"), `${bit}`),
        );
      }
    }));
}

for (const [name, destroy, says] of DAMAGES) {
  Deno.test(`damage: ${name}: kept aside, the last good copy is used, and told until the owner knows`, () =>
    inFolder((path) => {
      prepared(path);
      destroy(path);
      const broken = Deno.readFileSync(path);
      for (let k = 0; k < 2; k++) {
        using(path, (store) => {
          assert.deepEqual([...store.entries("param")], [["8", "TWIZY42"]]);
          assert.equal(store.problems.length, 1);
          assert.match(store.problems[0] ?? "", says);
          assert.match(
            store.problems[0] ?? "",
            /last good copy is used, the last 2 writes are lost, .* kept as .*\.damaged-1$/,
          );
          if (k === 1) store.told();
        });
      }
      assert.deepEqual(Deno.readFileSync(`${path}.damaged-1`), broken);
      using(path, (store) => assert.deepEqual(store.problems, []));
    }));

  Deno.test(`damage: ${name}: without a good copy the loss of all settings is told`, () =>
    inFolder((path) => {
      prepared(path);
      destroy(path);
      Deno.writeTextFileSync(`${path}.copy`, "no copy either");
      using(path, (store) => {
        assert.equal(store.entries("param").size, 0);
        assert.match(
          store.problems.join(),
          /all settings and records are lost, the module starts with factory settings, .*damaged-1$/,
        );
        store.put("param", { "8": "again" });
      });
      assert.equal(using(path, (store) => store.get("param", "8")), "again");
    }));
}

Deno.test("a store that vanished is told, and its copy used", () =>
  inFolder((path) => {
    prepared(path);
    Deno.removeSync(path);
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "TWIZY42");
      assert.match(store.problems.join(), /is not there: the last good copy/);
    });
    assert.deepEqual(damaged(path), []);
  }));

/** Ways to break the log behind the last checkpoint. */
const LOG_DAMAGES: Readonly<Record<string, (path: string) => void>> = {
  "cut off": (path) => Deno.truncateSync(path, Deno.statSync(path).size - 4200),
  "gone": (path) => Deno.removeSync(path),
  "header destroyed": (path) => overwrite(path, 0, new Uint8Array(32)),
  "overwritten in the middle": (path) =>
    overwrite(path, Deno.statSync(path).size - 8000, JUNK),
};

for (const [name, destroy] of Object.entries(LOG_DAMAGES)) {
  Deno.test(`a log ${name} has lost acknowledged writes: it is told how many, the rest is used`, () =>
    inFolder((path) => {
      leftOpen(path, (store) => {
        for (let k = 1; k <= 50; k++) store.put("param", { "8": `${k}` });
      });
      destroy(`${path}-wal`);
      using(path, (store) => {
        const left = Number(store.get("param", "8") ?? 0);
        assert.ok(left < 50);
        // The first commit of a run is its number.
        const lost = left ? 50 - left : 51;
        assert.match(
          store.problems.join(),
          new RegExp(
            `log was damaged: the last (${lost} writes are|write is) lost; what is left is used, .*damaged-1`,
          ),
        );
      });
      assert.ok(damaged(path).includes("ovms.db.damaged-1"));
    }));
}

Deno.test("a log that is whole loses nothing and raises no alarm", () =>
  inFolder((path) => {
    leftOpen(path, (store) => store.put("param", { "8": "x" }));
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "x");
      assert.deepEqual(store.problems, []);
    });
  }));

Deno.test("a kill between commit and ledger is no loss", () =>
  inFolder((path) => {
    using(path, (store) => store.put("param", { "8": "x" }));
    const before = Deno.readFileSync(`${path}.ledger`);
    leftOpen(path, (store) => store.put("param", { "8": "y" }));
    Deno.writeFileSync(`${path}.ledger`, before);
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "y");
      assert.deepEqual(store.problems, []);
    });
  }));

Deno.test("a copy that is newer than what a destroyed log left is preferred", () =>
  inFolder((path) => {
    let copy = new Uint8Array();
    leftOpen(path, (store) => {
      store.put("param", { "8": "x" });
      store.snapshot();
      copy = Deno.readFileSync(`${path}.copy`);
      store.put("param", { "8": "y" });
    });
    // As if the file had not been brought up to date when the copy was made.
    const fresh = `${path}-fresh`;
    using(fresh, () => {});
    Deno.copyFileSync(fresh, path);
    Deno.writeFileSync(`${path}.copy`, copy);
    Deno.writeTextFileSync(
      `${path}.ledger`,
      `commits ${"3".padStart(15, "0")} bytes ${"0".padStart(15, "0")}\n`,
    );
    Deno.removeSync(`${path}-wal`);
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "x");
      assert.match(
        store.problems.join(),
        /the last write is lost; the last good copy is used/,
      );
    });
  }));

Deno.test("a ledger that is missing or makes no sense is told, nothing else happens", () => {
  for (const content of ["", "commits many", "x".repeat(500)]) {
    inFolder((path) => {
      using(path, (store) => store.put("param", { "8": "x" }));
      Deno.writeTextFileSync(`${path}.ledger`, content);
      using(path, (store) => {
        assert.equal(store.get("param", "8"), "x");
        assert.match(
          store.problems.join(),
          /whether the last writes are lost cannot be told/,
        );
        store.told();
      });
      using(path, (store) => assert.deepEqual(store.problems, []));
      assert.deepEqual(damaged(path), []);
    });
  }
});

Deno.test("only the newest damaged files are kept", () =>
  inFolder((path) => {
    using(path, (store) => store.put("param", { "8": "x" }));
    for (let k = 0; k < 8; k++) {
      Deno.truncateSync(path, 0);
      using(path, () => {});
    }
    assert.deepEqual(
      damaged(path),
      [4, 5, 6, 7, 8].map((k) => `ovms.db.damaged-${k}`),
    );
  }));

Deno.test("another program's database is refused and left alone", () =>
  inFolder((path) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    const db = new Database(path);
    db.script("CREATE TABLE a (x)");
    db.close();
    const before = Deno.readFileSync(path);
    assert.throws(
      () => openStore({ path, clock: new SimClock() }),
      (error) =>
        error instanceof StoreRefusedError &&
        /is the database of another program; choose another file/.test(
          error.message,
        ),
    );
    assert.deepEqual(Deno.readFileSync(path), before);
  }));

/** Damages all pages but the first while the store is open, and makes SQLite read them again. */
function damageBelow(path: string, work: (store: Store) => void): void {
  using(path, (store) => {
    store.put("param", { "8": "x" });
    store.atomically(() => {
      for (let k = 0; k < 20_000; k++) {
        store.record(record({ data: "x".repeat(300) }), true);
      }
    });
    store.snapshot();
    for (let at = 4096; at < Deno.statSync(path).size; at += 4096) {
      overwrite(path, at, JUNK);
    }
    work(store);
  });
}

Deno.test("damage found later: reading does not fail, settings stay, and it is told", () =>
  inFolder((path) => {
    damageBelow(path, (store) => {
      assert.ok(store.history({}).length < 20_000);
      assert.ok(store.unsent(30_000).length < 20_000);
      store.historyTypes();
      store.waiting("sms");
      store.prune();
      assert.equal(store.get("param", "8"), "x");
      assert.match(store.problems.join(), /could not be read/);
      assert.throws(
        () => store.journal(entry("8")),
        /nothing was stored: the store's file is damaged/,
      );
      store.enqueue({ channel: "sms", kind: "x", text: "still goes" });
    });
    using(path, (store) => {
      assert.equal(store.get("param", "8"), "x");
      assert.equal(store.history({}).length, 20_000);
      assert.match(store.problems.join(), /last good copy is used/);
    });
  }));

Deno.test("a read that failed once is no damage, and costs no write", () =>
  inFolder((path) => {
    prepared(path);
    const { openSync } = Deno;
    let failed = false;
    Deno.openSync = (name, options) => {
      const file = openSync(name, options);
      if (name !== path || failed) return file;
      failed = true;
      file.readSync = (into) => into.fill(7).length;
      return file;
    };
    try {
      using(path, (store) => {
        assert.deepEqual(store.problems, []);
        assert.equal(store.get("param", "9"), "later");
      });
    } finally {
      Object.assign(Deno, { openSync });
    }
    assert.ok(failed);
  }));

Deno.test("a copy that cannot be read is passed over for the one before", () =>
  inFolder((path) => {
    prepared(path);
    Deno.renameSync(`${path}.copy`, `${path}.copy-2`);
    Deno.mkdirSync(`${path}.copy`);
    Deno.truncateSync(path, 0);
    using(path, (store) => {
      assert.deepEqual([...store.entries("param")], [["8", "TWIZY42"]]);
      assert.match(store.problems[0] ?? "", /last good copy is used/);
    });
  }));
