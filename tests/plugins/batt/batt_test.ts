import assert from "node:assert/strict";
import { type BatteryBench, batteryBench } from "./bench.ts";

const NO_DATA = "No data from the vehicle yet";
/** Status after the set C alone, and after A and C. */
const C_STATUS = "Volts: !SD:40mV !C5:-150mV Temps: ?SD:2C !M2:+4C ";
const AC_STATUS = "Volts: !SD:40mV ?C1:+20mV !C5:-150mV Temps: ?SD:2C !M2:+4C ";
const records = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith("HRT-PWR-Batt"));

Deno.test("BATT: what the plugin brings", async () => {
  await using car = await batteryBench();
  assert.deepEqual(car.surface, {
    verbs: ["BATT"],
    codes: ["205", "206"],
    slots: [],
    records: ["RT-PWR-BattPack", "RT-PWR-BattCell"],
    settings: [],
  });
});

Deno.test("BATT: before any data it says so, whatever is asked", async () => {
  await using car = await batteryBench();
  for (const text of ["BATT", "BATT S", "BATT V", "BATT VD", "BATT T"]) {
    assert.deepEqual(await car.sms(text), [NO_DATA], text);
  }
  assert.deepEqual(await car.sms("BATT TD"), [NO_DATA]);
  assert.deepEqual(await car.sms("BATT R"), ["Battery monitor reset."]);
  assert.deepEqual(await car.msg("205"), ["c205,0"]);
  assert.deepEqual(await car.msg("206"), ["c206,0"]);
  await car.seconds(120);
  assert.deepEqual(car.pushed(), []);
  assert.deepEqual(car.log, []);
});

Deno.test("BATT: the key-on second begins anew, later sets are evaluated", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  assert.deepEqual(await car.sms("BATT TD"), [
    "SD:0C 1:+0C 2:+0C 3:+0C 4:+0C 5:+0C 6:+0C 7:+0C ",
  ]);
  for (const name of ["A", "B", "C", "D", "A"] as const) await car.second(name);
  assert.deepEqual(await car.sms("batt"), [
    "Volts: !SD:55mV !C1:+30mV !C3:-75mV !C6:-90mV !C8:+60mV !C11:-50mV !C14:+145mV Temps: !SD:3C !M2:+4C ?M5:-2C !M6:+5C !M7:-4C ",
  ]);
  assert.deepEqual(await car.sms("BATT v"), [
    "P:57.40V !1:4.115V 2:4.105V !3:4.105V 4:4.105V 5:4.105V !6:4.105V 7:4.105V !8:4.105V 9:4.105V 10:4.105V !11:4.105V 12:4.100V 13:4.100V !14:4.110V ",
  ]);
  assert.deepEqual(await car.sms("BATT VDx"), [
    "!SD:55mV !1:+30mV 2:+10mV !3:-75mV 4:+10mV 5:-150mV !6:-90mV 7:+10mV !8:+60mV 9:+10mV 10:+10mV !11:-50mV 12:-20mV 13:-5mV !14:+145mV ",
  ]);
  assert.deepEqual(await car.sms("BATT T surplus"), [
    "P:11C (6C..16C) 1:11C !2:11C 3:11C 4:11C ?5:11C !6:11C !7:11C ",
  ]);
  assert.deepEqual(await car.sms("BATT xyz"), await car.sms("BATT S"));
});

Deno.test("BATT: switching on and BATT R forget marks and extremes", async () => {
  await using car = await batteryBench();
  await car.switchOn("C");
  await car.second("C");
  assert.deepEqual(await car.sms("BATT"), [C_STATUS]);
  car.setSoon("healthy");
  assert.deepEqual(await car.sms("BATT R"), ["Battery monitor reset."]);
  assert.deepEqual(await car.sms("BATT TD"), [
    "SD:0C 1:+0C 2:+0C 3:+0C 4:+0C 5:+0C 6:+0C 7:+0C ",
  ]);
  assert.deepEqual(await car.sms("BATT T"), [
    "P:29C (28C..30C) 1:30C 2:29C 3:29C 4:28C 5:29C 6:29C 7:30C ",
  ]);
  await car.second("C");
  assert.deepEqual(await car.sms("BATT"), [C_STATUS]);
  car.key(false);
  await car.seconds(1);
  await car.switchOn("healthy");
  await car.second("healthy");
  assert.deepEqual(await car.sms("BATT"), [
    "Volts: SD:5mV OK Temps: SD:1C OK ",
  ]);
});

Deno.test("BATT: a command waits for the next set and shows its values", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  await car.second("A");
  car.setSoon("healthy");
  const [text] = await car.sms("BATT T");
  assert.match(text ?? "", /^P:29C \(11C\.\.11C\) 1:30C /);
});

/** Begins a command at the console; the function tells what was answered so far. */
function ask(car: BatteryBench, text: string): () => string | undefined {
  let answer: string | undefined;
  const call = { link: "console", from: "", principal: "owner" } as const;
  car.runtime.text(text, call).then(({ messages }) => answer = messages.join());
  return () => answer;
}

Deno.test("BATT: a command waits at most 1.1 s, and not at all for a car that sleeps", async () => {
  await using car = await batteryBench();
  const { clock } = car.hal;
  await car.switchOn("A");
  await car.second("A");
  const quiet = ask(car, "BATT T");
  await clock.run(1099);
  assert.equal(quiet(), undefined);
  await clock.run(1);
  assert.match(quiet() ?? "", /^P:11C /, "last known values");
  await car.seconds(30);
  assert.equal(car.metric("xrt.c.status"), 0x40);
  const asleep = ask(car, "BATT T");
  await clock.run(0);
  assert.match(asleep() ?? "", /^P:11C /);
});

Deno.test("BATT: a command that waits answers when the set comes, and the tick evaluates it", async () => {
  await using car = await batteryBench();
  const { clock } = car.hal;
  await car.switchOn("A");
  await car.second("A");
  const answer = ask(car, "BATT T");
  await clock.run(960);
  assert.equal(answer(), undefined);
  car.set("healthy");
  await clock.run(0);
  assert.match(answer() ?? "", /^P:29C /);
  await clock.run(40);
  assert.equal(car.metric("v.b.temp"), 29, "the tick evaluated it");
});

Deno.test("Battery alert: on every channel in the same second, once for each change", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  await car.second("A");
  assert.deepEqual(car.texted(), [], "a watch is no alert");
  await car.second("C");
  assert.deepEqual(car.texted(), [AC_STATUS]);
  assert.deepEqual(car.pushed(), [`PA${AC_STATUS}`]);
  for (let i = 0; i < 5; i++) await car.second("C");
  assert.deepEqual(car.texted(), []);
  assert.deepEqual(car.pushed(), []);
  await car.second("D");
  assert.equal(car.texted().length, 1);
  assert.equal(car.pushed().length, 1);
});

Deno.test("Battery alert: the same alert after a reset is texted again, but pushed only once", async () => {
  for (
    const reset of [
      (car: BatteryBench) => car.sms("BATT R"),
      async (car: BatteryBench) => {
        car.key(false);
        await car.second("C");
        await car.switchOn("C");
      },
    ]
  ) {
    await using car = await batteryBench();
    await car.switchOn("C");
    await car.second("C");
    assert.deepEqual(car.pushed(), [`PA${C_STATUS}`]);
    await reset(car);
    car.texted();
    await car.second("C");
    assert.deepEqual(car.texted(), [C_STATUS]);
    assert.deepEqual(car.pushed(), []);
  }
});

Deno.test("Battery alert: the same alert is pushed again after a reset that found none", async () => {
  await using car = await batteryBench();
  await car.switchOn("C");
  await car.second("C");
  assert.deepEqual(car.pushed(), [`PA${C_STATUS}`]);
  await car.sms("BATT R");
  await car.second("healthy");
  await car.second("healthy");
  await car.sms("BATT R");
  await car.second("C");
  await car.second("C");
  assert.deepEqual(car.pushed(), [`PA${C_STATUS}`]);
});

Deno.test("Battery alert: channels as parameter 3 says; with none it counts as told", async () => {
  for (
    const [channels, texts, pushes] of [
      ["SMS", 1, 0],
      ["IP", 0, 1],
      ["", 0, 0],
    ] as const
  ) {
    await using car = await batteryBench({ params: { 3: channels } });
    await car.switchOn("A");
    for (let i = 0; i < 4; i++) await car.second("C");
    assert.equal(car.texted().length, texts, channels);
    assert.equal(car.pushed().length, pushes, channels);
  }
});

Deno.test("Battery alert: records follow with the next complete set", async () => {
  await using car = await batteryBench({ params: { 3: "" } });
  await car.switchOn("A");
  car.soc(80);
  car.setSoon("C");
  await car.second("C");
  const first = records(car.pushed());
  assert.equal(first.length, 15);
  assert.equal(
    first[0],
    "HRT-PWR-BattPack,1,86400,14,1,3,3,8000,8000,8000,5740,410,5740,410,5740,410,12,11,16,40,2",
  );
  assert.equal(
    first[5],
    "HRT-PWR-BattCell,5,86400,1,3,1,3945,3945,4105,-150,11,11,11,-1",
  );
  // Nothing changed but the alerts: the records that are the same as before stay here.
  await car.sms("BATT R");
  await car.second("A");
  car.setSoon("C");
  await car.second("C");
  assert.ok(records(car.pushed()).length < 15);
});

Deno.test("Battery records: once a minute what changed, only with a complete set", async () => {
  await using car = await batteryBench();
  await car.switchOn("healthy");
  car.soc(66.5);
  const minute = async (live: boolean) => {
    for (let i = 0; i < 60; i++) {
      car.key(true);
      if (live) car.setSoon("healthy");
      await (live ? car.second("healthy") : car.seconds(1));
    }
    return records(car.pushed());
  };
  assert.equal((await minute(true)).length, 15);
  assert.equal((await minute(true)).length, 0, "nothing changed");
  car.soc(66);
  assert.equal((await minute(false)).length, 0, "no complete set");
  const changed = await minute(true);
  assert.deepEqual(changed, [
    "HRT-PWR-BattPack,1,86400,14,1,1,1,6600,6600,6650,5740,410,5740,410,5740,410,29,28,30,5,1",
  ]);
});

Deno.test("Battery records: a sleeping car sends its last values once", async () => {
  await using car = await batteryBench();
  await car.switchOn("healthy");
  car.soc(50);
  await car.second("healthy");
  await car.seconds(180);
  assert.equal(records(car.pushed()).length, 15);
});

Deno.test("MSG 206: pack and cells are one commit, for each waits for a memory card", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  car.soc(50);
  await car.second("A");
  const { store } = car.hal, record = store.record.bind(store);
  const atomically = store.atomically.bind(store);
  let commits = 0, depth = 0, kept = 0;
  store.atomically = (work) => {
    if (depth++ === 0) commits++;
    try {
      return atomically(work);
    } finally {
      depth--;
    }
  };
  store.record = (...row) => {
    assert.equal(depth, 1);
    kept++;
    return record(...row);
  };
  await car.msg("206");
  assert.deepEqual([commits, kept], [1, 15]);
});

Deno.test("MSG 206: all records whether they changed or not, no pack before a SOC", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  await car.second("A");
  assert.deepEqual(await car.msg("206"), ["c206,0"]);
  const cells = records(car.pushed());
  assert.equal(cells.length, 14);
  assert.equal(
    cells[0],
    "HRT-PWR-BattCell,1,86400,1,2,1,4115,4115,4115,10,11,11,11,0",
  );
  car.soc(86.12);
  for (let i = 0; i < 2; i++) {
    await car.msg("206");
    assert.equal(records(car.pushed()).length, 15);
  }
});

Deno.test("MSG 205: pushes the status while there is an alert, whether it is known or not", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  await car.second("A");
  assert.deepEqual(await car.msg("205"), ["c205,0"]);
  await car.second("C");
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(await car.msg("205"), [`PA${AC_STATUS}`, "c205,0"]);
  }
});

Deno.test("Battery metrics: standard names, in V and °C", async () => {
  await using car = await batteryBench();
  await car.switchOn("A");
  await car.second("A");
  assert.equal(car.metric("v.b.temp"), 11);
  await car.second("C");
  assert.equal(car.metric("v.b.temp"), 12);
  assert.equal(car.metric("v.b.p.voltage.stddev.max"), 0.04);
  assert.equal(car.metric("v.b.p.temp.stddev.max"), 2);
  assert.equal(car.metric("v.b.p.voltage.min"), 3.945);
  assert.equal(car.metric("v.b.p.voltage.max"), 4.115);
  assert.equal(car.metric("v.b.p.temp.min"), 11);
  assert.equal(car.metric("v.b.p.temp.max"), 16);
  const list = (name: string) => {
    const value = car.metric(name);
    assert.ok(Array.isArray(value), name);
    return value;
  };
  assert.deepEqual(list("v.b.c.voltage.alert"), [
    ...[1, 0, 0, 0, 2],
    ...new Array(9).fill(0),
  ]);
  assert.deepEqual(list("v.b.c.temp.alert"), [0, 2, 0, 0, 0, 0, 0]);
  assert.equal(list("v.b.c.voltage.min")[4], 3.945);
  assert.equal(list("v.b.c.voltage.max")[4], 4.105);
  assert.equal(list("v.b.c.voltage.dev.max")[4], -0.15);
  assert.deepEqual(list("v.b.c.temp.max"), [11, 16, 11, 11, 12, 11, 12]);
  assert.deepEqual(list("v.b.c.temp.dev.max"), [-1, 4, -1, -1, 0, -1, 0]);
});

Deno.test("BATT H: a simulated month, over a restart", async () => {
  await using car = await batteryBench({ params: { 3: "" } });
  const { clock } = car.hal, start = Date.UTC(2026, 0, 1, 12);
  const onDay = async (day: number, name: "healthy" | "A" | "C") => {
    clock.setWall(start + day * 86_400_000, true);
    await car.switchOn("healthy");
    await car.second(name);
    car.key(false);
    await car.seconds(1);
  };
  assert.deepEqual(await car.sms("BATT H"), [
    "No battery history yet: drift needs data of two days",
  ]);
  for (let day = 0; day <= 30; day++) {
    await onDay(day, day === 30 ? "C" : day === 0 ? "healthy" : "A");
  }
  const [text = ""] = await car.sms("BATT H");
  const lines = text.split("\n ");
  assert.equal(lines[0], "C5: -150mV (was +0mV 30 days ago)");
  assert.equal(lines.length, 4);
  car.runtime.restart();
  assert.deepEqual(await car.sms("batt h"), [text]);
});

Deno.test("BATT H: without a trusted clock no day is counted", async () => {
  await using car = await batteryBench();
  car.hal.clock.setWall(0, false);
  await car.switchOn("A");
  await car.second("C");
  await car.seconds(600);
  car.hal.clock.setWall(Date.UTC(2026, 0, 2), true);
  await car.second("A");
  assert.deepEqual(await car.sms("BATT H"), [
    "No battery history yet: drift needs data of two days",
  ]);
});
