import assert from "node:assert/strict";
import * as v from "valibot";
import {
  type Chosen,
  chosenDevices,
  deviceSettings,
} from "../../../app/hardware/chosen.ts";
import { webBackups } from "../../../app/web/backup.ts";
import { ownOffer } from "../../../app/offer.ts";
import { webSetup } from "../../../app/web/setup.ts";
import type { Alert } from "../../../runtime/contract/alerts.ts";
import {
  chosenAnswer,
  versionAnswer,
} from "../../../runtime/links/http/api/setup.ts";
import type { Setup } from "../../../runtime/links/http/gateway.ts";
import { Settings } from "../../../runtime/settings/settings.ts";
import { simHal } from "../../../hal/sim/mod.ts";
import {
  openConsole,
  type TestConsole,
} from "../../runtime/links/http/console.ts";

/** A gateway with devices that were chosen before. */
function chosenBefore(chosen: Readonly<Record<string, string>>): Chosen {
  const { store } = simHal(), settings = new Settings(store);
  settings.declare("devices", deviceSettings);
  for (const [name, text] of Object.entries(chosen)) {
    settings.set(`devices.${name}`, text, "test");
  }
  try {
    return chosenDevices({ gateway: true, diag: "/dev/ttyS9" }, store);
  } finally {
    store.close();
  }
}

Deno.test("the version is told with what changed, and asks nobody", async () => {
  await using closing = new AsyncDisposableStack();
  using car = openConsole({
    gatewayOf: ({ runtime }) => ({
      setup: webSetup(runtime, { closing }),
    }),
  });
  const { newer, changes } = v.parse(versionAnswer, await car.api("/version"));
  assert.equal(newer, null);
  assert.match(changes, /^# Changelog/);
  const refused = await car.ask("/api/v1/settings/update.url", {
    method: "PUT",
    json: { value: "http://plain.example" },
  });
  assert.equal(refused.status, 400);
  await refused.body?.cancel();
});

Deno.test("a gateway with the password that everybody knows is told so, until it has another one", async () => {
  await using closing = new AsyncDisposableStack();
  using car = openConsole({
    gatewayOf: ({ runtime }) => ({
      setup: webSetup(runtime, { devices: lasting(chosenBefore({})), closing }),
    }),
  });
  const told = async () =>
    (await car.api("/alerts") as Alert[]).filter(({ page }) => page === "setup")
      .map(({ text }) => text);
  assert.deepEqual(await told(), [
    "The module password is still the one that everybody knows",
  ]);
  car.runtime.params.set(new Map([[1, "Sesame42"]]), "test");
  assert.deepEqual(await told(), []);
});

Deno.test("what is plugged in is found for who may tune only", async () => {
  const found = [{
    device: "/dev/ttyUSB0",
    what: "modem (AT) at 115200",
    flag: "--modem /dev/ttyUSB0@115200",
    aliases: [],
  }];
  const setup: Setup = {
    probe: () => Promise.resolve(found),
    chosen: undefined,
    restart: undefined,
    newer: undefined,
    changes: () => Promise.resolve(""),
    alerts: () => [],
  };
  using car = openConsole({
    token: "a-long-token",
    gatewayOf: () => ({ setup }),
  });
  const owner = { headers: { authorization: "Bearer a-long-token" } };
  const probe = (who: typeof owner) =>
    car.ask("/api/v1/probe", { method: "POST", json: {}, ...who });
  assert.deepEqual(await (await probe(owner)).json(), { found });
  const { token } = await car.api("/tokens", {
    method: "POST",
    json: { name: "kid", right: "command" },
    ...owner,
  }) as { token: string };
  const { status } = await probe({
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(status, 403);
});

/** Devices that count from the next start on. */
const lasting = ({ devices, ...rest }: Chosen) => ({
  ...rest,
  devices: devices.map((one) => ({
    ...one,
    tried: false,
    why: undefined,
    later: true,
  })),
});

/** The devices as the console shows them. */
const devicesOf = async (car: TestConsole) =>
  v.parse(chosenAnswer, await car.api("/devices/chosen"));

Deno.test("devices are chosen for the next start, beside what was named and what runs", async () => {
  await using closing = new AsyncDisposableStack();
  const chosen = chosenBefore({ can: "socketcan:can0", gps: "modem" });
  using car = openConsole({
    gatewayOf: ({ runtime }) => ({
      backup: webBackups(runtime, ownOffer),
      setup: webSetup(runtime, { devices: lasting(chosen), closing }),
    }),
  });
  const put = async (name: string, json: unknown) => {
    const answer = await car.ask(`/api/v1/settings/devices.${name}`, {
      method: "PUT",
      json,
    });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.equal(await put("can", { value: "slcan:/dev/ttyACM0@250000" }), 200);
  assert.equal(await put("modem", { value: "nowhere" }), 400);
  const { gateway, restarts, leftOut, devices } = await devicesOf(car);
  assert.deepEqual([gateway, restarts], [true, false]);
  assert.match(leftOut[0] ?? "", /^The device "gps" is left out: .* modem/);
  assert.deepEqual(
    devices.map(({ name, given, used, chosen }) => [name, given, used, chosen]),
    [
      ["can", null, "socketcan:can0", "slcan:/dev/ttyACM0@250000"],
      ["modem", null, "", ""],
      ["gps", null, "", ""],
      ["supply", null, "", ""],
      ["diag", "/dev/ttyS9", "/dev/ttyS9", ""],
    ],
  );
  const told = (await car.api("/alerts") as Alert[]).map(({ text }) => text);
  assert.ok(told.includes(leftOut[0] ?? ""), told.join("\n"));

  // They are part of a backup, and come back with it
  const backup = await car.api("/backup") as {
    settings: Record<string, unknown>;
  };
  assert.equal(backup.settings["devices.can"], "slcan:/dev/ttyACM0@250000");
  assert.equal(await put("can", {}), 200);
  const post = (path: string, json: unknown) =>
    car.api(`/backup/${path}`, { method: "POST", json });
  const { seen } = await post("preview", { backup }) as { seen: string };
  await post("restore", { backup, seen });
  assert.equal(
    (await devicesOf(car)).devices[0]?.chosen,
    "slcan:/dev/ttyACM0@250000",
  );
  const bad = await car.ask("/api/v1/backup/preview", {
    method: "POST",
    json: {
      backup: { ...backup, settings: { "devices.supply": "command:reboot" } },
    },
  });
  assert.equal(bad.status, 400);
  await bad.body?.cancel();
});

Deno.test("a gateway without devices is told where to choose them", async () => {
  await using closing = new AsyncDisposableStack();
  using car = openConsole({
    gatewayOf: ({ runtime }) => {
      const { store } = runtime.options.hal;
      const chosen = chosenDevices({ gateway: true }, store);
      return {
        setup: webSetup(runtime, { devices: lasting(chosen), closing }),
      };
    },
  });
  const told = (await car.api("/alerts") as Alert[])
    .map(({ text }) => text);
  assert.ok(told.includes("The gateway has no devices yet"), told.join());
});

Deno.test("the program is started anew for its devices where something starts it again, by the owner only", async () => {
  await using closing = new AsyncDisposableStack();
  let ended = 0;
  using car = openConsole({
    token: "a-long-token",
    gatewayOf: ({ runtime }) => ({
      setup: webSetup(runtime, {
        devices: lasting(chosenBefore({})),
        restart: () => void ended++,
        closing,
      }),
    }),
  });
  const restart = async (authorization: string) => {
    const answer = await car.ask("/api/v1/restart", {
      method: "POST",
      json: {},
      headers: { authorization },
    });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.equal(await restart("Bearer wrong"), 401);
  assert.equal(await restart("Bearer a-long-token"), 200);
  await car.clock.run(1000);
  assert.equal(ended, 1);
});

Deno.test("without a service manager nothing ends the program", async () => {
  await using closing = new AsyncDisposableStack();
  using car = openConsole({
    gatewayOf: ({ runtime }) => ({ setup: webSetup(runtime, { closing }) }),
  });
  const { gateway, restarts } = await devicesOf(car);
  assert.deepEqual([gateway, restarts], [false, false]);
  const refused = await car.ask("/api/v1/restart", {
    method: "POST",
    json: {},
  });
  assert.equal(refused.status, 409);
  await refused.body?.cancel();
});
