import { deepEqual, equal, rejects } from "node:assert/strict";
import { definePlugin, optional, v } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { Later } from "../../../runtime/records/later.ts";

/** A store that can refuse. */
function shelf() {
  const kept = new Map([["a", "1"]]);
  const state = { refuses: false, writes: 0 };
  return {
    state,
    kept,
    get: (_: string, key: string) => kept.get(key),
    entries: () => kept,
    put(_: string, changes: Readonly<Record<string, string | undefined>>) {
      if (state.refuses) throw new Error("full");
      state.writes++;
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
      }
    },
  };
}

Deno.test("what waits is read as it will be, and written once", () => {
  const store = shelf(), later = new Later(store);
  later.put("x", { a: undefined, b: "2" });
  later.put("x", { b: "3" });
  deepEqual([later.get("x", "a"), later.get("x", "b")], [undefined, "3"]);
  deepEqual([...later.entries("x")], [["b", "3"]]);
  deepEqual([...store.kept], [["a", "1"]]);
  later.flush();
  later.flush();
  deepEqual([[...store.kept], store.state.writes], [[["b", "3"]], 1]);
});

Deno.test("the removal of what is not there is no write, also of what only waited", () => {
  const store = shelf(), later = new Later(store);
  later.put("x", { b: undefined });
  later.put("x", { c: "1" });
  later.put("x", { c: undefined });
  equal(later.get("x", "c"), undefined);
  later.flush();
  equal(store.state.writes, 0);
  later.put("x", { a: undefined });
  later.put("x", { a: undefined });
  later.flush();
  deepEqual([[...store.kept], store.state.writes], [[], 1]);
});

Deno.test("what a full disk refused waits on, and what came since is newer", () => {
  const store = shelf(), later = new Later(store);
  store.state.refuses = true;
  later.put("x", { a: "2", b: "2" });
  later.flush();
  later.put("x", { b: "3" });
  equal(later.get("x", "a"), "2");
  store.state.refuses = false;
  later.flush();
  deepEqual([...store.kept], [["a", "2"], ["b", "3"]]);
});

Deno.test("what is written at once is newer than what waits", () => {
  const store = shelf(), later = new Later(store);
  later.put("x", { a: "2" });
  store.put("x", { a: "3" });
  later.written("x", ["a"]);
  later.flush();
  equal(store.kept.get("a"), "3");
});

const diary = definePlugin({
  id: "diary",
  needs: ["memory", "history"],
  reads: { speed: optional("v.p.speed") },
  records: {
    entry: {
      type: "*-Diary",
      summary: "An entry",
      lifetime: 86_400,
      send: false,
      fields: { day: "text", km: 1 },
    },
  },
  every: {
    second: ({ hal, now }) => {
      if (now === 5) hal.memory.later({ seen: "yes" });
    },
  },
  sms: {
    "NOTE": {
      usage: "NOTE",
      run: (_, { records }) => {
        records.entry.write(1, { day: "monday", km: null });
        records.entry.write(2, { day: "", km: 1.25 });
      },
    },
  },
  queries: {
    entries: {
      summary: "All entries",
      args: v.object({ kind: v.optional(v.string(), "entry") }),
      answer: v.array(v.unknown()),
      run: ({ kind }, { hal }) => [...hal.history.read(kind)],
    },
  },
});

Deno.test("a plugin reads its own records: what was not known is null, and no others are there", async () => {
  await using car = await bench(diary);
  await car.sms("NOTE");
  const entries = await car.query("entries") as {
    number: number;
    fields: unknown;
  }[];
  deepEqual(entries.map(({ number, fields }) => [number, fields]), [
    [1, { day: "monday", km: null }],
    [2, { day: null, km: 1.3 }],
  ]);
  await rejects(car.query("entries", { kind: "other" }));
});

Deno.test("a plugin's value that may wait is on the disk within a minute", async () => {
  await using car = await bench(diary);
  const stored = () => car.hal.store.get("plugin.diary", "seen");
  await car.seconds(10);
  equal(stored(), undefined);
  await car.seconds(51);
  equal(stored(), "yes");
});
