import assert from "node:assert/strict";
import { logResets, place } from "../../../../plugins/cfg/objects.ts";
import {
  type ObjectSpec,
  SEVCON_OBJECTS,
} from "../../../../plugins/twizy/sim/sevcon.ts";
import { carOn } from "../rig.ts";

/** What clears logs can only be written. */
const RESETS = logResets.map((object): ObjectSpec => {
  const [index, sub] = place(object);
  return {
    index,
    sub,
    type: "U8",
    access: "wo",
    preOp: false,
    max: 1,
    value: 0,
  };
});

Deno.test("CFG CLEAR clears all logs of the controller, and leaves nothing to take back", async () => {
  using rig = await carOn({
    firmware: "3.9",
    objects: [...SEVCON_OBJECTS, ...RESETS],
  });
  assert.equal(await rig.cfg("CLEAR"), "CFG CLEAR: OK");
  assert.deepEqual(rig.writes, [
    "4110.01=1",
    "4100.01=1",
    "4200.01=1",
    "4300.01=1",
  ]);
  assert.match(await rig.cfg("UNDO"), /Nothing to undo/);
  await rig.seconds(3, false);
  assert.match(await rig.cfg("CLEAR"), /004B SEVCON OFFLINE/);
});
