/**
 * The pages about the gateway in a real browser: `deno task test:browser`.
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { LogRing } from "../../app/log/ring.ts";
import { hasBrowser, openBrowser, type View, Viewer } from "./browser.ts";
import { offer, openHouse } from "./house.ts";
import { bringPush, giveSubscription, SERVICE } from "./push.ts";

/** What a probe finds in these tests: an adapter, and a modem under a name that stays. */
const FOUND = [
  {
    device: "/dev/ttyACM0",
    what: "CAN adapter (SLCAN) at 115200",
    flag: "--can slcan:/dev/ttyACM0@500000,115200",
    aliases: [],
  },
  {
    device: "/dev/ttyUSB2",
    what: "modem (AT) at 115200",
    flag: "--modem /dev/ttyUSB2@115200",
    aliases: ["/dev/serial/by-id/usb-SimTech-if02"],
  },
];

const DESK: View = {
  name: "desk",
  width: 1280,
  height: 900,
  colours: "dark",
};
/** Pages on which the gateway itself tells most. */
const TOLD = [
  "settings",
  "devices",
  "setup",
  "plugins",
  "log",
  "connections",
];
/** Names, which are the same in every language. */
const NAMES = ["Renault Twizy"];
/** Two words in a row, which names and values are not. */
const SENTENCE = /[a-z]{2,} [a-z]{2,}/i;
/** What is to be read, each text for itself; names of the car and what is typed by people stay as they are. */
const TEXTS = `(main) => {
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const { parentElement, textContent } = walk.currentNode;
    if (!parentElement.closest("pre, code, [lang=en]:not(html)")) found.push(textContent.trim());
  }
  return found;
}`;

/** The devices of a gateway whose owner has just chosen another adapter, as a test has it. */
const CHOSEN = {
  leftOut: [] as string[],
  adapter: {
    name: "can",
    given: undefined,
    used: "slcan:/dev/ttyACM0",
    tried: true,
    why: undefined as string | undefined,
    later: false,
  },
  get devices() {
    return [this.adapter];
  },
};

const VIEWS: readonly View[] = [
  { name: "phone", width: 360, height: 740, colours: "light" },
  DESK,
];

/** Looks at what is shown until it has to be there. */
const LOOKS = 300;

Deno.test({
  name: "the pages about the gateway in a browser",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async (t) => {
  const ring = new LogRing();
  for (let n = 0; n < 3; n++) ring.add("info", "mqtt connected", {}, undefined);
  ring.add("error", "plugin fault", { plugin: "hello", error: "no" }, 1e12);
  await using closing = new AsyncDisposableStack();
  const gateway = offer(ring, closing);
  let isGateway = false;
  await using house = await openHouse((car) => {
    const { setup, ...rest } = gateway(car);
    if (!setup) return rest;
    return {
      ...rest,
      setup: {
        ...setup,
        probe: () => Promise.resolve(FOUND),
        get chosen() {
          return isGateway ? CHOSEN : undefined;
        },
      },
    };
  });
  const browser = await openBrowser();
  try {
    for (const view of VIEWS) {
      const viewer = await Viewer.open(browser, view, house.origin);
      const { page } = viewer;
      const open = async (id: string, name: string) => {
        await page.goto(`${house.url}#${id}`);
        await page.getByRole("heading", { level: 1, name }).waitFor();
      };
      const done = async (name: string) => {
        await viewer.picture(name);
        await viewer.isAccessible(name);
        assert.deepEqual(viewer.wrong(), []);
      };

      await t.step(
        `${view.name}: devices, and frames while one looks`,
        async () => {
          await open("devices", "Devices");
          await viewer.reads("known to be right");
          await page.getByRole("button", { name: "Look at the buses" }).click();
          await page.getByRole("rowheader", { name: "155" }).waitFor();
          await page.getByLabel("Identifier contains").fill("155");
          const hidden = await page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('main .frames'))",
          );
          assert.equal(hidden, 0, "all bytes are to be seen");
          await done("devices");
          await page.getByRole("button", { name: "Stop looking" }).click();
        },
      );

      await t.step(`${view.name}: the log by level and text`, async () => {
        await open("log", "Log");
        await viewer.reads("mqtt connected");
        await page.getByLabel("From level").selectOption("error");
        await page.getByText("mqtt connected").first().waitFor({
          state: "detached",
        });
        await viewer.reads("plugin fault");
        await done("log");
      });

      await t.step(
        `${view.name}: the first steps, one of them done`,
        async () => {
          await open("setup", "Set-up");
          await page.getByRole("button", { name: "Change vehicle id" }).click();
          await page.getByRole("textbox", { name: "vehicle id" }).fill("RED1");
          await page.getByRole("button", { name: "Save" }).click();
          await page.locator(".setting").getByText("RED1").waitFor();
          assert.equal(house.runtime.params.get(8), "RED1");
          await done("setup");
          await page.getByRole("link", { name: "Next: The car" }).click();
          await viewer.reads("step 2 of 6");
          await page.getByRole("link", { name: "Next: What is plugged in" })
            .click();
          await viewer.reads("This is the simulated car");
          await page.getByRole("button", { name: "Change GPS receiver" })
            .click();
          const receiver = page.getByRole("textbox", { name: "GPS receiver" });
          await receiver.fill("gpsd:");
          await page.getByRole("button", { name: "Save" }).click();
          await viewer.reads("cannot be that: expected gpsd:localhost:2947");
          viewer.wrong();
          await receiver.fill("gpsd:localhost");
          await page.getByRole("button", { name: "Save" }).click();
          await page.locator(".setting").getByText("gpsd:localhost", {
            exact: true,
          })
            .waitFor();
          await page.getByRole("button", {
            name: "Default of GPS receiver",
          }).click();
          await done("setup-devices");
        },
      );

      await t.step(
        `${view.name}: what is plugged in is chosen, a second bus beside the first`,
        async () => {
          const { settings } = house.runtime;
          const chosen = (name: string) =>
            settings.list().find((one) => one.name === `devices.${name}`)
              ?.value;
          settings.set("devices.can", "socketcan:can0", "test");
          await page.reload();
          await open("setup:devices", "Set-up");
          await page.getByRole("button", { name: "Look", exact: true }).click();
          const press = (name: string) =>
            page.getByRole("button", { name, exact: true }).click();
          await press("Choose: /dev/ttyUSB2");
          await press("As bus 2: /dev/ttyACM0");
          await page.locator('[data-device="can"]').getByText(
            "socketcan:can0 2=slcan:/dev/ttyACM0@500000,115200",
          ).waitFor();
          assert.equal(
            chosen("modem"),
            "/dev/serial/by-id/usb-SimTech-if02@115200",
          );
          await done("setup-chosen");
          for (const name of ["can", "modem"]) {
            settings.set(`devices.${name}`, undefined, "test");
          }
        },
      );

      await t.step(
        `${view.name}: a device is tried, and one that does not answer leaves the one in use`,
        async () => {
          const { settings } = house.runtime;
          isGateway = true;
          CHOSEN.adapter = { ...CHOSEN.adapter, tried: true, why: undefined };
          settings.set("devices.can", "slcan:/dev/ttyACM9", "test");
          await open("devices", "Devices");
          await viewer.reads("Being tried");
          CHOSEN.adapter = {
            ...CHOSEN.adapter,
            tried: false,
            why: "no such device; is it plugged in?",
          };
          await viewer.reads(
            "Still in use: slcan:/dev/ttyACM0. The chosen one does not work: no such device; is it plugged in?",
          );
          await done("devices-tried");
          isGateway = false;
          settings.set("devices.can", undefined, "test");
        },
      );

      await t.step(
        `${view.name}: a browser takes push messages, shows one, and takes no more`,
        async () => {
          await open("connections", "Connections");
          await giveSubscription(page);
          await page.getByLabel("Name of this browser").fill("Mine");
          await page.getByRole("button", { name: "Tell this browser" }).click();
          await viewer.reads(SERVICE);
          const { userVisibleOnly, applicationServerKey } = await page.evaluate(
            "asked",
          ) as { userVisibleOnly: boolean; applicationServerKey: string };
          assert.equal(userVisibleOnly, true);
          assert.match(applicationServerKey, /^B[\w-]{86}$/);
          await done("connections");
          await bringPush(page, '{"id":7,"text":"Charge done"}');
          const shown = "navigator.serviceWorker.ready" +
            ".then((worker) => worker.getNotifications())" +
            ".then((all) => all.map(({ body }) => body))";
          for (let n = 0; n < LOOKS; n++) {
            const texts = await page.evaluate(shown) as string[];
            if (texts.length > 0) break;
            await page.waitForTimeout(100);
          }
          assert.deepEqual(await page.evaluate(shown), ["Charge done"]);
          await page.getByRole("button", { name: /Mine/ }).click();
          await viewer.reads("None yet");
          assert.deepEqual(viewer.wrong(), []);
        },
      );

      await t.step(
        `${view.name}: plugins and why one is not installed`,
        async () => {
          await open("plugins", "Plugins");
          await page.locator('[data-plugin="cfg"]').waitFor();
          await page.getByLabel("Package or path").fill("guest");
          await page.getByRole("button", { name: "Install" }).click();
          await viewer.reads('"guest" cannot be installed');
          viewer.wrong();
          await done("plugins");
        },
      );

      await t.step(`${view.name}: a backup put back after a look`, async () => {
        await open("system", "System");
        await viewer.reads("This is version");
        const loading = page.waitForEvent("download");
        await page.getByRole("link", { name: "Download a backup" }).click();
        const file = await (await loading).path();
        house.runtime.features.set(9, "33", "test");
        const choose = (name: string, text: string) =>
          page.getByLabel("A backup (JSON file)").setInputFiles({
            name,
            mimeType: "application/json",
            buffer: Buffer.from(text),
          });
        await choose("wrong.json", "no");
        await viewer.reads("This file is no backup");
        await choose("backup.json", await Deno.readTextFile(file));
        await viewer.reads("It would change 1 value");
        await done("system");
        assert.equal(house.runtime.features.get(9), 33);
        await page.getByRole("button", { name: "Change 1 value" }).click();
        await viewer.reads(/^Restored/);
        assert.equal(house.runtime.features.get(9), 0);
      });
      await viewer.close();
    }
    for (const locale of ["de", "fr"]) {
      await t.step(`${locale}: no English is left on these pages`, async () => {
        const texts = async (locale: string) => {
          const viewer = await Viewer.open(
            browser,
            { ...DESK, locale },
            house.origin,
          );
          const found = new Map<string, readonly string[]>();
          for (const id of TOLD) {
            await viewer.page.goto(`${house.url}#${id}`);
            await viewer.page.locator("main .panel li, main .card, main td")
              .first().waitFor();
            found.set(
              id,
              await viewer.page.evaluate(
                `(${TEXTS})(document.querySelector("main"))`,
              ) as string[],
            );
          }
          await viewer.close();
          return found;
        };
        const english = await texts("en"), other = await texts(locale);
        for (const [id, all] of english) {
          const same = new Set(other.get(id));
          assert.deepEqual(
            all.filter((text) =>
              same.has(text) && SENTENCE.test(text) && !NAMES.includes(text)
            ),
            [],
            id,
          );
        }
      });
    }
  } finally {
    await browser.close();
  }
});
