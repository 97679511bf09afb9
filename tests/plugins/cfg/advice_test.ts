import assert from "node:assert/strict";
import { carOn } from "./rig.ts";

Deno.test("what the controller itself calls an error is told in words", async () => {
  for (
    const [number, words] of [
      [13, "The controller refused it: EEPROM write failed"],
      [33, "The controller refused it: PDO not copied"],
      [22, "The controller refused it"],
      [0, "The controller refused it"],
    ] as const
  ) {
    using rig = await carOn();
    rig.node.objects.set(0x5310, 0, number);
    rig.node.faults.add({
      do: "abort",
      code: 0x08000000,
      index: 0x2920,
      times: 1,
    });
    const [, advice] = (await rig.cfg("READ 2920 5")).split("\n");
    assert.equal(advice, words);
  }
});
