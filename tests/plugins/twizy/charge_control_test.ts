import assert from "node:assert/strict";
import { ca } from "../../../plugins/ca/mod.ts";
import { twizyCan } from "../../../plugins/twizy/can.ts";
import { twizyCar } from "../../../plugins/twizy/car.ts";
import bms from "../../../plugins/twizy/bms.ts";
import { chargeMinutes } from "../../../plugins/twizy/charge_time.ts";
import control from "../../../plugins/twizy/later/charge_control.ts";
import {
  busFacts,
  carStates,
  chargeWords,
} from "../../../plugins/twizy/later/facts.ts";
import { xrt } from "../../../plugins/twizy/metrics.ts";
import { definePlugin } from "../../../runtime/mod.ts";
import { type Bench, bench } from "../../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;
const CHARGES = "20A521412900013C", PARKED = "008521412900013C";
/** Level 7, 18 A into the battery, valid. */
const ASKS = "079848543E800073", LIMITS = "1140042641640042";

async function car(run: (o: Bench, sent: string[]) => Promise<void>) {
  const alerts = ca({
    chargeMinutes,
    rules: "levels",
    control: {
      level: xrt.chargeLevel,
      stop: xrt.chargeStop,
      asked: xrt.requestedLevel,
      words: chargeWords,
    },
  });
  await using o = await bench(control, {
    with: [twizyCan(busFacts), bms, twizyCar(carStates), alerts, status],
  });
  const sent: string[] = [];
  o.hal.bus.attach({
    receive: (id, data) =>
      sent.push(`${id.toString(16)} ${data.toHex().toUpperCase()}`),
  });
  await run(o, sent);
}

async function second(o: Bench, status: string, ...frames: [number, string][]) {
  o.frame(0x597, status);
  for (const [id, hex] of frames) o.frame(id, hex);
  await o.seconds(1);
}

/** What a notice about the charge tells. */
const status = definePlugin({
  id: "status",
  sms: { "STAT": { usage: "STAT", run: () => "status" } },
});
const asks = (hex = ASKS): [number, string] => [0x155, hex];
const told = (o: Bench) =>
  o.hal.gsm.sent.map(({ text }) => text).filter((text) =>
    text.startsWith("Charge control ended")
  );

Deno.test("a limited charge: the BMS's request is followed by one with the wanted level", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    await second(o, PARKED, asks());
    assert.deepEqual(sent, [], "not while nothing charges");
    await second(o, CHARGES, asks());
    assert.deepEqual(sent, ["155 039848543E800073"]);
    sent.length = 0;
    await second(
      o,
      CHARGES,
      asks("029848543E800073"),
      asks("FF9848543E800073"),
    );
    // Switching on or off, and data that are not valid
    await second(o, "20E521412900013C", asks());
    await second(o, CHARGES, asks("079848943E800073"));
    assert.deepEqual(sent, []);
  }));

Deno.test("nothing is sent while feature 15 is off, and without a wanted level", () =>
  car(async (o, sent) => {
    await o.sms("CA L3");
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    await o.sms("CA H");
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.deepEqual(sent, []);
    // Nothing was tried in vain, so that nothing was given up either
    for (let n = 0; n < 3; n++) await second(o, CHARGES);
    assert.deepEqual(told(o), []);
    o.feature(WRITE, 1);
    await o.sms("CA R");
    await second(o, PARKED);
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.deepEqual(sent, []);
  }));

Deno.test("a stop that feature 15 does not allow is told, and does not begin by itself when it does", () =>
  car(async (o, sent) => {
    const refusal =
      "The charge cannot be stopped while CAN writing is off: allow it with FEATURE 15 1";
    // Where nothing charges there is nothing to be told
    assert.doesNotMatch((await o.sms("CA H")).join("\n"), /cannot be stopped/);
    assert.deepEqual(await o.msg("12"), ["c12,1"]);
    await second(o, CHARGES);
    const [first, ...rest] = (await o.sms("CA 90% H")).join("\n").split("\n");
    assert.equal(first, refusal);
    assert.equal(rest[0]?.trim(), "Limits: Notify @ 90%");
    assert.deepEqual(await o.msg("12"), [`c12,1,${refusal}`]);
    assert.deepEqual(await o.sms("CHARGESTOP"), [refusal]);
    o.feature(WRITE, 1);
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.deepEqual(sent, []);
    assert.doesNotMatch((await o.sms("CA H")).join("\n"), /cannot be stopped/);
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.deepEqual(sent, ["424 1240042641640042"]);
  }));

Deno.test("a limit at which feature 15 does not let the charge stop is told instead, and stops it once it may", () =>
  car(async (o, sent) => {
    const frame = (soc: number) =>
      asks(`07984854${(soc * 400).toString(16)}0073`);
    const notices = () =>
      o.hal.gsm.sent.filter(({ text }) => text === "status").length;
    await o.sms("CA 60% S");
    for (let n = 0; n < 3; n++) await second(o, CHARGES, frame(59));
    const before = notices();
    for (let n = 0; n < 3; n++) {
      await second(o, CHARGES, frame(60), [0x424, LIMITS]);
    }
    assert.equal(notices(), before + 1);
    assert.deepEqual(sent, []);
    o.feature(WRITE, 1);
    for (let n = 0; n < 2; n++) {
      await second(o, CHARGES, frame(60), [0x424, LIMITS]);
    }
    assert.deepEqual(sent, ["424 1240042641640042"]);
  }));

Deno.test("a stop goes on until the charge ends, and does not wait for the next one", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA H");
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.deepEqual(sent, [], "there was no charge to stop");
    assert.deepEqual(await o.msg("12"), ["c12,0"]);
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.deepEqual(sent, ["424 1240042641640042"]);
    await second(o, PARKED);
    await second(o, CHARGES, asks(), [0x424, LIMITS]);
    assert.equal(sent.length, 1);
    await second(o, PARKED);
    assert.deepEqual(await o.msg("12"), ["c12,1"]);
  }));

Deno.test("a surprise in the very second in which a charge begins ends its control as well, and the next charge begins anew", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    await second(o, PARKED);
    const strange = asks("088848543E800073");
    await second(o, CHARGES, strange, strange, strange);
    await second(o, CHARGES, asks());
    assert.deepEqual(sent, []);
    await o.seconds(2);
    assert.equal(told(o).length, 1);
    await second(o, PARKED);
    await second(o, PARKED);
    await second(o, CHARGES, asks());
    assert.deepEqual(sent, ["155 039848543E800073"]);
  }));

Deno.test("CHARGESTOP and CHARGEMODE of the phone do what they say, or tell why not", () =>
  car(async (o, sent) => {
    assert.match((await o.sms("CHARGESTOP")).join(), /CAN writing is off/);
    o.feature(WRITE, 1);
    assert.deepEqual(await o.sms("CHARGESTOP"), ["The car does not charge"]);
    await second(o, CHARGES);
    assert.deepEqual(await o.sms("CHARGESTOP"), ["Charge stop requested"]);
    await second(o, CHARGES, [0x424, LIMITS]);
    assert.deepEqual(sent, ["424 1240042641640042"]);
    assert.match((await o.sms("CHARGEMODE STO 12")).join(), /Level: 2/);
    assert.equal((await o.msg("203"))[0]?.split(",").slice(-2).join(), "2,1");
    await o.sms("CHARGEMODE STANDARD");
    assert.equal((await o.msg("203"))[0]?.split(",").slice(-2).join(), "2,0");
  }));

Deno.test("code 204 tells what is no number from what is out of range, and sets neither", () =>
  car(async (o) => {
    const range = ["c204,1,Parameter out of range"];
    for (const args of ["256", ",101", ",,256", ",,,2", "-1", ",,-1"]) {
      assert.deepEqual(await o.msg(`204,${args}`), range, args);
    }
    for (const args of ["x", ",90%", ",,1.5"]) {
      assert.deepEqual(await o.msg(`204,${args}`), ["c204,1,Invalid syntax"]);
    }
    assert.deepEqual(await o.msg("204,,90,,1"), ["c204,0,0,90,-1,-1,-1,0,1"]);
    assert.deepEqual(await o.msg("204"), ["c204,0,0,90,-1,-1,-1,0,1"]);
  }));

Deno.test("a bus with errors ends it at once, until the next charge; the owner is told", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    await second(o, CHARGES, asks());
    assert.equal(sent.length, 1);
    o.hal.bus.bus(1).counters.errors++;
    await second(o, CHARGES);
    await second(o, CHARGES, asks(), asks());
    assert.equal(sent.length, 1);
    for (let n = 0; n < 3; n++) await second(o, CHARGES);
    assert.equal(told(o).length, 1);
    await second(o, PARKED);
    await second(o, CHARGES);
    await second(o, CHARGES, asks());
    assert.equal(sent.length, 2);
  }));

/** A bus whose frames go as they are told here; counts them. */
function slowBus(o: Bench, go: () => Promise<void>) {
  const bus = o.hal.bus.bus(1), tries = { count: 0 };
  bus.send = () => {
    tries.count++;
    return go();
  };
  return tries;
}

Deno.test("a frame that waits for the bus while the next request comes is late: that ends it", () =>
  car(async (o) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    await second(o, CHARGES);
    const tries = slowBus(o, () => new Promise(() => {}));
    o.frame(...asks());
    await o.hal.clock.run(10);
    o.frame(...asks());
    await o.hal.clock.run(10);
    o.frame(...asks());
    assert.equal(tries.count, 1);
    for (let n = 0; n < 3; n++) await second(o, CHARGES);
    assert.match(told(o).join(), /frames do not get on the bus in time/);
  }));

Deno.test("a frame that is refused ends it", () =>
  car(async (o) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    await second(o, CHARGES);
    const tries = slowBus(o, () => Promise.reject(new Error("no room")));
    await second(o, CHARGES, asks());
    await second(o, CHARGES, asks());
    assert.equal(tries.count, 1);
    for (let n = 0; n < 3; n++) await second(o, CHARGES);
    assert.match(told(o).join(), /a frame could not be sent/);
  }));

Deno.test("requests that no battery makes end it, a single damaged one does not", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    const strange = asks("0750485 43E800073".replace(" ", ""));
    await second(o, CHARGES, strange, asks());
    assert.equal(sent.length, 1);
    await second(o, CHARGES, strange, strange, strange, asks());
    assert.equal(sent.length, 1);
    assert.equal(o.metric("v.c.charging"), true);
  }));

Deno.test("a status that is not told any more ends it", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    await second(o, CHARGES, asks());
    await o.seconds(2);
    o.frame(...asks());
    await o.seconds(1);
    assert.equal(sent.length, 1);
  }));

Deno.test("an eDriver's BMS takes orders of its own, once a second", () =>
  car(async (o, sent) => {
    o.feature(WRITE, 1);
    await o.sms("CA L3");
    o.frame(0x700, "0120000000000000");
    await second(o, CHARGES, asks(), asks());
    assert.deepEqual(sent, ["705 BA03000000000000"]);
    await o.msg("12");
    sent.length = 0;
    await second(o, CHARGES, [0x424, LIMITS]);
    assert.deepEqual(sent, ["705 BB00000000000000"]);
  }));

Deno.test("messages tell mode, limit and whole SOC as they are", () =>
  car(async (o) => {
    await second(o, CHARGES, [0x155, "079848543E980073"]);
    assert.equal(o.metric("v.c.mode"), "standard");
    assert.equal(o.metric("v.c.climit"), 35);
    const soc = Number(o.metric("v.b.soc"));
    assert.equal(o.metric("xrt.d.soc"), Math.floor(soc));
    assert.ok(soc % 1 > 0);
    await o.sms("CA S");
    await second(o, CHARGES);
    assert.equal(o.metric("v.c.mode"), "storage");
    await o.sms("CA N");
    await second(o, CHARGES);
    assert.equal(o.metric("v.c.mode"), "standard");
  }));

Deno.test("who wants no notices from the car gets none of its charge", async () => {
  const stopped = async (bits: string) => {
    let sent = 0;
    await car(async (o) => {
      o.runtime.features.set(14, bits, "test");
      for (let n = 0; n < 3; n++) await second(o, CHARGES, asks());
      for (let n = 0; n < 3; n++) await second(o, PARKED);
      sent = o.hal.gsm.sent.length;
    });
    return sent;
  };
  assert.equal(await stopped("0"), 1);
  assert.equal(await stopped("8"), 0);
});

Deno.test("a limit that feature 15 does not allow is told where replies are not those of the original", () =>
  car(async (o) => {
    const told = async (text: string) => {
      const call = { link: "http", from: "", principal: "owner" } as const;
      return (await o.runtime.text(text, call)).messages.join("\n");
    };
    const neither = /^The charge is neither limited nor stopped while CAN/;
    assert.match(await told("CA 80% S"), neither);
    assert.doesNotMatch(await told("CA N"), neither);
    assert.match(await told("CA L3"), neither);
    assert.doesNotMatch((await o.sms("CA?")).join("\n"), neither);
    assert.match((await o.sms("CHARGEMODE RANGE")).join("\n"), neither);
    o.feature(WRITE, 1);
    assert.doesNotMatch(await told("CA?"), neither);
  }));
