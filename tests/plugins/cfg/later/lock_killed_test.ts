/** A lock that the program did not live to set, or to lift: nobody knows how fast the car is, so it is told. */
import assert from "node:assert/strict";
import { carOn, OWNER, type Rig } from "../rig.ts";

/** Gives a command, and kills the program before its n-th request gets to the controller. */
async function killedAt(rig: Rig, n: number, command: string): Promise<void> {
  const { clock, gsm } = rig.hal;
  let requests = 0;
  rig.onRequest = () => {
    if (++requests < n) return true;
    rig.kill();
    return false;
  };
  void gsm.incoming(OWNER, command);
  await clock.run(200);
  assert.equal(requests, n);
  rig.onRequest = undefined;
  await rig.seconds(2);
}

const forward = ({ node }: Rig) => node.objects.number(0x2920, 5);
/** Old value and type, then both again for the other limit. */
const SECOND_LIMIT = 5;

Deno.test("a program that is killed while it locks the car tells so once", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await killedAt(rig, SECOND_LIMIT, "LOCK 20");
  assert.equal(forward(rig), 1812);
  assert.equal(
    rig.told,
    "LOCK 20 was interrupted: it may be that the car is limited already. Send it again, or UNLOCK",
  );
  rig.kill();
  await rig.seconds(2);
  assert.equal(rig.told, "");
  assert.equal(await rig.sms("UNLOCK"), "UNLOCKED, VALET OFF");
  assert.equal(forward(rig), 7250);
  rig.kill();
  await rig.seconds(2);
  assert.equal(rig.told, "");
});

Deno.test("a program that is killed while it unlocks the car tells so once", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.match(await rig.sms("LOCK 20"), /^LOCKED/);
  await killedAt(rig, 1, "UNLOCK");
  assert.equal(forward(rig), 1812);
  assert.equal(
    rig.told,
    "UNLOCK was interrupted: it may be that the car is still limited. Send it again",
  );
});
