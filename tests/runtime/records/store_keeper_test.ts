import assert from "node:assert/strict";
import { simHal } from "../../../hal/sim/mod.ts";
import { StoreKeeper } from "../../../runtime/records/store_keeper.ts";

/** A keeper of a store that counts its copies and has what problems it is given. */
function bench(problems: string[] = [], reachable = true) {
  const { store } = simHal(), calls: string[] = [];
  const watched = new Proxy(store, {
    get(target, name) {
      if (name === "problems") return problems;
      if (name === "snapshot" || name === "told") return () => calls.push(name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const keeper = new StoreKeeper({
    store: watched,
    save: () => {},
    tell: (text) => {
      calls.push(`tell ${text}`);
      return Promise.resolve(reachable);
    },
    log: (_level, event, details) => calls.push(`${event} ${details?.problem}`),
  });
  return { keeper, calls, close: () => store.close() };
}

Deno.test("a copy is made a day, and a quiet minute after settings changed", () => {
  const { keeper, calls, close } = bench();
  for (let i = 0; i < 24 * 60; i++) keeper.minute();
  assert.deepEqual(calls, ["snapshot"]);
  keeper.changed();
  keeper.minute();
  keeper.changed();
  keeper.minute();
  assert.equal(calls.length, 1, "settings are still changing");
  keeper.minute();
  keeper.minute();
  assert.equal(calls.length, 2);
  close();
});

Deno.test("what waits for room is tried each minute; pruning comes with the first and then every ten", () => {
  const minutes: Record<string, number[]> = { retry: [], prune: [] };
  let minute = 0;
  const { store } = simHal();
  const watched = new Proxy(store, {
    get(target, name) {
      const made = minutes[String(name)];
      if (made) return () => made.push(minute);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const keeper = new StoreKeeper({
    store: watched,
    save: () => {},
    tell: () => Promise.resolve(true),
    log: () => {},
  });
  for (minute = 1; minute <= 25; minute++) keeper.minute();
  assert.equal(minutes["retry"]?.length, 25);
  assert.deepEqual(minutes["prune"], [1, 11, 21]);
  store.close();
});

Deno.test("what opening found is told the owner and then forgotten", async () => {
  const { keeper, calls, close } = bench(["The file was damaged"]);
  await keeper.start();
  keeper.minute();
  assert.deepEqual(calls, [
    "store problem The file was damaged",
    "tell The file was damaged",
    "told",
  ]);
  close();
});

Deno.test("what nobody could be told is told at the next start", async () => {
  const { keeper, calls, close } = bench(["The file was damaged"], false);
  await keeper.start();
  assert.ok(!calls.includes("told"));
  close();
});

Deno.test("a problem that comes later is logged once", () => {
  const problems: string[] = [];
  const { keeper, calls, close } = bench(problems);
  keeper.minute();
  problems.push("The disk is full");
  keeper.minute();
  keeper.minute();
  assert.deepEqual(calls, ["store problem The disk is full"]);
  close();
});
