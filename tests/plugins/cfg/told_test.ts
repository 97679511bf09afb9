/** What INFO tells of single writes, and why a controller takes none. */
import assert from "node:assert/strict";
import { objectsOfCsv } from "../../../plugins/twizy/sim/sevcon.ts";
import { carOn } from "./rig.ts";

Deno.test("INFO tells what WRITE changed", async () => {
  using rig = await carOn();
  await rig.cfg("WRITE 2920 1 500");
  assert.equal(
    await rig.cfg("INFO"),
    "CFG INFO: macros at defaults, WRITE 2920.01 500",
  );
  await rig.cfg("WRITE 2920 1 1000");
  assert.equal(await rig.cfg("INFO"), "CFG INFO: all defaults");
});

Deno.test("a locked controller and the one of a 45 km/h Twizy are told in plain words", async () => {
  const header = "Index,Subindex,DataType,Access,ValueHex,ValueDec,ValueStr\n";
  const lockedOne = objectsOfCsv(
    `${header}0x100a,0x00,VisibleString,CONST,,,0712.0003\n0x2920,0x01,Integer16,RO,0x03e8,1000,\n`,
  );
  using locked = await carOn({ objects: lockedOne });
  const why =
    /\nThis controller is locked: its software 0712\.0003 takes no changes$/;
  assert.match(await locked.cfg("POWER 50"), why);
  assert.match(await locked.cfg("WRITE 2920 1 500"), why);
  const other = objectsOfCsv(
    `${header}0x1018,0x02,Unsigned32,RO,0x0712301b,118632475,\n`,
  );
  using slow = await carOn({ objects: other });
  assert.equal(
    await slow.cfg("POWER 50"),
    "CFG POWER: ERROR: Not an 80 km/h Twizy\nIt is the controller of a 45 km/h Twizy, which macros would break for good",
  );
  assert.deepEqual(slow.writes, []);
});
