import assert from "node:assert/strict";
import { NOTHING } from "../../../plugins/power/amounts.ts";
import { dateOf, Days, savedDays } from "../../../plugins/power/days.ts";
import { spanOf } from "../../../plugins/power/journeys.ts";
import { Logbook } from "../../../plugins/power/logbook.ts";
import { v } from "ovms-edge";

const noon = Date.UTC(2026, 2, 30, 12), DAY = 86_400_000;
const at = (ms: number, more: object = {}) => ({
  wall: ms,
  speed: 0,
  soc: 50,
  charging: false,
  ...more,
});
const unknown = at(NaN);

Deno.test("dates go back over the end of a month", () => {
  const first = Date.UTC(2026, 2, 1, 12);
  const dates = [0, 1, 28, 29].map((n) => dateOf(first, n));
  const days = dates.map((date) => Date.parse(date) / DAY);
  assert.deepEqual(days.map((day) => (days[0] ?? 0) - day), [0, 1, 28, 29]);
});

Deno.test("a day without a date counts for the day on which the clock is set", () => {
  const days = new Days();
  days.add(undefined, { ...NOTHING, used: 5 });
  assert.equal(days.undated.used, 5);
  days.add("2026-03-30", { ...NOTHING, used: 2 });
  assert.equal(days.undated.used, 0);
  assert.equal(days.on("2026-03-30").used, 7);
});

Deno.test("a day is handed out once it is over, and again only if it grew", () => {
  const days = new Days();
  days.add("2026-03-29", { ...NOTHING, used: 1 });
  assert.deepEqual(days.ended("2026-03-29"), []);
  assert.deepEqual(days.ended("2026-03-30").map(({ date }) => date), [
    "2026-03-29",
  ]);
  assert.deepEqual(days.ended("2026-03-30"), []);
  days.add("2026-03-29", { ...NOTHING, used: 1 });
  assert.equal(days.ended("2026-03-30")[0]?.amounts.used, 2);
});

Deno.test("days are stored and come back; only the newest are kept", () => {
  const days = new Days();
  for (let n = 30; n >= 0; n--) {
    days.add(dateOf(noon, n), { ...NOTHING, distance: 100 + n });
  }
  const back = new Days(
    v.parse(savedDays, JSON.parse(JSON.stringify(days))),
  );
  assert.equal(back.newest(99).length, 14);
  assert.equal(back.on(dateOf(noon, 13)).distance, 113);
  assert.equal(back.on(dateOf(noon, 14)).distance, 0);
});

Deno.test("after weeks on a clock that was ahead the present day is kept and handed out", () => {
  const days = new Days();
  for (let n = 0; n < 20; n++) {
    days.add(dateOf(noon + 1000 * DAY, -n), { ...NOTHING, distance: 1 });
  }
  for (const n of [2, 1]) {
    days.add(dateOf(noon, n), { ...NOTHING, distance: 7 });
  }
  const back = new Days(
    v.parse(savedDays, JSON.parse(JSON.stringify(days))),
  );
  assert.deepEqual(
    back.ended(dateOf(noon)).map(({ date }) => date),
    [dateOf(noon, 2), dateOf(noon, 1)],
  );
});

Deno.test("sums go on over the resets of the statistics", () => {
  const log = new Logbook();
  log.add({ used: 100, recovered: 10, distance: 7 }, at(noon));
  log.reset();
  log.add({ used: 30, recovered: 4, distance: 1 }, at(noon));
  assert.deepEqual(log.days.on(dateOf(noon)), {
    used: 130,
    regained: 14,
    charged: 0,
    distance: 8,
  });
});

Deno.test("what comes in while charging is charged, not regained", () => {
  const log = new Logbook(), charging = at(noon, { charging: true });
  log.begin("charge", charging);
  log.add({ used: 2, recovered: 500, distance: 0 }, charging);
  log.second({ ...charging, soc: 51 });
  assert.equal(log.charged(), 500);
  const charge = log.end("charge", at(noon, { soc: 51 }));
  assert.deepEqual({ ...charge?.amounts }, {
    used: 2,
    regained: 0,
    charged: 500,
    distance: 0,
  });
  assert.deepEqual([charge?.socBefore, charge?.soc], [50, 51]);
  assert.equal(log.charged(), undefined);
});

Deno.test("a trip has its time, its top speed and its energy", () => {
  const log = new Logbook();
  log.begin("trip", at(noon));
  for (let n = 1; n <= 60; n++) {
    log.second(at(noon + n * 1000, { speed: n === 30 ? 81 : 50 }));
  }
  log.add({ used: 9, recovered: 1, distance: 8330 }, at(noon));
  const trip = log.end("trip", at(noon + 60_000));
  assert.ok(trip);
  assert.deepEqual([trip.seconds, trip.maxSpeed, trip.amounts.distance], [
    60,
    81,
    8330,
  ]);
  assert.deepEqual(spanOf(trip), {
    begin: "2026-03-30T12:00:00Z",
    end: "2026-03-30T12:01:00Z",
  });
});

Deno.test("a trip in which the clock was set has its true beginning", () => {
  const log = new Logbook();
  log.begin("trip", unknown);
  log.second(unknown);
  log.second(at(noon));
  log.add({ used: 9, recovered: 1, distance: 8 }, at(noon));
  const trip = log.end("trip", at(noon));
  assert.equal(trip && spanOf(trip).begin, "2026-03-30T11:59:58Z");
});

Deno.test("a trip without a clock says nothing about its time", () => {
  const log = new Logbook();
  log.begin("trip", unknown);
  log.add({ used: 9, recovered: 1, distance: 8 }, unknown);
  log.second(unknown);
  const trip = log.end("trip", unknown);
  assert.deepEqual(trip && spanOf(trip), { begin: "", end: "" });
  assert.deepEqual(log.ended({ ms: 0, trusted: false }), []);
});

Deno.test("a trip in which nothing happened is none", () => {
  const log = new Logbook();
  log.begin("trip", at(noon));
  log.second(at(noon));
  assert.equal(log.end("trip", at(noon)), undefined);
  assert.equal(log.end("trip", at(noon)), undefined);
});

Deno.test("it is stored when it changed, and brings back what was under way", () => {
  const log = new Logbook(), written: string[] = [];
  const save = () => log.save((text) => written.push(text));
  log.begin("trip", at(noon));
  log.add({ used: 9, recovered: 1, distance: 8 }, at(noon));
  save();
  save();
  assert.equal(written.length, 1);
  log.second(at(noon));
  save();
  assert.equal(written.length, 2);
  const later = new Logbook(), left = later.restore(written[1]);
  assert.deepEqual([left.trip?.amounts.used, left.trip?.seconds], [9, 1]);
  assert.equal(left.charge, undefined);
  assert.equal(later.days.on(dateOf(noon)).used, 9);
  assert.equal(later.end("trip", at(noon)), undefined);
});

Deno.test("what could not be stored is tried again", () => {
  const log = new Logbook(), written: string[] = [];
  log.add({ used: 9, recovered: 1, distance: 8 }, at(noon));
  assert.throws(() =>
    log.save(() => {
      throw new Error("disk full");
    })
  );
  log.save((text) => written.push(text));
  assert.equal(written.length, 1);
});

for (const damaged of [undefined, "", "{", "[]", '{"days":1,"journeys":2}']) {
  Deno.test(`a stored logbook ${damaged ?? "that is missing"} counts as empty`, () => {
    const log = new Logbook();
    assert.deepEqual(log.restore(damaged), {
      trip: undefined,
      charge: undefined,
    });
    assert.deepEqual(log.days.newest(9), []);
  });
}
