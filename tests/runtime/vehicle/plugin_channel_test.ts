import { deepEqual, equal, match, throws } from "node:assert/strict";
import { definePlugin } from "../../../runtime/contract/plugin.ts";
import type {
  ChannelDecl,
  ChannelMessage,
  Delivered,
} from "../../../runtime/contract/notices.ts";
import { Registry } from "../../../runtime/commands/registry.ts";
import { type Bench, bench } from "../../../testing/mod.ts";

/** A notice of each priority, and what a plugin with a channel does with them. */
async function channelOf(
  decl: Omit<ChannelDecl<unknown>, "summary" | "send">,
  send: (message: ChannelMessage) => Delivered | Promise<Delivered>,
): Promise<Bench> {
  const teller = definePlugin({
    id: "teller",
    notices: {
      alarm: { priority: "alarm", summary: "" },
      info: { priority: "info", summary: "" },
    },
    sms: {
      "TELL": {
        usage: "TELL alarm|info text",
        run: ([what, ...words], { notify }) => {
          notify[what === "alarm" ? "alarm" : "info"](words);
          return undefined;
        },
      },
    },
  });
  const plugin = definePlugin({
    id: "dove",
    channels: { dove: { summary: "By dove", ...decl, send } },
  });
  return await bench(plugin, {
    with: [teller],
    params: { 3: "" },
  });
}

/** Messages of the channel with what became of them. */
const listed = (car: Bench) =>
  car.hal.store.outbox(50).filter(({ channel }) => channel === "dove").map((
    { text, state, tries, error },
  ) => [text, state, tries, error]);

Deno.test("a plugin's channel gets alarms first, one a second, with what there is to say", async () => {
  const got: Omit<ChannelMessage, "id" | "signal">[] = [];
  await using car = await channelOf({}, ({ id: _, signal: __, ...message }) => {
    got.push(message);
    return "delivered";
  });
  await car.sms("TELL info two lines");
  await car.sms("TELL alarm fire");
  await car.seconds(1);
  equal(got.length, 1);
  await car.seconds(3);
  deepEqual(got.map(({ age: _, ...message }) => message), [
    {
      text: "fire",
      priority: "alarm",
      kind: "teller.alarm",
      always: false,
      tries: 0,
    },
    {
      text: "two\nlines",
      priority: "info",
      kind: "teller.info",
      always: false,
      tries: 0,
    },
  ]);
  deepEqual(listed(car).map(([, state]) => state), ["sent", "sent"]);
});

Deno.test("later: growing pauses, order kept, age told; refused: once; other channels go on", async () => {
  const got: string[] = [];
  let answer: Delivered = { later: "no network", perhapsSent: true };
  await using car = await channelOf({}, ({ text }) => {
    got.push(text);
    return answer;
  });
  car.runtime.params.set(new Map([[3, "SMS"]]), "test");
  await car.sms("TELL info one");
  await car.sms("TELL info two");
  await car.seconds(15 * 60);
  equal(got.length, 6, "10, 30, 60, 120 and 300 seconds between them");
  deepEqual(
    car.hal.gsm.sent.map(({ text }) => text),
    ["one", "two"],
    "SMS does not wait for it",
  );
  answer = "delivered";
  await car.seconds(20 * 60);
  deepEqual(got.slice(-2), [
    "one (19 min ago) (sent again)",
    "two (19 min ago)",
  ]);
  answer = { refused: "nobody of this name" };
  await car.sms("TELL info three");
  await car.seconds(3600);
  deepEqual(listed(car).at(-1), [
    "three",
    "failed",
    1,
    "nobody of this name",
  ]);
  equal(got.at(-1), "three");
});

Deno.test("what is thrown is tried again, without secrets; after a day it is given up", async () => {
  await using car = await channelOf({}, () => {
    throw new Error("cannot reach https://me:word@host.example:1/bot99/x?y=1");
  });
  await car.sms("TELL alarm fire");
  await car.seconds(2);
  deepEqual(listed(car), [[
    "fire",
    "waiting",
    1,
    "Error: cannot reach https://host.example:1",
  ]]);
  equal(car.log.some((line) => /word|bot99/.test(line)), false);
  equal(car.runtime.host.find("dove")?.faults, 0, "networks fail");
  await car.seconds(24 * 3600 + 1800);
  equal(listed(car)[0]?.[1], "expired");
});

Deno.test("exists, wants and ready choose; what waits for a channel that ends is over", async () => {
  const got: string[] = [];
  let exists = true, isNight = true;
  await using car = await channelOf({
    exists: () => exists,
    wants: ({ kind }) => kind.startsWith("teller."),
    ready: (priority) => priority === "alarm" || !isNight,
  }, ({ text }) => {
    got.push(text);
    return "delivered";
  });
  await car.sms("TELL info small");
  await car.sms("TELL alarm great");
  car.runtime.notify("core.x", { priority: "alarm", summary: "" }, "unwanted");
  await car.seconds(60);
  deepEqual(got, ["great"]);
  isNight = false;
  await car.seconds(1);
  deepEqual(got, ["great", "small"]);
  isNight = true;
  await car.sms("TELL info late");
  exists = false;
  isNight = false;
  await car.seconds(1);
  deepEqual(listed(car).at(-1)?.slice(0, 2), ["late", "expired"]);
});

Deno.test("a budget: one summary, the rest is listed", async () => {
  const got: string[] = [];
  await using car = await channelOf({ budget: 2 }, ({ text }) => {
    got.push(text);
    return "delivered";
  });
  for (let i = 0; i < 5; i++) await car.sms(`TELL alarm ${i}`);
  await car.seconds(10);
  deepEqual(got.slice(0, 2), ["0", "1"]);
  match(got.slice(2).join(), /^Too many messages: more than 2 within an hour/);
});

Deno.test("one that never answers holds up nobody, is told to stop and tried again", async () => {
  let stopped = 0, calls = 0;
  await using car = await channelOf(
    { timeout: 5 },
    ({ signal }) => {
      calls++;
      signal.addEventListener("abort", () => stopped++);
      return new Promise(() => {});
    },
  );
  car.runtime.params.set(new Map([[3, "SMS"]]), "test");
  await car.sms("TELL alarm fire");
  await car.seconds(3);
  deepEqual(car.hal.gsm.sent.map(({ text }) => text), ["fire"]);
  await car.seconds(20);
  deepEqual([calls, stopped], [2, 2]);
  deepEqual(listed(car)[0]?.slice(1), ["waiting", 2, "no answer within 5 s"]);
});

Deno.test("answers that mean nothing are the plugin's fault, and nothing is sent twice", async () => {
  let calls = 0;
  await using car = await channelOf({}, () => {
    calls++;
    return JSON.parse("null");
  });
  await car.sms("TELL alarm fire");
  await car.seconds(600);
  deepEqual([calls, listed(car)[0]?.[1]], [1, "failed"]);
  equal(car.runtime.host.find("dove")?.faults, 1);
});

Deno.test("the names of the program's own channels are taken, and no name twice", () => {
  const of = (id: string, name: string) =>
    definePlugin({
      id,
      channels: { [name]: { summary: "", send: () => "delivered" } },
    });
  throws(
    () => new Registry([of("a", "sms")]),
    /plugin a brings the channel sms, which is the program's own/,
  );
  throws(
    () => new Registry([of("a", "dove"), of("b", "dove")]),
    /channel dove is claimed by a and by b/,
  );
});

Deno.test("what waits survives a restart, and a channel that is gone for a while", async () => {
  await using car = await channelOf({}, () => ({ later: "no network" }));
  await car.sms("TELL alarm fire");
  await car.seconds(1);
  const { hal } = car;
  const got: string[] = [];
  const link = {
    id: "dove",
    exists: () => true,
    wants: () => true,
    ready: () => true,
    budget: () => Infinity,
    form: String,
    send: ({ text, tries }: { text: string; tries: number }) => {
      got.push(`${text} ${tries}`);
      return "delivered" as const;
    },
  };
  const { Runtime } = await import("../../../runtime/runtime.ts");
  car.runtime.stop();
  const next = new Runtime({ hal, common: [], vehicles: [], log: () => {} });
  next.start();
  for (let i = 0; i < 5; i++) hal.clock.second();
  await hal.clock.drain();
  deepEqual(got, []);
  const close = next.notifier.open(link);
  hal.clock.second();
  await hal.clock.drain();
  deepEqual(got, ["fire 1"]);
  throws(() => next.notifier.open(link), /there is a channel dove already/);
  close();
  next.stop();
});
