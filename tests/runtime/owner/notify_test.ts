import { deepEqual, equal } from "node:assert/strict";
import type { SendFailure, Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import {
  serverChannel,
  smsChannel,
} from "../../../runtime/owner/core_channels.ts";
import { Notifier } from "../../../runtime/owner/notify.ts";
import type {
  NoticeDecl,
  NoticeText,
  Text,
} from "../../../runtime/contract/notices.ts";

const notice = (priority: NoticeDecl["priority"]): NoticeDecl => ({
  priority,
  summary: "test",
});

/** A notifier with switches for all that it asks for. */
class Bench implements Disposable {
  readonly clock: SimClock;
  readonly store: Store;
  readonly notifier: Notifier;
  /** What went out, in order, with its channel. */
  readonly out: string[] = [];
  readonly log: string[] = [];
  readonly ready = { ip: true, sms: true };
  readonly wants = { ip: true, sms: true };
  readonly exists = { ip: true, sms: true };
  refuses = false;
  /** What the next SMS fail with, one after the other. */
  readonly failures: (Error | undefined)[] = [];
  /** What SMS wait for. */
  network: Promise<void> = Promise.resolve();
  status: Text | undefined = ["Charging", "SOC: 50%"];

  constructor({ budget = 20, clock = new SimClock(), store }: {
    budget?: number;
    clock?: SimClock;
    store?: Store;
  } = {}) {
    this.clock = clock;
    this.store = store ?? openStore({ path: ":memory:", clock });
    const wishes = (channel: "ip" | "sms") => ({
      wants: () => this.wants[channel],
      exists: () => this.exists[channel],
      ready: () => this.ready[channel],
    });
    this.notifier = new Notifier({
      store: this.store,
      log: (_level, event) => this.log.push(event),
      answer: () => Promise.resolve(this.status),
      channels: [
        serverChannel({
          ...wishes("ip"),
          push: (text) => {
            if (this.ready.ip) this.out.push(`ip ${text}`);
            return this.ready.ip;
          },
        }),
        smsChannel({
          ...wishes("sms"),
          budget: () => budget,
          send: (_id, text, to) => this.sms(text, to),
          pause: () => Promise.resolve(),
        }),
      ],
      updates: {
        wanted: wishes("ip").wants,
        ready: wishes("ip").ready,
        send: (kind) => this.out.push(`update ${kind}`),
      },
    });
  }

  async sms(text: string, to?: string): Promise<void> {
    await this.network;
    if (this.refuses) throw new Error("refused");
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.out.push(to === undefined ? `sms ${text}` : `sms ${to} ${text}`);
  }

  ask(
    id: string,
    priority: NoticeDecl["priority"],
    text?: NoticeText,
    more: Partial<NoticeDecl> = {},
  ): Promise<void> {
    return this.notifier.request(id, { ...notice(priority), ...more }, text);
  }

  async seconds(n: number): Promise<readonly string[]> {
    const before = this.out.length;
    for (let i = 0; i < n; i++) {
      this.clock.advance(1000);
      this.notifier.second();
      await this.clock.run(0);
    }
    return this.out.slice(before);
  }

  states(): string[] {
    return this.store.outbox(100).map(({ channel, state }) =>
      `${channel} ${state}`
    ).sort();
  }

  [Symbol.dispose](): void {
    this.store.close();
  }
}

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

Deno.test("a refused SMS is listed as failed and does not stop the next", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.refuses = true;
  await bench.ask("a", "info", "lost");
  await bench.seconds(2);
  bench.refuses = false;
  await bench.ask("b", "info", "next");
  deepEqual(await bench.seconds(3), ["sms next"]);
  deepEqual(bench.states(), ["sms failed", "sms sent"]);
});

Deno.test("a channel that is gone when its turn comes ends the wait", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  await bench.ask("a", "info", "text");
  bench.exists.sms = false;
  deepEqual(await bench.seconds(2), []);
  deepEqual(bench.states(), ["sms expired"]);
});

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

Deno.test("texts that are queued as they are go out without being asked for", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.ready.ip = false;
  bench.notifier.queue("ip", "info:core.forwarded", "SMS FROM: x - MSG: Y");
  await bench.seconds(3);
  bench.ready.ip = true;
  deepEqual(await bench.seconds(2), ["ip ASMS FROM: x - MSG: Y"]);
});

Deno.test("a slow SMS holds up nothing twice", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  let done = () => {};
  const slow = new Promise<void>((resolve) => done = resolve);
  bench.sms = (text) => (bench.out.push(`sms ${text}`), slow);
  await bench.ask("a", "info", "one");
  await bench.ask("b", "info", "two");
  deepEqual(await bench.seconds(10), ["sms one"]);
  done();
  await bench.clock.run(0);
  deepEqual(await bench.seconds(2), ["sms two"]);
});

/** A failure as the modem's driver tells it. */
function failure(
  { temporary = true, perhapsSent = false }: Partial<SendFailure>,
): Error {
  return Object.assign(new Error("+CMS ERROR"), { temporary, perhapsSent });
}

Deno.test("what fails for a while is tried again after growing pauses, in its place", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(failure({}), failure({}));
  await bench.ask("a", "12v", "first");
  await bench.ask("b", "12v", "second");
  deepEqual(await bench.seconds(10), []);
  equal(bench.failures.length, 1, "one try in ten seconds");
  deepEqual(await bench.seconds(30), []);
  deepEqual(await bench.seconds(5), ["sms first", "sms second"]);
  deepEqual(bench.states(), ["sms sent", "sms sent"]);
});

Deno.test("an alarm does not wait for the pause of something lesser", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(failure({}));
  await bench.ask("a", "info", "small");
  await bench.seconds(2);
  await bench.ask("b", "alarm", "great");
  deepEqual(
    await bench.seconds(2),
    ["sms great", "sms small"],
    "what got through shows that the network is there",
  );
});

Deno.test("a late message tells its age, one that may have arrived that it is sent again", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(
    failure({ perhapsSent: true }),
    ...Array.from({ length: 5 }, () => failure({})),
  );
  await bench.ask("a", "12v", "low");
  deepEqual(await bench.seconds(1300), ["sms low (19 min ago) (sent again)"]);
});

Deno.test("after a day of refusals a message is given up, and what follows goes out", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  for (let i = 0; i < 60; i++) bench.failures.push(failure({}));
  await bench.ask("a", "12v", "low");
  await bench.seconds(24 * 3600 + 1800);
  deepEqual(bench.states(), ["sms expired"]);
  equal(bench.failures.length > 0, true);
  bench.failures.length = 0;
  await bench.ask("b", "12v", "fine");
  deepEqual(await bench.seconds(1800), ["sms fine"]);
});

Deno.test("a final refusal is listed, and not tried again", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(failure({ temporary: false }));
  await bench.ask("a", "12v", "low");
  deepEqual(await bench.seconds(3600), []);
  deepEqual(bench.states(), ["sms failed"]);
});

Deno.test("of a text in several SMS those that went out are not repeated", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  const lines = ["a", "b", "c"].map((letter) => letter.repeat(150));
  bench.failures.push(undefined, failure({}));
  await bench.ask("a", "12v", lines);
  await bench.seconds(30);
  deepEqual(
    bench.out.map((line) => line.replace(/^sms \s*/, "")),
    lines,
  );
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

Deno.test("a slow SMS does not hold up the server", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  bench.network = promise;
  await bench.ask("a", "12v", "slow");
  await bench.seconds(1);
  bench.wants.ip = true;
  await bench.ask("b", "info", "by IP");
  deepEqual(await bench.seconds(1), ["ip Aby IP"]);
  resolve();
  deepEqual(await bench.seconds(2), ["sms slow", "sms by IP"]);
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
