import assert from "node:assert/strict";
import { carOn, Rig } from "./rig.ts";

const RESET = "CFG RESET: OK fwd=7250 pow=1000 ntr=182";

Deno.test("three presses, at any time, bring CFG RESET and an SMS", async () => {
  using rig = await carOn();
  await rig.cfg("POWER 50");
  for (let i = 0; i < 3; i++) {
    assert.equal(rig.node.dump()["2920.01"], 500);
    rig.press(1);
    await rig.seconds(2);
  }
  assert.equal(rig.node.dump()["2920.01"], 1000);
  assert.equal(rig.told.split("\n").at(-1), RESET);
  const entry = rig.store.journalled(1)[0];
  assert.equal(entry?.who, "keys driver");
  await rig.seconds(3);
  assert.equal(rig.told.split(RESET).length, 2, "once");
});

Deno.test("presses that failed to reset can be repeated without switching off", async () => {
  using rig = await carOn();
  rig.node.offline = true;
  rig.press(3);
  await rig.seconds(1);
  assert.match(rig.told, /LOGIN FAILED ERROR 0013/);
  rig.node.offline = false;
  rig.press(3);
  await rig.seconds(1);
  assert.match(rig.told, /CFG RESET: OK/);
});

Deno.test("presses are forgotten when the key is turned", async () => {
  using rig = await carOn();
  rig.press(2);
  await rig.seconds(2, false);
  await rig.seconds(2);
  rig.press(1);
  await rig.seconds(2);
  assert.equal(rig.told, "");
});

Deno.test("the result waits for the network", async () => {
  using rig = await carOn();
  const { gsm } = rig.hal;
  gsm.state = { ...gsm.state, registered: false };
  rig.press(3);
  await rig.seconds(2);
  assert.equal(rig.told, "");
  gsm.state = { ...gsm.state, registered: true };
  await rig.seconds(2);
  assert.equal(rig.told, RESET);
});

Deno.test("at switch-on a controller left pre-operational is brought back", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  await rig.seconds(2, false);
  rig.node.objects.set(0x5000, 1, 0);
  rig.node.offline = true;
  await rig.seconds(2);
  assert.equal(rig.node.state, 127);
  rig.node.offline = false;
  await rig.seconds(1);
  assert.equal(rig.node.state, 5);
});

Deno.test("a PRE session is left alone while somebody is logged in", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  await rig.seconds(2, false);
  await rig.seconds(2);
  rig.press(1);
  await rig.seconds(2);
  assert.equal(rig.node.state, 127);
});

Deno.test("a controller that cannot be brought back is told once", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  await rig.seconds(2, false);
  rig.node.objects.set(0x5000, 1, 0);
  rig.node.stuck = true;
  await rig.seconds(5);
  assert.equal(rig.told.split("send CFG OP").length, 2);
});

Deno.test("while writing is not allowed nothing puts a frame on the bus", async () => {
  using rig = new Rig({ writable: false });
  const commands =
    "SPEED 90,TORQUE 90,TSMAP D,POWER 50,RECUP,RAMPS,SMOOTH,BRAKELIGHT,RESET,PRE,OP,READ 2920 5,WRITE 2920 5 1,HELLO,BACKUP,DIFF,RESTORE,UNDO,SAVE X,LOAD X,LIST,INFO,HELP";
  rig.node.objects.set(0x5110, 0, 127);
  for (const on of [true, false, true]) {
    await rig.seconds(3, on);
    rig.press(1);
    await rig.seconds(1, on);
    rig.press(3);
    await rig.seconds(2, on);
    for (const command of commands.split(",")) {
      await rig.cfg(command);
      await rig.runtime.msg(`7,CFG ${command}`);
    }
  }
  // Frames of other controllers, and noise
  for (let id = 0; id < 0x800; id += 7) {
    rig.hal.bus.inject(id, Uint8Array.of(id & 255, 16, 1, 255, 0, 127, id & 3));
  }
  await rig.seconds(20);
  assert.match(rig.told, /Error: CAN bus in read only mode/);
  assert.equal(rig.hal.bus.counters.sent, 0);
});
