/** The car is switched off in the middle of a command: nobody insists on an answer of what has no power. */
import assert from "node:assert/strict";
import { carOn, type Firmware, OWNER, sent } from "./rig.ts";

/** Frames of one command that fails, and of one try of the way back. */
const FEW = 30;
const COMMANDS: readonly (readonly [Firmware, string])[] = [
  ["3.0", "POWER 50"],
  ["3.0", "SPEED 100"],
  ["3.0", "BACKUP"],
  ["3.9", "DRIVE 50"],
  ["3.9", "SPEED 100"],
];

/** Switches off at the n-th request, which is still answered or not; the answer, undefined without one. */
async function switchedOff(
  [firmware, command]: typeof COMMANDS[number],
  n: number,
  answers: boolean,
) {
  using rig = await carOn({ firmware });
  let requests = 0, before = 0;
  rig.onRequest = () => {
    if (++requests === n) {
      before = sent(rig);
      rig.frames(false);
      rig.node.offline = !answers;
    }
    return true;
  };
  void rig.hal.gsm.incoming(OWNER, `CFG ${command}`);
  for (let second = 0; second < 45 && rig.told === ""; second++) {
    rig.frames(requests < n);
    await rig.hal.clock.run(1000);
  }
  return {
    fell: requests >= n,
    told: rig.told,
    frames: sent(rig) - before,
    state: rig.node.state,
  };
}

Deno.test("a car that is switched off is not asked again and again, and the answer comes", async () => {
  for (const command of COMMANDS) {
    for (let n = 1; n < 40; n += 3) {
      const { fell, told, frames } = await switchedOff(command, n, false);
      if (!fell) break;
      const what = `${command.join(" ")}, ${n}: ${told}`;
      assert.match(told, /^CFG /, what);
      assert.ok(frames <= FEW, `${what}: ${frames} frames`);
    }
  }
});

Deno.test("of a controller that was never pre-operational nobody says that it still is", async () => {
  const command = ["3.9", "DRIVE 50"] as const;
  for (let n = 1;; n++) {
    const { fell, told, state } = await switchedOff(command, n, true);
    if (!fell) break;
    assert.equal(state, 5);
    assert.doesNotMatch(told, /STILL PRE-OP/, `${n}`);
  }
});
