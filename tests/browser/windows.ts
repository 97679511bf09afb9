/**
 * Many windows of one browser: `deno task test:browser`.
 * @module
 */
import assert from "node:assert/strict";
import { hasBrowser, openBrowser } from "./browser.ts";
import { openHouse } from "./house.ts";

/** More than the six connections that a browser has for one address. */
const WINDOWS = 8;
/** Longest time until something shows, ms. */
const PATIENCE = 120_000;
/** Looks at how many streams there are until it has to be as expected. */
const LOOKS = 300;

Deno.test({
  name:
    "all windows of a browser share one stream, and go on while others close",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  await using house = await openHouse();
  const browser = await openBrowser();
  try {
    const context = await browser.newContext();
    // Eight windows at once take their time on a small machine
    context.setDefaultTimeout(PATIENCE);
    const windows = [];
    for (let i = 0; i < WINDOWS; i++) {
      const page = await context.newPage();
      await page.goto(house.url);
      windows.push(page);
    }
    // Those that are behind another one rest, as a browser's tabs do; here all are looked at
    for (const page of windows) {
      await page.locator('[data-name="SOC"]').filter({ hasText: /\d %/ })
        .waitFor();
      await page.getByText("Live").waitFor();
    }
    const streams = async () => (await house.api("/health")).streams;
    assert.equal(await streams(), 1);
    const [first, ...others] = windows;
    await first?.close();
    for (const page of others) {
      await page.getByRole("navigation").getByRole("link", { name: "Battery" })
        .click();
      await page.getByRole("heading", { level: 2, name: "Cells" }).waitFor();
      await page.getByText("Live").waitFor();
    }
    assert.equal(await streams(), 1);
    const look = (state: "hidden" | "visible") =>
      `Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
       document.dispatchEvent(new Event("visibilitychange"))`;
    /** The gateway notices an end when it writes the next time. */
    const become = async (count: number) => {
      for (let i = 0; i < LOOKS && await streams() !== count; i++) {
        await others[0]?.waitForTimeout(200);
      }
      assert.equal(await streams(), count);
    };
    for (const page of others) await page.evaluate(look("hidden"));
    await become(0);
    await others[0]?.evaluate(look("visible"));
    await others[0]?.getByText("Live").waitFor();
    await become(1);
    // A window that is looked at again while the gateway is away does not take what was for what is
    await others[1]?.evaluate(look("visible"));
    await others[1]?.getByText("Live").waitFor();
    await others[1]?.evaluate(look("hidden"));
    await house.cut();
    await others[0]?.getByText("Connection lost").waitFor();
    await others[1]?.evaluate(look("visible"));
    for (let i = 0; i < 20; i++) {
      assert.equal(await others[1]?.getByText("Live").count(), 0);
      await others[1]?.waitForTimeout(100);
    }
    await house.mend();
    await others[1]?.getByText("Live").waitFor();
    await context.close();
  } finally {
    await browser.close();
  }
});
