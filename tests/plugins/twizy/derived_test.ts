import assert from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { xrt } from "../../../plugins/twizy/metrics.ts";
import derived from "../../../plugins/twizy/derived.ts";
import { bench } from "../../../testing/mod.ts";

Deno.test("the module's version is the program's, from the start on", async () => {
  await using car = await bench(derived);
  assert.match(String(car.metric("xrt.m.version")), /^\d+\.\d+\.\d+/);
});

Deno.test("voltage and temperature have extremes of this use, which the key begins anew", async () => {
  let say = (_key: boolean, _volts: number, _celsius: number) => {};
  const said = definePlugin({
    id: "said",
    metrics: { key: xrt.key, pack: "v.b.voltage", temperature: "v.b.temp" },
    start: ({ metrics: m }) => {
      say = (key, volts, celsius) => {
        m.key.set(key);
        m.pack.set(volts);
        m.temperature.set(celsius);
      };
    },
  });
  await using car = await bench(derived, { with: [said] });
  const extremes = async (key: boolean, volts: number, celsius: number) => {
    say(key, volts, celsius);
    await car.seconds(1);
    return ["volt.min", "volt.max", "temp.min", "temp.max"].map((name) =>
      car.metric(`xrt.b.u.${name}`)
    );
  };
  assert.deepEqual(await extremes(true, 55, 20), [55, 55, 20, 20]);
  assert.deepEqual(await extremes(true, 52, 24), [52, 55, 20, 24]);
  assert.deepEqual(await extremes(false, 57, 18), [52, 57, 18, 24]);
  assert.deepEqual(await extremes(true, 54, 19), [54, 54, 19, 19]);
});

Deno.test("levels of the pack stay fresh as long as the cells are told, also where they do not change, and no longer", async () => {
  let volts: number | undefined = 4;
  const said = definePlugin({
    id: "said",
    metrics: { lowest: "v.b.p.voltage.min", spread: "v.b.p.voltage.stddev" },
    every: {
      second: ({ metrics: m }) => {
        if (volts === undefined) return;
        m.lowest.set(volts);
        m.spread.set(0.0195);
      },
    },
  });
  await using car = await bench(derived, { with: [said] });
  await car.seconds(3700);
  const level = (name: string) =>
    car.runtime.host.metrics.look(`v.b.p.level.${name}`);
  assert.equal(level("min").freshness, "fresh");
  assert.equal(Math.round(Number(level("min").value)), 86);
  assert.equal(Math.round(Number(level("stddev").value)), 2);
  volts = undefined;
  await car.seconds(3700);
  assert.equal(level("min").freshness, "stale");
  assert.equal(level("max").freshness, "unknown");
});
