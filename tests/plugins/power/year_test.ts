import { equal } from "node:assert/strict";
import { byMonth } from "../../../plugins/power/page/months.js";
import { openConsole } from "../../runtime/links/http/console.ts";

const TRIP = "RT-PWR-Trip", DAY = 86_400_000, LIFETIME = 400 * 86_400;

Deno.test("the trips of a year reach the page and the export whole", async () => {
  using car = openConsole();
  const { store } = car.runtime.options.hal;
  for (let n = 0; n < 730; n++) {
    const begin = Date.UTC(2026, 0, 1, 7) + Math.floor(n / 2) * DAY +
      (n % 2) * 36_000_000;
    const text = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
    store.record({
      type: TRIP,
      number: 1000 + n,
      lifetime: LIFETIME,
      keep: LIFETIME,
      data: `${text(begin)},${
        text(begin + 1_200_000)
      },1200,12.345,850.5,70.1,78.0`,
    }, false);
  }
  const { records } = await car.api(`/history/${TRIP}?limit=5000`) as {
    records: { fields: Parameters<typeof byMonth>[0][number] }[];
  };
  const months = byMonth(records.map(({ fields }) => fields));
  equal(months.length, 12);
  equal(months[0]?.km.toFixed(3), (62 * 12.345).toFixed(3));
  const csv = await (await car.ask(`/api/v1/history/${TRIP}?format=csv`))
    .text();
  equal(csv.trimEnd().split(/\r?\n/).length, 731);
});
