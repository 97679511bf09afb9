/**
 * A program that was held up, by a slow disk or because it was suspended, finds frames that waited for it:
 * what they say may be as old as that, and nothing is written on their word.
 */
import assert from "node:assert/strict";
import { beforeWrite, carOn, type Firmware, sent } from "./rig.ts";

const RELEASES: readonly Firmware[] = ["3.0", "3.9"];
const NOT_KNOWN = /Speed is not known|No news from the car|SEVCON OFFLINE/;

for (const firmware of RELEASES) {
  Deno.test(`${firmware}: before the program's next second and right after it, what waited is old; then the car is heard anew`, async () => {
    for (const when of ["before", "after"]) {
      using rig = await carOn({ firmware });
      const { clock } = rig.hal, before = sent(rig);
      clock.halt(30_000);
      if (when === "after") clock.advance(1);
      rig.frames(true, 0);
      assert.match(await rig.cfg("SPEED 90"), NOT_KNOWN, when);
      assert.equal(sent(rig), before, when);
      await rig.seconds(2);
      assert.match(await rig.cfg("SPEED 90"), /OK/, when);
    }
  });

  Deno.test(`${firmware}: a command within which the program is held up writes nothing more`, async () => {
    using rig = await carOn({ firmware });
    const { clock } = rig.hal;
    beforeWrite(rig, 3, () => {
      rig.onReply = () => {
        rig.onReply = undefined;
        clock.halt(30_000);
        rig.frames(true, 0);
        return true;
      };
    });
    const answer = await rig.cfg("TSMAP D 90 80 70 60");
    assert.match(answer, NOT_KNOWN);
    await rig.seconds(30);
    // The last release leaves the way back to who reads the answer
    if (firmware === "3.9") {
      assert.match(answer, /STILL PRE-OP/);
      await rig.cfg("OP");
    }
    // The third was on its way
    assert.equal(rig.writes.length, 3);
    assert.equal(rig.node.state, 5);
  });
}
