/** A controller that answers each request, and takes its time. */
import assert from "node:assert/strict";
import { carOn, OWNER, type Rig } from "./rig.ts";

/** A reply comes with the third try; nothing on the bus is wrong then. */
const SLOW = { do: "delay", ms: 5000 } as const;

/** Sends a text, and lets the car and time go on until it is answered; the answer. */
async function answered(rig: Rig, text: string): Promise<string> {
  const { gsm, clock } = rig.hal, before = gsm.sent.length;
  void gsm.incoming(OWNER, text);
  while (gsm.sent.length === before) {
    rig.frames();
    await clock.run(500);
  }
  return gsm.sent.slice(before).map((sms) => sms.text).join("\n");
}

for (const firmware of ["3.0", "3.9"] as const) {
  Deno.test(`${firmware}: a controller that is slow gets no value after its command was answered`, async () => {
    using rig = await carOn({ firmware });
    await answered(rig, "CFG SPEED 70");
    const before = rig.settings();
    rig.writes.length = 0;
    rig.node.faults.add(SLOW);
    const answer = await answered(rig, "CFG RESET");
    assert.match(answer, /Controller answers too slowly/);
    const written = rig.writes.length;
    for (let second = 0; second < 600; second++) {
      rig.frames();
      await rig.hal.clock.run(1000);
    }
    assert.equal(rig.writes.length, written);
    assert.deepEqual(rig.log.filter((line) => /fault/.test(line)), []);
    rig.node.faults.clear();
    assert.equal(rig.node.state, 5);
    if (written > 0) {
      assert.match(answer, /Written: .*\nNot written: /);
      assert.match(await answered(rig, "CFG UNDO"), /OK, took back/);
    }
    assert.deepEqual(rig.settings(), before);
  });
}
