import assert from "node:assert/strict";
import { fromHex } from "../../../../hal/can_frame.ts";
import { StoreWriteError } from "../../../../hal/store/mod.ts";
import { Kickdown } from "../../../../plugins/cfg/later/kickdown.ts";
import { profileText } from "../../../../plugins/cfg/profile.ts";
import { carOn, type Rig } from "../rig.ts";

const SETTINGS = { threshold: 35, zero: 120 };

/** A pedal that was at a value for long, then goes to others. */
function pressed(start: number, ...values: readonly number[]): Kickdown {
  const kickdown = new Kickdown();
  for (let i = 0; i < 10; i++) {
    kickdown.press(start, { threshold: 0, zero: 120 });
  }
  for (const value of values) kickdown.press(value, SETTINGS);
  return kickdown;
}

Deno.test("a pedal that is pressed fast asks for full power, a slow one does not", () => {
  assert.equal(pressed(20, 220).asks, true);
  assert.equal(pressed(20, 40, 60, 80, 100, 120, 140).asks, false);
  // Beyond the compensation point less is enough: 35 - (150 - 120) / 8 = 32
  assert.equal(pressed(150, 215).asks, true);
  assert.equal(pressed(100, 165).asks, false);
  const off = new Kickdown();
  off.press(250, { threshold: 0, zero: 120 });
  assert.equal(off.asks, false);
});

Deno.test("full power ends five seconds after the pedal was let go, and is tried again where that failed", () => {
  const kickdown = pressed(20, 220, 220, 220);
  kickdown.granted(1000);
  assert.equal(kickdown.asks, false);
  assert.equal(kickdown.isOver(60_000, SETTINGS), false, "still pressed");
  for (let i = 0; i < 10; i++) kickdown.press(0, SETTINGS);
  assert.equal(kickdown.isOver(60_100, SETTINGS), false);
  assert.equal(kickdown.isOver(64_999, SETTINGS), false);
  assert.equal(kickdown.isOver(65_000, SETTINGS), true);
  kickdown.retry(65_000);
  assert.equal(kickdown.isOver(65_100, SETTINGS), false);
  assert.equal(kickdown.isOver(65_200, SETTINGS), true);
  kickdown.clear();
  assert.equal(kickdown.holds, false);
});

Deno.test("full power counts from the press, and from the last look at a held pedal, however long the write takes", () => {
  const short = pressed(20, 220, 0, 0);
  short.follow(1500, SETTINGS);
  short.granted(1000);
  assert.equal(short.isOver(5999, SETTINGS), false);
  assert.equal(short.isOver(6000, SETTINGS), true);
  const held = pressed(20, 220, 220, 220);
  held.follow(2000, SETTINGS);
  for (let i = 0; i < 10; i++) held.press(0, SETTINGS);
  held.granted(1000);
  assert.equal(held.isOver(6999, SETTINGS), false);
  assert.equal(held.isOver(7000, SETTINGS), true);
});

Deno.test("how far the pedal has to be let go follows from where it asked", () => {
  const kickdown = pressed(20, ...new Array<number>(10).fill(220));
  kickdown.granted(0);
  // 220 - (35 - (220 - 120) / 8) / 2 is 209; the smoothed pedal is there now
  kickdown.press(198, SETTINGS);
  assert.equal(kickdown.isOver(5000, SETTINGS), true);
});

async function press(rig: Rig, ...values: readonly number[]): Promise<void> {
  for (const value of values) {
    const hex = value.toString(16).padStart(2, "0");
    rig.hal.bus.inject(0x59b, fromHex(`800C64${hex}40380090`));
    await rig.hal.clock.drain();
  }
}
const drive = (rig: Rig) => rig.node.objects.number(0x2920, 1);

Deno.test("the pedal lifts the drive level and gives it back, with no entry for UNDO", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.cfg("DRIVE 60");
  await press(rig, 20, 20, 20, 20, 220);
  assert.equal(drive(rig), 1000);
  await press(rig, 0, 0, 0, 0, 0, 0, 0);
  await rig.seconds(4);
  assert.equal(drive(rig), 1000);
  await rig.seconds(2);
  assert.equal(drive(rig), 600);
  assert.match(await rig.cfg("UNDO"), /took back DRIVE 60/);
  assert.equal(drive(rig), 1000);
});

Deno.test("no kickdown where a bit of feature 15 forbids it, or the car is not known to be on", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.cfg("DRIVE 60");
  rig.runtime.features.set(15, "5", "test");
  await press(rig, 20, 20, 20, 20, 220);
  assert.equal(drive(rig), 600);
  rig.runtime.features.set(15, "0", "test");
  await press(rig, 0, 0, 0, 0, 0, 220);
  assert.equal(drive(rig), 600);
  rig.runtime.features.set(15, "1", "test");
  await rig.seconds(1);
  for (let i = 0; i < 3; i++) rig.hal.clock.second(); // silence
  await press(rig, 0, 0, 0, 0, 0, 220);
  assert.equal(drive(rig), 600);
});

Deno.test("full power ends although the program did meanwhile, and not over what was set since", async () => {
  const restarted = async (...between: readonly string[]) => {
    const rig = await carOn({ firmware: "3.9" });
    await rig.cfg("DRIVE 60");
    await press(rig, 20, 20, 20, 20, 220);
    assert.equal(drive(rig), 1000);
    for (const command of between) await rig.cfg(command);
    rig.kill();
    await rig.seconds(3);
    return rig;
  };
  using rig = await restarted();
  assert.equal(drive(rig), 600);
  assert.match(await rig.cfg("DRIVE 80"), /OK/);
  rig.kill();
  await rig.seconds(3);
  assert.equal(drive(rig), 800);
  using other = await restarted("DRIVE 70");
  assert.equal(drive(other), 700);
});

Deno.test("no full power where it cannot be stored what it ends with", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.cfg("DRIVE 60");
  const { put } = rig.store;
  rig.store.put = () => {
    throw new StoreWriteError("full", "test.db");
  };
  await press(rig, 20, 20, 20, 20, 220);
  assert.equal(drive(rig), 600);
  rig.store.put = put;
  await press(rig, 220);
  assert.equal(drive(rig), 1000);
});

Deno.test("full power that may have come ends as well, when it is not allowed any more", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.cfg("DRIVE 60");
  rig.onReply = () => drive(rig) !== 1000;
  await press(rig, 20, 20, 20, 20, 220);
  assert.equal(drive(rig), 1000);
  await rig.hal.clock.drain(10_000);
  rig.runtime.features.set(15, "5", "test");
  rig.onReply = undefined;
  await rig.seconds(2);
  assert.equal(drive(rig), 600);
});

Deno.test("what the pedal asked for behind a closed gate is not given long after it was let go", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.cfg("DRIVE 60");
  const kick = async () => {
    rig.runtime.features.set(15, "0", "test");
    await press(rig, 20, 20, 20, 20, 220);
  };
  await kick();
  await rig.seconds(3);
  rig.runtime.features.set(15, "1", "test");
  await press(rig, 220);
  assert.equal(drive(rig), 1000, "still pressed");
  await press(rig, 0, 0, 0, 0, 0, 0, 0);
  await rig.seconds(8);
  assert.equal(drive(rig), 600);
  await kick();
  await press(rig, 0, 0, 0, 0, 0, 0, 0);
  await rig.seconds(8);
  rig.runtime.features.set(15, "1", "test");
  await press(rig, 0, 0);
  await rig.seconds(1);
  assert.equal(drive(rig), 600);
});

Deno.test("a pedal that tells nothing is not pressed", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.cfg("DRIVE 60");
  await press(rig, 0, 0, 255, 255, 254, 0);
  assert.equal(drive(rig), 600);
});

const limits = (rig: Rig, drive: number, recup: number) => {
  const hex = (n: number) => n.toString(16).padStart(2, "0");
  const data = `1140${hex(recup)}${hex(drive)}41640042`;
  rig.hal.bus.inject(0x424, fromHex(data));
};

Deno.test("power follows the battery's limits, until that is switched off", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const shares = () =>
    ["drive", "recup"].map((which) =>
      rig.runtime.host.metrics.look(`xrt.cfg.level.${which}`).value
    );
  assert.deepEqual(shares(), [1, 1]);
  limits(rig, 40, 10);
  await rig.cfg("DRIVE 100 150 20");
  await rig.cfg("RECUP 40 40 50");
  for (const [raw, level] of [[29, 966], [20, 666], [10, 333], [2, 200]]) {
    limits(rig, raw ?? 0, 10);
    await rig.seconds(1);
    assert.equal(drive(rig), level);
    assert.deepEqual(shares(), [(level ?? 0) / 1000, 1]);
  }
  const writes = rig.writes.length;
  await rig.seconds(5);
  assert.equal(rig.writes.length, writes, "nothing changed");
  limits(rig, 2, 2);
  await rig.seconds(1);
  assert.equal(rig.node.objects.number(0x2920, 3), Math.floor(404 * 0.2));
  assert.deepEqual(shares(), [0.2, 0.2]);
  rig.runtime.features.set(15, "9", "test");
  limits(rig, 40, 10);
  await rig.seconds(2);
  assert.equal(drive(rig), 200);
});

Deno.test("after a restart no level is lifted before the battery told its limit", async () => {
  const text = profileText({ driveRef: 150, recupRef: 40 });
  using rig = await carOn({ firmware: "3.9", profiles: { 1: text } });
  limits(rig, 10, 4);
  assert.match(await rig.cfg("LOAD 1"), /#1 OK/);
  const recup = () => rig.node.objects.number(0x2920, 3);
  const before = [drive(rig), recup()];
  rig.kill();
  for (const told of [false, true]) {
    if (told) limits(rig, 255, 255); // tells none either
    await rig.seconds(3);
    assert.deepEqual([drive(rig), recup()], before);
  }
  limits(rig, 20, 4);
  await rig.seconds(1);
  assert.equal(drive(rig), 666);
});

Deno.test("in another car than that of the backup the journal has the values that levels replace, once", async () => {
  const text = profileText({ driveRef: 150 });
  using rig = await carOn({ firmware: "3.9", profiles: { 1: text } });
  limits(rig, 10, 10);
  assert.match(await rig.cfg("LOAD 1"), /#1 OK/);
  await rig.seconds(2, false);
  rig.node.objects.set(0x1018, 2, 0x0712301b);
  rig.node.objects.set(0x2920, 1, 777);
  rig.kill();
  for (const limit of [10, 20, 10]) {
    limits(rig, limit, 10);
    await rig.seconds(2);
  }
  assert.equal(drive(rig), 333);
  const kept = rig.store.journalled(100).filter(({ key }) => key === "2920.01")
    .map(({ who, old }) => `${who} ${old}`);
  assert.equal(kept.filter((entry) => entry === "cfg automatic 777").length, 1);
});

const SLOT = "JD1CAAAAPTM9AAAAAGVbUUcVJC49ZUcpCwAAAAAAAAAAMxUQHyRRAAAaFQAAAAAA";

Deno.test("a button switches to its profile, once; at the parked car it is told", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: SLOT } });
  rig.runtime.features.set(15, "17", "test");
  const push = (bits: number) =>
    rig.runtime.query("cfg/inputs", { bits }, false, {
      link: "console",
      from: "",
      principal: "owner",
    });
  await push(2);
  await rig.seconds(2);
  assert.match(await rig.cfg("INFO"), /#1 SPEED 60 65/);
  const writes = rig.writes.length;
  await push(0);
  await rig.seconds(1);
  await push(2);
  await rig.seconds(2);
  assert.equal(rig.writes.length, writes, "it is there already");
  await push(0);
  await rig.seconds(3, false);
  for (const bits of [4, 0, 4, 14]) {
    await push(bits);
    await rig.seconds(2, false);
  }
  assert.equal(rig.told.match(/INPUT ALERT 0x0004/g)?.length, 2);
  assert.match(rig.told, /INPUT ALERT 0x000E/);
  assert.equal(rig.writes.length, writes);
});
