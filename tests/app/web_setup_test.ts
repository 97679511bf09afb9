import assert from "node:assert/strict";
import * as v from "valibot";
import { webSetup } from "../../app/web_setup.ts";
import type { Alert } from "../../runtime/contract/alerts.ts";
import { versionAnswer } from "../../runtime/links/http/api/setup.ts";
import type { Setup } from "../../runtime/links/http/gateway.ts";
import { openConsole } from "../runtime/links/http/console.ts";

const HARDWARE = {
  can: [],
  modem: undefined,
  gps: undefined,
  supply: undefined,
  diag: undefined,
  simulate: false,
  shutdown: undefined,
};

Deno.test("the version is told with what changed, and asks nobody", async () => {
  await using closing = new AsyncDisposableStack();
  using car = openConsole({
    gatewayOf: ({ runtime }) => ({
      setup: webSetup(runtime, undefined, closing),
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
      setup: webSetup(runtime, HARDWARE, closing),
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
