import assert from "node:assert/strict";
import type { Bench } from "ovms-edge/testing";
import { dateOf } from "../../../plugins/power/days.ts";
import { Drive } from "./car.ts";
import { guideDrive } from "./guide_drive.ts";
import { guideEfficiency, guideRecord, guideTotals } from "./examples.ts";

const sms = (lines: readonly string[]) => lines.join("\n ");
const msg = (lines: readonly string[]) => `PA${lines.join("\r ")}`;
const DAY = 86_400_000;

/** Records of a type, as their fields. */
function records({ bench }: Drive, type: string): readonly string[][] {
  return bench.hal.store.history({ type }).map(({ data }) => data.split(","));
}

Deno.test("the guide's trip: both reports and the record as printed there", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await guideDrive(drive);
  assert.deepEqual(await bench.sms("POWER"), [sms(guideEfficiency)]);
  assert.deepEqual(await bench.sms("power e"), [sms(guideEfficiency)]);
  assert.deepEqual(await bench.sms("POWER t"), [sms(guideTotals)]);
  assert.deepEqual(await bench.msg("207"), [msg(guideEfficiency), "c207,0"]);
  assert.deepEqual(await bench.msg("207,T"), [msg(guideTotals), "c207,0"]);
  assert.deepEqual(await bench.msg("208"), ["c208,0"]);
  const [guide, current = ""] = bench.server.slice(-2);
  assert.equal(guide, `MP-0 HRT-PWR-UsageStats,0,86400,${guideRecord}`);
  // The same in m and Wh, as today's apps read it.
  assert.match(
    current,
    /^MP-0 HRT-PWR-Stats,0,86400,695,69,5,\d+,\d+,728,150,1,\d+,\d+,711,80,11,\d+,\d+,600,65,76,11,510,33,76,5,/,
  );
});

Deno.test("the trip is reported at switch-off, at once on both channels", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await guideDrive(drive);
  const before = bench.server.length;
  await drive.off();
  assert.deepEqual(bench.server.slice(before).filter((l) => l.includes("PA")), [
    `MP-0 ${msg(guideEfficiency)}`,
  ]);
  assert.deepEqual(bench.hal.gsm.sent.map(({ text }) => text), [
    sms(guideEfficiency),
  ]);
  await bench.seconds(5);
  assert.equal(bench.hal.gsm.sent.length, 1);
});

for (
  const [used, reported] of [[22_499, false], [22_500, true]] as const
) {
  Deno.test(`${used} units are ${reported ? "" : "not "}reported, whatever the section`, async () => {
    const drive = await Drive.begin({ 3: "SMS" });
    await using bench = drive.bench;
    await drive.on();
    drive.speeds(1000, 2000);
    drive.counter(500);
    drive.energy(used);
    await drive.off();
    assert.equal(bench.hal.gsm.sent.length, reported ? 1 : 0);
    assert.equal(bench.server.some((line) => line.includes("PA")), false);
  });
}

Deno.test("statistics stay after switching off, and begin anew with the next trip", async () => {
  const drive = await Drive.begin({ 3: "" });
  await using bench = drive.bench;
  await drive.on();
  drive.counter(2000);
  drive.energy(45_000);
  await drive.off();
  assert.deepEqual(await bench.sms("POWER T"), [
    sms([
      "Power -2 +0 Wh 0.2 km",
      "Const 100% -2 +0 Wh",
      "Accel 0% -0 +0 Wh",
      "Decel 0% -0 +0 Wh",
      "Up 0m -0 +0 Wh",
      "Down 0m -0 +0 Wh",
    ]),
  ]);
  await drive.on();
  assert.deepEqual(await bench.sms("POWER"), ["Power -0 +0 Wh"]);
  assert.equal(bench.metric("v.b.energy.used"), 0);
  assert.equal(bench.metric("v.p.trip"), 0);
});

Deno.test("a charge begins anew; topping off and its end do not", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await drive.on();
  drive.energy(45_000);
  await drive.off();
  await drive.charging();
  assert.equal(bench.metric("v.c.kwh"), 0);
  drive.energy(-22_500);
  await drive.charging();
  assert.equal(bench.metric("v.c.kwh"), 0.001);
  drive.soc = 95.89 * 400;
  drive.samples(0);
  await drive.charging();
  assert.equal(bench.metric("v.c.state"), "topoff");
  drive.energy(-22_500);
  await drive.charged();
  assert.equal(bench.metric("v.c.state"), "stopped");
  assert.deepEqual(await bench.sms("POWER"), ["Power -0 +2 Wh"]);
  assert.equal(bench.metric("v.c.kwh"), 0.002);
  const [charge = []] = records(drive, "RT-PWR-Charge");
  assert.deepEqual(charge.slice(2), ["3", "2.0", "79.00", "95.89"]);
});

Deno.test("what flows before the charge is noticed is charged, not regained", async () => {
  const drive = await Drive.begin({ 3: "" });
  await using bench = drive.bench;
  await drive.on();
  await drive.off();
  drive.energy(-45_000);
  await drive.charging();
  await drive.charged();
  const [charge = []] = records(drive, "RT-PWR-Charge");
  assert.equal(charge[3], "2.0");
  assert.match((await days(drive))[0] ?? "", / -0 \+0 Wh 0\.0 km$/);
  assert.equal((await bench.sms("POWER"))[0], "Power -0 +0 Wh");
});

Deno.test("invalid samples count for nothing", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await drive.on();
  const invalid = [
    "079708947b700073", // B3 is 0x94: the BMS starts
    "079000547b700073", // raw 0
    "079f00547b700073", // raw 0xf00
    "079708", // cut off
  ];
  for (const frame of invalid) bench.frame(0x155, frame);
  bench.frame(0x599, "00000d80ff3cffff");
  assert.deepEqual(await bench.sms("POWER"), ["Power -0 +0 Wh"]);
  drive.samples(1);
  await bench.seconds(10);
  assert.equal(bench.metric("xrt.p.stats.cst.used"), 1 / 22_500_000);
});

Deno.test("usage is recorded each minute if it changed", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  const sent = () =>
    bench.server.filter((line) => line.startsWith("MP-0 HRT-PWR-UsageStats"));
  await bench.seconds(180);
  assert.equal(sent().length, 1);
  await drive.on();
  drive.samples(100);
  await bench.seconds(60);
  assert.equal(sent().length, 2);
  await bench.msg("208");
  assert.equal(sent().length, 3);
  await bench.seconds(60);
  assert.equal(sent().length, 3);
});

/** Compares a metric with a value. */
function nearTo(bench: Bench): (name: string, value: number) => void {
  return (name, value) =>
    assert.ok(
      Math.abs(Number(bench.metric(name)) - value) < 1e-9,
      `${name} is ${bench.metric(name)}, expected ${value}`,
    );
}

Deno.test("sections are metrics every ten seconds", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await guideDrive(drive);
  await bench.seconds(10);
  const near = nearTo(bench);
  near("xrt.p.stats.cst.dist", 0.6947);
  near("xrt.p.stats.acc.used", 3_371_721 / 22.5e6);
  near("xrt.p.stats.dec.recd", 236_781 / 22.5e6);
  near("xrt.p.stats.lup.dist", 0.6);
  near("xrt.p.stats.lup.hsum", 65);
  near("xrt.p.stats.ldn.recd", 116_393 / 22.5e6);
});

Deno.test("metrics carry kWh, km and m; consumption is that of the last second", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await guideDrive(drive);
  await bench.seconds(1);
  const near = nearTo(bench);
  near("v.b.energy.used", 6_720_369 / 22.5e6);
  near("v.b.energy.recd", 369_707 / 22.5e6);
  near("v.p.trip", 2.1338);
  drive.counter(1000);
  await bench.seconds(1);
  drive.counter(1000 + 139);
  drive.samples(50, 100);
  await bench.seconds(1);
  near("v.b.consumption", 5000 / 22_500 / ((1139 - 21338 + 65536) / 10_000));
});

Deno.test("values are not refreshed while nothing comes", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await drive.on();
  drive.samples(1);
  await bench.seconds(200);
  const { metrics } = bench.runtime.host, slot = metrics.find("v.p.trip");
  assert.equal(slot && metrics.freshness(slot), "stale");
});

Deno.test("trips are kept here and not sent", async () => {
  const drive = await Drive.begin();
  await using bench = drive.bench;
  await guideDrive(drive);
  await drive.off();
  const [trip = []] = records(drive, "RT-PWR-Trip");
  assert.deepEqual(trip.slice(2), ["4", "2.134", "298.7", "16.4", "31.0"]);
  assert.equal(
    Date.parse(trip[1] ?? "") - Date.parse(trip[0] ?? ""),
    4000,
  );
  assert.equal(bench.server.some((line) => line.includes("Trip")), false);
  const [kept] = bench.hal.store.history({ type: "RT-PWR-Trip" });
  assert.equal(kept?.keep, 400 * 86400);
});

/** Text of `POWER D`, lines. */
async function days({ bench }: Drive): Promise<readonly string[]> {
  const outcome = await bench.runtime.text("POWER D", {
    link: "console",
    from: "",
    principal: "owner",
  });
  return outcome.messages.join("").split("\n ");
}

Deno.test("POWER D tells seven days, and days become records", async () => {
  const drive = await Drive.begin({ 3: "" });
  await using bench = drive.bench;
  const { clock } = bench.hal, first = clock.wall().ms;
  for (let day = 0; day < 9; day++) {
    clock.setWall(first + day * DAY, true);
    await drive.on();
    drive.counter(1000 * (day + 1));
    drive.energy(22_500 * (day + 1));
    drive.energy(-22_500);
    await drive.off();
    await bench.seconds(58);
  }
  const driven = (day: number) =>
    `${dateOf(first, -day)} -${day + 1} +1 Wh 0.${day + 1} km`;
  assert.deepEqual(await days(drive), [
    `${dateOf(first, -8)} -9 +1 Wh 0.9 km`,
    ...[7, 6, 5, 4, 3, 2].map(driven),
  ]);
  const recorded = records(drive, "RT-PWR-Day");
  assert.equal(recorded.length, 8);
  assert.deepEqual(recorded[3], [
    dateOf(first, -3),
    "4.0",
    "1.0",
    "0.0",
    "0.400",
  ]);
  clock.setWall(first + 12 * DAY, true);
  assert.equal((await days(drive))[0], `${dateOf(first, -12)} -0 +0 Wh 0.0 km`);
});

Deno.test("POWER D says when the clock is not set", async () => {
  const drive = await Drive.begin({ 3: "" });
  await using bench = drive.bench;
  const { clock } = bench.hal, now = clock.wall().ms;
  clock.setWall(0, false);
  await drive.on();
  drive.counter(3000);
  drive.energy(45_000);
  await bench.seconds(60);
  assert.deepEqual(await days(drive), ["Clock not set: -2 +0 Wh 0.3 km"]);
  clock.setWall(now, true);
  drive.energy(22_500);
  await bench.seconds(1);
  assert.equal((await days(drive))[0], `${dateOf(now)} -3 +0 Wh 0.3 km`);
});

Deno.test("a restart loses no day, and ends the trip that was under way", async () => {
  const drive = await Drive.begin({ 3: "" });
  await using bench = drive.bench;
  await drive.on();
  drive.counter(3000);
  drive.energy(45_000);
  await bench.seconds(1);
  bench.runtime.restart();
  assert.deepEqual(await bench.sms("POWER"), ["Power -0 +0 Wh"]);
  drive.counter(3500);
  drive.energy(22_500);
  await drive.off();
  const today = dateOf(bench.hal.clock.wall().ms);
  assert.equal((await days(drive))[0], `${today} -3 +0 Wh 0.3 km`);
  assert.deepEqual(
    records(drive, "RT-PWR-Trip").map((fields) => fields.slice(2, 6)),
    [["2", "0.300", "2.0", "0.0"], ["0", "0.000", "1.0", "0.0"]],
  );
});

Deno.test("a full disk stops neither statistics nor plugin", async () => {
  const drive = await Drive.begin({ 3: "" });
  await using bench = drive.bench;
  const { store } = bench.hal, put = store.put.bind(store);
  store.put = () => {
    throw new Error("no space left");
  };
  for (let minute = 0; minute < 10; minute++) {
    await drive.on();
    drive.counter(1000);
    drive.energy(22_500);
    await drive.off();
    await bench.seconds(58);
  }
  store.put = put;
  assert.deepEqual(bench.log.filter((line) => line.includes("power")), []);
  const today = dateOf(bench.hal.clock.wall().ms);
  assert.equal((await days(drive))[0], `${today} -10 +0 Wh 1.0 km`);
});
