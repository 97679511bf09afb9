/**
 * The web console in a real browser, on the simulated car: `deno task test:browser`. Screenshots are
 * kept in /tmp/ovms-edge-artefacts, or where OVMS_EDGE_ARTEFACTS says.
 * @module
 */
import assert from "node:assert/strict";
import { httpLink } from "../../runtime/links/http/mod.ts";
import { page as files } from "../../runtime/links/http/static/page.ts";
import {
  artefacts,
  CHROMIUM,
  hasBrowser,
  openBrowser,
  type View,
  Viewer,
} from "./browser.ts";
import { openHouse } from "./house.ts";

const VIEWS: readonly View[] = [
  { name: "phone", width: 360, height: 740, colours: "light" },
  { name: "desk", width: 1440, height: 900, colours: "dark" },
];
/** A speed for each view, km/h, so that each sees another one come. */
const SPEEDS: Readonly<Record<string, number>> = {
  phone: 37,
  desk: 52,
};
/** A tuning profile as another module gives it away. */
const PROFILE =
  "JD1CAAAAPTM9AAAAAGVbUUcVJC49ZUcpCwAAAAAAAAAAMxUQHyRRAAAaFQAAAAAA";
if (!hasBrowser()) {
  console.log(
    `The browser tests are left out: there is no ${CHROMIUM} (apt-get install chromium)`,
  );
}

Deno.test({
  name: "the web console in a browser",
  ignore: !hasBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
}, async (t) => {
  await using house = await openHouse();
  const browser = await openBrowser();
  try {
    for (const view of VIEWS) {
      const viewer = await Viewer.open(browser, view, house.origin);
      const { page } = viewer;
      const clean = () => assert.deepEqual(viewer.wrong(), []);

      await t.step(`${view.name}: the first view comes up`, async () => {
        await page.goto(house.url);
        await viewer.sees("SOC", /\d\d\.\d %/);
        clean();
      });

      await t.step(
        `${view.name}: what is behind "more" is opened`,
        async () => {
          const more = page.getByText("More about the car");
          if (!await page.locator("[data-name=Speed]").isVisible()) {
            await more.click();
          }
          await viewer.sees("Speed", "km/h");
          clean();
        },
      );

      await t.step(
        `${view.name}: the car's new speed is on the screen and in the API`,
        async () => {
          await viewer.visit("Car");
          const wanted = SPEEDS[view.name] ?? 0;
          house.car.speed(wanted);
          await viewer.sees("Speed", new RegExp(`^Speed\\s*${wanted}\\s*km/h`));
          const { value } = await house.api("/metrics/v.p.speed");
          assert.equal(Math.round(value), wanted);
          clean();
        },
      );
      await viewer.close();
    }

    const desk = VIEWS.at(-1);
    assert.ok(desk);
    const viewer = await Viewer.open(browser, desk, house.origin);
    const { page } = viewer;
    const clean = () => assert.deepEqual(viewer.wrong(), []);
    await page.goto(house.url);
    await viewer.sees("Speed", "52");
    // What was opened before opens without the gateway, too
    await viewer.visit("Console");
    await page.getByRole("combobox", { name: "Command" }).waitFor();
    await viewer.visit("Car");

    await t.step(
      "without the API no new number comes, and the page says so",
      async () => {
        await house.cut();
        house.car.speed(20);
        await viewer.reads("Connection lost");
        page.setDefaultTimeout(1500);
        await assert.rejects(viewer.sees("Speed", "20"));
        page.setDefaultTimeout(30_000);
        assert.equal(await page.locator(".tile.fresh").count(), 0);
        await page.locator("main.unheard").waitFor();
        await viewer.picture("lost");
        // Panels that cannot be loaded are neither empty nor loading
        await viewer.visit("Console");
        await viewer.reads("The gateway cannot be reached. Tried again");
        assert.equal(await page.getByText("None yet").count(), 0);
        assert.equal(await page.locator(".loading").count(), 0);
        await viewer.picture("lost-console");
        await viewer.isAccessible("Lost");
        await viewer.visit("Car");
        await house.mend();
        await viewer.sees("Speed", /^Speed\s*20/);
        await viewer.reads("Live");
        await viewer.visit("Console");
        await page.getByRole("table").first().waitFor();
        assert.equal(await page.getByText("Tried again").count(), 0);
        await viewer.visit("Car");
        viewer.wrong();
      },
    );

    await t.step(
      "what is not well stands on top of every page, with what to do",
      async () => {
        house.car.command("cell 9 -60");
        await viewer.reads("Battery: cell 9 far off the others in voltage");
        await viewer.reads("have the battery checked");
        await viewer.picture("alerts");
        await viewer.isAccessible("Alerts");
        await viewer.visit("Console");
        await viewer.reads("Battery: cell 9 far off the others in voltage");
        await page.getByRole("link", { name: /^Show: Battery: cell 9/ })
          .click();
        await page.getByRole("heading", { level: 1, name: "Battery" })
          .waitFor();
        clean();
      },
    );

    await t.step(
      "commands are typed, completed by keyboard, and answered",
      async () => {
        await viewer.visit("Console");
        const prompt = page.getByRole("combobox", { name: "Command" });
        await prompt.fill("BAT");
        await page.getByRole("listbox").getByRole("option").first()
          .waitFor();
        await prompt.press("ArrowDown");
        await prompt.press("Enter");
        await prompt.pressSequentially("V");
        await prompt.press("Enter");
        await viewer.reads(/P:\d\d\.\d/);
        await prompt.fill("STAT?");
        await prompt.press("Enter");
        await viewer.reads(/ODO: \d+ km/);
        await prompt.press("ArrowUp");
        assert.equal(await prompt.inputValue(), "STAT?");
        await viewer.picture("console-used");
        await viewer.isAccessible("Console in use");
        clean();
      },
    );

    await t.step(
      "a setting is changed by its form, with everything that follows",
      async () => {
        await viewer.visit("Settings");
        await page.getByRole("button", { name: "Change feature 9" }).click();
        const feature = page.getByRole("spinbutton", { name: "feature 9" });
        for (const wrong of ["", "256", "1.5"]) {
          await feature.fill(wrong);
          await page.getByRole("button", { name: "Save" }).click();
          await viewer.reads("Expected a whole number from 0 to 255");
        }
        assert.ok(
          house.hal.store.journalled().every(({ who }) => who === "test"),
        );
        await viewer.isAccessible("Refused");
        await feature.fill("23");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByRole("button", { name: "Change feature 9" }).waitFor();
        assert.equal(house.runtime.features.get(9), 23);
        await page.getByRole("button", { name: "Change units" }).click();
        await page.getByRole("combobox", { name: "units" }).selectOption("M");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByRole("button", { name: "Change units" }).waitFor();
        await page.getByRole("button", { name: "Change notifications" })
          .click();
        await page.getByRole("textbox", { name: "notifications" }).fill("ZZZ");
        await page.getByRole("button", { name: "Save" }).click();
        await viewer.reads("Expected SMS, IP, SMSIP or - for none");
        await page.getByRole("button", { name: "Cancel" }).click();
        await page.getByRole("button", { name: "Change sms.budget" }).click();
        await page.getByRole("spinbutton", { name: "sms.budget" }).fill("");
        await page.getByRole("button", { name: "Save" }).click();
        await viewer.reads("Expected a whole number from 0 to 9999");
        await page.getByRole("spinbutton", { name: "sms.budget" }).fill("30");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByRole("button", { name: "Default of sms.budget" })
          .click();
        await page.getByRole("button", { name: "Default of sms.budget" })
          .waitFor({ state: "detached" });
        await viewer.visit("Car");
        await viewer.sees("Odometer", /\d\s*mi$/);
        await viewer.sees("Speed", /^Speed\s*12\s*mph/);
        house.runtime.params.set(new Map([[2, "K"]]), "test");
        clean();
      },
    );

    await t.step(
      "the controller is tuned after the warnings, and the change taken back",
      async () => {
        house.car.halt();
        await page.reload();
        await viewer.visit("Tuning");
        const form = page.locator('[data-macro="POWER"]');
        const number = form.getByRole("spinbutton");
        assert.equal(await number.inputValue(), "", "blank until read");
        await page.getByRole("button", { name: "Allow CAN write access" })
          .click();
        await viewer.reads("CAN write access is allowed");
        await form.getByText("now 100").waitFor();
        await viewer.reads("The forms show what the controller has now.");
        const write = form.getByRole("button", { name: "Write" });
        assert.ok(await write.isDisabled(), "nothing is changed yet");
        await page.locator('[data-macro="TORQUE"]').getByRole("spinbutton")
          .fill("70");
        await number.fill("");
        assert.ok(await write.isDisabled(), "nothing is no number");
        await number.fill("80");
        await write.click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText("Drive: 100 → 80 %").waitFor();
        await viewer.picture("warnings");
        await viewer.isAccessible("Warnings");
        await page.getByRole("button", { name: "Do not write" }).click();
        assert.deepEqual(
          house.hal.store.journalled().filter(({ what }) =>
            what.startsWith("sdo")
          ),
          [],
        );
        await write.click();
        await page.getByRole("button", { name: "I understand: write" }).click();
        // Beside the button that was pressed
        await form.getByText("CFG POWER: OK").waitFor();
        await form.getByText("now 80, backup 100").waitFor();
        await viewer.reads("Power for driving, Drive: 80 → 100 %");
        assert.equal(
          await page.locator('[data-macro="TORQUE"]').getByRole("spinbutton")
            .inputValue(),
          "70",
          "edits of other cards stay",
        );
        await viewer.picture("tuned");
        await viewer.isAccessible("Tuning with values");
        await page.getByRole("button", { name: "Undo the last command" })
          .click();
        await dialog.getByRole("button", { name: "Write", exact: true })
          .click();
        await viewer.reads("took back POWER 80");
        await form.getByText("now 100").waitFor();
        await page.getByLabel("Name").fill("mine");
        await page.getByRole("button", { name: "Save what is set now" })
          .click();
        await page.getByRole("option", { name: "MINE" }).waitFor({
          state: "attached",
        });
        clean();
      },
    );

    await t.step(
      "release 3.9: a text becomes a drive mode, profiles are compared, the car is locked",
      async () => {
        const { settings } = house.runtime;
        settings.put("rt.firmware", "3.9", "test");
        await page.reload();
        await viewer.visit("Drive modes");
        await page.getByLabel("Text", { exact: true }).fill(PROFILE);
        await page.getByRole("button", { name: "Take it" }).click();
        await viewer.reads("CFG SET: OK #1");
        const card = page.locator(".panel", {
          has: page.getByRole("heading", { name: "Profile 1" }),
        });
        await card.getByText("Speed limit: 60 km/h").waitFor();
        // A page of plain http has no clipboard: what is selected is copied
        await page.evaluate(
          "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
        );
        await card.getByRole("button", { name: "Copy the text" }).click();
        await card.getByText("The text is in the clipboard").waitFor();
        await page.getByLabel("Text", { exact: true }).fill("");
        await page.getByLabel("Text", { exact: true }).press("Control+v");
        assert.equal(
          await page.getByLabel("Text", { exact: true }).inputValue(),
          await card.getByRole("textbox", { name: /Text to keep/ })
            .inputValue(),
        );
        await card.getByLabel("Name").fill("City");
        await card.getByRole("button", { name: "Rename" }).click();
        const mode = page.getByRole("group", { name: "Drive mode" })
          .getByRole("button", { name: "City" });
        await mode.click();
        await page.getByRole("dialog").getByRole("button", { name: /write/i })
          .first().click();
        await viewer.reads(/CFG LOAD: #1 (OK|PARTIAL)/);
        await page.getByLabel("Second profile").selectOption("0");
        await page.getByRole("row", { name: /Speed limit 60 km\/h/ }).waitFor();
        await viewer.picture("drive-modes");
        await viewer.isAccessible("Drive modes");
        await page.getByRole("button", { name: "Lock", exact: true }).click();
        await viewer.reads("Locked to 6 km/h");
        await page.getByRole("button", { name: "Unlock" }).click();
        await viewer.reads("The car is not locked");
        await viewer.visit("Tuning");
        await viewer.reads("power by speed");
        await viewer.reads("Worked out from the settings");
        await page.getByRole("heading", { name: "Torque over speed" })
          .waitFor();
        await viewer.picture("macros");
        await viewer.isAccessible("Macros");
        settings.put("rt.firmware", "3.0", "test");
        await page.reload();
        clean();
      },
    );

    await t.step("two tracks are compared by GSM quality", async () => {
      await viewer.visit("Track");
      await page.getByLabel("Colour by").selectOption("gsm");
      await page.getByLabel("Compare with").selectOption({ index: 2 });
      await page.locator("canvas.track").nth(1).waitFor();
      await viewer.reads("network 1 ×");
      await viewer.picture("tracks");
      clean();
    });

    await t.step("a sleeping car looks asleep", async () => {
      await viewer.visit("Car");
      house.car.key(false);
      await house.clock.run(5 * 60_000);
      await viewer.reads(/Asleep · last heard \d+ min ago/);
      await viewer.sees("Odometer", /min ago/);
      await viewer.picture("asleep");
      await viewer.isAccessible("Asleep");
      clean();
    });

    await t.step("a charge shows its time and its curve", async () => {
      house.car.command("soc 60");
      house.car.plug();
      await house.clock.run(4 * 60_000);
      await viewer.reads(/Charging · 1 h \d+ min to full/);
      await viewer.picture("charging");
      await viewer.visit("Charge");
      await viewer.reads("the estimate was");
      await viewer.picture("charge-now");
      clean();
    });

    await t.step(
      "with a token the page asks for it before it tells anything",
      async () => {
        const { runtime } = house;
        const link = httpLink({
          hostname: "127.0.0.1",
          page: () => Promise.resolve(files),
          token: "a-long-token",
        }).start(runtime);
        const server = await link.listen(0);
        const guest = await Viewer.open(browser, desk, server.url);
        await guest.page.goto(server.url);
        const secret = guest.page.getByLabel("Token or module password");
        await secret.fill("guessed");
        await secret.press("Enter");
        await guest.reads("Neither the token nor the module password");
        await guest.isAccessible("Login");
        await secret.fill("a-long-token");
        await secret.press("Enter");
        await guest.sees("SOC", /\d\d\.\d %/);
        await guest.visit("Settings");
        await guest.page.getByLabel("Name", { exact: true }).fill("tablet");
        await guest.page.getByRole("button", { name: "Make a token" }).click();
        await guest.reads(/^The token tablet, shown this once/);
        await guest.page.getByRole("button", { name: "Revoke tablet" })
          .waitFor();
        await guest.isAccessible("Tokens");
        await guest.picture("tokens");
        await guest.page.getByRole("button", { name: "Revoke tablet" }).click();
        await guest.page.getByRole("button", { name: "Revoke tablet" })
          .waitFor({ state: "detached" });
        await guest.page.getByRole("button", { name: "Log out", exact: true })
          .click();
        await secret.waitFor();
        await guest.page.reload();
        await secret.waitFor();
        await guest.close();
        link.close();
        await server.close();
      },
    );

    await t.step(
      "without the gateway the page opens, and shows nothing as known",
      async () => {
        await page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
        await page.reload();
        await viewer.sees("SOC", "%");
        // A browser told to be offline is so for its windows, not for the worker that has their stream
        await house.cut();
        await page.reload();
        await viewer.reads(/Connecting|Connection lost/);
        assert.equal(await page.locator(".tile.fresh").count(), 0);
        await viewer.picture("offline");
        await house.mend();
        await viewer.sees("SOC", "%");
        viewer.wrong();
      },
    );

    await t.step("the keyboard alone gets everywhere", async () => {
      await page.reload();
      await page.getByRole("heading", { level: 1, name: "Charge" }).waitFor();
      await page.keyboard.press("Tab");
      assert.equal(await viewer.focused(), "Skip to the page");
      await viewer.tabTo("Energy");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Energy" }).waitFor();
      assert.equal(await page.evaluate("document.activeElement.id"), "main");
      clean();
    });

    await t.step(
      "a link keeps the focus when the plugins' pages come late, and no other page shows meanwhile",
      async () => {
        const list = "**/api/v1/pages", late = Promise.withResolvers<void>();
        await page.route(list, async (route) => {
          await late.promise;
          await route.continue();
        });
        await page.reload();
        await page.getByRole("heading", { level: 1, name: "Loading" })
          .waitFor();
        await viewer.tabTo("Settings");
        late.resolve();
        await page.getByRole("heading", { level: 1, name: "Energy" }).waitFor();
        await page.unroute(list);
        assert.equal(await viewer.focused(), "Settings");
        clean();
      },
    );
    await viewer.close();
    console.log(`screenshots: ${artefacts}`);
  } finally {
    await browser.close();
  }
});
