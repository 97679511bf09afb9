/** A year: a number kept every minute as a chart asks for it, and trips as the history page does. */
import type { SeriesRow } from "../../hal/mod.ts";
import { groupsOf, totals } from "../../plugins/trips/page/periods.js";
import type { Charge, Trip } from "../../plugins/trips/records.ts";
import { rowsOf } from "../../runtime/links/http/page/series_data.js";
import { openConsole } from "../runtime/links/http/console.ts";

const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 0, 1), END = BEGIN + 365 * DAY;
const SPAN = `since=${BEGIN}&until=${END}`;

const car = openConsole({}, { wall: END });
const { store, series } = car.runtime.options.hal;

/** So many points of a day, each of so many ms. */
function rows(day: number, step: number): SeriesRow[] {
  return Array.from({ length: DAY / step }, (_, n) => {
    const at = BEGIN + day * DAY + n * step;
    const mean = 50 + 30 * Math.sin(at / 42e6);
    const count = step / 1000;
    return { name: "v.b.soc", at, min: mean - 1, max: mean + 1, mean, count };
  });
}

/** Two trips a day, as they are kept. */
function writeTrips(): void {
  const lifetime = 3653 * 86_400;
  const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  for (let n = 0; n < 730; n++) {
    const begin = BEGIN + Math.floor(n / 2) * DAY + (7 + n % 2 * 10) * HOUR;
    store.record({
      type: "*-Log-Trip",
      number: 1000 + n,
      lifetime,
      keep: lifetime,
      data: `${utc(begin)},${
        utc(begin + HOUR / 2)
      },1800,301,0,1500,12.345,850.5,70.1,80.00,70.00,78.0,14.00,6.00,,,,`,
    }, false);
  }
}

for (let day = 0; day < 365; day++) {
  series?.write({ minute: rows(day, MINUTE), hour: rows(day, HOUR) });
}
writeTrips();
car.runtime.settings.set("series.minutes", "400", "bench");

Deno.bench("a year that is kept every minute, as rows of a chart", async () => {
  const { courses, step } = await car.api(
    `/series/points?names=v.b.soc&${SPAN}`,
  ) as {
    courses: { points: [number, number, number, number][] }[];
    step: number;
  };
  rowsOf(courses, step);
});

Deno.bench("sixteen days of it, minute by minute", async () => {
  const since = END - 16 * DAY;
  await car.api(`/series/points?names=v.b.soc&since=${since}&until=${END}`);
});

Deno.bench("the page of a year with two trips a day", async () => {
  const ask = (what: string) => car.api(`/plugins/trips/${what}?${SPAN}`);
  const trips = await ask("trips") as Trip[];
  const charges = await ask("charges") as Charge[];
  if (trips.length !== 730) throw new Error(`${trips.length} trips`);
  groupsOf({ trips, charges }, "month").map(totals);
});
