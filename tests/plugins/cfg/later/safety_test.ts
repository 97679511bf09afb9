import assert from "node:assert/strict";
import { fromHex } from "../../../../hal/can_frame.ts";
import { profileText } from "../../../../plugins/cfg/profile.ts";
import { carOn, type Rig } from "../rig.ts";

const REVERSE = 0x2920_06;
const FAST = profileText({
  speedMax: 100,
  speedWarn: 105,
  torque: 150,
  current: 120,
});

/** Values that were written to an object, such as `2920.06`. */
function written({ writes }: Rig, object: string): readonly number[] {
  return writes.filter((write) => write.startsWith(`${object}=`))
    .map((write) => Number(write.slice(object.length + 1)));
}

/** What stands of the controller's reverse limit. */
const reverse = ({ node }: Rig) =>
  node.objects.number(REVERSE >> 8, REVERSE & 0xff);

/** Makes the controller that of a Twizy 45. */
function become45({ node }: Rig): void {
  node.objects.set(0x1018, 2, 0x0712301b);
  node.objects.set(0x2920, 5, 5814);
  node.objects.set(0x2920, 6, 1307);
}

const gear = (rig: Rig, data: string) =>
  rig.hal.bus.inject(0x59b, fromHex(data));
const IN_D = "8000640040380090", IN_GO = "800C640040380090";

Deno.test("backwards the car never goes faster than delivered, whatever it is asked for", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: FAST } });
  for (
    const text of [
      "CFG SPEED 100 110",
      "CFG LOAD 1",
      "LOCK 100",
      "LOCK 80",
      "UNLOCK",
      "CFG RESET",
      `CFG SET 0 ${FAST}`,
    ]
  ) {
    const answer = await rig.sms(text);
    assert.match(answer, /OK|LOCKED/, text);
  }
  assert.ok(Math.max(...written(rig, "2920.06")) <= 900);
  assert.match(
    await rig.cfg("WRITE 2920 6 901"),
    /ERROR: More than 900 rpm backwards/,
  );
  assert.match(await rig.cfg("WRITEO 2920 6 901"), /More than 900/);
  assert.equal(reverse(rig), 900);
  assert.match(await rig.cfg("WRITE 2920 6 900"), /NEW: 900/);
});

Deno.test("in 3.0 WRITE does not make the car faster backwards, either", async () => {
  using rig = await carOn();
  assert.match(
    await rig.cfg("WRITE 2920 6 5000"),
    /ERROR: More than 900 rpm backwards/,
  );
  assert.equal(reverse(rig), 900);
});

Deno.test("UNDO brings back no old value that is more than a car may have", async () => {
  using rig = await carOn({ firmware: "3.9" });
  rig.node.objects.set(0x2920, 6, 3000); // somebody else set it
  assert.match(await rig.cfg("SPEED 60"), /OK/);
  assert.equal(reverse(rig), 900);
  assert.match(await rig.cfg("UNDO"), /OK, took back/);
  assert.equal(reverse(rig), 900);
  assert.match(await rig.cfg("RESTORE"), /OK/);
  assert.equal(reverse(rig), 900);
});

Deno.test("a Twizy 45, and each gearbox behind the other controller, has its own limit", async () => {
  using rig = await carOn({ firmware: "3.9" });
  become45(rig);
  assert.match(await rig.cfg("SPEED 60"), /OK/);
  assert.equal(reverse(rig), 1307);
  assert.match(await rig.cfg("WRITE 2920 6 1308"), /More than 1307/);
  rig.runtime.settings.put("cfg.gearbox", "80", "test");
  assert.match(await rig.cfg("SPEED 80"), /OK/);
  assert.equal(rig.node.objects.number(0x2920, 5), 7250);
  assert.equal(reverse(rig), 900);

  using other = await carOn({ firmware: "3.9" });
  other.runtime.settings.put("cfg.gearbox", "45", "test");
  assert.match(await other.cfg("SPEED 45"), /OK/);
  assert.equal(other.node.objects.number(0x2920, 5), 5814);
  assert.equal(reverse(other), 1307);
  // Torque and current are the controller's
  assert.match(await other.cfg("POWER 120"), /OK/);
  assert.equal(other.node.objects.number(0x6076, 0), 66000);
});

Deno.test("speeds of TSMAP that fall from point to point are refused before anything is written", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const answer = await rig.cfg("TSMAP D 100@40 90@39 80@60 70@70");
  assert.match(answer, /^CFG TSMAP: MAP DERROR 0037INVALID PARAM 7/);
  assert.match(await rig.cfg("TSMAP N 100@70"), /MAP NERROR 0037/);
  assert.deepEqual(rig.writes, []);
  assert.match(await rig.cfg("TSMAP D 100@40 90@50 80@60 70@70"), /OK/);
});

Deno.test("a map of the controller that is out of order is left alone, and told", async () => {
  using rig = await carOn({ firmware: "3.9" });
  rig.node.objects.set(0x3813, 0x25, 5000); // point 1 beyond the others
  rig.node.objects.set(0x3813, 0x27, 200);
  rig.node.objects.set(0x3813, 0x29, 100);
  rig.node.objects.set(0x3813, 0x2b, 50);
  const answer = await rig.cfg("TSMAP D 100@40 90@50 80@60 70@70");
  assert.match(answer, /out of order/);
  assert.deepEqual(rig.writes, []);
});

Deno.test("what does not fit into a profile is refused, and so is a profile's text with another sum", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.match(await rig.cfg("SPEED 255"), /ERROR 0031/);
  assert.match(await rig.cfg("POWER 255 100 100 120"), /ERROR 0031/);
  assert.match(await rig.cfg("TSMAP D 100@255"), /MAP DERROR 0036/);
  assert.match(await rig.cfg("SPEED 80 -2"), /ERROR 0032/);
  assert.match(await rig.cfg("SPEED 80.5"), /ERROR 0031/);
  assert.deepEqual(rig.writes, []);
});

Deno.test("without bit 0 of feature 15 nothing is asked and nothing written", async () => {
  using rig = await carOn({ firmware: "3.9", writable: false });
  rig.runtime.features.set(15, "30", "test");
  await rig.seconds(3);
  gear(rig, IN_GO);
  rig.press(5);
  await rig.seconds(3);
  for (
    const text of [
      "CFG DRIVE 50",
      "CFG LOAD 0",
      "CFG READ 2920 5",
      "CFG PRE",
      "LOCK",
      "UNLOCK",
    ]
  ) assert.match(await rig.sms(text), /NO CANWRITE/, text);
  const requests = rig.bus.filter((frame) => frame.startsWith("601"));
  assert.deepEqual(requests, []);
});

Deno.test("with the key off nothing is asked and nothing written", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.seconds(3, false);
  rig.bus.length = 0;
  for (const text of ["CFG DRIVE 50", "CFG READ 2920 5", "LOCK", "UNLOCK"]) {
    assert.match(await rig.sms(text), /0[04][0-4]B SEVCON OFFLINE/, text);
  }
  rig.press(4);
  await rig.seconds(3, false);
  const requests = rig.bus.filter((frame) => frame.startsWith("601"));
  assert.deepEqual(requests, []);
});

Deno.test("a key that is turned in the middle ends a command; the next reads are not made", async () => {
  using rig = await carOn({ firmware: "3.9" });
  let left = 20;
  rig.onRequest = () => {
    if (--left === 0) rig.frames(false);
    return true;
  };
  assert.match(await rig.cfg("LOAD 0"), /OFFLINE|Car is off/);
  // The request under way, and its tries
  assert.ok(left > -4, String(left));
});

Deno.test("pre-operational state is requested only at standstill in N, also when the car sets off right before", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const asked = () => rig.bus.filter((f) => /^601 2. 00 28 00 01/.test(f));
  for (const command of ["SPEED 60", "POWER 90", "TSMAP D 90", "PRE", "X"]) {
    gear(rig, IN_D);
    assert.match(await rig.cfg(command), /ERROR 0020 NOT IN STOP/, command);
    gear(rig, IN_GO);
    assert.match(await rig.cfg(command), /ERROR 0020 NOT IN STOP/, command);
    gear(rig, "2000640040380090");
    rig.frames(true, 5);
    assert.match(await rig.cfg(command), /ERROR 0020 NOT IN STOP/, command);
    rig.frames(true, 0);
  }
  assert.deepEqual(asked(), []);
  // It stands when the command comes, and sets off while its state is read
  rig.onRequest = (data) => {
    if (data[1] === 0x10 && data[2] === 0x51) gear(rig, IN_D);
    return true;
  };
  assert.match(await rig.cfg("SPEED 60"), /ERROR 0020 NOT IN STOP/);
  assert.deepEqual(asked(), []);
  assert.deepEqual(rig.writes, []);
});

Deno.test("three presses bring the car as delivered back", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: FAST } });
  const delivered = rig.settings();
  assert.match(await rig.cfg("LOAD 1"), /#1 OK/);
  assert.notDeepEqual(rig.settings(), delivered);
  rig.press(3);
  await rig.seconds(2);
  assert.deepEqual(rig.settings(), delivered);
  assert.match(rig.told, /RESET OK$/m);
  assert.match(await rig.cfg("INFO"), /#1\/WS SPEED -1 -1 POWER -1/);
});

Deno.test("presses count anew with a command that writes, not with one that reads", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const resets = async (presses: number) => {
    rig.press(presses);
    await rig.seconds(2);
    return rig.told.match(/RESET OK/g)?.length ?? 0;
  };
  assert.equal(await resets(2), 0);
  assert.match(await rig.cfg("DRIVE 60"), /OK/);
  assert.equal(await resets(1), 0);
  assert.match(await rig.cfg("READ 2920 5"), /7250/);
  assert.equal(await resets(2), 1);
});

Deno.test("of PRE the controller tells as of a press; one of the driver's ends what PRE asked for", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.match(await rig.cfg("PRE"), /OK/);
  rig.press(1);
  await rig.seconds(2);
  assert.equal(rig.node.state, 127);
  rig.press(1);
  await rig.seconds(2);
  assert.equal(rig.node.state, 5);
  // They are used then
  rig.press(2);
  await rig.seconds(2);
  assert.doesNotMatch(rig.told, /RESET/);
});

Deno.test("a reset in part by presses is none that is told as done", async () => {
  using rig = await carOn({ firmware: "3.9" });
  gear(rig, IN_GO);
  rig.press(3);
  await rig.seconds(2);
  assert.match(rig.told, /RESET FAILED, PLEASE RETRY!/);
});

Deno.test("a lock survives a restart, and only UNLOCK lifts it", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.equal(await rig.sms("LOCK 20"), "LOCKED to max kph=20, VALET OFF");
  rig.kill();
  await rig.seconds(2);
  const forward = () => rig.node.objects.number(0x2920, 5);
  for (
    const command of [
      "SPEED 100",
      "LOAD 0",
      "UNDO",
      "UNDO",
      "RESTORE",
      "WRITE 2920 5 7250",
    ]
  ) {
    await rig.cfg(command);
    assert.equal(forward(), 1812, command);
  }
  assert.match(await rig.cfg("WRITE 2920 5 1813"), /locked to 20 km\/h/);
  assert.equal(await rig.sms("UNLOCK"), "UNLOCKED, VALET OFF");
  assert.equal(forward(), 7250);
});

Deno.test("only the owner's phone locks", async () => {
  using rig = await carOn({ firmware: "3.9" });
  for (const text of ["LOCK 6", "UNLOCK", "VALET", "UNVALET"]) {
    const [verb, ...rest] = text.split(" ");
    const withPassword = [verb, "OVMS", ...rest].join(" ");
    assert.equal(await rig.sms(withPassword, "+49111"), "Permission denied");
    assert.equal(await rig.sms(text, "+49111"), "Permission denied");
  }
  assert.deepEqual(rig.writes, []);
});

Deno.test("another controller is not tuned", async () => {
  using rig = await carOn({ firmware: "3.9" });
  rig.node.objects.set(0x1018, 2, 0x07123099);
  await rig.seconds(1, false);
  await rig.seconds(2);
  for (
    const text of ["CFG DRIVE 50", "CFG LOAD 0", "LOCK", "CFG WRITE 2920 1 500"]
  ) {
    assert.match(await rig.sms(text), /ERROR 0040/, text);
  }
  rig.press(3);
  await rig.seconds(2);
  assert.deepEqual(rig.writes, []);
});

Deno.test("a controller that took the place of the one that was logged in to gets no lock", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.equal(await rig.sms("LOCK 30"), "LOCKED to max kph=30, VALET OFF");
  const before = [...rig.writes];
  rig.node.objects.set(0x1018, 2, 0x0712301b);
  assert.match(await rig.sms("LOCK 20"), /^ERROR: This is another controller/);
  assert.deepEqual(rig.writes, before);
});

Deno.test("a lock keeps the values that it replaces: RESTORE brings them back", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const { objects } = rig.node;
  objects.set(0x2920, 5, 7000);
  objects.set(0x2920, 6, 850);
  assert.match(await rig.sms("LOCK 20"), /^LOCKED/);
  assert.match(await rig.sms("UNLOCK"), /^UNLOCKED/);
  assert.equal(objects.number(0x2920, 5), 7250);
  await rig.cfg("RESTORE");
  assert.deepEqual(
    [objects.number(0x2920, 5), objects.number(0x2920, 6)],
    [7000, 850],
  );
});

Deno.test("the journal has the value that a lock replaces, not the first that there ever was", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 20");
  await rig.sms("UNLOCK");
  rig.node.objects.set(0x2920, 5, 7000);
  await rig.sms("LOCK 20");
  const entry = rig.store.journalled().findLast(({ what, key }) =>
    what === "sdo write" && key === "2920.05"
  );
  assert.equal(entry?.old, "7000");
});

Deno.test("WRITEO writes without an old value only where the controller says that it has none to read", async () => {
  const read = { do: "abort", access: "r", index: 0x2920, sub: 7 } as const;
  for (
    const [code, writes] of [
      [0x08000022, []],
      [0x08000000, []],
      [0x06060000, []],
      [0x06010001, ["2920.07=999"]],
    ] as const
  ) {
    using rig = await carOn({ firmware: "3.9" });
    rig.node.faults.add({ ...read, code });
    const answer = await rig.cfg("WRITEO 2920 7 999");
    assert.match(answer, writes.length > 0 ? /OK/ : /ERROR 0002/);
    assert.deepEqual(rig.writes, writes);
  }
});

Deno.test("a word with its number behind it is no command without values", async () => {
  using rig = await carOn({ firmware: "3.9" });
  assert.match(await rig.cfg("SPEED90"), /^Usage: CFG SPEED/);
  assert.match(await rig.cfg("LOAD1"), /^Usage: CFG LOAD/);
  assert.deepEqual(rig.writes, []);
});

Deno.test("all that a profile writes is one change that UNDO takes back, with the working set", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: FAST } });
  await rig.cfg("DRIVE 70");
  const before = rig.settings(), info = await rig.cfg("INFO");
  assert.match(await rig.cfg("LOAD 1"), /#1 OK/);
  assert.match(await rig.cfg("UNDO"), /OK, took back LOAD 1/);
  assert.deepEqual(rig.settings(), before);
  assert.equal(
    (await rig.cfg("INFO")).replace(/#\d/, ""),
    info.replace(/#\d/, ""),
  );
});

Deno.test("what 3.0 was told of the controller is still known after a look at 3.9", async () => {
  using rig = await carOn();
  await rig.cfg("SPEED 70 75");
  const info = await rig.cfg("INFO");
  rig.firmware = "3.9";
  rig.kill();
  await rig.seconds(2);
  assert.match(await rig.cfg("INFO"), /#0 SPEED -1/);
  rig.firmware = "3.0";
  rig.kill();
  await rig.seconds(2);
  assert.equal(await rig.cfg("INFO"), info);
  assert.match(await rig.cfg("UNDO"), /took back SPEED 70/);
});

Deno.test("a profile that cannot be written as a whole replaces nothing, also while driving", async () => {
  const falling = profileText({ "D1@": 50, "D2@": 40, drive: 60 });
  const tooMuch = profileText({ torque: 131, drive: 60 });
  using rig = await carOn({
    firmware: "3.9",
    profiles: { 1: falling, 2: tooMuch },
  });
  for (const inGo of [false, true]) {
    if (inGo) gear(rig, IN_GO);
    for (
      const [load, why] of [
        ["LOAD 1", /MAP DERROR 0037/],
        [`SET 0 ${falling}`, /MAP DERROR 0037/],
        ["LOAD 2", /ERROR 0031/],
      ] as const
    ) {
      assert.match(await rig.cfg(load), why);
      assert.match(await rig.cfg("INFO"), /#0 SPEED -1 .*DRIVE -1 /);
    }
  }
  assert.deepEqual(rig.writes, []);
});
