/**
 * How long people wait for what is large: a year of minutes as a chart, a year with two trips a day, and
 * the first view of a browser that knows nothing yet. What is measured is printed, and nothing is
 * asserted of it: `deno task test:browser`.
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { DemoCar } from "../runtime/links/http/demo_car.ts";
import { writeYear } from "../runtime/links/http/year.ts";
import { hasBrowser, openBrowser, type View, Viewer } from "./browser.ts";
import { openHouse } from "./house.ts";

const DESK: View = {
  name: "desk",
  width: 1280,
  height: 900,
  colours: "light",
};
/** Each is measured so often; the median counts. */
const TIMES = 3;

/**
 * Does something in the page, and waits until what it brings is on the screen.
 * @param act an expression
 * @param shown a selector
 * @param least so many of them
 * @returns ms from the act to the picture
 */
function drawn(
  page: Page,
  act: string,
  shown: string,
  least = 1,
): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const begin = performance.now();
    const look = () => document.querySelectorAll(${
    JSON.stringify(shown)
  }).length >= ${least}
      ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)))
      : requestAnimationFrame(look);
    ${act};
    look();
  })`);
}

/** Measures something some times; prints the median. */
async function measure(
  what: string,
  one: () => Promise<number>,
): Promise<void> {
  const all: number[] = [];
  for (let i = 0; i < TIMES; i++) all.push(Math.round(await one()));
  const sorted = all.toSorted((a, b) => a - b);
  console.log(`${what}: ${sorted[TIMES >> 1]} ms (${all.join(", ")})`);
}

/** A year that ends now, driven and charged every day. */
const live = (car: DemoCar): Promise<void> => {
  car.runtime.settings.set("series.minutes", "400", "test");
  writeYear(car.hal, car.clock.wall().ms);
  return car.clock.run(1000);
};

Deno.test({
  name: "how long people wait for a year",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async (t) => {
  await using house = await openHouse(undefined, live);
  const browser = await openBrowser();
  const year = new Date(house.clock.wall().ms).getFullYear();
  try {
    await t.step(
      "the first view, of a browser with an empty cache",
      () =>
        measure("first view, cold", async () => {
          const viewer = await Viewer.open(browser, DESK, house.origin);
          const begin = performance.now();
          await viewer.page.goto(house.url);
          await viewer.sees("SOC", "%");
          const took = performance.now() - begin;
          assert.deepEqual(viewer.wrong(), []);
          await viewer.close();
          return took;
        }),
    );

    const viewer = await Viewer.open(browser, DESK, house.origin);
    const { page } = viewer;
    const go = (at: string) => `location.hash = ${JSON.stringify(at)}`;

    await t.step("a year of minutes", async () => {
      await page.goto(`${house.url}#charts`);
      await page.getByRole("button", { name: "Year" }).click();
      const own = page.getByRole("button", {
        name: "State of charge",
        exact: true,
      });
      await own.waitFor();
      const press = `[...document.querySelectorAll(".many button")]
        .find(({ title }) => title === "v.b.soc").click()`;
      await measure("a year of minutes, asked for and drawn", async () => {
        if (await own.getAttribute("aria-pressed") === "true") {
          await own.click();
          await page.locator("main canvas").waitFor({ state: "detached" });
        }
        return drawn(page, press, "main canvas");
      });
    });

    await t.step("a year with two trips a day", async () => {
      await measure("page of a year with two trips a day", async () => {
        await page.goto(`${house.url}#car`);
        await viewer.sees("SOC", "%");
        return drawn(page, go(`trips/trips:${year}`), "main tbody tr", 11);
      });
      await measure("its trips as a CSV file", async () => {
        const begin = performance.now();
        const loading = page.waitForEvent("download");
        await page.getByRole("button", { name: "Trips: CSV" }).click();
        const text = await Deno.readTextFile(await (await loading).path());
        assert.ok(text.split("\r\n").length > 600, "a row for each trip");
        return performance.now() - begin;
      });
    });

    await t.step("a month of it, and one trip", async () => {
      const trips = await house.api("/plugins/trips/trips");
      const link = 'main a[href^="#trips/trips:trip-"]';
      // A month before the last trips of all, so that it is a whole one
      const month = String(trips.at(-62).begin).slice(0, 7);
      await measure("page of a month with two trips a day", async () => {
        await page.goto(`${house.url}#car`);
        await viewer.sees("SOC", "%");
        return drawn(page, go(`trips/trips:${month}`), link, 50);
      });
      await measure("report of a trip", async () => {
        await drawn(page, go("car"), "[data-name=SOC]");
        const trip = go(`trips/trips:trip-${trips.at(-1).id}`);
        return drawn(page, trip, "main .u-wrap", 2);
      });
    });
    assert.deepEqual(viewer.wrong(), []);
    await viewer.close();
  } finally {
    await browser.close();
  }
});
