/** The SMS HOMELINK does what code 24 of the apps does, and says what became of it. */
import assert from "node:assert/strict";
import { profileText } from "../../../../plugins/cfg/profile.ts";
import { carOn, type Rig } from "../rig.ts";

const SLOW = profileText({ speedMax: 45, drive: 60 });

/** What the server gets for one of its commands. */
async function code(rig: Rig, text: string): Promise<string[]> {
  const lines: string[] = [];
  rig.runtime.attachServer({
    connected: true,
    confirms: false,
    send: (sent) => lines.push(...sent) > 0,
  });
  void rig.runtime.session.line(`MP-0 C${text}`);
  await rig.hal.clock.drain(1_000_000);
  return lines.filter((line) => /^MP-0 (PA|c)/.test(line));
}

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

Deno.test("a profile whose pre-operational state fails is written as far as it needs none", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 2: SLOW } });
  rig.node.faults.add({
    do: "abort",
    access: "w",
    index: 0x2800,
    sub: 0,
    code: 0x06090030,
    times: 1,
  });
  assert.match(
    await rig.sms("HOMELINK 1"),
    /^ERROR 0028 NOT IN STOP SDO ABORT/,
  );
  assert.deepEqual([rig.node.objects.number(0x2920, 1), speed(rig)], [
    600,
    7250,
  ]);
  assert.deepEqual(
    ["xrt.cfg.applied", "v.e.c.config"].map((name) => metric(rig, name)),
    [false, false],
  );
  assert.equal(await rig.cfg("UNDO"), "CFG UNDO: OK, took back LOAD 2");
});

Deno.test("the speed of a lock is shown while the car is locked", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 20");
  assert.equal(metric(rig, "xrt.v.e.locked.speed"), 20);
  await rig.sms("UNLOCK");
  assert.equal(metric(rig, "xrt.v.e.locked.speed"), 0);
});

Deno.test("a field of a code that is empty is not given", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: SLOW } });
  const [loaded = ""] = await code(rig, "24,");
  assert.match(loaded, /^MP-0 PA#0 OK: /);
  const [locked = ""] = await code(rig, "20,");
  assert.equal(locked, "MP-0 PALOCKED to max kph=6, VALET OFF");
});

Deno.test("what a code says in several lines is one line of the protocol", async () => {
  using rig = await carOn({ firmware: "3.9" });
  // The second write of a lock is not answered
  rig.onRequest = ([command = 0, , , sub]) =>
    (command & 0xe0) !== 0x20 || sub !== 6;
  const [text = "", result] = await code(rig, "20,20");
  assert.match(
    text,
    / - Status: UNLOCKED, VALET OFF\rIt may be that the car is limited /,
  );
  assert.doesNotMatch(text, /\n/);
  assert.match(result ?? "", /^MP-0 c20,1,ERROR 0009 SDO 0x2920.06/);
});
