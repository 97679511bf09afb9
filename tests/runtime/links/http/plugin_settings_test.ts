import assert from "node:assert/strict";
import { definePlugin, v } from "../../../../runtime/mod.ts";
import { openConsole } from "./console.ts";

interface Setting {
  name: string;
  value: unknown;
  set: boolean;
  schema: Record<string, unknown>;
}

const hill = definePlugin({
  id: "hill",
  settings: {
    reserve: {
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(50)),
      default: 5,
      unit: "km",
      summary: "Distance kept back",
    },
    key: { schema: v.string(), default: "", summary: "Key", secret: true },
  },
});

Deno.test("settings are listed with their schemas and set, secrets without value", async () => {
  using car = openConsole({}, { extra: [hill] });
  const put = (name: string, json: object) =>
    car.ask(`/api/v1/settings/${name}`, { method: "PUT", json });
  const find = async (name: string) =>
    (await car.api("/settings") as Setting[]).find((one) => one.name === name);
  assert.deepEqual(await find("hill.reserve"), {
    name: "hill.reserve",
    owner: "hill",
    summary: "Distance kept back",
    unit: "km",
    secret: false,
    value: 5,
    default: 5,
    set: false,
    expected: "a number from 0 to 50",
    schema: { type: "number", minimum: 0, maximum: 50 },
    labels: {},
    aside: null,
  });
  assert.equal((await put("hill.reserve", { value: 7 })).status, 200);
  assert.equal((await find("hill.reserve"))?.value, 7);
  assert.equal((await put("hill.reserve", { value: "8" })).status, 200);
  assert.equal((await find("hill.reserve"))?.value, 8);
  const wrong = await put("hill.reserve", { value: "far" });
  assert.equal(wrong.status, 400);
  assert.match(await wrong.text(), /expected a number from 0 to 50 \(km\)/);
  assert.equal((await put("hill.none", { value: 1 })).status, 400);
  assert.equal((await put("hill.reserve", {})).status, 200);
  assert.deepEqual((await find("hill.reserve"))?.set, false);

  assert.equal((await put("hill.key", { value: "geheim42" })).status, 200);
  const key = await find("hill.key");
  assert.deepEqual([key?.value, key?.set], [null, true]);
  const told = JSON.stringify([
    await car.api("/settings"),
    await car.api("/journal?limit=9"),
  ]);
  assert.match(told, /hill\.key/);
  assert.doesNotMatch(told, /geheim42/);
});
