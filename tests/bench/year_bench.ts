/** A year: its minutes as a course, and its trips as the history page asks for them. */
import { openSeries } from "../../hal/series/mod.ts";
import type { SeriesRow } from "../../hal/mod.ts";
import { rowsOf } from "../../runtime/links/http/page/series_data.js";
import { groupsOf, totals } from "../../plugins/trips/page/periods.js";
import type { Charge, Trip } from "../../plugins/trips/records.ts";
import { openConsole } from "../runtime/links/http/console.ts";

const MINUTE = 60_000, DAY = 86_400_000, MINUTES = 365 * 1440;
/** Points that a chart asks for. */
const POINTS = 400;
const BEGIN = Date.UTC(2026, 0, 1);

const folder = Deno.makeTempDirSync({ prefix: "year_bench_" });
const series = openSeries(`${folder}/x.db.series`);
for (let day = 0; day < 365; day++) {
  const minute: SeriesRow[] = Array.from({ length: 1440 }, (_, n) => {
    const value = 50 + 30 * Math.sin((day * 1440 + n) / 700);
    return {
      name: "v.b.soc",
      at: BEGIN + (day * 1440 + n) * MINUTE,
      min: value - 1,
      max: value + 1,
      mean: value,
      count: 60,
    };
  });
  series.write({ minute });
}

Deno.bench("a year of minutes as a chart's rows", () => {
  const points = series.read({
    name: "v.b.soc",
    level: "minute",
    since: BEGIN,
    until: BEGIN + 365 * DAY,
    step: Math.ceil(MINUTES / POINTS) * MINUTE,
  });
  rowsOf([{
    points: points.map(({ at, min, max, mean }) => [at, min, max, mean]),
  }], Math.ceil(MINUTES / POINTS) * MINUTE);
});

const LIFETIME = 3653 * 86_400;
const car = openConsole({}, { wall: BEGIN + 365 * DAY });
const { store } = car.runtime.options.hal;
const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
for (let n = 0; n < 730; n++) {
  const begin = BEGIN + Math.floor(n / 2) * DAY + (7 + n % 2 * 10) * 3_600_000;
  store.record({
    type: "*-Log-Trip",
    number: 1000 + n,
    lifetime: LIFETIME,
    keep: LIFETIME,
    data: `${utc(begin)},${
      utc(begin + 1_800_000)
    },1800,301,0,1500,12.345,850.5,70.1,80.00,70.00,78.0,14.00,6.00,,,,`,
  }, false);
}

Deno.bench(
  "two trips a day for a year, as the page of the year has them",
  async () => {
    const query = `since=${BEGIN}&until=${BEGIN + 365 * DAY}`;
    const trips = await car.api(`/plugins/trips/trips?${query}`) as Trip[];
    const charges = await car.api(
      `/plugins/trips/charges?${query}`,
    ) as Charge[];
    if (trips.length !== 730) throw new Error(`${trips.length} trips`);
    groupsOf({ trips, charges }, "month").map(totals);
  },
);
