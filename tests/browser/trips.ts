/**
 * Trips, charges, maps and charts in a real browser, on the simulated car: `deno task test:browser`.
 * @module
 */
import assert from "node:assert/strict";
import { hasBrowser, openBrowser, type View, Viewer } from "./browser.ts";
import { openHouse } from "./house.ts";

const PHONE: View = {
  name: "phone",
  width: 360,
  height: 740,
  colours: "light",
};
const DESK: View = { name: "desk", width: 1280, height: 900, colours: "dark" };
const WIDE: View = {
  name: "wide",
  width: 1920,
  height: 1080,
  colours: "light",
};
/** A picture of one grey dot, as a tile server gives it. */
const TILE = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOsr6//DwAFhAKAjM1mJgAAAABJRU5ErkJggg==",
);

/** Tables that are none of cards, lists to be pushed aside, and values of more than one line. */
const UNLIKE_CARDS = `[...document.querySelectorAll(
    "main table:not(.cards, .u-legend), main .scroll, main .when")]
  .filter((element) => !element.matches(".scroll, .when") ||
    element.matches(".scroll") && element.scrollWidth > element.clientWidth ||
    element.matches(".when") && element.getClientRects().length > 1)
  .map((element) => element.outerHTML.slice(0, 80))`;

interface Told {
  readonly id: number;
  readonly begin: string;
}
interface ToldCharge extends Told {
  readonly chargedWh: number;
  readonly cost: number;
}

const MINUTE = 60_000;
/** Parameter of the vehicle type. */
const TYPE = 14;

Deno.test({
  name: "trips, charges and maps in a browser",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async (t) => {
  await using house = await openHouse();
  const browser = await openBrowser();
  const trips = await house.api("/plugins/trips/trips") as Told[];
  const chargesNow = async () =>
    await house.api("/plugins/trips/charges") as ToldCharge[];
  const charges = await chargesNow();
  const [trip] = trips, [charge] = charges;
  assert.ok(trip && charge, "the house has lived");
  const day = new Date(trip.begin).toLocaleDateString("sv");
  /** Looks at the console in a window, in which nothing else may go wrong than what is expected. */
  const lookIn = async (
    view: View,
    look: (viewer: Viewer) => Promise<void>,
    expected?: string,
  ) => {
    const viewer = await Viewer.open(browser, view, house.origin);
    await look(viewer);
    const wrong = viewer.wrong().filter((line) =>
      expected === undefined || !line.includes(expected)
    );
    assert.deepEqual(wrong, []);
    await viewer.close();
  };
  try {
    for (const view of [PHONE, DESK, WIDE]) {
      await t.step(view.name, () =>
        lookIn(view, async (viewer) => {
          const { page } = viewer;
          const look = async (at: string, shows: RegExp, name: string) => {
            await page.goto(`${house.url}#trips/trips:${at}`);
            await viewer.reads(shows);
            await viewer.picture(`trips-${name}`);
            await viewer.isAccessible(name);
          };
          await page.goto(house.url);
          await viewer.reads("Last charge");
          await viewer.picture("trips-car");
          await look(day.slice(0, 4), /a year before|Months/, "year");
          await look(day.slice(0, 7), /Days/, "month");
          await look(day, /Charges/, "day");
          // The way of each trip in small
          await page.locator("main svg.thumb path").first().waitFor();
          await page.locator(`main a[href="#trips/trips:trip-${trip.id}"]`)
            .click();
          await viewer.reads("Greatest power");
          await viewer.reads("Speed and power over time");
          await viewer.reads("Efficiency over the way");
          await viewer.picture("trips-report");
          await viewer.isAccessible("report of a trip");
          await look(`charge-${charge.id}`, /Into the battery/, "charge");
          await page.getByRole("link", { name: /All trips/ }).click();
          await viewer.reads("Days");
          await page.goto(`${house.url}#trips/trips:trip-99999`);
          await viewer.reads("There is no 99999");
        }, "409"));
    }

    await t.step(
      "a phone in German has cards, each date on one line",
      () =>
        lookIn({ ...PHONE, locale: "de" }, async (viewer) => {
          const { page } = viewer;
          for (const length of [4, 7, 10]) {
            const period = day.slice(0, length);
            await page.goto(`${house.url}#trips/trips:${period}`);
            await viewer.reads(length === 10 ? "Ladezustand" : "Geladen");
            await page.locator("main table.cards .when").first().waitFor();
            await viewer.picture(`trips-de-${period}`);
            await viewer.isAccessible(period);
            assert.deepEqual(await page.evaluate(UNLIKE_CARDS), [], period);
          }
        }),
    );

    await t.step(
      "an open list tells the trip that is under way",
      () =>
        lookIn(DESK, async (viewer) => {
          await viewer.page.goto(`${house.url}#trips/trips`);
          await viewer.reads("Days");
          house.car.key(true);
          await viewer.reads(/^This trip: [\d.]+ km, since /);
        }),
    );

    await t.step(
      "a tile leads to its course, which is zoomed and stays so",
      () =>
        lookIn(DESK, async (viewer) => {
          const { page } = viewer;
          await page.goto(house.url);
          await page.getByRole("link", { name: "12 V battery" }).first()
            .click();
          await viewer.reads("v.b.12v.voltage");
          await page.getByRole("button", { name: "1 h" }).click();
          const chart = page.locator(".u-over");
          await chart.waitFor();
          const box = await chart.boundingBox();
          assert.ok(box);
          await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
          await page.mouse.down();
          await page.mouse.move(box.x + box.width * 0.8, box.y + 60, {
            steps: 5,
          });
          await page.mouse.up();
          const pressed = page.locator('button[aria-pressed="true"]', {
            hasText: "1 h",
          });
          await pressed.waitFor({ state: "detached" });
          await page.reload();
          await chart.waitFor();
          assert.equal(await pressed.count(), 0);
          await viewer.picture("charts-zoomed");
          await page.goto(`${house.url}#charts:v.b.soc`);
          await viewer.reads("v.b.soc");
          await page.goto(`${house.url}#charts:v.b.12v.voltage`);
          await viewer.reads("v.b.12v.voltage");
          await page.goBack();
          await viewer.reads("v.b.soc");
        }),
    );

    await t.step(
      "what a charge costs and how long courses stay is the owner's to say",
      () =>
        lookIn(DESK, async (viewer) => {
          const { page } = viewer;
          await page.goto(house.url);
          await viewer.visit("Settings");
          const set = async (name: string, value: string) => {
            await page.getByRole("button", { name: `Change ${name}` }).click();
            await page.getByRole("spinbutton", { name }).fill(value);
            await page.getByRole("button", { name: "Save" }).click();
          };
          await set("trips.price", "-1");
          await viewer.reads(/Expected/);
          await page.getByRole("button", { name: "Cancel" }).click();
          await set("trips.price", "0.5");
          await viewer.reads("0.5 per kWh");
          await set("series.tracks", "30");
          await viewer.reads("30 d");
          await viewer.visit("Charts");
          await viewer.reads(/with their ways for 30 days/);
          // What was charged before keeps its price
          const before = charge.cost, { car, clock } = house;
          car.halt();
          car.key(false);
          await clock.run(MINUTE);
          car.plug();
          await clock.run(5 * MINUTE);
          car.unplug();
          await clock.run(12 * MINUTE);
          const known = await chargesNow();
          assert.equal(known.find(({ id }) => id === charge.id)?.cost, before);
          const last = known.at(-1);
          assert.ok(last && last.id !== charge.id && last.chargedWh);
          // Both are rounded, each by itself
          assert.ok(Math.abs(last.cost - last.chargedWh / 2000) < 0.006);
          await page.goto(`${house.url}#trips/trips:charge-${last.id}`);
          await viewer.sees("Cost", `${last.cost.toFixed(2)} EUR`);
        }, "400"),
    );

    await t.step(
      "a finger along a chart reads its values",
      () =>
        lookIn({ ...PHONE, touch: true }, async (viewer) => {
          const { page } = viewer;
          await page.goto(`${house.url}#trips/trips:trip-${trip.id}`);
          const chart = page.locator(".panel", {
            has: page.getByRole("heading", {
              name: "Speed and power over time",
            }),
          });
          await chart.locator("canvas").waitFor();
          await chart.scrollIntoViewIfNeeded();
          const time = chart.locator(".u-legend .u-value").first();
          assert.equal(await time.textContent(), "last");
          const box = await chart.locator(".u-over").boundingBox();
          assert.ok(box);
          const y = box.y + box.height / 2;
          await viewer.draw([box.x + box.width * 0.3, y], [
            box.x + box.width * 0.6,
            y,
          ]);
          await time.filter({ hasText: /\d\d:\d\d/ }).waitFor();
          await viewer.picture("trips-touched");
          await viewer.isAccessible("a touched chart");
        }),
    );

    await t.step(
      "what another car drove is not shown as this one's, and can be chosen",
      () =>
        lookIn(DESK, async (viewer) => {
          const { page } = viewer;
          const become = async (type: string) => {
            house.runtime.params.set(new Map([[TYPE, type]]), "test");
            await house.clock.run(2000);
          };
          const one = page.locator(
            `main a[href="#trips/trips:trip-${trip.id}"]`,
          );
          await become("NL");
          await page.goto(`${house.url}#trips/trips:${day}`);
          await viewer.reads("No trips and no charges in this time");
          const car = page.getByRole("combobox", { name: "Car" });
          await car.selectOption({ label: "Renault Twizy" });
          await one.waitFor();
          await viewer.picture("trips-other-car");
          await viewer.isAccessible("trips of another car");
          await car.selectOption({ label: "This car" });
          await one.waitFor({ state: "detached" });
          await car.selectOption({ label: "All cars" });
          await one.waitFor();
          await become("RT");
          await page.goto(house.url);
          await viewer.reads("Last charge");
        }),
    );

    await t.step(
      "a map asks the owner's tile server, and no other",
      async () => {
        const asked: string[] = [];
        // The browser keeps its connections for long
        const ends = new AbortController();
        const tiles = Deno.serve(
          {
            hostname: "127.0.0.1",
            port: 0,
            signal: ends.signal,
            onListen() {},
          },
          (request) => {
            asked.push(new URL(request.url).pathname);
            return new Response(TILE, {
              headers: { "content-type": "image/png" },
            });
          },
        );
        const origin = `http://127.0.0.1:${tiles.addr.port}`;
        house.runtime.settings.set(
          "map.tiles",
          `${origin}/{z}/{x}/{y}.png`,
          "test",
        );
        house.runtime.settings.set("map.attribution", "© the test", "test");
        await lookIn(DESK, async (viewer) => {
          // Heard from before the page asks, or it would wait for one more
          const request = viewer.page.waitForRequest((request) =>
            request.url().startsWith(origin)
          );
          await viewer.page.goto(`${house.url}#trips/trips:trip-${trip.id}`);
          await viewer.reads("© the test");
          await request;
          await viewer.picture("trips-tiles");
          assert.ok(asked.length > 0);
          assert.ok(asked.every((path) => /^\/\d+\/\d+\/\d+\.png$/.test(path)));
        }, origin);
        ends.abort();
      },
    );
  } finally {
    await browser.close();
  }
});
