import assert from "node:assert/strict";
import { openConsole } from "./console.ts";

interface Metric {
  name: string;
  unit: string;
  value: unknown;
  freshness: string;
  age: number | null;
}

Deno.test("metrics carry value, unit and freshness, and follow the car", async () => {
  using car = openConsole();
  assert.deepEqual(await car.api("/metrics/v.p.speed"), {
    name: "v.p.speed",
    unit: "km/h",
    value: null,
    freshness: "unknown",
    age: null,
  });
  car.car.key(true);
  await car.clock.run(10_000);
  car.car.speed(45);
  await car.clock.run(30_000);
  const speed = await car.api("/metrics/v.p.speed") as Metric;
  assert.equal(speed.freshness, "fresh");
  assert.equal(speed.age, 0);
  assert.ok(Math.abs(Number(speed.value) - 45) < 1, `${speed.value} km/h`);
});

Deno.test("a sleeping car's values are stale, not gone and not zero", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(20_000);
  car.car.key(false);
  await car.clock.run(10 * 60_000);
  const volts = await car.api("/metrics/v.b.voltage") as Metric;
  assert.equal(volts.freshness, "stale");
  assert.ok(Number(volts.age) > 590, `${volts.age} s`);
  assert.ok(Number(volts.value) > 50);
});

Deno.test("what a metric merely begins as is null on every way: nobody measured it", async () => {
  using car = openConsole();
  await car.clock.run(2000);
  const { metrics } = car.runtime.host, soc = metrics.find("xrt.d.soc");
  assert.ok(soc);
  assert.deepEqual([metrics.read(soc), metrics.age(soc)], [50, undefined]);
  const never = {
    name: "xrt.d.soc",
    unit: "%",
    value: null,
    freshness: "unknown",
    age: null,
  };
  assert.deepEqual(await car.api("/metrics/xrt.d.soc"), never);
  const all = await car.api("/metrics") as Metric[];
  assert.deepEqual(all.find(({ name }) => name === never.name), never);
  assert.deepEqual(
    all.filter(({ value, age }) => age === null && value !== null),
    [],
  );
});

Deno.test("the list is what the metrics are one by one", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(70_000);
  const all = await car.api("/metrics") as Metric[];
  assert.ok(all.length > 100, `${all.length} metrics`);
  assert.ok(all.some(({ value }) => Array.isArray(value)));
  assert.ok(all.some(({ value }) => typeof value === "string"));
  assert.ok(all.some(({ value }) => typeof value === "boolean"));
  for (const metric of all) {
    assert.deepEqual(await car.api(`/metrics/${metric.name}`), metric);
  }
});

Deno.test("a metric that does not exist is a problem with a sentence", async () => {
  using car = openConsole();
  const response = await car.ask("/api/v1/metrics/v.b.sock");
  assert.equal(response.status, 404);
  assert.equal(
    response.headers.get("content-type"),
    "application/problem+json",
  );
  assert.deepEqual(await response.json(), {
    type: "about:blank",
    title: "Not found",
    status: 404,
    detail: 'There is no metric "v.b.sock": /api/v1/metrics lists all',
  });
});

Deno.test("the trail has a sample a second and gaps where nothing was fresh", async () => {
  using car = openConsole();
  await car.clock.run(5000);
  car.car.key(true);
  await car.clock.run(5000);
  const { series, until } = await car.api(
    "/trail?names=v.b.power,v.b.soc&seconds=60",
  ) as { series: Record<string, (number | null)[]>; until: number };
  const power = series["v.b.power"] ?? [];
  assert.equal(power.length, 10);
  assert.equal(power[0], null);
  assert.equal(typeof power.at(-1), "number");
  assert.equal(until, car.clock.wall().ms);
  const last = await car.api("/trail?names=v.b.power&seconds=2") as {
    series: Record<string, unknown[]>;
  };
  assert.deepEqual(last.series["v.b.power"], power.slice(-2));
});

Deno.test("after a change of the vehicle type the trail is the new car's", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(20_000);
  const known = async () => {
    const { series } = await car.api(
      "/trail?names=v.b.power&seconds=60",
    ) as { series: Record<string, (number | null)[]> };
    return (series["v.b.power"] ?? []).filter((x) => x !== null).length;
  };
  assert.ok(await known() > 10);
  // The same car again, as after a command that restarts it
  car.runtime.restart();
  await car.clock.run(3000);
  assert.ok(await known() > 10);
  car.runtime.params.set(new Map([[14, "NL"]]), "test");
  await car.clock.run(3000);
  assert.equal(await known(), 0);
});

Deno.test("the trail refuses what it does not keep, and spans that make no sense", async () => {
  using car = openConsole();
  assert.equal((await car.ask("/api/v1/trail?names=v.vin")).status, 404);
  assert.equal((await car.ask("/api/v1/trail")).status, 400);
  assert.equal(
    (await car.ask("/api/v1/trail?names=v.b.soc&seconds=-1")).status,
    400,
  );
});
