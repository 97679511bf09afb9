import assert from "node:assert/strict";
import { NOTHING } from "../../../plugins/power/amounts.ts";
import { dateOf, Days } from "../../../plugins/power/days.ts";
import {
  daysReport,
  efficiencyReport,
  totalsReport,
  wattHours,
} from "../../../plugins/power/report.ts";
import { PowerStatistics } from "../../../plugins/power/statistics.ts";
import { tripReport } from "../../../plugins/power/trip_report.ts";
import { TripSpan } from "../../../plugins/power/trip_span.ts";
import { guideEfficiency, guideTotals, guideTrip } from "./examples.ts";

Deno.test("the guide's totals come out as printed there", () => {
  assert.deepEqual(totalsReport(guideTrip()), guideTotals);
});

Deno.test("the guide's efficiencies come out as printed there", () => {
  assert.deepEqual(efficiencyReport(guideTrip()), guideEfficiency);
});

Deno.test("energy is rounded half up", () => {
  assert.deepEqual([0, 11249, 11250, 33749, 33750].map(wattHours), [
    0,
    0,
    1,
    1,
    2,
  ]);
});

Deno.test("half a tenth of a way between two values of an odometer is a tenth", () => {
  const statistics = new PowerStatistics(), trip = new TripSpan();
  Object.assign(statistics.constant, { used: 225_000, distance: 500 });
  trip.begin(1000, 80.1);
  trip.follow(1000.05, 80.05);
  const none = { count: 0, sum: 0 }, moving = { count: 10, sum: 12_345 };
  const motion = { moving, accelerating: none, decelerating: none };
  assert.deepEqual(tripReport({ statistics, motion, trip }, "sms"), [
    "Trip 0.1km 12.3kph 200Wpk/0% SOC-0.1%=80.1%",
    "=== 100% 200Wpk/0%",
  ]);
  assert.match(totalsReport(statistics, trip.km)[0] ?? "", / 0\.1 km$/);
});

for (const distance of [0, 10]) {
  Deno.test(`${distance / 10} m count as not driven`, () => {
    const s = new PowerStatistics();
    Object.assign(s.constant, { used: 150_000, recovered: 22_500, distance });
    assert.deepEqual(totalsReport(s), ["Power -7 +1 Wh"]);
    assert.deepEqual(efficiencyReport(s), ["Power -7 +1 Wh"]);
  });
}

Deno.test("without use it is not driven either, however far it rolled", () => {
  const s = new PowerStatistics();
  s.decelerating.distance = 50_000;
  assert.deepEqual(efficiencyReport(s), ["Power -0 +0 Wh"]);
});

Deno.test("more regained than used is a negative consumption", () => {
  const s = new PowerStatistics();
  Object.assign(s.constant, { used: 300_000, distance: 2000 });
  Object.assign(s.decelerating, {
    used: 135_000,
    recovered: 162_000,
    distance: 1000,
  });
  assert.deepEqual(efficiencyReport(s), [
    "Efficiency 40 Wh/km R=37%",
    "Const 67% 67 Wh/km R=0%",
    "Decel 33% -12 Wh/km R=120%",
  ]);
});

Deno.test("sections without use or distance have no efficiency, but totals", () => {
  const s = new PowerStatistics();
  Object.assign(s.accelerating, { used: 30_000, distance: 1000 });
  Object.assign(s.decelerating, { recovered: 25_000, distance: 999 });
  s.constant.used = 45_000;
  Object.assign(s.down, { distance: 100, height: 3, recovered: 25_000 });
  assert.deepEqual(efficiencyReport(s), [
    "Efficiency 11 Wh/km R=33%",
    "Accel 50% 13 Wh/km R=0%",
  ]);
  assert.deepEqual(totalsReport(s), [
    "Power -3 +1 Wh 0.1 km",
    "Const 0% -2 +0 Wh",
    "Accel 50% -1 +0 Wh",
    "Decel 50% -0 +1 Wh",
    "Up 0m -0 +0 Wh",
    "Down 3m -0 +1 Wh",
  ]);
});

const noon = Date.UTC(2026, 0, 14, 12);
const drive = {
  ...NOTHING,
  used: 6_720_369,
  regained: 369_707,
  distance: 21338,
};

Deno.test("seven days, newest first, days without use as well", () => {
  const days = new Days();
  days.add(dateOf(noon, 7), drive);
  days.add(dateOf(noon, 2), drive);
  days.add(dateOf(noon), { ...drive, charged: 22_500_000 });
  const line = (n: number, text: string) => `${dateOf(noon, n)} ${text}`;
  const driven = "-299 +16 Wh 2.1 km", not = "-0 +0 Wh 0.0 km";
  assert.deepEqual(daysReport(days, { ms: noon, trusted: true }), [
    line(0, driven),
    line(1, not),
    line(2, driven),
    line(3, not),
    line(4, not),
    line(5, not),
    line(6, not),
  ]);
});

Deno.test("without a clock the report says so, and tells what has no date yet", () => {
  const days = new Days();
  days.add("2026-01-10", drive);
  days.add(undefined, { ...NOTHING, used: 45_000, distance: 3000 });
  assert.deepEqual(daysReport(days, { ms: 0, trusted: false }), [
    "Clock not set: -2 +0 Wh 0.3 km",
    "2026-01-10 -299 +16 Wh 2.1 km",
  ]);
});
