/** Text messages cost: so many an hour, and the rest is listed. */
import { deepEqual, equal } from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { Bench } from "./notifier.ts";

Deno.test("a budget of SMS an hour: one summary, nothing lost from the list", async () => {
  using bench = new Bench({ budget: 5 });
  for (let i = 0; i < 30; i++) {
    await bench.ask("flap", "12v", `low ${i}`);
    await bench.seconds(60);
  }
  const texts = bench.out.filter((line) => line.startsWith("sms"));
  deepEqual(texts, [
    ...[0, 1, 2, 3, 4].map((i) => `sms low ${i}`),
    "sms Too many messages: more than 5 within an hour. Further ones are only listed by the program",
  ]);
  equal(bench.out.filter((line) => line.startsWith("ip")).length, 30);
  const states = bench.states();
  equal(states.filter((state) => state === "sms summarised").length, 25);
  equal(states.filter((state) => state === "sms sent").length, 5 + 1);
});

Deno.test("a steady flapping costs the budget and one summary an hour", async () => {
  using bench = new Bench({ budget: 5 });
  bench.wants.ip = false;
  for (let i = 0; i < 6 * 60; i++) {
    await bench.ask("flap", "12v", "low");
    await bench.seconds(60);
  }
  const summaries = bench.out.filter((line) => line.includes("Too many"));
  equal(bench.out.length - summaries.length <= 6 * 5, true);
  equal(summaries.length <= 6, true);
});

Deno.test("messages of a clock that was ahead count for an hour, not until their time has come", async () => {
  const clock = new SimClock(Date.UTC(2027, 5, 1));
  const folder = Deno.makeTempDirSync(), path = `${folder}/ovms.db`;
  try {
    {
      using before = new Bench({ clock, store: openStore({ path, clock }) });
      before.wants.ip = false;
      for (let i = 0; i < 3; i++) await before.ask("a", "info", `text ${i}`);
      await before.seconds(5);
    }
    const now = new SimClock(Date.UTC(2026, 5, 1));
    const store = openStore({ path, clock: now });
    using after = new Bench({ clock: now, store, budget: 3 });
    after.wants.ip = false;
    await after.seconds(3600);
    await after.ask("b", "alarm", "alarm");
    deepEqual(await after.seconds(5), ["sms alarm"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("the budget survives restarts", async () => {
  const clock = new SimClock();
  const store = openStore({ path: ":memory:", clock });
  const sent: string[] = [];
  for (let i = 0; i < 10; i++) {
    const bench = new Bench({ clock, store, budget: 3 });
    bench.wants.ip = false;
    await bench.ask("start", "info", `start ${i}`);
    sent.push(...await bench.seconds(5));
  }
  deepEqual(
    sent.filter((line) => line.includes("start")),
    ["sms start 0", "sms start 1", "sms start 2"],
  );
  store.close();
});
