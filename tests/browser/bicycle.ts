/**
 * A vehicle from outside in the web console: it has pages for what it has, and none for what it has
 * not. The program runs as a user starts it: `deno task test:browser`.
 * @module
 */
import assert from "node:assert/strict";
import { SystemClock } from "../../hal/clock.ts";
import { pause } from "../../hal/pause.ts";
import { freePort } from "../ports.ts";
import { finished, inFolder, ROOT, start } from "../app/program.ts";
import { hasBrowser, openBrowser, type View, Viewer } from "./browser.ts";

const VIEWS: readonly View[] = [
  { name: "bicycle-phone", width: 360, height: 740, colours: "dark" },
  { name: "bicycle-wide", width: 1920, height: 1080, colours: "light" },
];
const PAGES = [
  "Car",
  "Battery",
  "Pedals",
  "Trips",
  "Charts",
  "Set-up",
  "Devices",
  "Settings",
  "Connections",
  "Console",
  "Metrics",
  "Log",
  "Plugins",
  "System",
];
/** What only other vehicles have. */
const FOREIGN = ["Range", "Odometer", "Trip", "Motor", "Charger"];

/** Looks whether the program answers. */
const LOOKS = 600;

/** Waits until the program answers. */
async function answers(url: string): Promise<void> {
  const clock = new SystemClock();
  for (let i = 0; i < LOOKS; i++) {
    const response = await fetch(`${url}healthz`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await pause(clock, 200);
  }
  throw new Error(`The program does not answer at ${url}`);
}

Deno.test({
  name: "a bicycle in the web console",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, () =>
  inFolder(async (folder) => {
    const origin = `http://127.0.0.1:${freePort()}`, url = `${origin}/`;
    const program = start(
      [
        "--plugin",
        `${ROOT}examples/bicycle/mod.ts`,
        "--vehicle",
        "BK",
        "--store=:memory:",
        "--offline",
        `--http=${origin.slice("http://".length)}`,
      ],
      folder,
      "piped",
    );
    const browser = await openBrowser();
    try {
      await answers(url);
      for (const view of VIEWS) {
        const viewer = await Viewer.open(browser, view, origin);
        await viewer.page.goto(url);
        await viewer.sees("SOC", /80\.0 %/);
        const links = viewer.page.getByRole("navigation").getByRole("link");
        await links.filter({ hasText: "Pedals" }).waitFor();
        assert.deepEqual(await viewer.listed(), PAGES);
        const tiles = await viewer.page.evaluate(
          "[...document.querySelectorAll('.tile')].map((tile) => tile.dataset.name)",
        ) as string[];
        for (const name of FOREIGN) assert.ok(!tiles.includes(name), name);
        for (const name of PAGES) {
          await viewer.visit(name);
          if (name === "Battery") await viewer.reads(/3\.650 V/);
          if (name === "Pedals") {
            await viewer.sees("Cadence", /60\s*rpm/);
            await viewer.page.locator(".loading").waitFor({
              state: "detached",
            });
            if (view.width > 1000) await viewer.isFull(name);
          }
          await viewer.picture(name.toLowerCase());
          await viewer.isAccessible(`${name} of a bicycle`);
        }
        assert.deepEqual(viewer.wrong(), []);
        await viewer.close();
      }
    } finally {
      await browser.close();
      program.kill("SIGTERM");
      await program.stdin.close();
      assert.equal(finished(await program.output()).code, 0);
    }
  }));
