import assert from "node:assert/strict";
import { definePlugin, kilometres } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { ca } from "../../../plugins/ca/mod.ts";

/** A charge that takes a minute for each percent. */
const alerts = ca({ chargeMinutes: (soc, to) => Math.max(0, to - soc) });

/** SOC and range of a full battery, as frames bring them. */
const source = definePlugin({
  id: "source",
  metrics: { soc: "v.b.soc", full: "v.b.range.full" },
  frames: {
    0x100: { signals: { soc: { at: "B0" }, full: { at: "B1" } } },
  },
});

async function car() {
  const self = await bench(alerts, { with: [source] });
  const limits = () =>
    ["v.c.limit.soc", "v.c.limit.range"].map((name) => self.metric(name));
  const minutes = () =>
    ["v.c.duration.full", "v.c.duration.soc", "v.c.duration.range"].map(
      (name) => self.metric(name),
    );
  return Object.assign(self, { limits, minutes });
}

Deno.test("CA: thresholds and times are metrics at once", async () => {
  await using bench = await car();
  bench.frame(0x100, "3250"); // 50 %, 80 km
  assert.deepEqual(bench.minutes(), [50, -1, -1]);
  await bench.sms("CA 60 80%");
  assert.deepEqual(bench.limits(), [80, 60]);
  assert.deepEqual(bench.minutes(), [50, 30, 25]);
  bench.frame(0x100, "4650");
  assert.deepEqual(bench.minutes(), [30, 10, 5]);
  await bench.sms("CA");
  assert.deepEqual([bench.limits(), bench.minutes()], [[0, 0], [30, -1, -1]]);
});

Deno.test("CA: thresholds that FEATURE sets, and another unit, count from the next second on", async () => {
  await using bench = await car();
  bench.frame(0x100, "3250");
  bench.feature(10, 90);
  bench.feature(11, 40);
  await bench.seconds(1);
  assert.deepEqual(bench.limits(), [90, 40]);
  assert.deepEqual(bench.minutes(), [50, 40, 0]);
  bench.runtime.params.set(new Map([[2, "M"]]), "test");
  await bench.seconds(1);
  assert.deepEqual(bench.limits(), [90, kilometres(40, "M")]);
});

Deno.test("CA: thresholds stay fresh, times are as old as the SOC and follow another range of a full battery", async () => {
  await using bench = await car();
  bench.frame(0x100, "3250");
  await bench.sms("CA 60");
  await bench.seconds(300);
  const { metrics } = bench.runtime.host;
  assert.equal(metrics.look("v.c.limit.range").freshness, "fresh");
  const age = metrics.look("v.b.soc").age ?? 0;
  assert.ok(age > 200);
  assert.equal(metrics.look("v.c.duration.full").age, age);
  bench.frame(0x100, "3264"); // 100 km
  await bench.seconds(10);
  assert.equal(bench.metric("v.c.duration.range"), 10);
});

Deno.test("CA: the end of the last charge is a time, as soon as somebody knows one", async () => {
  const charger = definePlugin({
    id: "charger",
    metrics: { charging: "v.c.charging", soc: "v.b.soc" },
    frames: {
      0x200: { signals: { charging: { at: "B0.0" } } },
    },
    every: { second: ({ metrics: m }) => m.soc.set(50) },
  });
  await using self = await bench(alerts, { with: [charger] });
  const { clock } = self.hal;
  clock.setWall(Date.UTC(2026, 0, 1), false);
  await self.seconds(3);
  assert.equal(self.metric("v.c.timestamp"), undefined);
  self.frame(0x200, "01");
  await self.seconds(5);
  self.frame(0x200, "00");
  await self.seconds(11);
  assert.equal(self.metric("v.c.timestamp"), undefined);
  clock.setWall(Date.UTC(2026, 5, 1), true);
  await self.seconds(1);
  assert.equal(
    self.metric("v.c.timestamp"),
    Date.UTC(2026, 5, 1) / 1000 - 10,
  );
});

Deno.test("CA and 204 take a sign that says nothing", async () => {
  await using bench = await car();
  for (const [soc, range] of [[80, 60], [0, 0]] as const) {
    const sign = soc > 0 ? "+" : "-";
    await bench.sms(`CA ${sign}${range} ${sign}${soc}%`);
    assert.deepEqual(bench.limits(), [soc, range]);
    await bench.sms("CA 1 1%");
    await bench.msg(`204,${sign}${range},${sign}${soc}`);
    assert.deepEqual(bench.limits(), [soc, range]);
  }
});
