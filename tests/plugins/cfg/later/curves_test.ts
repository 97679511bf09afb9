/** Curves of the last release's tuning page: worked out from the macros' tables. */
import assert from "node:assert/strict";
import { BASES } from "../../../../plugins/cfg/later/base.ts";
import { curvesOf, objectsOf } from "../../../../plugins/cfg/later/curves.ts";
import { carOn } from "../rig.ts";

/** Values of a curve at some speeds, rounded. */
function at(
  values: readonly (number | null)[] | undefined,
  ...kmh: readonly number[]
) {
  return kmh.map((speed) => {
    const value = values?.[speed / 2];
    return typeof value === "number" ? Math.round(value) : value;
  });
}

Deno.test("the delivered car: full torque up to the knee, nothing beyond its greatest speed", () => {
  const { speeds, curves } = curvesOf({}, "");
  assert.deepEqual([speeds[10], speeds[40]], [20, 80]);
  const [torque, neutral] = curves;
  // 880/16 Nm; 608/16 at 3000 rpm, which are 33.1 km/h
  assert.deepEqual(at(torque?.delivered, 0, 20, 80, 82), [55, 55, 17, null]);
  assert.deepEqual(torque?.set, torque?.delivered);
  assert.deepEqual(torque?.planned, torque?.delivered);
  // 18 % of 1000, cut off nowhere but by the map at high speeds
  assert.deepEqual(at(neutral?.set, 20, 80), [18, 18]);
});

Deno.test("what is planned is drawn before it is sent, and what would be refused changes nothing", () => {
  const plan = (text: string) => curvesOf({ drive: 80 }, text).curves;
  const [torque, neutral, brake] = plan(
    "POWER 120 120 120;RECUP 30 60;TSMAP N 50;SPEED 100 -1",
  );
  assert.deepEqual(at(torque?.set, 0), [44]);
  assert.deepEqual(at(torque?.planned, 0, 98), [53, 14]);
  assert.deepEqual(at(neutral?.planned, 10), [30]);
  assert.deepEqual(at(brake?.planned, 10), [61]);
  const refused = plan("POWER 131;DRIVE 5;TSMAP D 101;NOTHING 1;RECUP x");
  for (const { set, planned } of refused) assert.deepEqual(planned, set);
});

Deno.test("a Twizy 45 has its own speeds and torque", () => {
  const [torque] = curvesOf({}, "", BASES.SC45GB45).curves;
  assert.deepEqual(at(torque?.delivered, 0, 44, 46), [33, 13, null]);
});

Deno.test("the curves are made of what the macros write", async () => {
  using rig = await carOn({ firmware: "3.9" });
  for (
    const text of [
      "SPEED 90 95",
      "POWER 110 105 108",
      "RECUP 25 40",
      "DRIVE 90",
    ]
  ) await rig.cfg(text);
  const drawn = objectsOf(BASES.SC80GB80, {
    speedMax: 90,
    torque: 110,
    powerLow: 105,
    powerHigh: 108,
    recupNeutral: 25,
    recupBrake: 40,
    drive: 90,
  });
  const written = new Map(
    rig.writes.map((write) => write.split("="))
      .map(([object = "", value]) => [object, Number(value)] as const),
  );
  let compared = 0;
  for (const [object, value] of drawn) {
    const wrote = written.get(object);
    if (wrote === undefined) continue;
    assert.equal(value, wrote, object);
    compared++;
  }
  assert.ok(compared > 24, `${compared}`);
});
