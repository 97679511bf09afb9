import assert from "node:assert/strict";
import { SEVCON_OBJECTS } from "../../../plugins/twizy/sim/sevcon.ts";
import { carOn, Rig } from "./rig.ts";

Deno.test("CFG POWER 50 puts exactly these frames on the bus", async () => {
  using rig = await carOn();
  assert.equal(await rig.cfg("POWER 50"), "CFG POWER: OK");
  assert.deepEqual(rig.bus, [
    "601 40 00 50 01 00 00 00 00", // access level?
    "581 4F 00 50 01 00 00 00 00",
    "601 22 00 50 03 00 00 00 00", // login
    "581 60 00 50 03 00 00 00 00",
    "601 22 00 50 02 DF 4B 00 00",
    "581 60 00 50 02 00 00 00 00",
    "601 40 00 50 01 00 00 00 00",
    "581 4F 00 50 01 04 00 00 00",
    "601 40 18 10 02 00 00 00 00", // the controller's type
    "581 43 18 10 02 2D 30 12 07",
    "601 40 20 29 01 00 00 00 00", // the old value
    "581 4B 20 29 01 E8 03 00 00",
    "601 40 18 10 02 00 00 00 00", // still the same controller
    "581 43 18 10 02 2D 30 12 07",
    "601 22 20 29 01 F4 01 00 00", // the new one
    "581 60 20 29 01 00 00 00 00",
    "601 40 20 29 01 00 00 00 00", // read back
    "581 4B 20 29 01 F4 01 00 00",
    "601 40 00 50 01 00 00 00 00", // return to operational: nothing to do
    "581 4F 00 50 01 04 00 00 00",
    "601 40 10 51 00 00 00 00 00",
    "581 4F 10 51 00 05 00 00 00",
  ]);
});

Deno.test("checks come in their order, and tell what to do", async () => {
  using rig = new Rig({ writable: false });
  await rig.seconds(2, false);
  const first = async (command: string) => (await rig.cfg(command)).split("\n");
  assert.deepEqual(await first("SPEED 90"), [
    "Error: CAN bus in read only mode",
    "Allow it with FEATURE 15 1, then repeat the command",
  ]);
  assert.equal((await first("HELLO"))[0], "Error: CAN bus in read only mode");
  rig.runtime.features.set(15, "1", "test");
  assert.equal((await first("SPEED 5"))[0], "CFG SPEED: ERROR: Car is off");
  await rig.seconds(2, true, 30);
  for (const command of ["SPEED 5", "PRE", "TSMAP X", "BRAKELIGHT", "RESET"]) {
    const name = command.split(" ")[0];
    assert.equal(
      (await first(command))[0],
      `CFG ${name}: ERROR: Car is moving`,
    );
  }
  // Besides the check at switch-on
  const sent = rig.bus.filter((frame) => frame.startsWith("601"));
  assert.deepEqual(sent, ["601 40 10 51 00 00 00 00 00"]);
  assert.equal(await rig.cfg("POWER 50"), "CFG POWER: OK");
  await rig.seconds(1);
  rig.node.nologin = true;
  rig.node.objects.set(0x5000, 1, 0);
  assert.equal(
    (await first("SPEED 5"))[0],
    "CFG SPEED: LOGIN FAILED ERROR 0010",
  );
  rig.node.offline = true;
  assert.equal(
    (await first("SPEED 5"))[0],
    "CFG SPEED: LOGIN FAILED ERROR 0013",
  );
});

Deno.test("macros refuse another controller, WRITE does not", async () => {
  const objects = SEVCON_OBJECTS.map((object) =>
    object.index === 0x1018 ? { ...object, value: 0x0712301b } : object
  );
  using rig = await carOn({ objects });
  assert.match(
    await rig.cfg("POWER 50"),
    /^CFG POWER: ERROR: Not an 80 km\/h Twizy\n/,
  );
  assert.deepEqual(rig.writes, []);
  assert.match(await rig.cfg("WRITE 2920 1 500"), /=> NEW: 500$/);
});

Deno.test("unknown commands log in and return, and get no advice", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  assert.equal(rig.node.state, 127);
  assert.equal(await rig.cfg("HELLO"), "CFG HELLO: Unknown command");
  assert.equal(rig.node.state, 5);
  // Without its blank, SPEED90 must not be taken for a SPEED that resets
  rig.bus.length = 0;
  assert.equal(
    await rig.cfg("SPEED90"),
    "Usage: CFG SPEED [max_kph] [warn_kph]",
  );
  assert.deepEqual(rig.bus, []);
});

Deno.test("CFG alone tells its usage, and others need the password", async () => {
  using rig = await carOn();
  assert.match(await rig.sms("CFG"), /^Usage: CFG command/);
  assert.equal(
    await rig.sms("CFG POWER 50", "+4915550000"),
    "Permission denied",
  );
  const known = await rig.sms("CFG OVMS POWER 50", "+4915550000");
  assert.equal(known, "CFG POWER: OK");
});

Deno.test("low level commands give the exact texts", async () => {
  using rig = await carOn();
  const dialogue: readonly (readonly [string, string])[] = [
    ["READ 2920 5", "CFG READ:  SDO 0x2920.05: 0x1C52 = 7250"],
    ["READ 0x1018 0x02", "CFG READ:  SDO 0x1018.02: 0x0712302D = 118632493"],
    [
      "READ 1008 0",
      "CFG READ:  SDO 0x1008.00: Gen4 (Renault Twizy)05 December 2012 10",
    ],
    [
      "READ 9999 0",
      "CFG READ: ERROR 0002 SDO ABORT 0x9999.00: 0x06020000\nThe controller has no such object",
    ],
    [
      "WRITE 2920 5 8000",
      "CFG WRITE: OLD: SDO 0x2920.05: 0x1C52 = 7250 => NEW: 8000",
    ],
    [
      "WRITE 2920 5 11000",
      "CFG WRITE: OLD: SDO 0x2920.05: 0x1F40 = 8000ERROR 0008 SDO ABORT 0x2920.05: 0x0800000A\nThe controller does not take this value now",
    ],
    [
      "WRITE 4641 1 1",
      "CFG WRITE: ERROR 0002 SDO ABORT 0x4641.01: 0x06010001\nThis object can only be written",
    ],
    [
      "WRITE 1008 0 1",
      "CFG WRITE: ERROR 0004 SDO 0x1008.00: 0x05040005\nThis object is a text, see CFG READ",
    ],
    [
      "WRITE 4611 11 300",
      "CFG WRITE: OLD: SDO 0x4611.11: 0x0111 = 273ERROR 0008 SDO ABORT 0x4611.11: 0x08000004\nStop the car and send CFG PRE before this",
    ],
    ["PRE", "CFG PRE: OK"],
    [
      "WRITE 4611 11 300",
      "CFG WRITE: OLD: SDO 0x4611.11: 0x0111 = 273 => NEW: 300",
    ],
    ["OP", "CFG OP: OK"],
  ];
  for (const [command, text] of dialogue) {
    assert.equal(await rig.cfg(command), text);
  }
});

Deno.test("a lost reply is tried again, three times in all", async () => {
  using rig = await carOn();
  rig.node.faults.add({ do: "lose", access: "w", index: 0x2920, times: 2 });
  assert.equal(await rig.cfg("POWER 50"), "CFG POWER: OK");
  rig.node.faults.add({ do: "lose", access: "w", index: 0x2920, times: 3 });
  assert.equal(
    await rig.cfg("POWER 60"),
    "CFG POWER: ERROR 0009 SDO 0x2920.01: 0x05040000\nThe controller was busy, repeat the command",
  );
});

Deno.test("an old value that cannot be read ends the command before any write", async () => {
  using rig = await carOn();
  rig.node.faults.add({
    do: "abort",
    code: 0x06060000,
    access: "r",
    index: 0x3813,
    sub: 0x34,
  });
  assert.match(
    await rig.cfg("SPEED 90"),
    /^CFG SPEED: ERROR 0002 SDO ABORT 0x3813.34: 0x06060000\n/,
  );
  assert.deepEqual(rig.writes, []);
  assert.equal(rig.node.state, 5);
});

Deno.test("a controller that stays pre-operational is told, and found at the next switch-on", async () => {
  using rig = await carOn();
  rig.node.stuck = true;
  assert.equal(
    await rig.cfg("BRAKELIGHT 50"),
    "CFG BRAKELIGHT: OK bon=512 flgs=220C STILL PRE-OP: ERROR 0020 SDO 0x5110.00: 0x007F\nSend CFG OP, or switch off, on and wait 10 s",
  );
  const tries = rig.bus.filter((frame) =>
    frame.startsWith("601 22 00 28 00 00")
  );
  assert.equal(tries.length, 20);
  rig.node.stuck = false;
  await rig.seconds(2, false);
  await rig.seconds(2);
  assert.equal(rig.node.state, 5);
});

Deno.test("ten writes take less than a second, and decoding goes on meanwhile", async () => {
  using rig = await carOn();
  const { clock, gsm } = rig.hal;
  void gsm.incoming("+491701234567", "CFG TORQUE 90");
  for (let ms = 0; ms < 1000 && gsm.sent.length === 0; ms += 10) {
    rig.frames(true, 0);
    rig.hal.bus.inject(
      0x155,
      Uint8Array.of(7, 0x97, 0xd0, 0x54, 0x50 + ms / 100, 0, 0, 0x73),
    );
    await clock.run(10);
  }
  assert.equal(rig.told, "CFG TORQUE: OK, power cycle to activate!");
  assert.equal(rig.writes.length, 11);
  const { metrics } = rig.runtime.host, soc = metrics.find("v.b.soc");
  const value = soc && metrics.read(soc);
  assert.ok(typeof value === "number" && value > 51.2, `SOC ${value}`);
});

Deno.test("HELP is made from the tables", async () => {
  using rig = new Rig({ writable: false });
  assert.match(await rig.cfg("HELP"), /^CFG HELP: SPEED TORQUE TSMAP/);
  assert.equal(
    await rig.cfg("HELP recup"),
    "CFG HELP: RECUP [neutral%] [brake%]: recuperation in neutral and braking\nneutral% 0..100, default 18\nbrake% 0..100, default neutral%",
  );
  assert.match(await rig.cfg("HELP SPEED"), /The car has to stand$/);
  assert.equal(
    await rig.cfg("HELP nothing"),
    "CFG HELP: ERROR: No such command\nSee CFG HELP",
  );
});
