/** What is set, and the drive mode, as OVMS v3 shows them. */
import assert from "node:assert/strict";
import { BASES } from "../../../plugins/cfg/later/base.ts";
import {
  driveByte,
  driveMode,
  type Driven,
} from "../../../plugins/cfg/later/drive_mode.ts";
import { profileText } from "../../../plugins/cfg/profile.ts";
import { carOn, type Rig } from "./rig.ts";

const EXAMPLE =
  "6ltgb3l0UR8pAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAsuAAAA";
const look = ({ runtime: { host } }: Rig, name: string) =>
  host.metrics.look(name).value;
const AT_DEFAULT = Array.from({ length: 48 }, (_, at) => at === 0 ? 0 : -1);

Deno.test("xrt.cfg.profile has the numbers of the profile's text, each less 1", async () => {
  using rig = await carOn({ firmware: "3.9", profiles: { 1: EXAMPLE } });
  assert.deepEqual(look(rig, "xrt.cfg.profile"), AT_DEFAULT);
  await rig.cfg("LOAD 1");
  assert.deepEqual(
    look(rig, "xrt.cfg.profile"),
    [...atob(EXAMPLE)].map((char) => char.charCodeAt(0) - 1),
  );
  await rig.cfg("RESET");
  assert.deepEqual(look(rig, "xrt.cfg.profile"), AT_DEFAULT);
});

Deno.test("xrt.cfg.profile has what the macros of 3.0 set, also after a restart", async () => {
  using rig = await carOn();
  assert.deepEqual(look(rig, "xrt.cfg.profile"), AT_DEFAULT);
  await rig.cfg("SPEED 90 95");
  const expected = atob(profileText({ speedMax: 90, speedWarn: 95 }));
  const numbers = [...expected].map((char) => char.charCodeAt(0) - 1);
  assert.deepEqual(look(rig, "xrt.cfg.profile"), numbers);
  rig.kill();
  await rig.seconds(2);
  assert.deepEqual(look(rig, "xrt.cfg.profile"), numbers);
});

for (const firmware of ["3.0", "3.9"] as const) {
  Deno.test(`xrt.cfg.profile of ${firmware} is set when it changes, not each minute, and stays fresh`, async () => {
    using rig = await carOn({ firmware });
    const read = () => rig.runtime.host.metrics.look("xrt.cfg.profile");
    await rig.cfg("RAMPS 5");
    const changed = read().value;
    assert.notDeepEqual(changed, AT_DEFAULT);
    await rig.seconds(200);
    assert.equal(read().freshness, "fresh");
    assert.ok((read().age ?? 0) >= 190, `worked out ${read().age} s ago`);
    await rig.cfg("RAMPS 6");
    assert.notDeepEqual(read().value, changed);
    assert.ok((read().age ?? Infinity) < 190);
  });
}

const driven: Driven = {
  live: 2,
  base: 1,
  current: 3,
  unsaved: true,
  applied: false,
  login: { type: 0x0712301b, base: BASES.SC45GB80 },
};

Deno.test("the drive mode has all that v3 puts into 32 bits", () => {
  assert.equal(
    driveMode(driven, true),
    2 | 1 << 8 | 1 << 16 | 1 << 17 | 1 << 19 | 3 << 20 | 3 << 24,
  );
  const off: Driven = { ...driven, unsaved: false, applied: true };
  assert.equal(
    driveMode({ ...off, login: undefined }, false),
    2 | 1 << 8 | 1 << 16 | 1 << 18 | 3 << 24,
  );
});

Deno.test("message L has the drive mode of v2, a byte", async () => {
  assert.equal(driveByte(driven, true), 1 | 2 << 1 | 1 << 3 | 0x20 | 0x40);
  assert.equal(
    driveByte({ ...driven, applied: true, login: undefined }, false),
    2 << 1 | 1 << 3 | 0x20 | 0x80,
  );
  using rig = await carOn({ firmware: "3.9", profiles: { 1: EXAMPLE } });
  await rig.cfg("LOAD 1");
  assert.equal(look(rig, "xrt.d.drivemode"), 1 << 1 | 1 << 3 | 0x40 | 0x80);
  assert.equal(look(rig, "xrt.cfg.type"), "Twizy80");
  await rig.seconds(3, false);
  assert.equal(look(rig, "xrt.d.drivemode"), 1 << 1 | 1 << 3 | 0x80);
});

Deno.test("message D tells that it is logged in, and pre-operational state", async () => {
  using rig = await carOn({ firmware: "3.9" });
  const shown = () =>
    ["v.e.c.login", "v.e.c.config"].map((name) => look(rig, name));
  assert.deepEqual(shown(), [true, false]);
  await rig.cfg("PRE");
  assert.deepEqual(shown(), [true, true]);
  await rig.cfg("OP");
  assert.deepEqual(shown(), [true, false]);
  await rig.seconds(3, false);
  assert.deepEqual(shown(), [false, false]);
});
