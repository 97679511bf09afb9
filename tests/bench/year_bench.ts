/** A year: a number kept every minute as a chart asks for it, and trips as the history page does. */
import { groupsOf, totals } from "../../plugins/trips/page/periods.js";
import type { Charge, Trip } from "../../plugins/trips/records.ts";
import { rowsOf } from "../../runtime/links/http/page/series_data.js";
import { openConsole } from "../runtime/links/http/console.ts";
import { writeYear } from "../runtime/links/http/year.ts";

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 0, 1), END = BEGIN + 365 * DAY;
const SPAN = `since=${BEGIN}&until=${END}`;

const car = openConsole({}, { wall: END });

writeYear(car.hal, END);
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
