import assert from "node:assert/strict";
import { inFolder, inMemory, using } from "./stores.ts";

Deno.test("settings are there after a restart, sections apart", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.put("param", { "8": "TWIZY42", "9": "geheim; -- 'x'", "10": "" });
      store.put("feature", { "8": "1" });
      store.put("param", { "8": undefined });
    });
    using(path, (store) => {
      assert.deepEqual([...store.entries("param")], [["10", ""], [
        "9",
        "geheim; -- 'x'",
      ]]);
      assert.equal(store.get("feature", "8"), "1");
      assert.equal(store.get("param", "8"), undefined);
      assert.equal(store.entries("nothing").size, 0);
      assert.deepEqual(store.problems, []);
    });
  }));

Deno.test("each opening is a run of its own", () =>
  inFolder((path) => {
    assert.deepEqual([1, 2, 3].map(() => using(path, ({ run }) => run)), [
      1,
      2,
      3,
    ]);
  }));

Deno.test("a batch is all or nothing, in memory as on the disk", () => {
  const { store, db } = inMemory();
  store.put("param", { a: "1", b: "2" });
  assert.throws(() =>
    store.atomically(() => {
      store.put("param", { a: "9", b: undefined });
      store.put("other", { c: "3" });
      store.atomically(() => store.put("param", { a: "10" }));
      throw new Error("a mistake");
    }), /a mistake/);
  assert.deepEqual([...store.entries("param")], [["a", "1"], ["b", "2"]]);
  assert.equal(store.entries("other").size, 0);
  assert.equal(db.number("SELECT count(*) FROM setting"), 2);
  assert.equal(
    store.atomically(() => {
      store.put("param", { a: "3" });
      return store.get("param", "a");
    }),
    "3",
  );
  store.close();
});

Deno.test("a section that somebody holds stays as it was, whatever is written or taken back", () => {
  const { store } = inMemory();
  store.put("param", { a: "1", b: "2" });
  const first = store.entries("param");
  store.put("param", { a: "3", b: undefined });
  const second = store.entries("param");
  let within: ReadonlyMap<string, string> | undefined;
  assert.throws(() =>
    store.atomically(() => {
      store.put("param", { a: "4" });
      store.put("param", { a: "5", c: "6" });
      within = store.entries("param");
      throw new Error("power");
    })
  );
  const all = [first, second, within, store.entries("param")];
  assert.deepEqual(all.map((held) => Object.fromEntries(held ?? [])), [
    { a: "1", b: "2" },
    { a: "3" },
    { a: "5", c: "6" },
    { a: "3" },
  ]);
  store.put("param", { a: "7" });
  assert.deepEqual([...second], [["a", "3"]]);
  assert.equal(store.get("param", "a"), "7");
});

Deno.test("what does not change costs no write", () => {
  const { store, db } = inMemory();
  const commits = () => db.number("SELECT commits FROM state");
  store.put("state", { soc: "80" });
  const before = commits();
  store.put("state", { soc: "80", gone: undefined });
  assert.equal(commits(), before);
  store.put("state", { soc: "81" });
  assert.equal(commits(), before + 1);
  store.close();
});

Deno.test("a text that a database would cut or change is the same before and after", () =>
  inFolder((path) => {
    const odd = "a\0b\ud800 é\u{1F697}";
    const now = using(path, (store) => {
      store.put("param", { x: odd });
      return store.get("param", "x");
    });
    assert.equal(now, "a\uFFFDb\uFFFD é\u{1F697}");
    assert.equal(using(path, (store) => store.get("param", "x")), now);
  }));

Deno.test("the file and its copies are for their owner only", () =>
  inFolder((path) => {
    using(path, (store) => {
      store.snapshot();
      for (const name of [path, `${path}-wal`, `${path}.copy`]) {
        assert.equal((Deno.statSync(name).mode ?? 0) & 0o777, 0o600, name);
      }
    });
  }));
