/** A disk that takes no writes any more, at each place where something is to be stored. */
import assert from "node:assert/strict";
import { StoreWriteError } from "../../../hal/store/mod.ts";
import { beforeWrite, carOn, OWNER, type Rig } from "./rig.ts";

const PROFILE =
  "JD1CAAAAPTM9AAAAAGVbUUcVJC49ZUcpCwAAAAAAAAAAMxUQHyRRAAAaFQAAAAAA";
/** Greatest speed forwards. */
const MAX_FORWARD = "2920.05";

/** The disk takes nothing of a section from its n-th write on; gives what makes room. */
function fill(rig: Rig, section: string, n = 1): () => void {
  const { store } = rig, { put } = store;
  let writes = 0;
  store.put = (to, changes) => {
    if (to === section && ++writes >= n) {
      throw new StoreWriteError("full", "test.db");
    }
    put.call(store, to, changes);
  };
  return () => void (store.put = put);
}

const faults = ({ log }: Rig) =>
  log.filter((line) => line.includes("plugin fault"));

Deno.test("3.9: a profile whose number cannot be stored is written, said to be, and leaves the controller operational", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: PROFILE } });
  const room = fill(rig, "params");
  assert.match(
    await rig.cfg("LOAD 1"),
    /^CFG LOAD: ERROR: The profile is written, but that it is #1 cannot be stored/,
  );
  assert.equal(rig.node.state, 5);
  assert.match(await rig.sms("HOMELINK 0"), /cannot be stored/);
  assert.equal(rig.node.state, 5);
  room();
  assert.match(await rig.cfg("LOAD 1"), /#1 OK/);
  assert.deepEqual(faults(rig), []);
});

Deno.test("3.9: whatever a command fails with, the controller is operational afterwards", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: PROFILE } });
  const { store } = rig, { entries } = store;
  let failed = false;
  store.entries = (section) => {
    if (rig.node.state === 127 && !failed) {
      failed = true;
      throw new TypeError("nobody expects that");
    }
    return entries.call(store, section);
  };
  await rig.cfg("LOAD 1");
  assert.ok(failed);
  assert.equal(rig.node.state, 5);
});

Deno.test("3.9: a lock that cannot be stored or forgotten is told with how the car is; nothing is a fault", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const delivered = rig.settings()[MAX_FORWARD];
  const keys = "plugin.cfg";
  // The first values that the objects had are stored before
  await rig.sms("LOCK 20");
  await rig.sms("UNLOCK");
  let room = fill(rig, keys);
  assert.match(await rig.sms("LOCK 6"), /cannot be stored .* VALET OFF$/);
  assert.equal(rig.settings()[MAX_FORWARD], delivered, "nothing is written");
  room();
  room = fill(rig, keys, 2);
  assert.match(
    await rig.sms("LOCK 6"),
    /That cannot be stored - Status: UNLOCKED, VALET OFF\nIt may be that the car is limited already/,
  );
  room();
  assert.match(await rig.sms("UNLOCK"), /^UNLOCKED/);
  assert.equal(rig.settings()[MAX_FORWARD], delivered);
  await rig.sms("LOCK 6");
  const locked = rig.settings()[MAX_FORWARD];
  room = fill(rig, keys);
  assert.match(
    await rig.sms("UNLOCK"),
    /cannot be stored - Status: LOCKED to max kph=6/,
  );
  assert.equal(rig.settings()[MAX_FORWARD], locked, "nobody gets faster");
  room();
  assert.match(await rig.sms("UNLOCK"), /^UNLOCKED/);
  assert.deepEqual(faults(rig), []);
});

Deno.test("3.9: a lock that the controller does not let go is not forgotten", async () => {
  using rig = await carOn({ firmware: "3.9" });
  await rig.sms("LOCK 6");
  const abort = { do: "abort", access: "w", index: 0x2920, sub: 5 } as const;
  rig.node.faults.add({ ...abort, code: 0x06090030 });
  assert.match(await rig.sms("UNLOCK"), /Status: LOCKED to max kph=6/);
});

for (const firmware of ["3.0", "3.9"] as const) {
  Deno.test(`${firmware}: a command that was cut is told at a start with a full disk as well`, async () => {
    using rig = await carOn({ firmware });
    let room = () => {};
    beforeWrite(rig, 3, () => {
      room = fill(rig, "plugin.cfg");
      rig.kill();
    });
    void rig.hal.gsm.incoming(OWNER, "CFG SPEED 90");
    for (let n = 0; n < 9 && rig.writes.length < 3; n++) {
      await rig.hal.clock.run(500);
    }
    rig.onRequest = undefined;
    await rig.seconds(4);
    assert.match(rig.told, /CFG SPEED 90 was interrupted/);
    assert.deepEqual(faults(rig), []);
    room();
    assert.match(await rig.cfg("UNDO"), /OK, took back SPEED 90/);
  });
}
