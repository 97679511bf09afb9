/** A command that is cut by a change of the type, a restart or another controller ends safely, and can be undone. */
import assert from "node:assert/strict";
import { beforeWrite, carOn } from "./rig.ts";

Deno.test("another vehicle type in the middle: it ends safely, can be undone there, and is offered when the type is back", async () => {
  using rig = await carOn();
  const before = rig.settings();
  const { params } = rig.runtime;
  beforeWrite(rig, 3, () => params.set(new Map([[14, ""]]), "test"));
  assert.match(
    await rig.cfg("TSMAP DNB 50"),
    /ERROR: The program starts again/,
  );
  assert.equal(rig.node.state, 5);
  assert.equal(rig.writes.length, 3);
  assert.equal(rig.runtime.vehicle, undefined);
  rig.onRequest = undefined;
  await rig.seconds(2);
  assert.match(await rig.cfg("SPEED 90"), /Not for this vehicle type/);
  params.set(new Map([[14, "RT"]]), "test");
  await rig.seconds(2);
  assert.match(rig.told, /CFG TSMAP DNB 50 was stopped\nWritten: /);
  params.set(new Map([[14, ""]]), "test");
  await rig.seconds(2);
  assert.match(await rig.cfg("UNDO"), /OK, took back TSMAP DNB 50/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("RESET, and the end of the program, in the middle: both end it safely first", async () => {
  for (const end of ["restart", "settle"] as const) {
    using rig = await carOn();
    let ended: Promise<void> | void = undefined;
    beforeWrite(rig, 3, () => ended = rig.runtime[end]());
    assert.match(
      await rig.cfg("TSMAP DNB 50"),
      /ERROR: The program (starts again|ends)\nWritten: /,
    );
    await ended;
    assert.equal(rig.node.state, 5);
    assert.equal(rig.writes.length, 3);
  }
});

Deno.test("another controller in the middle of a command gets no value that was meant for the first", async () => {
  for (const command of ["TSMAP D 90 80 70 60", "UNDO", "WRITE 2920 7 999"]) {
    using rig = await carOn();
    if (command === "UNDO") await rig.cfg("TSMAP D 90 80 70 60");
    rig.writes.length = 0;
    let types = 0;
    const before = command.startsWith("WRITE") ? 1 : 2;
    rig.onRequest = (data) => {
      const asksType = data[1] === 0x18 && data[2] === 0x10;
      if (asksType && ++types > before) {
        rig.node.objects.set(0x1018, 2, 0x0712301b);
      }
      return true;
    };
    assert.match(
      await rig.cfg(command),
      /ERROR: This is another controller/,
      command,
    );
    assert.ok(rig.writes.length <= 1, `${command}: ${rig.writes.join(" ")}`);
    assert.equal(rig.node.state, 5);
  }
});
