/** The gate closes at once, with a full disk as well, and what it finds going on ends safely first. */
import assert from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import { beforeWrite, carOn, type Rig, sent } from "./rig.ts";

Deno.test("the gate closed in the middle of a command: it ends safely, then nothing more is sent", async () => {
  using rig = await carOn();
  const before = rig.settings();
  beforeWrite(rig, 3, () => rig.runtime.features.set(15, "0", "test"));
  const answer = await rig.cfg("SPEED 100");
  assert.match(
    answer,
    /^CFG SPEED: ERROR: Writing to the car was switched off\nWritten: 2920\.05 3813\.33 3813\.35\n/,
  );
  assert.equal(rig.writes.length, 3);
  assert.equal(rig.node.state, 5);
  assert.equal(rig.hal.can.writable, false);
  const frames = sent(rig);
  assert.match(await rig.cfg("POWER 50"), /read only mode/);
  await rig.seconds(5);
  assert.equal(sent(rig), frames);
  rig.onRequest = undefined;
  rig.runtime.features.set(15, "1", "test");
  assert.match(await rig.cfg("UNDO"), /OK, took back SPEED 100/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("bits of the gate that are only taken away are gone with a full disk as well", async () => {
  using rig = await carOn();
  const { runtime, store } = rig, { atomically } = store;
  runtime.features.set(15, "3", "test");
  store.atomically = () => {
    throw new Error("the disk is full");
  };
  assert.throws(
    () => runtime.features.set(15, "2", "test"),
    /restricted now, but that could not be stored/,
  );
  assert.equal(runtime.features.get(15), 2);
  assert.throws(
    () => runtime.features.set(15, "5", "test"),
    /Nothing was changed/,
  );
  assert.equal(runtime.features.get(15), 2);
  store.atomically = atomically;
});

Deno.test("closing the gate works with a full disk, and says that a restart would open it", async () => {
  using rig = await carOn();
  const { atomically } = rig.store;
  rig.store.atomically = () => {
    throw new Error("the disk is full");
  };
  assert.throws(
    () => rig.runtime.features.set(15, "0", "test"),
    /off now, but that could not be stored: the disk is full\. A restart would allow it again/,
  );
  assert.equal(rig.hal.can.writable, false);
  assert.equal(rig.runtime.features.get(15), 0);
  for (const more of ["1", "2"]) {
    assert.throws(
      () => rig.runtime.features.set(15, more, "test"),
      /Nothing was changed/,
    );
  }
  assert.equal(rig.hal.can.writable, false);
  rig.store.atomically = atomically;
});

Deno.test("a gate that closes, and a key that is turned, end the reading of old values as well", async () => {
  const shut = ({ runtime }: Rig) => runtime.features.set(15, "0", "test");
  const turn = ({ hal }: Rig) =>
    hal.bus.inject(0x597, fromHex("008521412900013C"));
  for (const firmware of ["3.0", "3.9"] as const) {
    for (const command of ["BACKUP", "DIFF", "RESTORE", "RESET", "SPEED 90"]) {
      for (const end of [shut, turn]) {
        using rig = await carOn({ firmware });
        await rig.cfg("BACKUP");
        let reads = 0;
        rig.onRequest = ([kind = 0, low = 0, high = 0]) => {
          const index = low | high << 8;
          // The way back to operational state is no reading of old values
          if (kind !== 0x40 || [0x5000, 0x5110].includes(index)) return true;
          if (++reads === 4) end(rig);
          return true;
        };
        const answer = await rig.cfg(command);
        const what = `${firmware} ${command} ${end.name}: ${answer}`;
        assert.match(answer, /switched off|Car is off|OFFLINE/, what);
        assert.equal(reads, 4, what);
        assert.deepEqual(rig.writes, [], what);
      }
    }
  }
});

Deno.test("somebody else closes the gate with a full disk: the owner is told, and it is stored as soon as it can be", async () => {
  using rig = await carOn();
  const { atomically } = rig.store;
  rig.store.atomically = () => {
    throw new Error("the disk is full");
  };
  assert.throws(() => rig.runtime.features.set(15, "0", "msg app"));
  await rig.seconds(3, false);
  assert.match(rig.told, /a restart would allow it again\. It is tried again/);
  assert.match(
    rig.runtime.health.problems().join("\n"),
    /Writing to the car is off, but that could not be stored/,
  );
  await rig.seconds(40, false);
  assert.equal(rig.told.split("a restart").length, 2, "once");
  assert.equal(rig.store.get("params", "31"), "1");
  rig.store.atomically = atomically;
  await rig.seconds(12, false);
  assert.equal(rig.store.get("params", "31"), "0");
  assert.match(rig.told, /Writing to the car is off, and that is stored now/);
  assert.deepEqual(rig.runtime.health.problems(), []);
});

Deno.test("a gate that closes at any exchange of a command: nothing but the safe end is sent, and the answer says so", async () => {
  const ending = ["0050", "1051", "0028"];
  const commands = {
    "3.0": ["POWER 50", "READ 2920 5"],
    "3.9": ["READ 2920 5", "CLEAR"],
  } as const;
  for (const firmware of ["3.0", "3.9"] as const) {
    for (const command of commands[firmware]) {
      for (let at = 1, fell = true; fell; at++) {
        using rig = await carOn({ firmware });
        let requests = 0;
        fell = false;
        const after: string[] = [];
        rig.onRequest = (data) => {
          if (fell) after.push(data.toHex());
          if (++requests === at) {
            rig.runtime.features.set(15, "0", "test");
            fell = true;
          }
          return true;
        };
        const answer = await rig.cfg(command);
        const others = after.filter((frame) =>
          !ending.includes(frame.slice(2, 6))
        );
        assert.deepEqual(others, [], `${firmware} ${command} ${at}`);
        assert.equal(rig.node.state, 5);
        assert.match(answer, /^CFG /);
        assert.equal(rig.runtime.host.find("cfg")?.faults, 0);
      }
    }
  }
});
