import assert from "node:assert/strict";
import * as v from "valibot";
import { ownOffer } from "../../../app/offer.ts";
import { webBackups } from "../../../app/web/backup.ts";
import { previewAnswer } from "../../../runtime/links/http/api/backup.ts";
import {
  openConsole,
  type TestConsole,
} from "../../runtime/links/http/console.ts";

const open = () =>
  openConsole({
    gatewayOf: ({ runtime }) => ({ backup: webBackups(runtime, ownOffer) }),
  }, { params: { 0: "+491701234567", 7: "Sesame123" } });

const post = (car: TestConsole, path: string, json: unknown) =>
  car.ask(`/api/v1/backup/${path}`, { method: "POST", json });
const preview = async (car: TestConsole, backup: unknown) =>
  v.parse(previewAnswer, await (await post(car, "preview", { backup })).json());

Deno.test("a backup is downloaded as a file without secrets, and changes nothing put back at once", async () => {
  using car = open();
  const answer = await car.ask("/api/v1/backup");
  assert.match(
    answer.headers.get("content-disposition") ?? "",
    /^attachment; filename="ovms-edge-\d{4}-\d\d-\d\d\.json"$/,
  );
  const text = await answer.text();
  assert.doesNotMatch(text, /Sesame123|4917/);
  assert.deepEqual((await preview(car, JSON.parse(text))).changes, []);
});

Deno.test("what was changed since goes back after its preview was seen, at once and for who runs", async () => {
  using car = open();
  const backup = await (await car.ask("/api/v1/backup")).json();
  const { runtime } = car;
  runtime.params.set(new Map([[2, "M"]]), "test");
  runtime.features.set(9, "33", "test");
  runtime.settings.set("sms.budget", "3", "test");
  const seen = await preview(car, {
    ...backup,
    settings: { "sms.budget": 7 },
  });
  assert.deepEqual(
    seen.changes.map(({ kind, key, old, new: to }) => [kind, key, old, to]),
    [
      ["parameter", "2", "M", "K"],
      ["feature", "9", "33", ""],
      ["setting", "sms.budget", "3", "7"],
    ],
  );
  // Nothing is changed by looking
  assert.equal(runtime.params.get(2), "M");
  assert.equal(runtime.core.sms.budget, 3);

  const wanted = { ...backup, settings: { "sms.budget": 7 } };
  runtime.features.set(9, "44", "test");
  const late = await post(car, "restore", { backup: wanted, seen: seen.seen });
  assert.equal(late.status, 409);
  assert.equal(runtime.units, "M");

  const again = await preview(car, wanted);
  const done = await post(car, "restore", { backup: wanted, seen: again.seen });
  assert.match((await done.json()).said, /^Restored 20 parameters/);
  assert.equal(runtime.units, "K");
  assert.equal(runtime.features.get(9), 0);
  assert.equal(runtime.core.sms.budget, 7);
  assert.equal(runtime.params.get(7), "Sesame123");
  assert.equal(car.hal.store.journalled().at(-1)?.who, "http owner");
  await car.clock.run(2000);
  assert.equal(car.runtime.vehicle?.type, "RT");
});

Deno.test("what is no backup, or has values that cannot be, is told in a sentence and changes nothing", async () => {
  using car = open();
  const backup = await (await car.ask("/api/v1/backup")).json();
  const refused = async (value: unknown) => {
    const answer = await post(car, "preview", { backup: value });
    assert.equal(answer.status, 400);
    return (await answer.json()).detail;
  };
  assert.match(await refused({ a: 1 }), /^The file is no backup: /);
  assert.match(
    await refused({ ...backup, version: 99 }),
    /^The file is a backup of version 99/,
  );
  assert.match(
    await refused({ ...backup, parameters: { 2: "furlong" } }),
    /^Nothing was restored: Parameter 2 .* cannot be that/,
  );
  assert.match(
    await refused({ ...backup, settings: { "sms.budget": -1 } }),
    /^Nothing was restored: Setting sms.budget cannot be that/,
  );
  const large = await post(car, "preview", { backup: "x".repeat(5e6) });
  assert.equal(large.status, 413);
  await large.body?.cancel();
  assert.deepEqual((await preview(car, backup)).changes, []);
});

Deno.test("backups are for who may tune", async () => {
  using car = openConsole({
    token: "a-long-token",
    gatewayOf: ({ runtime }) => ({ backup: webBackups(runtime, ownOffer) }),
  });
  const owner = { headers: { authorization: "Bearer a-long-token" } };
  const { token } = await car.api("/tokens", {
    method: "POST",
    json: { name: "kid", right: "command" },
    ...owner,
  }) as { token: string };
  const kid = { headers: { authorization: `Bearer ${token}` } };
  for (const path of ["/backup", "/backup/preview", "/backup/restore"]) {
    const isRead = path === "/backup";
    const { status } = await car.ask(`/api/v1${path}`, {
      ...kid,
      ...isRead ? {} : { method: "POST", json: { backup: {}, seen: "" } },
    });
    assert.equal(status, 403, path);
  }
});
