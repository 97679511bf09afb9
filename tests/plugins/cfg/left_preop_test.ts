/** A controller that was left pre-operational is brought back before nobody may speak to it, or its owner told. */
import assert from "node:assert/strict";
import { carOn, Rig, sent } from "./rig.ts";

Deno.test("a controller that PRE left pre-operational is operational before nobody may speak to it any more", async () => {
  const ends: Readonly<Record<string, (rig: Rig) => Promise<void> | void>> = {
    "gate": ({ runtime }) => runtime.features.set(15, "0", "test"),
    "RESET": ({ runtime }) => runtime.restart(),
    "MODULE": ({ runtime }) => runtime.params.set(new Map([[14, ""]]), "test"),
    "end of the program": ({ runtime }) => runtime.settle(),
  };
  for (const command of ["PRE", "WRITE 2800 0 1"]) {
    for (const [what, end] of Object.entries(ends)) {
      using rig = await carOn();
      await rig.cfg(command);
      assert.equal(rig.node.state, 127, command);
      const ended = end(rig);
      await rig.hal.clock.drain(1_000_000);
      await ended;
      assert.equal(rig.node.state, 5, `${command}, ${what}`);
      assert.equal(rig.hal.can.writable, what !== "gate", what);
      assert.doesNotMatch(rig.told, /pre-operational/, what);
    }
  }
});

Deno.test("a car that sets off while PRE is carried out does not stay pre-operational", async () => {
  for (const command of ["PRE", "WRITE 2800 0 1"]) {
    using rig = await carOn();
    rig.onRequest = (data) => {
      const asks = data[1] === 0x00 && data[2] === 0x28;
      if (asks && data[4] === 1) rig.frames(true, 30);
      return true;
    };
    assert.match(await rig.cfg(command), /ERROR: Car is moving/);
    assert.equal(rig.node.state, 5, command);
  }
});

Deno.test("also one that a program before this one left there", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  rig.kill();
  await rig.seconds(3);
  assert.equal(rig.node.state, 127, "its owner wants it there");
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain(1_000_000);
  assert.equal(rig.node.state, 5);
  assert.equal(rig.hal.can.writable, false);
});

Deno.test("a controller that does not come back while the gate closes: it closes, and the owner is told", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  rig.onRequest = (data) => (data[0] ?? 0) >> 5 !== 1;
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain(1_000_000);
  await rig.seconds(11);
  assert.equal(rig.hal.can.writable, false);
  const frames = sent(rig);
  await rig.seconds(5);
  assert.equal(sent(rig), frames);
  assert.match(rig.told, /still pre-operational/);
});

Deno.test("killed while the gate closes: the next program cannot speak, and tells how to go on", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  rig.onRequest = () => {
    queueMicrotask(() => rig.kill());
    return false;
  };
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain();
  rig.onRequest = undefined;
  assert.equal(rig.hal.can.writable, false);
  await rig.seconds(4);
  assert.equal(rig.node.state, 127);
  assert.match(
    rig.told,
    /may still be pre-operational .*Send FEATURE 15 1, then CFG OP/,
  );
  assert.equal(rig.told.split("may still be").length, 2, "once");
});

Deno.test("nobody speaks to a car that is off to bring its controller back", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  await rig.seconds(2, false);
  const frames = sent(rig);
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain(1_000_000);
  assert.equal(sent(rig), frames);
  assert.equal(rig.hal.can.writable, false);
});

Deno.test("what the program asks a controller by itself ends when the gate closes, though it does not answer", async () => {
  for (
    const [firmware, seconds] of [["3.0", 3], ["3.9", 3], ["3.9", 9]] as const
  ) {
    using rig = new Rig({ firmware });
    const pass = async (seconds: number) => {
      for (let n = 0; n < seconds; n++) {
        rig.frames();
        await rig.hal.clock.run(1000);
      }
    };
    rig.onRequest = () => false;
    await pass(seconds);
    const before = sent(rig);
    assert.ok(before > 0);
    rig.runtime.features.set(15, "0", "test");
    await pass(20);
    assert.equal(sent(rig), before, `${firmware}, ${seconds} s`);
  }
});

for (const firmware of ["3.0", "3.9"] as const) {
  Deno.test(`${firmware}: PRE that fails although the controller went pre-operational brings it back`, async () => {
    for (const command of ["PRE", "WRITE 2800 0 1"]) {
      using rig = await carOn({ firmware });
      // The controller does as it is asked to, and its replies are lost
      let lost = 0;
      rig.onRequest = ([, low, high, , value]) => {
        if (low === 0 && high === 0x28 && value === 1) lost++;
        return true;
      };
      rig.onReply = () => lost === 0 || lost-- < 0;
      assert.match(await rig.cfg(command), /ERROR 00[02]9/, command);
      assert.equal(rig.node.state, 5, command);
    }
  });
}
