import { deepEqual, equal } from "node:assert/strict";
import {
  chargesCsv,
  groupsOf,
  keyAt,
  keyOf,
  spanOf,
  totals,
  tripsCsv,
} from "../../../plugins/trips/page/periods.js";

const trip = (begin: string | null, more: object = {}) => ({
  id: 1,
  vehicle: "RT",
  begin,
  end: begin,
  seconds: 700,
  whole: true,
  moving: 600,
  km: 10,
  usedWh: 700,
  regainedWh: 70,
  socBefore: 80,
  socAfter: 70,
  maxSpeed: 50,
  maxPower: 12,
  maxRegained: 4,
  ...more,
});
const charge = (begin: string | null, more: object = {}) => ({
  id: 2,
  vehicle: "",
  begin,
  end: begin,
  seconds: 3600,
  whole: true,
  chargedWh: 2000,
  gridWh: null,
  socBefore: 20,
  socAfter: 60,
  maxPower: 2,
  tempMin: 20,
  tempMax: 25,
  cost: 0.6,
  currency: "EUR",
  ...more,
});

Deno.test("a year of two trips a day: each counts in its month and its day, the newest first", () => {
  const trips = Array.from(
    { length: 730 },
    (_, n) =>
      trip(
        new Date(2026, 0, 1 + Math.floor(n / 2), 7 + n % 2 * 10).toISOString(),
      ),
  );
  const months = groupsOf({ trips, charges: [] }, "month");
  deepEqual([months.length, months[0]?.key, months[0]?.trips.length], [
    12,
    "2026-12",
    62,
  ]);
  equal(months.reduce((all, group) => all + (totals(group).km ?? 0), 0), 7300);
  equal(groupsOf({ trips, charges: [] }, "day").length, 365);
});

Deno.test("periods follow each other over the ends of months and years, also where a day has 23 hours", () => {
  deepEqual([keyAt("2026-12", 1), keyAt("2026-01-01", -1), keyAt("2026", -1)], [
    "2027-01",
    "2025-12-31",
    "2025",
  ]);
  for (let day = "2026-01-01"; day < "2027"; day = keyAt(day, 1)) {
    const { since, until } = spanOf(day);
    deepEqual([keyOf(since, "day"), keyOf(until - 1, "day")], [day, day]);
  }
  equal(keyOf(null, "day"), "");
});

Deno.test("sums are of what is known; of what nobody knows there is none", () => {
  const some = totals({
    trips: [
      trip("2026-05-01T08:00Z"),
      trip("2026-05-02T08:00Z", {
        km: 5,
        usedWh: null,
        regainedWh: null,
        maxSpeed: null,
        moving: null,
      }),
    ],
    charges: [
      charge(null),
      charge(null, { cost: 1, currency: "CHF" }),
      charge(
        null,
        { cost: null, gridWh: 2400, currency: "" },
      ),
    ],
  });
  deepEqual(
    [some.km, some.usedWh, some.whPerKm, some.maxSpeed, some.seconds],
    [15, 700, 63, 50, 1300],
  );
  equal(some.chargedWh, 6400);
  deepEqual(some.costs, [{ currency: "EUR", cost: 0.6 }, {
    currency: "CHF",
    cost: 1,
  }]);
  const bare = { km: null, usedWh: null, regainedWh: null, maxSpeed: null };
  const none = totals({ trips: [trip(null, bare)], charges: [] });
  deepEqual(
    [none.trips, none.km, none.usedWh, none.whPerKm, none.maxSpeed],
    [1, null, null, null, null],
  );
  deepEqual([none.chargedWh, none.costs], [null, []]);
});

Deno.test("tables for a spreadsheet leave empty what nobody knows", () => {
  equal(
    tripsCsv([trip("2026-05-02T10:00:00Z", { km: 1.23456, usedWh: null })]),
    "begin,end,seconds,moving,km,usedWh,regainedWh,socBefore,socAfter,maxSpeed,maxPower,maxRegained,vehicle\r\n" +
      "2026-05-02T10:00:00Z,2026-05-02T10:00:00Z,700,600,1.235,,70,80,70,50,12,4,RT\r\n",
  );
  equal(
    chargesCsv([charge(null)]).split("\r\n")[1],
    ",,3600,2000,,20,60,2,20,25,0.6,EUR,",
  );
});
