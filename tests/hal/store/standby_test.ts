import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import {
  openSteadyStore,
  openStore,
  readStore,
  StoreInUseError,
} from "../../../hal/store/mod.ts";
import { entry, inFolder, record, SECOND, using } from "./stores.ts";

/** Something stands where the ledger has to be written: the store cannot be opened for writing. */
function block(path: string): () => void {
  const folder = path.slice(0, path.lastIndexOf("/"));
  Deno.mkdirSync(folder, { recursive: true });
  const ledger = `${path}.ledger`;
  try {
    Deno.renameSync(ledger, `${ledger}.away`);
  } catch {
    // There was none.
  }
  Deno.mkdirSync(ledger);
  return () => {
    Deno.removeSync(ledger);
    try {
      Deno.renameSync(`${ledger}.away`, ledger);
    } catch {
      // There was none.
    }
  };
}

Deno.test("a disk that takes no writes at the start: what can be read is there, the rest is in memory and reaches the disk later", () =>
  inFolder((path) => {
    const ids = using(path, (store) => {
      store.put("params", { "0": "+491" });
      return [
        store.record(record({ data: "before" }), true).id,
        store.enqueue({ channel: "sms", kind: "x", text: "before" }).id,
      ];
    });
    const unblock = block(path), clock = new SimClock();
    const store = openSteadyStore({ path, clock });
    assert.equal(store.get("params", "0"), "+491");
    assert.match(
      store.problems[0] ?? "",
      /cannot be opened for writing; the program runs in memory, with what could be read, and tries again each minute/,
    );
    assert.throws(
      () => store.put("params", { "0": "+492" }),
      /nothing was stored/,
    );
    assert.throws(() => store.journal(entry("0")), /nothing was stored/);
    store.acknowledge([ids[0] ?? 0]);
    store.deliver(ids[1] ?? 0, "sent");
    store.record(record({ data: "meanwhile" }), true);
    store.enqueue({ channel: "sms", kind: "x", text: "meanwhile" });
    const check = () => {
      assert.deepEqual(store.history({}).map(({ data }) => data), [
        "before",
        "meanwhile",
      ]);
      assert.deepEqual(store.unsent(9).map(({ data }) => data), ["meanwhile"]);
      assert.deepEqual(store.waiting("sms").map(({ text }) => text), [
        "meanwhile",
      ]);
    };
    check();
    clock.advance(60 * SECOND);
    store.prune();
    check();
    assert.ok(store.problems.length > 0);
    unblock();
    clock.advance(60 * SECOND);
    store.prune();
    check();
    assert.deepEqual(store.problems, []);
    store.put("params", { "0": "+492" });
    store.close();
    using(path, (again) => {
      assert.equal(again.get("params", "0"), "+492");
      assert.equal(again.history({}).length, 2);
      assert.deepEqual(again.outbox(9).map(({ state }) => state), [
        "sent",
        "waiting",
      ]);
      assert.deepEqual(again.problems, []);
    });
  }));

Deno.test("nothing can be read: it begins with what is assumed, and moves to the disk when there is one", () =>
  inFolder((path) => {
    const unblock = block(path), clock = new SimClock();
    const store = openSteadyStore({ path, clock }, { params: { "14": "RT" } });
    assert.equal(store.get("params", "14"), "RT");
    store.record(record({ data: "kept" }), false);
    unblock();
    store.prune();
    assert.deepEqual(store.problems, []);
    store.close();
    using(path, (again) => assert.equal(again.history({})[0]?.data, "kept"));
  }));

Deno.test("the file is damaged and the disk takes nothing: the copy is read", () =>
  inFolder((path) => {
    using(path, (store) => store.put("params", { "0": "+491", gate: "1" }));
    Deno.writeFileSync(path, new Uint8Array(50_000).fill(7));
    const unblock = block(path);
    const store = openSteadyStore({
      path,
      clock: new SimClock(),
      safe: (_section, key, value) => key === "gate" ? "0" : value,
    });
    assert.equal(store.get("params", "0"), "+491");
    assert.equal(store.get("params", "gate"), "0");
    store.close();
    unblock();
  }));

Deno.test("a store in use is not opened twice by patience either", () =>
  inFolder((path) =>
    using(path, () =>
      assert.throws(
        () => openSteadyStore({ path, clock: new SimClock() }),
        StoreInUseError,
      ))
  ));

Deno.test("a store is read beside the program that has it, as it is now", () =>
  inFolder((path) => {
    const clock = new SimClock(), store = openStore({ path, clock });
    store.put("params", { "8": "x" });
    for (let k = 0; k < 3; k++) {
      store.record(record({ number: k }), true);
      const reader = readStore({ path, clock });
      assert.equal(reader?.get("params", "8"), "x");
      assert.equal(reader?.history({}).length, k + 1);
      assert.throws(
        () => reader?.put("params", { "8": "y" }),
        /nothing was stored/,
      );
      // The program goes on writing, and copying, beside its reader.
      store.put("params", { "9": `${k}` });
      reader?.close();
      store.snapshot();
    }
    assert.deepEqual(store.problems, []);
    store.close();
    using(path, (again) => {
      assert.equal(again.get("params", "9"), "2");
      assert.deepEqual(again.problems, []);
    });
  }));

Deno.test("a file that a failed attempt left does not keep the store from starting", () =>
  inFolder((path) => {
    using(path, (store) => store.put("params", { "8": "x" }));
    Deno.writeFileSync(path, new Uint8Array(50_000).fill(7));
    for (const part of ["", "-wal", "-shm", "-journal"]) {
      Deno.writeTextFileSync(`${path}.new${part}`, "half of something");
    }
    using(path, (store) => {
      assert.equal(store.get("params", "8"), "x");
      for (const part of ["", "-wal", "-shm", "-journal"]) {
        assert.throws(() => Deno.statSync(`${path}.new${part}`));
      }
    });
  }));
