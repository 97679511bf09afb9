/** A command that needs a standing car is carried out while the car is known to stand, asked before each write. */
import assert from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import { Car, Words } from "../../../plugins/cfg/car.ts";
import {
  LIVE_OBJECTS,
  SEVCON_OBJECTS,
} from "../../../plugins/twizy/sim/sevcon.ts";
import { beforeWrite, carOn, type Rig, sent } from "./rig.ts";

/** A frame of the car that tells its speed as not available. */
const SPEED_UNKNOWN = "00000D80FF3CFFFF";
/** A frame of the car in GO. */
const IN_GO = "800C655E44720090";

Deno.test("what is unknown or stale is not standing: no frame is sent", async () => {
  const cases: readonly (readonly [
    what: string,
    reason: RegExp,
    spoil: (rig: Rig) => Promise<void> | void,
  ])[] = [
    [
      "not available",
      /Speed is not known/,
      (rig) => rig.hal.bus.inject(0x599, fromHex(SPEED_UNKNOWN)),
    ],
    [
      "in GO",
      /Car is in GO/,
      (rig) => rig.hal.bus.inject(0x59b, fromHex(IN_GO)),
    ],
    ["driving", /Car is moving/, (rig) => rig.seconds(1, true, 30)],
    [
      "charging",
      /Car is charging/,
      (rig) => rig.hal.bus.inject(0x597, fromHex("20B521412900013C")),
    ],
    ["restarted", /No news from the car|Car is off/, (rig) => rig.kill()],
    ["silent", /No news from the car/, async ({ hal: { clock } }) => {
      for (let i = 0; i < 3; i++) {
        clock.second();
        await clock.drain();
      }
    }],
    ["an old speed", /Speed is not known/, async ({ hal }) => {
      for (let i = 0; i < 150; i++) {
        hal.bus.inject(0x597, fromHex("009521412900013C"));
        hal.clock.second();
        await hal.clock.drain();
      }
    }],
  ];
  for (const [what, reason, spoil] of cases) {
    for (const command of ["PRE", "SPEED 90", "RESET", "WRITE 2920 5 8000"]) {
      using rig = await carOn();
      await spoil(rig);
      const before = sent(rig);
      const answer = await rig.cfg(command);
      assert.match(answer, /^CFG [A-Z]+: ERROR: /, `${what}, ${command}`);
      assert.match(answer, reason, `${what}, ${command}`);
      assert.equal(sent(rig), before, `${what}, ${command}`);
      assert.deepEqual(rig.writes, [], `${what}, ${command}`);
    }
  }
});

Deno.test("a speed older than a second is not known while the car goes on telling its key, also where the controller cannot tell", async () => {
  const KEY = 0x10, words = new Words();
  words.tellSpeed(0, 0);
  for (let at = 0; at <= 1000; at += 100) words.tellStatus(KEY, at);
  const at = (now: number) =>
    new Car(words, () => now, () => true, () => Promise.resolve("no object"))
      .look("standing");
  assert.equal(await at(1000), undefined);
  assert.equal((await at(1001))?.why, "Speed is not known");
});

Deno.test("a car that sets off in the middle gets no further values, and the owner is told how far it came", async () => {
  using rig = await carOn();
  const before = rig.settings();
  beforeWrite(rig, 3, () => rig.frames(true, 30));
  const answer = await rig.cfg("TSMAP D 90 80 70 60");
  assert.equal(
    answer,
    "CFG TSMAP: ERROR: Car is moving\nWritten: 3813.24 3813.26 3813.28\nNot written: 3813.2a\nCFG UNDO takes it back",
  );
  assert.equal(rig.writes.length, 3);
  assert.equal(rig.node.state, 5);
  assert.match(await rig.cfg("UNDO"), /ERROR: Car is moving/);
  await rig.seconds(1);
  assert.match(await rig.cfg("UNDO"), /OK, took back TSMAP/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("while driving WRITE takes what limits neither speed, torque nor direction", async () => {
  using rig = await carOn();
  await rig.seconds(1, true, 30);
  assert.match(await rig.cfg("WRITE 290a 1 9"), /=> NEW: 9$/);
  for (const object of ["2920 5", "2920 1", "607e 0", "6076 0", "6040 0"]) {
    assert.match(await rig.cfg(`WRITE ${object} 1`), /ERROR: Car is moving/);
  }
});

Deno.test("a word of the car counts for a second, for two where all of it paused", async () => {
  const KEY = "009521412900013C", STANDS = "00000D80FF3C0000";
  const cases: readonly (readonly [
    ms: number,
    reason: RegExp | undefined,
    goesOn?: readonly [id: number, hex: string],
  ])[] = [
    [1000, undefined, [0x597, KEY]],
    [1100, /Speed is not known/, [0x597, KEY]],
    [2100, /No news from the car/, [0x599, STANDS]],
    [2000, undefined],
    [2100, /No news from the car/],
    [3000, /No news from the car/],
  ];
  for (const [ms, reason, goesOn] of cases) {
    using rig = await carOn();
    rig.frames();
    for (let t = 0; t < ms; t += 100) {
      rig.hal.clock.advance(100);
      if (goesOn) rig.hal.bus.inject(goesOn[0], fromHex(goesOn[1]));
    }
    const answer = await rig.cfg("SPEED 90");
    if (reason) assert.match(answer, reason, `${ms}`);
    else assert.match(answer, /: OK/, `${ms}`);
    assert.equal(rig.writes.length > 0, reason === undefined);
  }
});

Deno.test("where the car is silent as a whole its controller is asked whether the motor turns, before each write", async () => {
  const objects = [...SEVCON_OBJECTS, ...LIVE_OBJECTS];
  const silence = async (rig: Rig, ms: number) => {
    for (let i = 0; i < ms; i += 500) {
      rig.hal.clock.advance(500);
      await rig.hal.clock.drain(1_000_000);
    }
  };
  const turn = (rig: Rig, rpm: number) => rig.node.objects.set(0x606c, 0, rpm);
  const resetByKeys = async (rig: Rig) => {
    await silence(rig, 5000);
    rig.press(3);
    rig.hal.clock.second();
    await rig.hal.clock.drain(1_000_000);
    await rig.seconds(2);
    return rig.told;
  };
  const resetBySms = async (rig: Rig) => {
    await silence(rig, 500);
    return await rig.cfg("RESET");
  };
  for (const reset of [resetByKeys, resetBySms]) {
    using stands = await carOn({ objects });
    assert.match(await reset(stands), /CFG RESET: OK/);
    for (const rpm of [400, -1]) {
      using rolls = await carOn({ objects });
      turn(rolls, rpm);
      assert.match(await reset(rolls), /RESET: ERROR: Car is moving/);
      assert.deepEqual(rolls.writes, []);
    }
    using mute = await carOn({ objects });
    mute.onRequest = (data) => data[1] !== 0x6c || data[2] !== 0x60;
    assert.match(await reset(mute), /RESET: ERROR: Speed is not known/);
    assert.deepEqual(mute.writes, []);
    // It sets off in the middle, and only the motor tells: what was asked counts for a second
    using later = await carOn({ objects });
    beforeWrite(later, 3, () => {
      turn(later, 400);
      later.hal.clock.advance(1001);
    });
    assert.match(await reset(later), /RESET: .*(Car is moving|No news)/);
    assert.equal(later.writes.length, 3);
  }
  // A car that tells its speed is not asked for it
  using talks = await carOn({ objects });
  talks.onRequest = (data) => data[1] !== 0x6c || data[2] !== 0x60;
  assert.match(await talks.cfg("RESET"), /CFG RESET: OK/);
});
