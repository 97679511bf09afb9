/** A lock of which the controller took half, or may have: the car is never faster than is said. */
import assert from "node:assert/strict";
import { carOn, type Rig } from "../rig.ts";

/** Of 2920, the limits forwards and backwards. */
const FORWARD = 5, BACKWARD = 6;

const faults = ({ node }: Rig, sub: number) =>
  node.faults.add({
    do: "abort",
    access: "w",
    index: 0x2920,
    sub,
    code: 0x06090030,
  });

/** Loses all answers to writes of a limit, which the controller carries out. */
function losesAnswers(rig: Rig, sub: number): void {
  let isLimit = false;
  rig.onRequest = ([command = 0, low, high, at]) => {
    isLimit = command >> 5 === 1 && low === 0x20 && high === 0x29 && at === sub;
    return true;
  };
  rig.onReply = () => !isLimit;
}

function losesNothing(rig: Rig): void {
  rig.onRequest = rig.onReply = undefined;
  rig.node.faults.clear();
}

const limits = ({ node: { objects } }: Rig) =>
  [FORWARD, BACKWARD].map((sub) => objects.number(0x2920, sub));

const STILL =
  /UNLOCKED, VALET OFF\nIt may be that the car is still limited\. Send UNLOCK again$/;

Deno.test("of an UNLOCK that lifts only one limit is told that the other may be there", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 6");
  faults(rig, BACKWARD);
  assert.match(await rig.sms("UNLOCK"), STILL);
  assert.deepEqual(limits(rig), [7250, 543]);
  losesNothing(rig);
  assert.equal(await rig.sms("UNLOCK"), "UNLOCKED, VALET OFF");
  assert.deepEqual(limits(rig), [7250, 900]);
});

Deno.test("a car whose UNLOCK was not answered is not said to be locked", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 6");
  losesAnswers(rig, FORWARD);
  assert.match(await rig.sms("UNLOCK"), STILL);
  assert.equal(limits(rig)[0], 7250);
});

Deno.test("a lock that may be a looser one already is said to be that", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 6");
  faults(rig, BACKWARD);
  assert.match(await rig.sms("LOCK 20"), /Status: LOCKED to max kph=20/);
  losesNothing(rig);
  await rig.sms("LOCK 6");
  losesAnswers(rig, FORWARD);
  assert.match(await rig.sms("LOCK 20"), /Status: LOCKED to max kph=20/);
  losesNothing(rig);
  assert.match(await rig.sms("LOCK 6"), /^LOCKED to max kph=6/);
});

Deno.test("a lock of which the controller takes nothing stays as it was", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 6");
  faults(rig, FORWARD);
  assert.match(
    await rig.sms("LOCK 20"),
    /Status: LOCKED to max kph=6, VALET OFF$/,
  );
  assert.deepEqual(limits(rig), [543, 543]);
});
