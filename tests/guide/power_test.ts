import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Drive } from "../plugins/power/car.ts";
import {
  guideEfficiency,
  guideRecord,
  guideTotals,
} from "../plugins/power/examples.ts";
import { guideDrive } from "../plugins/power/guide_drive.ts";
import { gateway, Twizy } from "./twizy.ts";

const sms = (lines: readonly string[]) => lines.join("\n ");
const push = (lines: readonly string[]) => `PA${lines.join("\r ")}`;

/** The guide's example trip on the assembled vehicle, which is still on. */
async function trip(): Promise<Drive> {
  const drive = new Drive(await gateway());
  await guideDrive(drive);
  return drive;
}

Deno.test("Power usage statistics: POWER and POWER E", async () => {
  const drive = await trip();
  await using car = drive.bench;
  deepEqual(await car.sms("POWER"), [sms(guideEfficiency)]);
  deepEqual(await car.sms("POWER E"), [sms(guideEfficiency)]);
});

Deno.test("Power usage statistics: POWER T", async () => {
  const drive = await trip();
  await using car = drive.bench;
  deepEqual(await car.sms("POWER T"), [sms(guideTotals)]);
});

Deno.test("Power usage statistics: the report after switching off", async () => {
  const drive = await trip();
  await using car = drive.bench;
  await drive.off();
  await car.seconds(5);
  deepEqual(car.hal.gsm.sent.map(({ text }) => text), [sms(guideEfficiency)]);
  deepEqual(car.server.filter((line) => line.startsWith("MP-0 PA")), [
    `MP-0 ${push(guideEfficiency)}`,
  ]);
  deepEqual(await car.sms("POWER"), [sms(guideEfficiency)], "it stays");
  await drive.on();
  deepEqual(await car.sms("POWER"), ["Power -0 +0 Wh"], "until the next start");
});

Deno.test("Power usage statistics: the record RT-PWR-UsageStats", async () => {
  const drive = await trip();
  await using car = drive.bench;
  const usage = () =>
    car.server.filter((line) => line.startsWith("MP-0 HRT-PWR-UsageStats"));
  await car.seconds(60);
  deepEqual(usage(), [`MP-0 HRT-PWR-UsageStats,0,86400,${guideRecord}`]);
  deepEqual(await car.msg("208"), ["c208,0"]);
  equal(usage().length, 2);
  equal(usage()[1], usage()[0]);
});

Deno.test("Twizy MSG/IP Commands: 207 with E and T", async () => {
  const drive = await trip();
  await using car = drive.bench;
  deepEqual(await car.msg("207,E"), [push(guideEfficiency), "c207,0"]);
  deepEqual(await car.msg("207,T"), [push(guideTotals), "c207,0"]);
  deepEqual(await car.msg("207"), [push(guideEfficiency), "c207,0"]);
});

Deno.test("Power usage statistics: a real trip adds up to what the car used", async () => {
  await using car = await Twizy.parked({ soc: 80 });
  car.do("key on", "drive hill");
  await car.seconds(420);
  car.do("drive off");
  await car.until(() => car.car.truth.speed === 0, 60);
  await car.seconds(2);
  car.do("key off");
  await car.seconds(20);
  const { used, regained, distance } = car.car.truth;
  const totals = await car.sms("POWER T");
  const [, minus, plus, km] =
    /^Power -(\d+) \+(\d+) Wh (\d+\.\d) km\n/.exec(totals) ?? [];
  ok(Math.abs(Number(minus) - used) < 1, totals);
  ok(Math.abs(Number(plus) - regained) < 1, totals);
  ok(Math.abs(Number(km) - distance / 1000) < 0.1, totals);
  match(
    totals,
    /\n Up 1\d\dm -\d+ \+0 Wh\n Down 1\d\dm -\d+ \+\d+ Wh$/,
    "up the hill and down again",
  );
  const [report = "", ...more] = car.told();
  equal(report, await car.sms("POWER"));
  deepEqual(more, []);
  match(report, /^Efficiency \d+ Wh\/km R=\d+%\n Const /);
});

Deno.test("Power usage statistics: less than 1 Wh is not reported", async () => {
  await using car = await Twizy.parked();
  car.do("key on");
  await car.seconds(20);
  car.do("key off");
  await car.seconds(20);
  deepEqual(car.told(), []);
});
