import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { openStore, StoreWriteError } from "../../../hal/store/mod.ts";
import { entry, inFolder, record, using } from "./stores.ts";

const GONE = "the store's file was moved, removed or replaced";

/** Nothing of it is acknowledged: the file that SQLite has open is not where anybody looks for it. */
function takesNothing(store: Store, path: string): void {
  for (
    const write of [
      () => store.put("param", { "8": "lost" }),
      () => void store.journal(entry("8")),
    ]
  ) {
    assert.throws(write, (error) => {
      assert.ok(error instanceof StoreWriteError);
      assert.equal(
        error.message,
        `nothing was stored: ${GONE} (${path}); put it back, or start the program again`,
      );
      return true;
    });
  }
  assert.equal(store.get("param", "8"), "kept");
}

Deno.test("a store whose folder is moved away takes nothing; what can wait reaches it when it is back", () =>
  inFolder((path) => {
    const clock = new SimClock(), store = openStore({ path, clock });
    store.put("param", { "8": "kept" });
    const folder = dirname(path);
    Deno.renameSync(folder, `${folder}-away`);
    takesNothing(store, path);
    store.record(record({ data: "waits" }), true);
    store.snapshot();
    assert.deepEqual(store.problems, [
      `${GONE}: settings cannot be changed, the newest 1 records and messages are only in memory`,
    ]);
    Deno.renameSync(`${folder}-away`, folder);
    clock.advance(10_000);
    store.retry();
    assert.deepEqual(store.problems, []);
    store.put("param", { "8": "new" });
    store.close();
    using(path, (after) => {
      assert.deepEqual(after.problems, []);
      assert.equal(after.get("param", "8"), "new");
      assert.equal(after.unsent(9)[0]?.data, "waits");
    });
  }));

Deno.test("a store that is removed takes nothing", () =>
  inFolder((path) => {
    const store = openStore({ path, clock: new SimClock() });
    store.put("param", { "8": "kept" });
    Deno.removeSync(dirname(path), { recursive: true });
    takesNothing(store, path);
    store.close();
  }));

Deno.test("a store in whose place another one was put leaves that alone, its log too", () =>
  inFolder((path) => {
    using(path, (other) => other.put("param", { "8": "other's" }));
    const folder = dirname(path), aside = `${folder}-aside`;
    Deno.renameSync(folder, aside);
    const store = openStore({ path, clock: new SimClock() });
    store.put("param", { "8": "kept" });
    Deno.removeSync(folder, { recursive: true });
    Deno.renameSync(aside, folder);
    Deno.writeTextFileSync(`${path}-wal`, "a log");
    const copy = Deno.readFileSync(`${path}.copy`);
    takesNothing(store, path);
    store.close();
    assert.equal(Deno.readTextFileSync(`${path}-wal`), "a log");
    assert.deepEqual(Deno.readFileSync(`${path}.copy`), copy);
    Deno.removeSync(`${path}-wal`);
    using(path, (other) => {
      assert.deepEqual(other.problems, []);
      assert.equal(other.get("param", "8"), "other's");
    });
  }));
