/** The SMS HOMELINK does what code 24 of the apps does, and says what became of it. */
import assert from "node:assert/strict";
import { profileText } from "../../../../plugins/cfg/profile.ts";
import { carOn, type Rig } from "../rig.ts";

const SLOW = profileText({ speedMax: 45, drive: 60 });

const metric = ({ runtime: { host } }: Rig, name: string) =>
  host.metrics.look(name).value;
const speed = ({ node }: Rig) => node.objects.number(0x2920, 5);

Deno.test("HOMELINK loads a profile and tells the result; what is shown follows", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 2: SLOW } });
  assert.match(await rig.sms("HOMELINK 1"), /^#2 OK: SPEED 45 /);
  assert.equal(speed(rig), 4078);
  assert.deepEqual(
    ["xrt.cfg.user", "xrt.cfg.ws", "xrt.cfg.applied"].map((name) =>
      metric(rig, name)
    ),
    [2, 2, true],
  );
  assert.match(await rig.sms("HOMELINK 3"), /^Usage: HOMELINK <0-2>/);
});

Deno.test("HOMELINK that loads nothing says why", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 2: SLOW } });
  rig.runtime.features.set(15, "0", "test");
  assert.match(await rig.sms("HOMELINK 1"), /NO CANWRITE/);
  assert.equal(speed(rig), 7250);
});

Deno.test("the speed of a lock is shown while the car is locked", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 20");
  assert.equal(metric(rig, "xrt.v.e.locked.speed"), 20);
  await rig.sms("UNLOCK");
  assert.equal(metric(rig, "xrt.v.e.locked.speed"), 0);
});
