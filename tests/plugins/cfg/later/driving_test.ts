/** What is written while the car drives: that which twizy-later.md lets through, and nothing else. */
import assert from "node:assert/strict";
import { fromHex } from "../../../../hal/can_frame.ts";
import { profileText } from "../../../../plugins/cfg/profile.ts";
import { carOn, type Rig } from "../rig.ts";

/**
 * Objects, and the section that has them written in a car that does not stand in N: DRIVE, RECUP, RAMPS,
 * RAMPL and SMOOTH (5, 9 step 2), levels and kickdown (10, 11), the speed limits of a profile in part and
 * of the lock (9 step 4, 13).
 */
const WHILE_DRIVING: readonly string[] = [
  "2920.01",
  "2920.03",
  "2920.04",
  "291c.02",
  "2920.07",
  "2920.0b",
  "2920.0d",
  "2920.0e",
  "2920.0f",
  "2920.10",
  "290a.01",
  "290a.03",
  "2920.05",
  "2920.06",
];

/** Drives in GO at 30 km/h; both are told each second. */
async function drive(rig: Rig, work: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 2; n++) {
    rig.hal.bus.inject(0x59b, fromHex("800C640040380090"));
    await rig.seconds(1, true, 30);
  }
  rig.writes.length = 0;
  await work();
}

const written = (rig: Rig) => [
  ...new Set(rig.writes.map((write) => write.split("=")[0] ?? "")),
];

const FAST = profileText({ speedMax: 90, torque: 110, drive: 80, "D1%": 90 });

Deno.test("a profile, a lock, their way back and three presses write what is allowed while driving", async () => {
  for (
    const words of [
      "CFG LOAD 1",
      "CFG RESET",
      `CFG SET ${FAST}`,
      "LOCK 20",
      "UNLOCK",
      "HOMELINK 0",
    ]
  ) {
    using rig = await carOn({ firmware: "3.9", profiles: { 1: FAST } });
    await drive(rig, () => rig.sms(words));
    const objects = written(rig);
    assert.ok(objects.length >= 2, words);
    assert.deepEqual(
      objects.filter((object) => !WHILE_DRIVING.includes(object)),
      [],
      words,
    );
  }
  using pressed = await carOn({ firmware: "3.9" });
  await drive(pressed, async () => {
    pressed.press(3);
    await pressed.seconds(2, true, 30);
  });
  assert.ok(written(pressed).every((object) => WHILE_DRIVING.includes(object)));
});

Deno.test("all else that limits speed, torque or direction needs a car that stands", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.match(await rig.cfg("SPEED 70"), /OK/);
  assert.match(await rig.cfg("POWER 90"), /OK/);
  for (
    const command of [
      "SPEED 60",
      "POWER 80",
      "TSMAP D 90",
      "PRE",
      "WRITE 2920 5 7000",
      "WRITEO 2920 6 800",
      "WRITE 2920 1 500",
      "WRITEO 6076 0 50000",
      "WRITE 4611 1 800",
      "UNDO",
      "RESTORE",
    ]
  ) {
    await drive(rig, async () => {
      assert.match(
        await rig.cfg(command),
        /NOT IN STOP|Car is moving|Car is in GO/,
        command,
      );
    });
    assert.deepEqual(rig.writes, [], command);
  }
  await drive(rig, () => rig.cfg("WRITE 2920 7 2000"));
  assert.deepEqual(rig.writes, ["2920.07=2000"]);
});
