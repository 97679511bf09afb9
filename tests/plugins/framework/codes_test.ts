import { deepEqual, equal, match } from "node:assert/strict";
import { type Bench, bench, owner } from "ovms-edge/testing";
import { definePlugin, v } from "ovms-edge";
import { SimClock, simHal } from "../../../hal/sim/mod.ts";
import framework from "../../../plugins/framework/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

async function replies(
  car: Bench,
  lines: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const [line, answer] of Object.entries(lines)) {
    deepEqual(await car.msg(line), answer, line);
  }
}

Deno.test("codes 1 to 4 list and set features and parameters", async () => {
  await using car = await bench(framework, { params: { 9: "NETPASS" } });
  await replies(car, {
    "2,9,20": ["c2,0"],
    "2,3,7,surplus": ["c2,0"],
    "4,8,CAR 9, blue": ["c4,0"],
    "4,2,M": ["c4,0"],
    "4,23,": ["c4,0"],
    "4,14,": ["c4,0"],
    "4,2,X": ["c4,1,Parameter out of range"],
    "4,10,x": ["c4,1,Parameter out of range"],
  });
  const features = new Map([[3, 7], [9, 20]]);
  deepEqual(
    await car.msg("1"),
    Array.from(
      { length: 16 },
      (_, n) => `c1,0,${n},16,${features.get(n) ?? 0}`,
    ),
  );
  const values = new Map([
    [0, owner],
    [1, "OVMS"],
    [2, "M"],
    [3, "SMSIP"],
    [4, "server.test"],
    [8, "CAR 9, blue"],
    [25, "20"],
  ]);
  deepEqual(
    await car.msg("3"),
    Array.from(
      { length: 32 },
      (_, n) => `c3,0,${n},32,${values.get(n) ?? ""}`,
    ),
  );
});

Deno.test("code 5 answers, then starts the vehicle side again", async () => {
  await using car = await bench(framework);
  const before = car.runtime.host;
  deepEqual(await car.msg("5"), ["c5,0"]);
  equal(car.runtime.host === before, false);
});

Deno.test("code 6 pushes the status text", async () => {
  await using car = await bench(framework);
  deepEqual(await car.msg("6"), ["PANo data from the vehicle yet", "c6,0"]);
});

Deno.test("code 7 runs an SMS command as the owner", async () => {
  await using car = await bench(framework, { params: { 9: "a,b" } });
  await replies(car, {
    "7,FEATURE 9 20": ["c7,0,Feature has been set."],
    "7,FEATURES?": ["c7,0,Features:\r 9:20"],
    "7,SERVER?": ["c7,0,Server:\r IP:server.test\r Password:a;b\r Paranoid:"],
    "7,PARAMS K SMS,IP": ["c7,0,Parameters have been set."],
    "7,AP OVMS +49123": ["c7,0,"],
    "7,FEATURE 16 1": ["c7,1,Usage: FEATURE <0-15> <0-255>"],
    "7,REGISTER wrong": ["c7,1,Permission denied"],
    "7,HELLO": ["c7,1,Unknown command"],
  });
  equal(car.runtime.params.get(3), "SMS,IP");
  deepEqual(
    car.hal.store.journalled().map(({ who }) => who).slice(-1),
    ["msg owner"],
  );
});

Deno.test("a command within a command keeps its turn", async () => {
  const order: string[] = [];
  const slow = definePlugin({
    id: "slow",
    needs: ["clock", "system"],
    sms: {
      "SLOW": {
        usage: "SLOW",
        run: async (_, { hal }) => {
          order.push("begins");
          await hal.clock.sleep(1000);
          order.push("ends");
          return "slow";
        },
      },
      "NEXT": { usage: "NEXT", run: () => (order.push("next"), "next") },
    },
    msg: {
      "300": {
        name: "Later",
        args: v.tuple([]),
        run: (_, { hal }) => {
          // Not awaited: goes on when the command has long answered.
          hal.system.run("NEXT").then(() => order.push("late"));
          return [];
        },
      },
    },
    every: {
      second: ({ hal }) => {
        hal.system.run("NEXT").catch((error) => order.push(error.message));
      },
    },
  });
  await using car = await bench(framework, { with: [slow] });
  const wrapped = car.runtime.msg("7,SLOW"), next = car.sms("NEXT");
  await car.hal.clock.drain();
  deepEqual(await wrapped, ["c7,0,slow"]);
  deepEqual(await next, ["next"]);
  deepEqual(order, ["begins", "ends", "next"]);
  await car.seconds(1);
  deepEqual(order.slice(3), [
    "a command can be run from within a command only",
  ]);
});

Deno.test("code 40 sends an SMS, unless feature 14 forbids it", async () => {
  await using car = await bench(framework);
  deepEqual(await car.msg("40,+49123,Hello, you, there"), ["c40,0"]);
  deepEqual(car.hal.gsm.sent, [{ to: "+49123", text: "Hello, you, there" }]);
  car.hal.gsm.refuses = true;
  deepEqual(await car.msg("40,+49123,Hello"), [
    "c40,1,the network refused the message",
  ]);
  car.hal.gsm.refuses = false;
  car.feature(14, 4);
  deepEqual(await car.msg("40,+49123,Hello"), [
    "c40,1,Feature 14 forbids to send SMS",
  ]);
  equal(car.hal.gsm.sent.length, 1);
});

Deno.test("code 41 answers once: the network's text, or why there is none", async () => {
  await using car = await bench(framework);
  car.hal.gsm.ussdAnswers.set("*100#", "Credit: 5,20 EUR\nThank you, bye");
  await replies(car, {
    "41,*100#": ["c41,0,Credit: 5.20 EUR\rThank you. bye"],
    "41,*101#": ["c41,1,the network does not answer"],
  });
  car.hal.gsm.ussd = () => new Promise(() => {});
  deepEqual(await car.msg("41,*100#"), ["c41,1,No answer within 15 s"]);
  equal(car.runtime.host.find("framework")?.faults, 0);
});

Deno.test("code 49 needs permission", async () => {
  await using car = await bench(framework);
  deepEqual(await car.msg("49,AT+CSQ"), [
    "c49,1,Raw AT commands are not allowed",
  ]);
  const hal = simHal(new SimClock()), asked: string[] = [];
  hal.gsm.command = (...at: string[]) => {
    asked.push(...at);
    return Promise.resolve(["OK"]);
  };
  const runtime = new Runtime({
    hal,
    common: [framework],
    vehicles: [],
    log: () => {},
    allowAt: true,
  });
  deepEqual(await runtime.msg("49,AT+CSQ;+COPS=1,1"), ["c49,0"]);
  deepEqual(asked, ["AT+CSQ;+COPS=1,1"]);
  hal.store.close();
});

Deno.test("other codes are unimplemented", async () => {
  await using car = await bench(framework);
  for (const code of [10, 11, 12, 15, 16, 17, 18, 19, 20, 24, 100, 207]) {
    deepEqual(await car.msg(`${code},1`), [`c${code},3`]);
  }
  equal(
    car.runtime.registry.commands().some(({ name }) => name === "7"),
    true,
  );
});

Deno.test("feature 13 keeps its decimals and is listed in whole numbers; no other has any", async () => {
  await using car = await bench(framework);
  deepEqual(await car.msg("2,13,87.65"), ["c2,0"]);
  deepEqual((await car.msg("3")).includes("c3,0,29,32,87.65"), true);
  match((await car.sms("FEATURES?")).join(), / 13:88/);
  deepEqual((await car.msg("1")).includes("c1,0,13,16,88"), true);
  deepEqual(await car.sms("FEATURE 13 90"), ["Feature has been set."]);
  match((await car.sms("FEATURES?")).join(), / 13:90/);
  deepEqual(await car.msg("2,10,30.5"), ["c2,1,Invalid syntax"]);
});
