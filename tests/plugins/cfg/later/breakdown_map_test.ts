/** The torque map of a motor that breaks down; numbers worked out apart from the program. */
import assert from "node:assert/strict";
import { BASES } from "../../../../plugins/cfg/later/base.ts";
import { breakdownPoints } from "../../../../plugins/cfg/later/breakdown_map.ts";
import { mapWrites } from "../../../../plugins/cfg/later/power_map.ts";
import { carOn } from "../rig.ts";

const base = BASES.SC80GB80;

/** rpm and 1/16 Nm of the eight points behind the first. */
function pointsOf(
  [torque, low, high, rpm]: readonly [number, number, number, number],
  [breaks, rated, current]: readonly [number, number, number],
) {
  const map = new Map(mapWrites(base, { torque, low, high, rpm }, {
    torque: breaks,
    rpm: rated,
    current,
  }));
  return Array.from({ length: 8 }, (_, n) => {
    const sub = (k: number) => (3 + 2 * n + k).toString(16).padStart(2, "0");
    return [map.get(`4611.${sub(1)}`), map.get(`4611.${sub(0)}`)];
  });
}

Deno.test("constant torque, constant power, then falling with the square of the speed", () => {
  assert.deepEqual(pointsOf([66000, 14618, 15600, 9062], [210, 2050, 1]), [
    [2114, 1056],
    [2876, 787],
    [3638, 630],
    [4400, 528],
    [5924, 402],
    [6970, 291],
    [8016, 220],
    [9062, 172],
  ]);
  assert.deepEqual(pointsOf([70125, 17000, 17000, 10000], [75, 2300, 1.15]), [
    [2314, 1122],
    [2810, 924],
    [3363, 645],
    [3916, 476],
    [4469, 365],
    [5575, 235],
    [7234, 139],
    [10000, 73],
  ]);
});

Deno.test("a motor that never breaks down has power to the end", () => {
  assert.deepEqual(
    pointsOf([55000, 12182, 13000, 9000], [1000, 10000, 1]).at(-1),
    [9000, 221],
  );
});

Deno.test("points never lie before another, torque never rises, whatever the motor", () => {
  for (const torque of [30, 70, 150, 400]) {
    for (const rpm of [500, 1500, 3000, 9000]) {
      for (const current of [0.5, 1, 1.2]) {
        for (const most of [2000, 5000, 9000]) {
          const wanted = { torque: 60000, low: 12000, high: 12000, rpm: most };
          const points = breakdownPoints(wanted, { torque, rpm, current });
          points.forEach(({ rpm, watts }, n) => {
            const before = points[n - 1];
            if (!before) return;
            assert.ok(rpm >= before.rpm, JSON.stringify(points));
            const steps = watts / rpm - before.watts / before.rpm;
            assert.ok(steps < 0.002, JSON.stringify(points));
          });
        }
      }
    }
  }
});

Deno.test("told where the motor breaks down, the controller gets such a map; the delivered one stays", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const end = () => rig.node.objects.number(0x4611, 0x11);
  await rig.cfg("POWER 120");
  const before = end();
  rig.runtime.settings.set("cfg.breakdown", "210", "test");
  rig.runtime.settings.set("cfg.rated", "2050", "test");
  await rig.cfg("POWER 120");
  assert.ok(end() < before, `${end()} ${before}`);
  await rig.cfg("POWER");
  assert.equal(end(), 273);
});
