import assert from "node:assert/strict";
import { openConsole } from "./console.ts";

interface Parameter {
  number: number;
  name: string;
  value: string | null;
  secret: boolean;
  set: boolean;
}

Deno.test("parameters have names, and secret ones no value", async () => {
  using car = openConsole({}, { params: { 1: "GEHEIM42", 9: "serversecret" } });
  const all = await car.api("/parameters") as Parameter[];
  assert.equal(all.length, 24);
  assert.equal(all[8]?.value, "TWIZY42");
  assert.deepEqual(
    all.filter(({ secret }) => secret).map(({ number }) => number),
    [0, 1, 7, 9],
  );
  assert.deepEqual([all[1]?.value, all[1]?.set], [null, true]);
  assert.deepEqual([all[7]?.value, all[7]?.set], [null, false]);
  assert.doesNotMatch(JSON.stringify(all), /GEHEIM42|serversecret/);
});

Deno.test("a parameter that is set takes effect and is journalled", async () => {
  using car = openConsole();
  const put = (number: number, value: string) =>
    car.ask(`/api/v1/parameters/${number}`, { method: "PUT", json: { value } });
  assert.equal((await put(2, "M")).status, 200);
  assert.equal((await car.api("/vehicle") as { units: string }).units, "M");
  assert.equal((await put(1, "NEUESWORT")).status, 200);
  const [newest] = await car.api("/journal?limit=1") as Record<
    string,
    string
  >[];
  assert.deepEqual(
    [newest?.["who"], newest?.["what"], newest?.["key"], newest?.["new"]],
    ["http owner", "param", "1", "***"],
  );
});

Deno.test("values that cannot be are refused and change nothing", async () => {
  using car = openConsole();
  for (
    const [path, json] of [
      ["/parameters/0", { value: "" }],
      ["/parameters/0", { value: " - " }],
      ["/parameters/1", { value: "abc" }],
      ["/parameters/1", { value: "with blank" }],
      ["/parameters/4", { value: "x".repeat(32) }],
      ["/parameters/4", { value: "line\nbreak" }],
      ["/parameters/24", { value: "1" }],
      ["/parameters/x", { value: "1" }],
      ["/features/9", { value: 256 }],
      ["/features/9", { value: 1.5 }],
      ["/features/16", { value: 1 }],
      ["/features/9", { value: "1" }],
    ] as const
  ) {
    const response = await car.ask(`/api/v1${path}`, { method: "PUT", json });
    assert.equal(response.status, 400, path);
    await response.body?.cancel();
  }
  assert.deepEqual(car.hal.store.journalled(), []);
});

Deno.test("a feature that is set moves the write gate", async () => {
  using car = openConsole();
  assert.equal(car.hal.can.writable, false);
  await car.ask("/api/v1/features/15", { method: "PUT", json: { value: 1 } });
  assert.equal(car.hal.can.writable, true);
  const features = await car.api("/features") as Record<string, unknown>[];
  assert.equal(features.length, 16);
  assert.equal(features[15]?.["value"], 1);
  assert.deepEqual([features[0]?.["volatile"], features[8]?.["volatile"]], [
    true,
    false,
  ]);
});

Deno.test("registry, plugins and health tell what there is", async () => {
  using car = openConsole();
  const { commands, records } = await car.api("/registry") as {
    commands: { name: string; kind: string; owner: string }[];
    records: { type: string; fields: object }[];
  };
  assert.ok(
    commands.some(({ name, owner }) => name === "BATT" && owner === "batt"),
  );
  assert.ok(
    records.some(({ type, fields }) =>
      type === "RT-GPS-Log" && "latitude" in fields
    ),
  );
  const plugins = await car.api("/plugins") as { id: string; aside: boolean }[];
  assert.ok(plugins.some(({ id, aside }) => id === "cfg" && !aside));
  assert.equal((await car.ask("/api/v1/plugins/batt/memory")).status, 404);
  const { problems, drivers } = await car.api("/health") as {
    problems: string[];
    drivers: string[];
  };
  assert.deepEqual(problems, []);
  assert.match(drivers.join(), /CAN: simulated/);
});
