import { deepEqual, equal } from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import type { Text } from "../../../runtime/contract/notices.ts";
import { Bench } from "./notifier.ts";

const RECORD = { type: "X", number: 1, lifetime: 0, keep: 9, data: "" };

Deno.test("one a second: the server before SMS, each channel once", async () => {
  using bench = new Bench();
  await bench.ask("a", "info", ["line", "next"]);
  deepEqual(await bench.seconds(1), ["ip Aline\r next"]);
  deepEqual(await bench.seconds(1), ["sms line\n next"]);
  deepEqual(await bench.seconds(5), []);
  deepEqual(bench.states(), ["ip sent", "sms sent"]);
});

Deno.test("alarms first, then charge, 12 V, trunk and the rest; equals in their order", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  for (const priority of ["info", "trunk", "12v", "charge", "alarm"] as const) {
    await bench.ask(priority, priority, priority);
    await bench.ask(`${priority}2`, priority, `${priority} 2`);
  }
  deepEqual(
    await bench.seconds(10),
    ["alarm", "charge", "12v", "trunk", "info"].flatMap((name) => [
      `sms ${name}`,
      `sms ${name} 2`,
    ]),
  );
});

Deno.test("parameter 3 chooses the channels; some notices go everywhere", async () => {
  using bench = new Bench();
  bench.wants.ip = bench.wants.sms = false;
  await bench.ask("a", "info", "not wanted");
  await bench.ask("b", "info", "always", { always: true });
  bench.wants.sms = true;
  await bench.ask("c", "info", "by SMS");
  bench.exists.sms = false;
  await bench.ask("d", "info", "no phone", { always: true });
  bench.exists.sms = true;
  deepEqual(await bench.seconds(9), [
    "ip Aalways",
    "ip Ano phone",
    "sms always",
    "sms by SMS",
  ]);
});

Deno.test("a lost network delays, one channel does not wait for the other", async () => {
  using bench = new Bench();
  bench.ready.ip = false;
  await bench.ask("a", "charge", "first");
  await bench.ask("b", "charge", "second");
  deepEqual(await bench.seconds(100), ["sms first", "sms second"]);
  bench.ready.ip = true;
  deepEqual(await bench.seconds(5), ["ip Afirst", "ip Asecond"]);
});

Deno.test("a message of more than ten minutes says its age", async () => {
  using bench = new Bench();
  bench.ready.ip = bench.ready.sms = false;
  await bench.ask("a", "12v", "low");
  await bench.seconds(599);
  bench.ready.ip = true;
  deepEqual(await bench.seconds(1), ["ip Alow"]);
  await bench.seconds(60);
  bench.ready.sms = true;
  deepEqual(await bench.seconds(1), ["sms low (11 min ago)"]);
  bench.ready.sms = false;
  await bench.ask("b", "12v", "very low");
  await bench.seconds(3 * 3600);
  bench.ready.sms = true;
  deepEqual((await bench.seconds(1)).slice(-1), ["sms very low (3 h ago)"]);
});

Deno.test("what waits survives a restart, in order, with its age", async () => {
  const clock = new SimClock();
  const store = openStore({ path: ":memory:", clock });
  const first = new Bench({ clock, store });
  first.ready.ip = first.ready.sms = false;
  await first.ask("a", "info", "one");
  await first.seconds(700);
  await first.ask("b", "info", "two");
  using second = new Bench({ clock, store });
  deepEqual(await second.seconds(10), [
    "ip Aone (12 min ago)",
    "ip Atwo",
    "sms one (12 min ago)",
    "sms two",
  ]);
  using third = new Bench({ clock, store });
  deepEqual(await third.seconds(10), [], "delivered once");
});

Deno.test("an unknown age is not taken for none", async () => {
  const path = await Deno.makeTempDir();
  try {
    const open = (clock: SimClock) =>
      openStore({ path: `${path}/store.db`, clock });
    const untrusted = new SimClock(0, false);
    {
      using bench = new Bench({ clock: untrusted, store: open(untrusted) });
      bench.ready.ip = bench.ready.sms = false;
      await bench.ask("a", "info", "low");
    }
    const later = new SimClock(0, false);
    using bench = new Bench({ clock: later, store: open(later) });
    deepEqual(await bench.seconds(3), [
      "ip Alow (from before a restart)",
      "sms low (from before a restart)",
    ]);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("a message of a time that is still to come does not look new", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/ovms.db`;
  try {
    const ahead = new SimClock(Date.UTC(2027, 5, 1));
    {
      const store = openStore({ path, clock: ahead });
      using bench = new Bench({ clock: ahead, store });
      bench.wants.ip = bench.ready.sms = false;
      await bench.ask("a", "info", "low");
    }
    const clock = new SimClock(Date.UTC(2026, 5, 1));
    using bench = new Bench({ clock, store: openStore({ path, clock }) });
    deepEqual(await bench.seconds(3), ["sms low (from before a restart)"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a clock that says that years have passed gives up no message", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/ovms.db`;
  const temporary = () =>
    Object.assign(new Error("no network"), { temporary: true });
  try {
    const clock = new SimClock(Date.UTC(2026, 5, 1));
    {
      const store = openStore({ path, clock });
      store.record(RECORD, false);
      using bench = new Bench({ clock, store });
      bench.wants.ip = bench.ready.sms = false;
      await bench.ask("a", "alarm", "low");
    }
    const ahead = new SimClock(Date.UTC(2029, 5, 1));
    const store = openStore({ path, clock: ahead });
    using bench = new Bench({ clock: ahead, store });
    bench.failures.push(temporary());
    await bench.seconds(5);
    deepEqual(bench.states(), ["sms waiting"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a verb's text is written anew when it goes out soon, and merged", async () => {
  using bench = new Bench();
  bench.ready.ip = bench.ready.sms = false;
  const ask = () => bench.ask("a", "charge", undefined, { verb: "STAT" });
  await Promise.all([ask(), ask()]);
  await ask();
  bench.status = ["Charging", "SOC: 51%"];
  await bench.seconds(30);
  bench.ready.ip = true;
  deepEqual(await bench.seconds(2), ["ip ACharging\r SOC: 51%"]);
  bench.status = "Driving";
  await bench.seconds(60);
  bench.ready.sms = true;
  deepEqual(
    await bench.seconds(2),
    ["sms Charging\n SOC: 50%"],
    "later, what was true then",
  );
});

Deno.test("fixed texts are messages of their own", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  await Promise.all([
    bench.ask("a", "12v", "low"),
    bench.ask("a", "12v", "recovered"),
  ]);
  deepEqual(await bench.seconds(3), ["sms low", "sms recovered"]);
});

Deno.test("a text that is nothing cancels the notice; one that fails leaves what was stored", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  let text: Text | undefined = "first";
  await bench.ask("a", "info", () => text);
  text = undefined;
  deepEqual(await bench.seconds(2), []);
  await bench.ask("b", "info", () => text);
  deepEqual(bench.states(), ["sms expired"]);
  let fails = false;
  await bench.ask("c", "info", () => {
    if (fails) throw new Error("plugin's fault");
    return "stored";
  });
  fails = true;
  deepEqual(await bench.seconds(2), ["sms stored"]);
  deepEqual(bench.log, ["notice not written anew"]);
});

Deno.test("charge notices are dropped while they are muted", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.notifier.muteCharge(30);
  await bench.ask("a", "charge", "stopped");
  await bench.ask("b", "12v", "low");
  deepEqual(await bench.seconds(29), ["sms low"]);
  await bench.ask("a", "charge", "still");
  await bench.seconds(1);
  await bench.ask("a", "charge", "told");
  bench.notifier.muteCharge(30);
  bench.notifier.muteCharge(0);
  await bench.ask("c", "charge", "as well");
  deepEqual(await bench.seconds(3), ["sms told", "sms as well"]);
});

Deno.test("texts that are queued as they are go out without being asked for", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.ready.ip = false;
  bench.notifier.queue("ip", "info:core.forwarded", "SMS FROM: x - MSG: Y");
  await bench.seconds(3);
  bench.ready.ip = true;
  deepEqual(await bench.seconds(2), ["ip ASMS FROM: x - MSG: Y"]);
});

Deno.test("after days without a network a notice goes out with its age, an answer does not", async () => {
  const clock = new SimClock();
  const store = openStore({ path: ":memory:", clock });
  const before = new Bench({ clock, store });
  before.wants.ip = false;
  before.notifier.answer("+491", "one");
  await before.ask("a", "12v", "low");
  clock.advance(30 * 3_600_000);
  using bench = new Bench({ clock, store });
  deepEqual(await bench.seconds(5), ["sms low (30 h ago)"]);
  deepEqual(bench.states(), ["sms expired", "sms sent"]);
  equal(store.entries("sms.recipients").size, 0);
});

Deno.test("answers that wait keep their order and survive a restart; who got them is forgotten", async () => {
  const clock = new SimClock();
  const store = openStore({ path: ":memory:", clock });
  const first = new Bench({ clock, store });
  first.notifier.answer("+491", "one");
  first.notifier.answer("+492", "two");
  equal(first.notifier.answersWait("+491"), true);
  equal(first.notifier.answersWait("+493"), false);
  using second = new Bench({ clock, store });
  second.exists.sms = false;
  deepEqual(await second.seconds(3), ["sms +491 one", "sms +492 two"]);
  equal(second.notifier.answersWait("+491"), false);
  equal(store.entries("sms.recipients").size, 0);
});

Deno.test("of the texts for the apps the newest wait, in order; what they push out is counted", async () => {
  using bench = new Bench();
  bench.ready.ip = false;
  for (let n = 1; n <= 25; n++) {
    bench.notifier.queue("ip", "info:core.forwarded", `text ${n}`, 20);
  }
  bench.ready.ip = true;
  const out = await bench.seconds(30);
  deepEqual(
    out,
    Array.from({ length: 20 }, (_, n) => `ip Atext ${n + 6}`),
  );
});
