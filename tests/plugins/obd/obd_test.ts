import assert from "node:assert/strict";
import { o2 } from "../../../plugins/obd/mod.ts";
import { simulateCar } from "../../../plugins/obd/sim/mod.ts";
import { SimulatedCar, worldOf } from "../../../app/car/simulated_car.ts";
import { definePlugin, SimulatedNode } from "../../../runtime/mod.ts";
import {
  type Bench,
  bench,
  type BenchOptions,
  owner,
} from "../../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;

/** Takes the place of the framework, whose STAT the vehicle takes over. */
const framework = definePlugin({
  id: "framework",
  sms: { "STAT": { usage: "STAT", query: true, code: 6, run: () => "?" } },
});

const car = (options: BenchOptions = {}) =>
  bench(framework, { ...options, vehicle: o2 });

/** A unit that answers what it is told here. */
function unit(
  { hal }: Bench,
  answers: Record<string, readonly number[]>,
  [to, from, all]: readonly [number, number, number] = [0x7e0, 0x7e8, 0x7df],
) {
  const node = new SimulatedNode({
    to,
    from,
    also: [all],
    answers,
    after: (ms, work) => hal.clock.after(ms, work),
    emit: (id, data) => hal.bus.inject(id, data, id > 0x7ff),
  });
  hal.bus.attach({ receive: (id, data) => node.receive(id, data) });
  return node;
}

/** Lets seconds pass with all that happens in between. */
async function pass({ hal }: Bench, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n++) await hal.clock.run(1000);
}

/** Speed, rpm and the list behind; voltage and battery there. */
const ANSWERS = {
  "0100": [0x41, 0x00, 0x00, 0x18, 0x00, 0x01],
  "0120": [0x41, 0x20, 0x00, 0x00, 0x00, 0x01],
  "0140": [0x41, 0x40, 0x40, 0x00, 0x00, 0x20],
  "010c": [0x41, 0x0c, 0x1a, 0xf8],
  "010d": [0x41, 0x0d, 50],
  "0142": [0x41, 0x42, 0x37, 0xdc],
  "015b": [0x41, 0x5b, 0x80],
  "0902": [0x49, 2, 1, ...new TextEncoder().encode("TESTCAR0000000042")],
} as const;

Deno.test("supported values are asked for once, and only those polled", async () => {
  await using o = await car();
  const node = unit(o, ANSWERS);
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 20);
  assert.equal(o.metric("v.p.speed"), 50);
  assert.equal(o.metric("v.m.rpm"), 1726);
  assert.equal(o.metric("xo2.module.voltage"), 14.3);
  assert.equal(Math.round(Number(o.metric("v.b.soc")) * 10), 502);
  // I, O and Q are in no VIN
  assert.equal(o.metric("v.vin"), "TESTCAR0000000042");
  const count = (request: string) =>
    node.asked.filter((asked) => asked === request).length;
  assert.deepEqual(["0100", "0120", "0140", "0902"].map(count), [1, 1, 1, 1]);
  assert.ok(count("010d") > 10, `${count("010d")} times`);
  assert.deepEqual(
    [...new Set(node.asked)].sort(),
    Object.keys(ANSWERS).sort(),
  );
  assert.equal(o.metric("v.e.on"), true);
});

Deno.test("nothing is sent while feature 15 is off, and a parked car is not asked", async () => {
  await using o = await car();
  const node = unit(o, ANSWERS), sent: number[] = [];
  o.hal.bus.attach({ receive: (id) => sent.push(id) });
  o.hal.supply.value = 14;
  await pass(o, 30);
  assert.deepEqual(sent, []);
  o.hal.supply.value = 12.5;
  await pass(o, 61);
  o.feature(WRITE, 1);
  await pass(o, 120);
  assert.deepEqual([sent, node.asked], [[], []]);
  assert.equal(o.metric("v.e.awake"), false);
});

Deno.test("answers do not keep a car awake whose engine is off", async () => {
  await using o = await car();
  const node = unit(o, {
    ...ANSWERS,
    "010c": [0x41, 0x0c, 0, 0],
    "010d": [0x41, 0x0d, 0],
  });
  o.feature(WRITE, 1);
  o.hal.supply.value = 14;
  await pass(o, 10);
  o.hal.supply.value = 12.6;
  await pass(o, 130);
  const before = node.asked.length;
  await pass(o, 60);
  assert.equal(node.asked.length, before);
  assert.equal(o.metric("v.e.awake"), false);
});

Deno.test("a bus with traffic shows without a measured supply that the car is awake", async () => {
  await using o = await car();
  unit(o, ANSWERS);
  o.feature(WRITE, 1);
  for (let n = 0; n < 15; n++) {
    o.frame(0x123, "00");
    await pass(o, 1);
  }
  assert.equal(o.metric("v.e.awake"), true);
  assert.equal(o.metric("v.p.speed"), 50);
});

Deno.test("o2.ask always: for a gateway on the ignition's power", async () => {
  await using o = await car({ settings: { "o2.ask": "always" } });
  unit(o, ANSWERS);
  o.feature(WRITE, 1);
  await pass(o, 10);
  assert.equal(o.metric("v.p.speed"), 50);
});

Deno.test("trouble codes by their kind; a kind that the car does not know is said", async () => {
  await using o = await car();
  const node = unit(o, {
    "03": [0x43, 2, 0x03, 0x01, 0xc1, 0x00],
    "07": [0x47, 0],
    "04": [0x44],
  });
  const ask = async (text: string) => {
    const answer = o.sms(text);
    await pass(o, 5);
    return await answer;
  };
  assert.match((await o.sms("DTC")).join(), /feature 15/i);
  assert.equal(node.asked.length, 0);
  o.feature(WRITE, 1);
  assert.deepEqual(await ask("DTC"), [
    "Trouble codes\n Stored: P0301 U0100\n Pending: none\n Permanent: not told",
  ]);
  assert.deepEqual(await ask("DTC CLEAR"), [
    "Trouble codes cleared\n Was Stored: P0301 U0100\n Was Pending: none\n Was Permanent: not told",
  ]);
  assert.equal(node.asked.at(-1), "04");
  assert.match(
    o.hal.store.journalled(1).map((entry) => entry.old).join(),
    /P0301 U0100/,
  );
  assert.match((await ask("DTC CLAER")).join(), /Expected: DTC/);
});

Deno.test("a car with identifiers of 29 bits is found out, and asked in its way only", async () => {
  await using o = await car();
  const node = unit(
    o,
    { ...ANSWERS, "03": [0x43, 1, 0x03, 0x01] },
    [0x18da10f1, 0x18daf110, 0x18db33f1],
  );
  const short: number[] = [];
  o.hal.bus.attach({
    receive: (id) => {
      if (id <= 0x7ff) short.push(id);
    },
  });
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 60);
  assert.equal(o.metric("v.p.speed"), 50);
  assert.equal(o.metric("v.vin"), "TESTCAR0000000042");
  const asked = short.length;
  assert.ok(asked > 0 && node.asked.length > 20);
  const answer = o.sms("DTC");
  await pass(o, 5);
  assert.match((await answer).join(), /Stored: P0301/);
  await pass(o, 60);
  assert.equal(short.length, asked);
});

for (
  const [width, engine, gearbox] of [
    [11, [0x7e0, 0x7e8, 0x7df], [0x7e1, 0x7e9, 0x7df]],
    [29, [0x18da10f1, 0x18daf110, 0x18db33f1], [
      0x18da18f1,
      0x18daf118,
      0x18db33f1,
    ]],
  ] as const
) {
  Deno.test(`other units than the engine's are found out and asked for what only they have (${width} bit)`, async () => {
    await using o = await car();
    const first = unit(o, {
      "0100": [0x41, 0, 0x00, 0x08, 0, 0],
      "010d": [0x41, 0x0d, 0],
      "03": [0x43, 1, 0x03, 0x01],
      "04": [0x44],
    }, engine);
    const second = unit(o, {
      "0100": [0x41, 0, 0x00, 0x18, 0, 1],
      "0120": [0x41, 0x20, 0, 0, 0, 1],
      "0140": [0x41, 0x40, 0, 0, 0, 0x20],
      "010d": [0x41, 0x0d, 99],
      "010c": [0x41, 0x0c, 0x1a, 0xf8],
      "015b": [0x41, 0x5b, 0x80],
      "03": [0x43, 1, 0x0a, 0x80],
      "07": [0x47, 0],
      "04": [0x44],
    }, gearbox);
    o.hal.supply.value = 14;
    o.feature(WRITE, 1);
    await pass(o, 60);
    assert.equal(o.metric("v.m.rpm"), 1726);
    assert.equal(Math.round(Number(o.metric("v.b.soc")) * 10), 502);
    // Both have a speed: the engine's is taken, and the other never asked
    assert.equal(o.metric("v.p.speed"), 0);
    assert.ok(!second.asked.includes("010d"));
    assert.equal(second.asked.filter((asked) => asked === "0120").length, 1);
    const ask = async (text: string) => {
      const answer = o.sms(text);
      await pass(o, 20);
      return (await answer).join();
    };
    const names = [engine, gearbox].map(([, from]) =>
      from.toString(16).toUpperCase()
    );
    const codes = await ask("DTC");
    assert.match(codes, new RegExp(`${names[0]} Stored: P0301`));
    assert.match(codes, new RegExp(`${names[1]} Stored: P0A80`));
    assert.match(await ask("DTC CLEAR"), /^Trouble codes cleared/);
    assert.ok(first.asked.includes("04") && second.asked.includes("04"));
  });
}

Deno.test("a car whose engine's unit does not answer tells what others know", async () => {
  await using o = await car();
  unit(o, {
    "0100": [0x41, 0, 0x00, 0x08, 0, 0],
    "010d": [0x41, 0x0d, 30],
    "0902": ANSWERS["0902"],
    "03": [0x43, 0],
  }, [0x7e2, 0x7ea, 0x7df]);
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 60);
  assert.equal(o.metric("v.p.speed"), 30);
  assert.equal(o.metric("v.vin"), "TESTCAR0000000042");
  const answer = o.sms("DTC");
  await pass(o, 10);
  assert.match((await answer).join(), /Stored: none/);
});

Deno.test("trouble codes are not cleared without feature 15, and not while the car moves", async () => {
  await using o = await car();
  const node = unit(o, { ...ANSWERS, "03": [0x43, 0], "04": [0x44] });
  await o.sms("DTC CLEAR");
  assert.equal(node.asked.length, 0);
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 5);
  const answer = o.sms("DTC CLEAR");
  await pass(o, 2);
  assert.match((await answer).join(), /while the car moves/);
  assert.ok(!node.asked.includes("04"));
});

/** A command whose units may take long, while the vehicle's seconds go on; its answer. */
async function asked(o: Bench, text: string, seconds: number) {
  const { gsm } = o.hal, before = gsm.sent.length;
  const handled = gsm.incoming(owner, text);
  await pass(o, seconds);
  await handled;
  return gsm.sent.slice(before).map((sms) => sms.text).join();
}

Deno.test("a car that has a speed and does not tell it is not known to stand", async () => {
  for (
    const fault of [
      { do: "lose" },
      { do: "refuse", code: 0x22 },
      { do: "pending", times: 12, ms: 4000 },
    ] as const
  ) {
    await using o = await car();
    const node = unit(o, { ...ANSWERS, "03": [0x43, 0], "04": [0x44] });
    o.hal.supply.value = 14;
    o.feature(WRITE, 1);
    await pass(o, 5);
    node.faults.add({ ...fault, request: "010d" });
    assert.match(await asked(o, "DTC CLEAR", 100), /^Node 7E0, request 01 0D/);
    assert.ok(!node.asked.includes("04"));
  }
});

Deno.test("a car that sets off while its units take their time keeps its trouble codes", async () => {
  await using o = await car();
  let speed = 0;
  const node = unit(o, { ...ANSWERS, "04": [0x44] });
  node.answer("010d", () => [0x41, 0x0d, speed]);
  node.answer("03", () => (speed = 30, [0x43, 0]));
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 5);
  const answer = o.sms("DTC CLEAR");
  await pass(o, 20);
  assert.match((await answer).join(), /while the car moves/);
  assert.ok(!node.asked.includes("04"));
});

Deno.test("a car that sets off while one unit clears its codes keeps those of the others, which is told", async () => {
  await using o = await car();
  let speed = 0;
  const first = unit(o, { ...ANSWERS, "03": [0x43, 0] });
  first.answer("010d", () => [0x41, 0x0d, speed]);
  first.answer("04", () => (speed = 30, [0x44]));
  const second = unit(
    o,
    { "0100": [0x41, 0, 0, 0x10, 0, 0], "03": [0x43, 0], "04": [0x44] },
    [0x7e1, 0x7e9, 0x7df],
  );
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 20);
  const answer = await asked(o, "DTC CLEAR", 30);
  assert.match(answer, /^Trouble codes cleared\n Not in 7E9/);
  assert.ok(!second.asked.includes("04"));
});

Deno.test("whatever a unit says to DTC, it ends with an answer and is no fault of the plugin", async () => {
  await using o = await car();
  const node = unit(o, { ...ANSWERS, "03": [0x43], "07": [0x47, 0] });
  o.hal.supply.value = 14;
  o.feature(WRITE, 1);
  await pass(o, 5);
  assert.match(await asked(o, "DTC", 10), /Stored: none/);
  node.answer("010d", [0x41, 0x0d]);
  assert.match(await asked(o, "DTC CLEAR", 10), /^The answer has 0 bytes/);
  node.faults.add({ do: "pending", times: 12, ms: 4000, request: "07" });
  assert.match(
    await asked(o, "DTC", 120),
    /Pending: not told\n Permanent: not told/,
  );
  assert.equal(o.runtime.host.find("obd")?.faults, 0);
});

Deno.test("the simulated car: what it says is what the plugin reads", async () => {
  await using o = await car();
  const simulated = simulateCar(worldOf(o.hal));
  const stop = new SimulatedCar(o.hal, simulated).start(100);
  const steer = (word: string, ...words: string[]) =>
    simulated.steering?.[word]?.run(words);
  o.feature(WRITE, 1);
  steer("drive", "72");
  await pass(o, 40);
  assert.equal(o.metric("v.p.speed"), 72);
  assert.equal(o.metric("v.m.rpm"), 3060);
  assert.equal(o.metric("v.vin"), "WVWZZZ3CZJE000042");
  assert.equal(o.metric("v.e.temp"), 15);
  assert.equal(o.metric("v.e.on"), true);
  assert.equal(o.metric("xo2.dtc.lamp"), true);
  assert.match(steer("status") ?? "", /72 km\/h/);
  const [text = ""] = await o.sms("STAT?");
  assert.match(
    text,
    /^SOC: (59|60)\.\d+%\n Fuel: 45%\n ODO: 23457 km$/,
  );
  steer("drive", "0");
  await pass(o, 20);
  steer("fault", "u0100");
  const answer = o.sms("DTC");
  await pass(o, 2);
  assert.deepEqual(await answer, [
    "Trouble codes\n Stored: P0301 U0100\n Pending: P0420\n Permanent: none",
  ]);
  steer("key", "off");
  await pass(o, 80);
  assert.equal(o.metric("v.e.on"), false);
  assert.throws(() => steer("fault", "x1"), /P0301/);
  stop();
});

Deno.test("a car without a battery to drive with tells its tank", async () => {
  await using o = await car();
  unit(o, {
    "0100": [0x41, 0, 0, 0, 0, 1],
    "0120": [0x41, 0x20, 0, 2, 0, 0],
    "012f": [0x41, 0x2f, 0x66],
  });
  o.hal.supply.value = 14;
  assert.deepEqual(await o.sms("STAT?"), [
    "No data from the vehicle yet\n It has to be asked, which feature 15 allows: FEATURE 15 1",
  ]);
  assert.match(
    o.runtime.health.problems().join(),
    /\(6 questions\).*feature 15/,
  );
  o.feature(WRITE, 1);
  await pass(o, 5);
  assert.deepEqual(await o.sms("STAT?"), ["Fuel: 40%"]);
});
