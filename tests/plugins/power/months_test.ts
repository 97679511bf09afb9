import { deepEqual, equal } from "node:assert/strict";
import { byMonth, monthsCsv } from "../../../plugins/power/page/months.js";

const trip = (begin: string, km: number, maxSpeed = 50) => ({
  begin,
  km,
  seconds: 600,
  usedWh: km * 70,
  regainedWh: km * 7,
  maxSpeed,
});

Deno.test("a year of trips: each counts in its month, newest month and trip first", () => {
  const year = Array.from({ length: 730 }, (_, n) =>
    trip(
      new Date(Date.UTC(2026, 0, 1, 10) + n * 43_200_000).toISOString(),
      10,
    ));
  const months = byMonth(year);
  equal(months.length, 12);
  equal(months.reduce((all, { trips }) => all + trips.length, 0), 730);
  const [last] = months;
  equal(last?.month, "2026-12");
  equal(last?.km, last && last.trips.length * 10);
  deepEqual(last?.trips[0], year.at(-1));
});

Deno.test("trips of which nobody knows the date come last, with what they sum up to", () => {
  const months = byMonth([
    trip("", 3, 40),
    trip("2026-05-02T10:00:00Z", 1),
    trip("", 4, 70),
  ]);
  deepEqual(months.map(({ month }) => month), ["2026-05", ""]);
  deepEqual([months[1]?.km, months[1]?.maxSpeed], [7, 70]);
  equal(
    monthsCsv(months),
    "month,trips,km,seconds,usedWh,regainedWh,maxSpeed\r\n" +
      "2026-05,1,1,600,70,7,50\r\n,2,7,1200,490,49,70\r\n",
  );
});
