/** The macros' numbers, as twizy-later.md, section 7, gives them to check. */
import assert from "node:assert/strict";
import { fromHex } from "../../../../hal/can_frame.ts";
import { BASES } from "../../../../plugins/cfg/later/base.ts";
import {
  kneeOf,
  mapWrites,
  powerOf,
} from "../../../../plugins/cfg/later/power_map.ts";
import { levelOf } from "../../../../plugins/cfg/later/tuning.ts";
import { carOn, type Rig } from "../rig.ts";

/** The map of a Twizy 45's motor: torques, 1/16 Nm, and speeds, rpm (section 6). */
const DELIVERED_45 = [
  [520, 0],
  [520, 2050],
  [437, 2500],
  [363, 3000],
  [314, 3500],
  [279, 4000],
  [247, 4500],
  [226, 5000],
  [195, 6000],
].flat().map((value, at) => ({ sub: at + 1, value }));

async function after(command: string): Promise<Rig> {
  const rig = await carOn({ firmware: "3.9" });
  // The simulated controller knows limits that a real one does not have
  for (const entry of rig.node.objects.entries()) {
    Object.assign(entry, { max: 0xffffffff });
  }
  assert.match(await rig.cfg(command), / OK/, command);
  return rig;
}

Deno.test("SPEED and POWER write what they are given to", async () => {
  using speed = await after("SPEED 100 110");
  assert.deepEqual(speed.writes.slice(0, 9), [
    "3813.34=9949",
    "3813.3c=9399",
    "2920.05=9062",
    "2920.06=900",
    "3813.33=9462",
    "3813.35=9862",
    "3813.3b=10312",
    "3813.2d=11812",
    "4624.00=12812",
  ]);
  using power = await after("POWER 140 160 150 115");
  assert.deepEqual(power.writes.slice(0, 5), [
    "4641.02=517",
    "6075.00=517500",
    "6076.00=77000",
    "2916.01=77000",
    "3813.23=6883",
  ]);
  using limited = await after("POWER 120");
  assert.equal(limited.node.objects.number(0x6076, 0), 66000);
});

Deno.test("points of TSMAP are written in an order in which none passes another", async () => {
  using rig = await after("TSMAP N 100@40 80@50 60@60 20@80");
  assert.deepEqual(
    rig.writes.map((write) => write.slice(5, 7)),
    ["1e", "1d", "20", "1f", "22", "21", "1c", "1b"],
  );
});

Deno.test("levels follow the battery in steps of 500 W, down to the least", () => {
  const level = (limit: number) => levelOf(limit, 150, 20);
  assert.deepEqual([29, 20, 10, 2].map(level), [966, 666, 333, 200]);
  assert.equal(levelOf(0, undefined, 20), 1000);
  assert.equal(levelOf(0, 0, 20), 1000);
  assert.equal(levelOf(undefined, 150, 20), 1000);
});

Deno.test("every map begins and ends where it has to, and its torque never rises", () => {
  for (const base of Object.values(BASES)) {
    for (
      const [t, low, high] of [[100, 100, 100], [70, 60, 90], [130, 139, 130]]
    ) {
      const torque = Math.floor(base.torque * (t ?? 0) / 100);
      const values = {
        torque,
        low: Math.floor(base.powerLow * (low ?? 0) / 100),
        high: Math.floor(base.powerHigh * (high ?? 0) / 100),
        rpm: base.rpm + 500,
      };
      const map = new Map(mapWrites(base, values));
      const at = (sub: number) =>
        map.get(`4611.${sub.toString(16).padStart(2, "0")}`) ?? NaN;
      assert.equal(at(2), 0);
      assert.equal(at(4), kneeOf(values));
      assert.equal(at(0x12), values.rpm);
      for (let sub = 4; sub <= 0x12; sub += 2) {
        assert.ok(at(sub) > at(sub - 2), `rpm ${sub} of ${base.name}`);
      }
      for (let sub = 5; sub <= 0x11; sub += 2) {
        assert.ok(at(sub) <= at(sub - 2), `torque ${sub} of ${base.name}`);
      }
      assert.deepEqual([...map].at(-1), ["4641.01", 1]);
    }
  }
  for (const base of [BASES.SC80GB80, BASES.SC45GB45]) {
    // What is read back of a delivered map is close to what it was made of
    const read = powerOf(base.mapTorque[1] ?? 0, base.mapRpm[1] ?? 0);
    assert.ok(Math.abs(read - base.powerLow) < 200, `${base.name} ${read}`);
  }
});

Deno.test("a car that is slower than the knee has a map in which no point lies before another", async () => {
  using rig = await after("SPEED 20 25");
  const points = rig.writes.filter((write) => write.startsWith("4611."))
    .map((write) => Number(write.split("=")[1]));
  const rpm = points.filter((_, at) => at % 2 === 1);
  assert.deepEqual(rpm, rpm.toSorted((a, b) => a - b));
  const torque = points.filter((_, at) => at % 2 === 0);
  assert.ok(torque.every((value) => value > 0 && value <= 880), `${torque}`);
  assert.equal(rig.node.objects.number(0x2920, 5), 1812);
});

Deno.test("POWER looks at the current first, then at its parameters in their order", async () => {
  using rig = await carOn({ firmware: "3.9" });
  for (
    const [words, wrong] of [
      ["131 9", 1],
      ["131 255", 1],
      ["100 140 131", 2],
      ["-1 25 255 9", 4],
      ["255 9 9 124", 4],
      ["9 255 255 100", 1],
      ["abc 9", 1],
      ["255 100 100 100", 1],
    ] as const
  ) {
    assert.match(
      await rig.cfg(`POWER ${words}`),
      new RegExp(`^CFG POWER: ERROR 003${wrong}INVALID PARAM ${wrong}`),
      words,
    );
  }
  assert.deepEqual(rig.writes, []);
  assert.match(await rig.cfg("POWER 254 254 254 100"), /: OK/);
});

Deno.test("another gearbox that the owner tells of counts at once, for a lock as well", async () => {
  using rig = await carOn({ firmware: "3.9" });
  rig.runtime.settings.put("cfg.gearbox", "45", "test");
  assert.match(await rig.sms("LOCK 46"), /^ERROR 0031/);
  assert.match(await rig.sms("LOCK 45"), /^LOCKED/);
  assert.deepEqual(rig.writes, ["2920.05=5814", "2920.06=1307"]);
  rig.runtime.settings.put("cfg.gearbox", "own", "test");
  rig.writes.length = 0;
  assert.match(await rig.sms("UNLOCK"), /^UNLOCKED/);
  assert.deepEqual(rig.writes, ["2920.05=7250", "2920.06=900"]);
});

Deno.test("a profile that is loaded in part leaves the map, and what is known of it", async () => {
  const map = ({ writes }: Rig) =>
    writes.filter((write) => write.startsWith("4611"));
  const speedAfter = async (between: (rig: Rig) => Promise<void>) => {
    using rig = await carOn({ firmware: "3.9" });
    // Powers that do not come out the same when they are read from the map
    assert.match(await rig.cfg("POWER 93 87 101"), /: OK/);
    await between(rig);
    rig.writes.length = 0;
    assert.match(await rig.cfg("SPEED 85"), /: OK/);
    return map(rig);
  };
  const drive = (rig: Rig, speed: string) =>
    rig.hal.bus.inject(0x599, fromHex(`00000D80FF3C${speed}`));
  assert.deepEqual(
    await speedAfter(async (rig) => {
      drive(rig, "1388");
      assert.match(await rig.cfg("LOAD 0"), /PARTIAL/);
      drive(rig, "0000");
    }),
    await speedAfter(async () => {}),
  );
});

Deno.test("behind the slower controller the faster gearbox keeps the map of the motor", async () => {
  using rig = await carOn({ firmware: "3.9" });
  rig.node.objects.set(0x1018, 2, 0x0712301b);
  for (const { sub, value } of DELIVERED_45) {
    rig.node.objects.set(0x4611, sub, value);
  }
  rig.runtime.settings.put("cfg.gearbox", "80", "test");
  assert.match(await rig.cfg("LOAD 0"), /#0 OK/);
  assert.equal(rig.node.objects.number(0x2920, 5), 7250);
  const map = DELIVERED_45.map(({ sub }) =>
    rig.node.objects.number(0x4611, sub)
  );
  assert.deepEqual(map, DELIVERED_45.map(({ value }) => value));
  // A map that is read from the controller is taken for that of the powers as delivered
  rig.kill();
  await rig.seconds(2);
  assert.match(await rig.cfg("SPEED 70"), /OK/);
  assert.equal(rig.node.objects.number(0x4611, 4), 2071);
});
