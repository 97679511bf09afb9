/**
 * Pictures of each page in each state of the car, on a phone, a laptop and a large screen, light and
 * dark: to be looked at, and looked at by axe: `deno task test:browser`. They are kept in
 * /tmp/ovms-edge-artefacts, or where OVMS_EDGE_ARTEFACTS says, a folder for each state.
 * @module
 */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { LogRing } from "../../app/log/ring.ts";
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import { simulateLeaf } from "../../plugins/leaf/sim/mod.ts";
import {
  artefacts,
  hasBrowser,
  openBrowser,
  type View,
  Viewer,
} from "./browser.ts";
import { offer, openHouse } from "./house.ts";

type House = Awaited<ReturnType<typeof openHouse>>;

const MINUTE = 60_000;
/** Parameter of the vehicle type. */
const TYPE = 14;
/** Raster in which a car lives, ms. */
const STEP = 100;

const HEIGHT = 900,
  WIDTHS = [360, 1280, 1920],
  LOOKS = ["light", "dark"] as const;
const LAPTOP: View = { name: "", width: 1280, height: 900, colours: "light" };

/** States of the car, each from the one before, and what its page shows then. */
const STATES: readonly {
  readonly name: string;
  readonly shows: RegExp;
  readonly enter: (house: House) => Promise<void>;
}[] = [
  { name: "driving", shows: /Driving/, enter: () => Promise.resolve() },
  {
    name: "charging",
    shows: /Charging · .* to full/,
    async enter({ car, clock }) {
      car.halt();
      car.key(false);
      await clock.run(MINUTE);
      car.command("soc 60");
      car.plug();
      await clock.run(4 * MINUTE);
    },
  },
  {
    name: "asleep",
    shows: /Asleep · last heard/,
    async enter({ car, clock }) {
      car.unplug();
      await clock.run(5 * MINUTE);
    },
  },
  {
    name: "broken",
    shows: /cell 9 far off the others in voltage/,
    async enter({ car, clock }) {
      car.key(true);
      car.command("cell 9 -60");
      await clock.run(10_000);
    },
  },
  {
    name: "without a car",
    shows: /No car yet/,
    async enter({ away, clock, runtime }) {
      away();
      runtime.params.set(new Map([[TYPE, ""]]), "test");
      await clock.run(10_000);
    },
  },
  {
    name: "leaf",
    shows: /Driving \d+ km/,
    async enter({ clock, hal, runtime }) {
      runtime.params.set(new Map([[TYPE, "NL"]]), "test");
      const leaf = simulateLeaf(worldOf(hal));
      new SimulatedCar(hal, leaf, [1, 2]).start(STEP);
      leaf.steering?.["drive"]?.run(["50"]);
      await clock.run(2 * MINUTE);
    },
  },
];

/** What pages show of a car that drives when they have their data. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  Battery: /watch/,
  Energy: /Constant speed/,
  Charge: /the estimate was/,
  Track: /points · GSM/,
  Tuning: /Speed limit/,
  Profiles: /Text to keep or to give away/,
  Charts: /Where the line ends, nobody measured/,
  Console: /Messages to the owner/,
  Settings: /Slots that nothing uses/,
  System: /CAN: simulated/,
};
/** Pages that look the same whatever the car does. */
const SAME = ["driving", "without a car", "leaf"];
const SAME_PAGES = [
  "Tuning",
  "Profiles",
  "Faults",
  "Dyno",
  "Charts",
  "Connections",
  "Console",
  "Settings",
  "Metrics",
  "Plugins",
  "Devices",
  "Log",
  "System",
  "Set-up",
];

/** Charts are drawn anew in the frame after the next. */
const drawn = (page: Viewer["page"]) =>
  page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))",
  );

/** Waits until a page has what it shows; what came may ask for more. */
async function settle({ page }: Viewer): Promise<void> {
  for (let n = 0; n < 3; n++) {
    await page.locator(".loading").first().waitFor({ state: "detached" });
    await drawn(page);
  }
}

/** Each page on a phone whose reader has another language: its words are longer. */
async function inLanguage(
  browser: Browser,
  { origin, url }: House,
  locale: string,
): Promise<void> {
  const viewer = await Viewer.open(browser, { ...LAPTOP, locale }, origin);
  const { page } = viewer;
  await page.goto(url);
  await page.locator(`html[lang=${locale}]`).waitFor();
  // Pages of plugins are in the menu when they were heard of
  await page.locator('nav a[href*="/"]').first().waitFor();
  for (const name of await viewer.listed()) {
    await viewer.visit(name);
    await settle(viewer);
    await page.setViewportSize({ width: 360, height: 900 });
    await viewer.pictureAs(`${locale}/${name}`);
    await viewer.isAccessible(`${locale}/${name}`);
    await page.setViewportSize(LAPTOP);
  }
  assert.deepEqual(viewer.wrong(), []);
  await viewer.close();
}

/** All pictures of the page that is open. */
async function picture(viewer: Viewer, name: string): Promise<void> {
  const { page } = viewer;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await drawn(page);
    if (width >= LAPTOP.width) {
      await viewer.isFull(name);
    }
    // As high as it is, so that the menu is below the page
    const height = Number(
      await page.evaluate("document.documentElement.scrollHeight"),
    );
    await page.setViewportSize({ width, height: Math.max(HEIGHT, height) });
    for (const colorScheme of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await drawn(page);
      await viewer.pictureAs(`${name}-${width}-${colorScheme}`);
    }
    // The phone in the dark, larger ones by day
    if (width > 500) await page.emulateMedia({ colorScheme: "light" });
    await viewer.isAccessible(name);
  }
  await page.setViewportSize(LAPTOP);
}

Deno.test({
  name: "each page in each state of the car",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async (t) => {
  const ring = new LogRing();
  ring.add("info", "mqtt connected", {}, undefined);
  ring.add("error", "plugin fault", { plugin: "hello", error: "no" }, 1e12);
  await using closing = new AsyncDisposableStack();
  await using house = await openHouse(offer(ring, closing));
  const browser = await openBrowser();
  try {
    for (const { name, shows, enter } of STATES) {
      await t.step(name, async () => {
        await enter(house);
        const viewer = await Viewer.open(browser, LAPTOP, house.origin);
        await viewer.page.goto(house.url);
        await viewer.reads(shows);
        for (const page of await viewer.listed()) {
          if (SAME_PAGES.includes(page) && !SAME.includes(name)) continue;
          await viewer.visit(page);
          await settle(viewer);
          const sign = name === "driving" ? SHOWN[page] : undefined;
          if (sign !== undefined) await viewer.reads(sign);
          await picture(viewer, `${name}/${page}`);
          assert.deepEqual(viewer.wrong(), [], page);
        }
        await viewer.close();
      });
      // In the state in which most pages have something to show
      if (name !== "driving") continue;
      for (const locale of ["de", "fr"]) {
        await t.step(
          `a phone in ${locale}`,
          () => inLanguage(browser, house, locale),
        );
      }
    }
    console.log(`pictures: ${artefacts}`);
  } finally {
    await browser.close();
  }
});
