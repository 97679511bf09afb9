/** Presses of the driver: what they count on where the car is silent, or tells no speed. */
import assert from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import {
  LIVE_OBJECTS,
  SEVCON_OBJECTS,
} from "../../../plugins/twizy/sim/sevcon.ts";
import { carOn, type Rig } from "./rig.ts";

Deno.test("presses of the driver count on what a silent car said last, and never on half of it", async () => {
  const pressed = async (rig: Rig, later: () => void): Promise<string> => {
    for (let i = 0; i < 5; i++) {
      later();
      rig.hal.clock.second();
      await rig.hal.clock.drain(1_000_000);
    }
    rig.press(3);
    rig.hal.clock.second();
    await rig.hal.clock.drain(1_000_000);
    await rig.seconds(2);
    return rig.told;
  };
  const frame = (rig: Rig, id: number, hex: string) => () =>
    rig.hal.bus.inject(id, fromHex(hex));
  using silent = await carOn();
  assert.match(await pressed(silent, () => {}), /CFG RESET: OK/);
  using half = await carOn();
  const key = frame(half, 0x597, "009521412900013C");
  assert.match(await pressed(half, key), /RESET: ERROR: Speed is not known/);
  assert.deepEqual(half.writes, []);
  using gear = await carOn();
  const neutral = frame(gear, 0x59b, "2000640040380090");
  assert.match(await pressed(gear, neutral), /RESET: ERROR: /);
  assert.deepEqual(gear.writes, []);
});

Deno.test("presses count while the car tells N and its key but no speed, where its motor stands", async () => {
  const speechless = async (rig: Rig, drive: string) => {
    for (let n = 0; n < 4; n++) {
      rig.hal.bus.inject(0x597, fromHex("009521412900013C"));
      rig.hal.bus.inject(0x59b, fromHex(drive));
      rig.hal.clock.second();
      await rig.hal.clock.drain(1_000_000);
      if (n === 2) rig.press(3);
    }
    await rig.seconds(2);
    return rig.told;
  };
  const NEUTRAL = "2000640040380090", IN_GEAR = "8000640040380090";
  const objects = [...SEVCON_OBJECTS, ...LIVE_OBJECTS];
  using stands = await carOn({ objects });
  assert.match(await speechless(stands, NEUTRAL), /CFG RESET: OK/);
  using rolls = await carOn({ objects });
  rolls.node.objects.set(0x606c, 0, 300);
  assert.match(await speechless(rolls, NEUTRAL), /Car is moving/);
  using driven = await carOn({ objects });
  assert.match(await speechless(driven, IN_GEAR), /Speed is not known/);
  using asked = await carOn({ objects });
  await speechless(asked, NEUTRAL);
  asked.hal.bus.inject(0x597, fromHex("009521412900013C"));
  asked.hal.clock.advance(2500);
  asked.hal.bus.inject(0x597, fromHex("009521412900013C"));
  asked.hal.bus.inject(0x59b, fromHex(NEUTRAL));
  assert.match(await asked.cfg("RESET"), /Speed is not known/);
  for (const { writes } of [rolls, driven]) assert.deepEqual(writes, []);
});

Deno.test("a driver at the buttons has a minute where the motor says that it stands, and ten seconds where it cannot", async () => {
  const afterSeconds = async (rig: Rig, seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      rig.hal.bus.inject(0x597, fromHex("009521412900013C"));
      rig.hal.bus.inject(0x59b, fromHex("2000640040380090"));
      if (n === seconds - 1) rig.press(3);
      rig.hal.clock.second();
      await rig.hal.clock.drain(1_000_000);
    }
    await rig.seconds(1);
    return rig.told;
  };
  const objects = [...SEVCON_OBJECTS, ...LIVE_OBJECTS];
  using stands = await carOn({ objects });
  assert.match(await afterSeconds(stands, 30), /CFG RESET: OK/);
  using longAgo = await carOn({ objects });
  assert.match(await afterSeconds(longAgo, 70), /Speed is not known/);
  using cannotTell = await carOn({ objects: SEVCON_OBJECTS });
  assert.match(await afterSeconds(cannotTell, 30), /Speed is not known/);
  for (const { writes } of [longAgo, cannotTell]) assert.deepEqual(writes, []);
});
