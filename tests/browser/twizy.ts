/**
 * What owners of a Twizy do beside tuning, with the tables of release 3.9: profiles given away, valet
 * mode, the controller's faults in words, the dyno while driving: `deno task test:browser`.
 * @module
 */
import assert from "node:assert/strict";
import type { Download } from "playwright-core";
import type { DemoCar } from "../runtime/links/http/demo_car.ts";
import { hasBrowser, openBrowser, type View, Viewer } from "./browser.ts";
import { openHouse } from "./house.ts";

const DESK: View = {
  name: "desk",
  width: 1440,
  height: 900,
  colours: "light",
};
/** A profile as a module v2 gives it: 90 km/h, 80 % drive power. */
const GIVEN =
  "6ltgb3l0UR8pAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAsuAAAA";
/** Feature slot that allows frames on the bus. */
const WRITE = 15;

/** Key on, release 3.9, writing allowed. */
async function ready({ car, clock, runtime }: DemoCar): Promise<void> {
  runtime.settings.put("rt.firmware", "3.9", "test");
  runtime.features.set(WRITE, "1", "test");
  car.key(true);
  await clock.run(20_000);
}

/** Rows of a CSV file that was taken away. */
async function rowsOf(file: Download): Promise<string[][]> {
  const text = await Deno.readTextFile(await file.path());
  return text.trim().split("\r\n").map((line) => line.split(","));
}

Deno.test({
  name: "a Twizy's own pages with release 3.9",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async (t) => {
  await using house = await openHouse(undefined, ready);
  const browser = await openBrowser();
  const viewer = await Viewer.open(browser, DESK, house.origin);
  const { page } = viewer;
  const clean = () => assert.deepEqual(viewer.wrong(), []);
  try {
    await page.goto(house.url);

    await t.step(
      "a profile is saved, and copied to be given away",
      async () => {
        await page.context().grantPermissions([
          "clipboard-read",
          "clipboard-write",
        ]);
        await viewer.visit("Drive modes");
        const card = page.locator(".panel", {
          has: page.getByRole("heading", { name: "Profile 2" }),
        });
        await card.getByRole("button", { name: "Save what is set now here" })
          .click();
        await card.getByText("CFG SAVE").waitFor();
        await card.getByRole("button", { name: "Copy the text" }).click();
        await card.getByText("The text is in the clipboard").waitFor();
        const shown = await card.getByLabel("Text to keep or to give away")
          .inputValue();
        assert.ok(shown.length > 20, shown);
        assert.equal(
          await page.evaluate("navigator.clipboard.readText()"),
          shown,
        );
        await card.getByRole("button", { name: "Load" }).click();
        await page.getByRole("dialog").getByText("Load Profile 2?").waitFor();
        await page.getByRole("dialog").getByRole("button", { name: /write/i })
          .first().click();
        await card.getByText(/CFG LOAD: #2 (OK|PARTIAL)/).waitFor();
        await page.getByRole("group", { name: "Drive mode" })
          .getByRole("button", { name: "Profile 2", pressed: true }).waitFor();
        clean();
      },
    );

    await t.step(
      "a text that somebody gave is taken, named, compared and driven with a button",
      async () => {
        const panel = (title: string) =>
          page.locator(".panel", {
            has: page.getByRole("heading", { name: title }),
          });
        const take = panel("Take a profile's text");
        await take.getByRole("combobox").selectOption("3");
        await take.getByRole("textbox").fill(GIVEN);
        await take.getByRole("button").click();
        await take.getByText("CFG SET: OK #3").waitFor();
        const card = panel("Profile 3");
        await card.getByText("Speed limit: 90 km/h").waitFor();
        await card.getByRole("textbox", { name: "Name" }).fill("Errands");
        await card.getByRole("button", { name: "Rename" }).click();
        await panel("Errands").waitFor();
        const compare = panel("Compare");
        await compare.getByRole("combobox").first().selectOption("2");
        await compare.getByRole("combobox").last().selectOption("3");
        await compare.getByRole("row", { name: /Drive power.*80/ }).waitFor();
        await viewer.picture("profiles-compared");
        await viewer.isAccessible("Drive modes");
        const modes = page.getByRole("group", { name: "Drive mode" });
        await modes.getByRole("button", { name: "Errands" }).click();
        await page.getByRole("dialog").getByRole("button", { name: /write/i })
          .first().click();
        await modes.getByRole("button", { name: "Errands", pressed: true })
          .waitFor();
        // What has no right checksum changes nothing
        await take.getByRole("textbox").fill(GIVEN.replace("6l", "7l"));
        await take.getByRole("button").click();
        await take.getByText("wrong checksum").waitFor();
        clean();
      },
    );

    await t.step("the car is locked to a speed, and unlocked", async () => {
      const panel = page.locator(".panel", {
        has: page.getByRole("heading", { name: "Lock and valet mode" }),
      });
      await panel.getByRole("spinbutton", { name: "km/h" }).fill("20");
      await panel.getByRole("button", { name: "Lock", exact: true }).click();
      await panel.getByText("LOCKED to max kph=20, VALET OFF").waitFor();
      await panel.getByRole("spinbutton", { name: "km/h" }).fill("91");
      await panel.getByRole("button", { name: "Lock", exact: true }).click();
      await panel.getByText(/ERROR 0031/).waitFor();
      await panel.getByRole("button", { name: "Unlock", exact: true }).click();
      await panel.getByText("UNLOCKED, VALET OFF").waitFor();
      clean();
    });

    await t.step("valet mode says where it locks, and ends", async () => {
      const panel = page.locator(".panel", {
        has: page.getByRole("heading", { name: "Lock and valet mode" }),
      });
      await panel.getByRole("spinbutton", { name: "km", exact: true })
        .fill("3");
      await panel.getByRole("button", { name: "Valet mode", exact: true })
        .click();
      await panel.getByText(/Valet mode: it is locked at [\d.]+ km/).waitFor();
      await viewer.picture("valet");
      await viewer.isAccessible("Valet mode");
      await panel.getByRole("button", { name: "End valet mode" }).click();
      await panel.getByText(/Valet mode: it is locked/).waitFor({
        state: "detached",
      });
      clean();
    });

    await t.step("faults are read in words", async () => {
      await viewer.visit("Faults");
      await page.getByRole("button", { name: "Read all logs" }).click();
      await page.locator("li[data-code]").nth(2).waitFor();
      await page.getByText("Reading the controller").waitFor({
        state: "detached",
      });
      const told = await page.locator("li[data-code] b").allTextContents();
      assert.ok(told.every((text) => /[A-Za-z]{3}/.test(text)), `${told}`);
      const [entry = ""] = await page.locator("li[data-code]").allInnerTexts();
      assert.match(entry, / (warning|drive inhibited)\n[0-9A-F]{4} /);
      await page.getByRole("row", { name: /^Battery [\d.]+ … [\d.]+ V$/ })
        .waitFor();
      await viewer.picture("faults-read");
      await viewer.isAccessible("Faults");
      clean();
    });

    await t.step("the dyno draws while the car drives", async () => {
      await viewer.visit("Dyno");
      await page.getByRole("button", { name: "Start" }).click();
      house.car.drive("city");
      await page.locator("main .u-wrap").first().waitFor();
      await viewer.reads(/Measuring, \d{2,} measurements/);
      await viewer.picture("dyno-driving");
      await viewer.isAccessible("Dyno");
      await page.getByRole("button", { name: "Stop" }).click();
      const loading = page.waitForEvent("download");
      await page.getByRole("button", { name: /CSV/ }).click();
      const [head = [], ...rows] = await rowsOf(await loading);
      assert.ok(head.length > 5 && rows.length >= 10, `${rows.length} rows`);
      assert.ok(rows.every((row) => row.length === head.length));
      house.car.halt();
      clean();
    });
    await viewer.close();
  } finally {
    await browser.close();
  }
});
