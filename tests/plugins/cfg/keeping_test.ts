import assert from "node:assert/strict";
import { exportController } from "../../../plugins/cfg/export.ts";
import { knownObjects } from "../../../plugins/cfg/known_objects.ts";
import { objectAt, place, sizeOf } from "../../../plugins/cfg/objects.ts";
import {
  objectsOfExport,
  type ObjectSpec,
  SEVCON_OBJECTS,
} from "../../../plugins/twizy/sim/sevcon.ts";
import { carOn, OWNER } from "./rig.ts";

/** Objects of a real controller. */
const FULL_SIZE = 1217;

/** A dictionary of full size: the delivered objects, all known settings, and others read-only. */
function fullDictionary(): ObjectSpec[] {
  const all = new Map(
    SEVCON_OBJECTS.map((object) => [object.index << 8 | object.sub, object]),
  );
  const add = (index: number, sub: number, access: "rw" | "ro") => {
    const key = index << 8 | sub;
    if (all.has(key)) return;
    const value = key % 251;
    all.set(key, {
      index,
      sub,
      type: sizeOf(objectAt(index, sub)) === 1 ? "U8" : "U16",
      access,
      preOp: false,
      max: 0xffff,
      value,
    });
  };
  for (const object of knownObjects) add(...place(object), "rw");
  for (let n = 0; all.size < FULL_SIZE; n++) {
    add(0x6d00 + (n >> 4), n & 15, "ro");
  }
  return [...all.values()];
}

Deno.test("a write that the controller refused leaves nothing to take back", async () => {
  using rig = await carOn();
  rig.node.faults.add({
    do: "abort",
    access: "w",
    index: 0x2920,
    sub: 0x01,
    code: 0x06090030,
    times: 1,
  });
  assert.match(await rig.cfg("WRITE 2920 1 500"), /ERROR 0008/);
  assert.match(await rig.cfg("UNDO"), /Nothing to undo/);
  assert.match(await rig.cfg("WRITE 2920 1 500"), /=> NEW: 500/);
  assert.match(await rig.cfg("UNDO"), /OK, took back WRITE 2920 1 500/);
});

Deno.test("BACKUP, DIFF, RESTORE and UNDO on a dictionary of full size", async () => {
  using rig = await carOn({ objects: fullDictionary() });
  assert.equal(rig.node.objects.size, FULL_SIZE);
  const delivered = rig.settings();
  const made = await rig.cfg("BACKUP");
  const count = Number(/OK (\d+) objects/.exec(made)?.[1]);
  assert.ok(count > 700, made);
  assert.equal(await rig.cfg("DIFF"), `CFG DIFF: 0 of ${count} differ`);

  await rig.cfg("SPEED 100");
  await rig.cfg("POWER 50");
  await rig.cfg("WRITE 2913 3 77");
  const changed = rig.settings();
  assert.match(await rig.cfg("DIFF"), new RegExp(`^CFG DIFF: 8 of ${count} `));
  rig.writes.length = 0;
  assert.equal(
    await rig.cfg("RESTORE"),
    "CFG RESTORE: OK 8 written, power cycle to activate!",
  );
  assert.equal(rig.writes.at(-1), "4641.01=1");
  assert.equal(rig.writes.length, 9);
  assert.deepEqual(rig.settings(), delivered);
  assert.equal(await rig.cfg("INFO"), "CFG INFO: all defaults");

  assert.match(await rig.cfg("UNDO"), /^CFG UNDO: OK, took back RESTORE/);
  assert.deepEqual(rig.settings(), changed);
  for (let i = 0; i < 3; i++) await rig.cfg("UNDO");
  assert.deepEqual(rig.settings(), delivered);
  assert.match(await rig.cfg("UNDO"), /^CFG UNDO: ERROR: Nothing to undo\n/);
});

Deno.test("the first old value of an object is kept, whatever comes after", async () => {
  using rig = await carOn();
  await rig.cfg("POWER 80");
  await rig.cfg("POWER 60");
  assert.equal(
    await rig.cfg("DIFF"),
    "CFG DIFF: 1 of 1 differ\n2920.01: 1000 now 600",
  );
  const journal = rig.store.journalled(4).map(({ who, what, key, ...entry }) =>
    [who, what, key, entry.old, entry.new].join(" ")
  );
  assert.deepEqual(journal, [
    "sms owner sdo write 2920.01 1000 800",
    "sms owner sdo written 2920.01 1000 800",
    "sms owner sdo write 2920.01 800 600",
    "sms owner sdo written 2920.01 800 600",
  ]);
  await rig.cfg("BACKUP");
  // What a new backup replaces is in the journal
  const [last] = rig.store.journalled(1);
  assert.deepEqual([last?.what, last?.old, last?.new], [
    "backup",
    "1000",
    "600",
  ]);
});

Deno.test("RESTORE refuses the backup of another controller", async () => {
  using rig = await carOn();
  await rig.cfg("BACKUP");
  await rig.cfg("POWER 50");
  rig.node.objects.set(0x1018, 2, 0x0712301b);
  rig.writes.length = 0;
  assert.match(await rig.cfg("RESTORE"), /ERROR: The backup is of another/);
  assert.deepEqual(rig.writes, []);
});

Deno.test("without a backup there is nothing to compare with", async () => {
  using rig = await carOn();
  assert.match(await rig.cfg("DIFF"), /^CFG DIFF: ERROR: No backup yet\n/);
  assert.match(
    await rig.cfg("RESTORE"),
    /^CFG RESTORE: ERROR: No backup yet\n/,
  );
});

Deno.test("UNDO of a macro that failed takes back what it wrote, and the settings", async () => {
  using rig = await carOn();
  await rig.cfg("SPEED 85");
  const before = rig.settings();
  rig.node.faults.add({ do: "lose", access: "w", index: 0x3813, sub: 0x34 });
  assert.match(await rig.cfg("SPEED 100"), /^CFG SPEED: ERROR 0009/);
  assert.notDeepEqual(rig.settings(), before);
  assert.match(await rig.cfg("INFO"), /incomplete/);
  rig.node.faults.clear();
  assert.match(await rig.cfg("UNDO"), /OK, took back SPEED 100/);
  assert.deepEqual(rig.settings(), before);
  assert.equal(await rig.cfg("INFO"), "CFG INFO: SPEED 85");
});

Deno.test("UNDO that breaks can be repeated", async () => {
  using rig = await carOn();
  const before = rig.settings();
  await rig.cfg("TORQUE 90");
  rig.node.faults.add({ do: "lose", access: "w", index: 0x4611, sub: 5 });
  assert.match(await rig.cfg("UNDO"), /^CFG UNDO: ERROR 0009/);
  rig.node.faults.clear();
  assert.match(await rig.cfg("UNDO"), /OK, took back TORQUE 90/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("UNDO of a WRITE goes pre-operational when the controller asks for it", async () => {
  // An object of which nobody knows that it needs the state
  const objects = SEVCON_OBJECTS.map((object) =>
    object.index === 0x2916 ? { ...object, preOp: true } : object
  );
  using rig = await carOn({ objects });
  await rig.cfg("PRE");
  assert.match(await rig.cfg("WRITE 2916 1 50000"), /NEW: 50000/);
  await rig.cfg("OP");
  assert.equal(
    await rig.cfg("UNDO"),
    "CFG UNDO: OK, took back WRITE 2916 1 50000",
  );
  assert.equal(rig.node.dump()["2916.01"], 57000);
  assert.equal(rig.node.state, 5);
});

Deno.test("a program killed in the middle of a macro is told of at the next start", async () => {
  using rig = await carOn();
  const before = rig.settings();
  let writes = 0;
  rig.onRequest = (data) => {
    if ((data[0] ?? 0) >> 5 !== 1 || data[2] === 0x50 || data[2] === 0x28) {
      return true;
    }
    if (++writes < 3) return true;
    rig.onRequest = undefined;
    rig.kill();
    return true; // the third write is carried out, and nobody hears of it
  };
  void rig.hal.gsm.incoming("+491701234567", "CFG SPEED 100");
  for (let i = 0; i < 20; i++) await rig.hal.clock.drain();
  assert.equal(rig.node.state, 127);
  await rig.seconds(3);
  assert.equal(
    rig.told,
    "CFG SPEED 100 was interrupted\nWritten: 2920.05 3813.33\nPerhaps written: 3813.35\nNot written: 3813.3b 3813.34 3813.3c 4611.12 4611.11\nCFG UNDO takes it back",
  );
  assert.equal(rig.node.state, 5);
  assert.match(await rig.cfg("UNDO"), /OK, took back SPEED 100/);
  assert.deepEqual(rig.settings(), before);
  rig.kill();
  await rig.seconds(3);
  assert.equal(rig.hal.gsm.sent.length, 0, "told once only");
});

for (const firmware of ["3.0", "3.9"] as const) {
  Deno.test(`${firmware}: an UNDO that was carried out in a program killed before its answer is told, so that no second one takes back the command before`, async () => {
    using rig = await carOn({ firmware });
    await rig.cfg("WRITE 2916 1 56000");
    const before = rig.settings();
    await rig.cfg("WRITE 2916 1 50000");
    rig.onRequest = () => {
      const isUnderWay = [...rig.store.entries("plugin.cfg").values()]
        .some((text) => text.includes('"undoing"'));
      // What follows the last write is the way to operational state
      if (rig.node.dump()["2916.01"] !== 56000 || isUnderWay) return true;
      rig.onRequest = undefined;
      rig.kill();
      return false;
    };
    void rig.hal.gsm.incoming(OWNER, "CFG UNDO");
    for (let i = 0; i < 20; i++) await rig.hal.clock.drain();
    assert.equal(rig.onRequest, undefined, "killed");
    await rig.seconds(3);
    assert.equal(
      rig.told,
      "CFG UNDO of WRITE 2916 1 50000 was carried out, but not answered",
    );
    assert.deepEqual(rig.settings(), before);
    rig.kill();
    await rig.seconds(3);
    assert.equal(rig.told, "", "told once only");
    assert.match(await rig.cfg("UNDO"), /took back WRITE 2916 1 56000/);
  });
}

Deno.test("nothing is written when the old values cannot be stored", async () => {
  using rig = await carOn();
  const { put } = rig.store;
  rig.store.put = () => {
    throw new Error("disk full");
  };
  const answer = await rig.cfg("SPEED 100");
  rig.store.put = put;
  assert.match(answer, /^CFG SPEED: ERROR: Old values cannot be stored\n/);
  assert.deepEqual(rig.writes, []);
  assert.equal(rig.node.state, 5);
});

Deno.test("profiles keep and bring back the macros' settings", async () => {
  using rig = await carOn();
  const delivered = rig.settings();
  assert.equal(await rig.cfg("LIST"), "CFG LIST: No profiles");
  for (const command of ["SPEED 100 95", "TSMAP NB 90 80@45", "RECUP -1 50"]) {
    await rig.cfg(command);
  }
  const tuned = rig.settings();
  assert.equal(
    await rig.cfg("SAVE sport"),
    "CFG SAVE: OK SPORT, SPEED 100 95, TSMAP N 90 80@45, TSMAP B 90 80@45, RECUP -1 50",
  );
  await rig.cfg("RESET");
  await rig.cfg("SAVE std");
  assert.deepEqual(rig.settings(), delivered);
  rig.kill();
  await rig.seconds(2);
  assert.equal(await rig.cfg("LIST"), "CFG LIST: SPORT, STD");
  assert.equal(
    await rig.cfg("LOAD Sport"),
    "CFG LOAD: OK, power cycle to activate! fwd=9062 pow=1000 ntr=182",
  );
  assert.deepEqual(rig.settings(), tuned);
  assert.equal(
    await rig.cfg("INFO"),
    "CFG INFO: SPEED 100 95, TSMAP N 90 80@45, TSMAP B 90 80@45, RECUP -1 50",
  );
  assert.equal(await rig.cfg("INFO std"), "CFG INFO: all defaults");
  await rig.cfg("LOAD STD");
  assert.deepEqual(rig.settings(), delivered);
});

Deno.test("an exported backup is a controller for the simulation", async () => {
  using rig = await carOn();
  await rig.cfg("POWER 70");
  await rig.cfg("BACKUP");
  const backup = exportController(rig.store.entries("plugin.cfg"));
  const objects = objectsOfExport(JSON.parse(JSON.stringify(backup)));
  using copy = await carOn({ objects });
  assert.deepEqual(copy.settings(), rig.settings());
});

Deno.test("a long difference is cut for a text message, and whole elsewhere", async () => {
  using rig = await carOn();
  await rig.cfg("BACKUP");
  await rig.cfg("SPEED 90");
  await rig.cfg("RAMPS 10 50 50 50 50");
  await rig.cfg("RECUP 30 40");
  const short = await rig.cfg("DIFF");
  const differs = Number(/DIFF: (\d+) of/.exec(short)?.[1]);
  assert.ok(differs > 12);
  assert.match(short, new RegExp(`and ${differs - 12} more$`));
  const whole = rig.runtime.text("CFG DIFF", {
    link: "http",
    from: "",
    principal: "owner",
  });
  await rig.hal.clock.drain(1_000_000);
  const { messages: [text = ""] } = await whole;
  assert.equal(text.split("\n").length, differs + 1);
});
