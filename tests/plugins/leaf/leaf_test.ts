/** Frames and answers with values that were chosen by hand, after the public notes. */
import assert from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import framework from "../../../plugins/framework/mod.ts";
import { nl } from "../../../plugins/leaf/mod.ts";
import { type Bench, bench } from "../../../testing/mod.ts";

function car(settings: Readonly<Record<string, unknown>> = {}): Promise<Bench> {
  return bench(framework, { vehicle: nl, settings });
}

/** Frames of one moment, then a second. */
async function hear(
  { hal, seconds }: Bench,
  ...frames: readonly (readonly [id: number, hex: string, bus?: number])[]
): Promise<void> {
  for (const [id, hex, bus = 1] of frames) {
    hal.bus.inject(id, fromHex(hex), false, bus);
  }
  await seconds(1);
}

const near = (actual: unknown, expected: number, within = 0.006) =>
  assert.ok(
    Math.abs(Number(actual) - expected) <= within,
    `${actual} is not ${expected}`,
  );

/** An answer of the battery as frames of ISO-TP. */
function answer(hex: string): (readonly [number, string])[] {
  const bytes = hex.match(/../g) ?? [], { length } = bytes;
  const frames: (readonly [number, string])[] = [];
  const first = `1${length.toString(16).padStart(3, "0")}`;
  frames.push([0x7bb, first + bytes.slice(0, 6).join("")]);
  for (let at = 6, n = 1; at < length; at += 7, n++) {
    const part = bytes.slice(at, at + 7).join("").padEnd(14, "f");
    frames.push([0x7bb, `2${(n & 15).toString(16)}${part}`]);
  }
  return frames;
}

Deno.test("the battery's frames: current, voltage, SOC, gids, health, limits", async () => {
  await using leaf = await car({ "nl.modelyear": 2014 });
  await hear(
    leaf,
    [0x1db, "08E0BEEB400002DD"],
    [0x1dc, "608A55D9000000" + "00"],
    [0x5bc, "3A408C50A6010159"],
    [0x59e, "100016C5D0000000"],
  );
  near(leaf.metric("v.b.current"), -35.5);
  near(leaf.metric("v.b.voltage"), 381.5);
  near(leaf.metric("v.b.power"), -13.543);
  assert.equal(leaf.metric("v.b.soc"), 64);
  assert.equal(leaf.metric("xnl.v.b.gids"), 233);
  assert.equal(leaf.metric("v.b.soh"), 83);
  near(leaf.metric("xnl.v.b.e.capacity"), 36.4);
  // Its checksum is wrong.
  assert.equal(leaf.metric("xnl.v.b.output.limit"), undefined);
});

Deno.test("a damaged frame, and values from before the BMS has measured, change nothing", async () => {
  await using leaf = await car();
  await hear(leaf, [0x1db, "F400BEEB40000311"]);
  near(leaf.metric("v.b.current"), 48);
  assert.equal(leaf.metric("x.frames.damaged"), undefined);
  await hear(leaf, [0x1db, "F400BEEB40000312"], [0x1db, "7FE0FFC600000000"]);
  near(leaf.metric("v.b.current"), 48);
  await leaf.seconds(60);
  assert.equal(leaf.metric("x.frames.damaged"), 2);
});

Deno.test("a first Leaf tells its SOC by the BMS, a later one by the dashboard", async () => {
  await using first = await car();
  await hear(first, [0x55b, "BC00AA0000000000"]);
  assert.equal(first.metric("v.b.soc"), undefined);
});

Deno.test("speed, gear, doors and odometer come from the bus where they are", async () => {
  await using leaf = await car();
  await hear(
    leaf,
    [0x284, "0000000013240000"],
    [0x421, "200000", 2],
    [0x60d, "080610", 2],
    [0x355, "0000000000006000", 2],
    [0x5c5, "0400F424", 2],
    [0x50a, "800000000000"],
  );
  near(leaf.metric("v.p.speed"), 50);
  assert.equal(leaf.metric("v.e.gear"), 1);
  assert.equal(leaf.metric("v.d.fl"), true);
  assert.equal(leaf.metric("v.e.locked"), true);
  near(leaf.metric("v.p.odometer"), 62500 * 1.609344);
  assert.equal(leaf.metric("v.e.on"), true);
  assert.equal(leaf.metric("v.e.awake"), true);
});

Deno.test("the charger of 2013: a charge, its values, its end", async () => {
  await using leaf = await car({ "nl.modelyear": 2015 });
  await hear(leaf, [0x390, "042200B300883C00"]);
  near(leaf.metric("v.c.power"), 3.4);
  assert.equal(leaf.metric("v.c.voltage"), 220);
  near(leaf.metric("v.c.climit"), 6000 / 220);
  assert.equal(leaf.metric("v.c.charging"), true);
  assert.equal(leaf.metric("v.c.type"), "type1");
  assert.equal(leaf.metric("v.c.state"), "charging");
  await hear(leaf, [0x390, "0000003000040000"]);
  assert.equal(leaf.metric("v.c.charging"), false);
  assert.equal(leaf.metric("v.c.state"), "done");
});

Deno.test("a quick charge since 2013 has the charger's power at the battery's voltage; supplying a house is no charge", async () => {
  await using leaf = await car({ "nl.modelyear": 2015 });
  // -35.5 A at 381.5 V; 40.0 kW of 50.0
  await hear(leaf, [0x1db, "08E0BEEB400002DD"], [0x390, "019000004003F400"]);
  assert.deepEqual(
    ["v.c.type", "v.c.mode", "v.d.cp", "v.c.pilot"].map(leaf.metric),
    ["chademo", "performance", true, true],
  );
  near(leaf.metric("v.c.power"), 40);
  near(leaf.metric("v.c.voltage"), 381.5);
  near(leaf.metric("v.c.current"), 40_000 / 381.5);
  near(leaf.metric("v.c.climit"), 50_000 / 381.5);
  near(leaf.metric("v.c.efficiency"), 100 * 13.543 / 40);
  await hear(leaf, [0x390, "919000004003F400"]);
  assert.deepEqual(
    ["v.g.generating", "v.g.state", "v.g.type", "v.c.charging", "v.c.pilot"]
      .map(leaf.metric),
    [true, "exporting", "chademo", false, false],
  );
  await hear(leaf, [0x390, "0000000000100000"]);
  assert.equal(leaf.metric("v.g.generating"), false);
});

Deno.test("the charger of the first cars tells no values: those of the battery follow it frame by frame", async () => {
  await using leaf = await car();
  await hear(
    leaf,
    [0x1db, "08E0BEEB400002DD"],
    [0x380, "0000019000000000"],
    [0x5bf, "00001E00B0000000"],
  );
  assert.equal(leaf.metric("v.c.type"), "chademo");
  near(leaf.metric("v.c.current"), 35.5);
  near(leaf.metric("v.c.climit"), 40_000 / 381.5);
  await hear(leaf, [0x1db, "F400BEEB40000311"]);
  near(leaf.metric("v.c.current"), -48);
  await hear(leaf, [0x5bf, "00001E0060000000"]);
  assert.equal(leaf.metric("v.c.type"), "type1");
  near(leaf.metric("v.c.climit"), 6);
  // It goes on as none that is known: interrupted
  await hear(leaf, [0x5bf, "0000000070000000"]);
  assert.deepEqual(
    [
      "v.c.charging",
      "xnl.v.c.state",
      "v.c.substate",
      "v.c.power",
      "v.c.current",
    ]
      .map(leaf.metric),
    [false, "stopped", "interrupted", 0, 0],
  );
});

Deno.test("of a first Leaf whose plug was pulled no power of its charge is left", async () => {
  await using leaf = await car();
  await hear(
    leaf,
    [0x1db, "08E0BEEB400002DD"],
    [0x5bf, "00001E0060000000"],
  );
  near(leaf.metric("v.c.power"), 13.543);
  await hear(leaf, [0x1d4, "00000000000060C5"], [0x5bf, "0000000010000000"]);
  assert.deepEqual(
    ["v.c.charging", "v.c.power", "v.c.voltage", "v.c.current"]
      .map(leaf.metric),
    [false, 0, 0, 0],
  );
});

Deno.test("a ZE1 tells its SOC by group 1 until the dashboard does, and a quick charge by its battery", async () => {
  await using leaf = await car({ "nl.ze1": 1, "nl.maxGids": 775 });
  const late = `6101${"00".repeat(31)}0E4154${"00".repeat(17)}`;
  await hear(leaf, ...answer(late));
  near(leaf.metric("v.b.soc"), 93.4228);
  // 55.3 kWh in ten bits, dashboard 95 %
  await hear(leaf, [0x59e, "0000229FA00000BE"]);
  near(leaf.metric("v.b.soc"), 95);
  near(leaf.metric("xnl.v.b.e.capacity"), 55.3);
  await hear(leaf, ...answer(late));
  near(leaf.metric("v.b.soc"), 95);
  await hear(leaf, [0x1db, "08E0BEEB400002DD"]);
  await hear(
    leaf,
    [0x1db, "08E0BEEB400002DD"],
    // It says nothing of a charge there, and the charger's frame is empty
    [0x1d4, "0000000000000000"],
    [0x390, "0000000000000000"],
  );
  assert.equal(leaf.metric("v.c.charging"), true);
  assert.equal(leaf.metric("v.c.type"), "chademo");
  near(leaf.metric("v.c.current"), 35.5);
  await hear(leaf, [0x1db, "F400BEEB40000311"]);
  assert.equal(leaf.metric("xnl.v.c.state"), "done");
  assert.equal(leaf.metric("v.c.current"), 0);
});

Deno.test("the better source wins: health with decimals, sensors before the frame, wheels before the meter", async () => {
  await using leaf = await car();
  await hear(
    leaf,
    ...answer(`61610000221B${"00".repeat(10)}`),
    [0x5bc, "3A402B2BA6010159"],
    [0x5b3, "00A6", 2],
  );
  near(leaf.metric("v.b.soh"), 87.31);
  assert.equal(leaf.metric("xnl.v.b.soh.instrument"), 83);
  assert.equal(leaf.metric("v.b.temp"), 3);
  await hear(
    leaf,
    ...answer("6104021c11021c11ffff00022611140000"),
    [0x5bc, "3A402B2BA6010159"],
  );
  near(leaf.metric("v.b.temp"), 17.34);
  await hear(
    leaf,
    [0x284, "0000000013240000", 2],
    [0x355, "14000000000000", 2],
  );
  near(leaf.metric("v.p.speed"), 50);
  await hear(leaf, [0x284, "0000000026480000"], [0x284, "00000000", 2]);
  await hear(leaf, [0x284, "0000000013240000", 2]);
  near(leaf.metric("v.p.speed"), 100);
});

Deno.test("a later pack in a first car is read as what it is", async () => {
  await using leaf = await car();
  // Bars as a number; then, with the gids of its new pack, as segments of twenty
  await hear(leaf, [0x5bc, "3A402B2BA6010159"]);
  assert.equal(leaf.metric("xnl.v.b.capacitybars"), undefined);
  assert.equal(leaf.metric("xnl.v.c.chargebars"), 11);
  await hear(leaf, [0x5bc, "5900F064A6111159"], [0x5bc, "3A407864A6010159"]);
  assert.equal(leaf.metric("xnl.v.c.chargebars"), 6);
  near(leaf.metric("xnl.v.b.e.capacity"), 356 * 0.08);
});

Deno.test("minutes of a charge: by the selector of each generation", async () => {
  await using first = await car();
  // Selector 9: 120 minutes; 17: 180
  await hear(first, [0x5bc, "1BC02B2B66052078"], [0x5bc, "1BC0262B660220B4"]);
  assert.deepEqual(first.metric("xnl.v.c.duration"), [
    NaN,
    120,
    180,
  ]);
  await using later = await car({ "nl.modelyear": 2015 });
  await hear(later, [0x390, "0000000000100000"], [0x5bc, "3A408C50A6010159"]);
  assert.deepEqual(later.metric("xnl.v.c.duration"), [NaN, 345]);
});

Deno.test("the plug is out two minutes after the charger fell silent", async () => {
  await using leaf = await car({ "nl.modelyear": 2015 });
  await hear(leaf, [0x390, "042200B300883C00"]);
  assert.equal(leaf.metric("v.d.cp"), true);
  await leaf.seconds(110);
  assert.equal(leaf.metric("v.d.cp"), true);
  assert.equal(leaf.metric("v.c.charging"), true);
  await leaf.seconds(15);
  assert.equal(leaf.metric("v.d.cp"), false);
  // Nothing tells of that charge any more; whoever asks by another way hears the same
  assert.deepEqual(
    ["v.c.charging", "v.c.state", "v.c.power", "v.c.current"].map(leaf.metric),
    [false, "stopped", 0, 0],
  );
  assert.ok((leaf.runtime.host.metrics.look("v.c.charging").age ?? 0) > 120);
});

Deno.test("a quick charge that no frame tells keeps its plug", async () => {
  await using leaf = await car({ "nl.ze1": 1 });
  for (let second = 0; second < 200; second++) {
    await hear(leaf, [0x1db, "08E0BEEB400002DD"]);
  }
  assert.deepEqual(
    ["v.c.charging", "v.d.cp"].map(leaf.metric),
    [true, true],
  );
});

Deno.test("after a start in the middle of a charge it goes on, until the charger was silent for long", async () => {
  await using before = await car({ "nl.modelyear": 2015 });
  await hear(before, [0x390, "042200B300883C00"]);
  await using leaf = await car({ "nl.modelyear": 2015 });
  leaf.runtime.host.metrics.takeOver(before.runtime.host.metrics);
  const { metrics } = leaf.runtime.host, pilot = metrics.find("v.c.pilot");
  assert.ok(pilot);
  metrics.copy(pilot, true, null);
  await leaf.seconds(100);
  assert.deepEqual(["v.c.charging", "v.d.cp"].map(leaf.metric), [true, true]);
  await leaf.seconds(30);
  assert.deepEqual(["v.c.charging", "v.d.cp"].map(leaf.metric), [false, false]);
});

Deno.test("ones in place of a value are none", async () => {
  await using leaf = await car();
  const ones = "FFFFFFFFFFFFFFFF";
  const frames = [0x284, 0x355, 0x5c5, 0x5bc, 0x54a, 0x54c, 0x54f, 0x55a];
  frames.push(0x390, 0x54b, 0x60d);
  await hear(leaf, [0x355, "0000000000004000", 2]);
  const told = leaf.metric("v.p.speed");
  for (const bus of [1, 2]) {
    for (const id of frames) await hear(leaf, [id, ones, bus]);
    await hear(leaf, [0x385, ones, bus], [0x5b3, ones, bus]);
  }
  for (const length of [37, 49]) {
    await hear(leaf, ...answer(`6101${"ff".repeat(length)}`));
  }
  const untold = [
    "v.p.odometer",
    "v.b.soh",
    "xnl.v.b.soh.instrument",
    "v.e.temp",
    "v.e.cabintemp",
    "v.e.cabinsetpoint",
    "v.m.temp",
    "v.i.temp",
    "v.t.pressure",
    "v.b.cac",
    "xnl.v.b.hx",
    "v.b.soc",
  ];
  assert.deepEqual(
    untold.filter((name) => leaf.metric(name) !== undefined),
    [],
  );
  assert.equal(leaf.metric("v.p.speed"), told);
  const { metrics } = leaf.runtime.host;
  const flags = ["v.d.fl", "v.d.trunk", "v.e.locked", "v.c.pilot", "v.d.cp"];
  for (const name of [...flags, "v.e.heating", "v.e.hvac", "v.c.charging"]) {
    assert.equal(metrics.look(name).freshness, "unknown", name);
  }
});

Deno.test("what counts before the car told it was never measured", async () => {
  await using leaf = await car();
  await leaf.seconds(5);
  const { metrics } = leaf.runtime.host;
  for (const name of ["v.e.on", "v.e.locked", "v.c.charging", "v.c.state"]) {
    assert.equal(metrics.look(name).freshness, "unknown", name);
  }
  assert.equal(leaf.metric("v.c.state"), "stopped");
});

Deno.test("answers of the battery: cells, temperatures, capacity in three layouts", async () => {
  await using leaf = await car();
  const cells = Array.from(
    { length: 96 },
    (_, n) => (3700 + n).toString(16).padStart(4, "0"),
  ).join("");
  await hear(leaf, ...answer(`6102${cells}00000000`));
  const { length, 0: first } = leaf.metric("v.b.c.voltage") as number[];
  assert.deepEqual([length, first], [96, 3.7]);
  await hear(leaf, ...answer("6104021c11021c11ffff00022611140000"));
  assert.equal((leaf.metric("v.b.c.temp") as number[]).length, 3);
  const group = (length: number, at: number) =>
    `6101${"00".repeat(at)}07A5A8${"00".repeat(length - at - 3)}`;
  for (const [length, at] of [[39, 33], [41, 33], [51, 35]] as const) {
    await hear(leaf, ...answer(group(length, at)));
    near(leaf.metric("v.b.cac"), 50.116);
  }
  await hear(leaf, ...answer(`6101${"11".repeat(42)}`));
  near(leaf.metric("v.b.cac"), 50.116);
});

Deno.test("a wheel, a sensor or minutes that are told no more are not as fresh as those beside them", async () => {
  await using leaf = await car({ "nl.modelyear": 2014 });
  const list = (name: string) => leaf.metric(name) as number[];
  const told = (name: string) => list(name).map((one) => !Number.isNaN(one));
  await hear(leaf, [0x385, "0000808080800000", 2]);
  assert.deepEqual(told("v.t.pressure"), [true, true, true, true]);
  await hear(leaf, [0x385, "0000800080810000", 2]);
  assert.deepEqual(told("v.t.pressure"), [true, false, true, true]);
  const before = list("v.t.pressure");
  await hear(leaf, [0x385, "0000000000000000", 2]);
  assert.deepEqual(list("v.t.pressure"), before);

  const sensors = (...raws: readonly string[]) =>
    answer(`6104${raws.map((raw) => `${raw}11`).join("")}1400`);
  await hear(leaf, ...sensors("021c", "0212", "ffff", "0208"));
  const all = list("v.b.c.temp");
  await hear(leaf, ...sensors("021c", "ffff", "ffff", "0208"));
  assert.deepEqual(list("v.b.c.temp"), [all[0], NaN, all[2]]);

  // Selector 8: 345 minutes, selector 5: 80; then none
  await hear(leaf, [0x5bc, "3A408C50A6010159"], [0x5bc, "3A408C50A600A050"]);
  await hear(leaf, [0x5bc, "3A408C50A6011FFF"]);
  assert.deepEqual(list("xnl.v.c.duration"), [80, NaN]);
});

Deno.test("a charger that is heard before the battery is no fault, and tells no values of it", async () => {
  for (
    const [modelyear, id, hex] of [
      [2011, 0x5bf, "0000500060000000"],
      [2014, 0x390, "0000000040020000"],
    ] as const
  ) {
    await using leaf = await car({ "nl.modelyear": modelyear });
    await hear(leaf, [id, hex]);
    assert.equal(leaf.metric("v.c.charging"), true);
    assert.deepEqual(leaf.log, []);
  }
});

Deno.test("the state of health with decimals is asked for from 2018 on only", async () => {
  const asksHealth = async (ze1: number) => {
    await using leaf = await car({ "nl.modelyear": 2014, "nl.ze1": ze1 });
    const asked = new Set<number>();
    leaf.hal.bus.attach({
      receive: (id, data) => {
        if (id === 0x79b) asked.add(data[2] ?? 0);
      },
    }, 1);
    leaf.feature(15, 1);
    for (let n = 0; n < 60; n++) await hear(leaf, [0x50a, "800000000000"]);
    assert.ok(asked.has(0x04));
    return asked.has(0x61);
  };
  assert.equal(await asksHealth(1), true);
  assert.equal(await asksHealth(0), false);
});

Deno.test("a car that was switched off is asked nothing more, though its buses and what it said last are awake", async () => {
  await using leaf = await car({ "nl.modelyear": 2014 });
  const asked: number[] = [];
  leaf.hal.bus.attach({ receive: (id) => void asked.push(id) }, 1);
  leaf.feature(15, 1);
  for (let n = 0; n < 5; n++) await hear(leaf, [0x50a, "800000000000"]);
  assert.ok(asked.includes(0x79b));
  await hear(leaf, [0x50a, "000000000000"]);
  await leaf.seconds(2);
  asked.length = 0;
  for (let n = 0; n < 100; n++) await hear(leaf, [0x50a, "000000000000"]);
  assert.equal(leaf.metric("v.e.awake"), true);
  assert.equal(asked.length, 0);
  // A charge is a reason to ask again
  for (let n = 0; n < 70; n++) await hear(leaf, [0x390, "042200B300883C00"]);
  assert.ok(asked.includes(0x79b));
});

Deno.test("nothing is asked or sent while feature 15 is off; then the battery is asked on bus 1", async () => {
  await using leaf = await car({ "nl.modelyear": 2016 });
  const sent: string[] = [];
  for (const bus of [1, 2]) {
    leaf.hal.bus.attach({
      receive: (id) => void sent.push(`${bus} ${id.toString(16)}`),
    }, bus);
  }
  const drive = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      await hear(leaf, [0x50a, "800000000000"], [0x50a, "800000000000", 2]);
    }
  };
  await drive(5);
  assert.match((await leaf.sms("CLIMATE on")).join(), /read only mode/);
  assert.equal(sent.length, 0);
  leaf.feature(15, 1);
  await drive(5);
  assert.ok(sent.includes("1 79b") && sent.includes("2 797"), sent.join());
});

Deno.test("STAT tells a Leaf, and BATT its 96 cells in parts", async () => {
  await using leaf = await car({ "nl.modelyear": 2014 });
  await hear(leaf, [0x1db, "08E0BEEB400002DD"], [0x5bc, "3A408C50A6010159"]);
  assert.match((await leaf.sms("STAT?")).join(), /SOC: 64\.00%/);
  assert.deepEqual(await leaf.sms("BATT"), [
    "No data from the vehicle yet\n It has to be asked, which feature 15 allows: FEATURE 15 1",
  ]);
  const cells = "0e74".repeat(96);
  await hear(leaf, ...answer(`6102${cells}00000000`));
  await hear(leaf, ...answer("6104021c11021c11ffff00022611140000"));
  const parts = await leaf.sms("BATT V");
  assert.ok(parts.length > 1 && parts.every((part) => part.length <= 160));
  assert.match(parts.at(-1) ?? "", /96:3\.700V/);
});
