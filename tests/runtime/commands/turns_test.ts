import { deepEqual, equal, match } from "node:assert/strict";
import framework from "../../../plugins/framework/mod.ts";
import {
  type Ctx,
  declare,
  definePlugin,
  type Plugin,
  v,
} from "../../../runtime/mod.ts";
import { bench, owner } from "../../../testing/mod.ts";

const CONSOLE = { link: "console", from: "", principal: "owner" } as const;
const HTTP = { link: "http", from: "", principal: "owner" } as const;

/** A plugin whose HANG never answers, and one that answers at once. */
const hanging: Plugin = definePlugin({
  id: "hanging",
  sms: {
    "HANG": { usage: "HANG", run: () => new Promise<never>(() => {}) },
    "SAME": { usage: "SAME", run: () => "same" },
  },
});
const quick: Plugin = definePlugin({
  id: "quick",
  sms: { "QUICK": { usage: "QUICK", run: () => "quick" } },
  msg: { "300": { name: "Quick", run: () => [1] } },
});

Deno.test("a verb that hangs delays no other plugin's verb, whatever the link", async () => {
  await using car = await bench(quick, { with: [framework, hanging] });
  const hang = car.hal.gsm.incoming(owner, "HANG");
  await car.hal.gsm.incoming(owner, "QUICK");
  deepEqual(car.hal.gsm.sent.map(({ text }) => text), ["quick"]);
  deepEqual((await car.runtime.text("QUICK", HTTP)).messages, ["quick"]);
  deepEqual((await car.runtime.text("QUICK", CONSOLE)).messages, ["quick"]);
  deepEqual(await car.runtime.msg("300"), ["c300,0,1"]);
  deepEqual(await car.runtime.msg("7,QUICK"), ["c7,0,quick"]);
  // Its own plugin waits.
  let answered = false;
  const same = car.runtime.text("SAME", CONSOLE).finally(() => answered = true);
  await car.hal.clock.run(59_000);
  equal(answered, false);
  await car.hal.clock.run(1000);
  deepEqual((await same).messages, ["same"]);
  await hang;
});

Deno.test("a hanging verb behind code 7 holds up none of the framework's", async () => {
  await using car = await bench(quick, { with: [framework, hanging] });
  const seven = car.runtime.msg("7,HANG");
  await car.hal.clock.run(10);
  deepEqual((await car.runtime.text("FEATURES?", CONSOLE)).messages, [
    "Features:",
  ]);
  await car.hal.clock.run(60_000);
  match((await seven).join(), /^c7,1,Command failed/);
});

const asking = declare({ needs: ["system", "clock"] });

Deno.test("two commands that would wait for each other do not", async () => {
  const crossed = (id: string, other: string): Plugin => {
    const wait = (ctx: Ctx<typeof asking>) =>
      ctx.hal.clock.sleep(1000).then(() => ctx.hal.system.run(`${other}IN`));
    return definePlugin({
      ...asking,
      id,
      sms: {
        [id.toUpperCase()]: {
          usage: id,
          run: async (_: unknown, ctx: Ctx<typeof asking>) =>
            `${id} ${(await wait(ctx)).status}`,
        },
        [`${id.toUpperCase()}IN`]: { usage: "in", run: () => "in" },
      },
    });
  };
  await using car = await bench(crossed("a", "b"), {
    with: [crossed("b", "a")],
  });
  const a = car.runtime.text("A", CONSOLE), b = car.runtime.text("B", CONSOLE);
  await car.hal.clock.run(3000);
  deepEqual(
    [(await a).messages, (await b).messages].flat().sort(),
    [
      "a ok",
      "b failed",
    ].sort(),
  );
});

Deno.test("a command within one of the same plugin needs no second turn", async () => {
  await using car = await bench(definePlugin({
    id: "self",
    needs: ["system"],
    sms: {
      "OUTER": {
        usage: "OUTER",
        run: async (_, { hal }) =>
          (await hal.system.run("INNER")).messages.join(),
      },
      "INNER": { usage: "INNER", run: () => "inner" },
    },
  }));
  deepEqual(await car.sms("OUTER"), ["inner"]);
});

const late = declare({
  needs: ["clock", "memory", "params", "slots", "gsm.send", "messages"],
  notices: { late: { priority: "alarm", summary: "Late", always: true } },
  records: {
    log: { type: "X-Log", summary: "", lifetime: 60, fields: { n: 0 } },
  },
  events: { late: v.number() },
});

Deno.test("what a handler does after it was given up has no effect, and is no fault", async () => {
  const heard: number[] = [], tried: string[] = [];
  const plugin = definePlugin({
    ...late,
    id: "late",
    sms: {
      "LATE": {
        usage: "LATE",
        timeout: 5,
        run: async (_, { hal, notify, records, emit }) => {
          await hal.clock.sleep(10_000);
          notify.late("too late");
          records.log.write(0, { n: 1 });
          emit.late(1);
          hal.messages.push("too late");
          const works = [
            () => hal.memory.put({ late: "1" }),
            () => hal.params.set(new Map([[2, "M"]])),
            () => hal.slots.set(9, "7"),
            () => hal.gsm.send("+4922", "too late"),
          ];
          for (const work of works) {
            try {
              await work();
              tried.push("done");
            } catch (error) {
              tried.push(error instanceof Error ? error.name : "");
            }
          }
          return "late";
        },
      },
    },
  });
  const ear = definePlugin({
    id: "ear",
    hears: { "late.late": v.number() },
    on: { "late.late": (n) => void heard.push(n) },
  });
  await using car = await bench(plugin, { with: [ear] });
  const answer = car.runtime.text("LATE", CONSOLE);
  await car.seconds(6);
  equal((await answer).status, "failed");
  await car.seconds(10);
  deepEqual(tried, ["GivenUp", "GivenUp", "GivenUp", "GivenUp"]);
  deepEqual(heard, []);
  equal(car.runtime.params.get(2), "K");
  equal(car.runtime.features.get(9), 0);
  equal(car.hal.store.entries("plugin.late").size, 0);
  deepEqual(car.hal.store.history({ type: "X-Log", limit: 9 }), []);
  deepEqual(car.hal.gsm.sent, []);
  equal(car.server.some((line) => line.includes("too late")), false);
  equal(car.runtime.host.find("late")?.faults, 1);
});
