/** A car that sets off between the look at it and a frame to the controller. */
import assert from "node:assert/strict";
import { carOn, type Firmware, type Rig } from "./rig.ts";

const VERSIONS: readonly Firmware[] = ["3.0", "3.9"];
const isWrite = (data: Uint8Array) => (data[0] ?? 0) >> 5 === 1;
/** An object without login and state. */
const isSetting = ([, , high]: Uint8Array) => high !== 0x50 && high !== 0x28;

/** A command after which the car's state may be looked at, as the controller that gets it is. */
async function command(rig: Rig, text: string): Promise<string> {
  const answer = await rig.cfg(text);
  rig.onRequest = undefined;
  await rig.seconds(30);
  assert.equal(rig.node.state, 5);
  return answer;
}

for (const firmware of VERSIONS) {
  Deno.test(`${firmware}: a write without a reply is not repeated in a car that set off meanwhile`, async () => {
    using rig = await carOn({ firmware });
    rig.onRequest = (data) => {
      if (!isWrite(data) || !isSetting(data)) return true;
      rig.frames(true, 30);
      return false;
    };
    const answer = await command(rig, "SPEED 90");
    assert.equal(rig.writes.length, 1);
    assert.match(answer, /ERROR 0009|ERROR: Car is moving/);
  });

  Deno.test(`${firmware}: a car that sets off right before a write gets none, and the answer says so`, async () => {
    using rig = await carOn({ firmware });
    let looks = 0;
    rig.onRequest = (data) => {
      // The controller's type is looked at right before the write, which follows 10 ms later
      const isLook = data[0] === 0x40 && data[1] === 0x18 && data[2] === 0x10;
      if (isLook && rig.node.state === 127 && ++looks === 1) {
        rig.hal.clock.after(7, () => rig.frames(true, 30));
      }
      return true;
    };
    const answer = await command(rig, "SPEED 90");
    assert.deepEqual(rig.writes, []);
    assert.match(answer, /ERROR: Car is moving/);
    assert.ok(looks > 0);
    assert.match(await rig.cfg("UNDO"), /Nothing|ERROR/);
  });

  Deno.test(`${firmware}: pre-operational state is not asked for in a car that sets off right before`, async () => {
    using rig = await carOn({ firmware });
    const asked: string[] = [];
    rig.onRequest = (data) => {
      if (isWrite(data) && data[2] === 0x28) asked.push(data.toHex());
      // The last question before is that for the state
      if (data[0] === 0x40 && data[2] === 0x51) {
        rig.hal.clock.after(7, () => rig.frames(true, 30));
      }
      return true;
    };
    await command(rig, "SPEED 90");
    assert.deepEqual(asked, []);
    assert.deepEqual(rig.writes, []);
  });
}
