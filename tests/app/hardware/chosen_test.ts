import assert from "node:assert/strict";
import { chosenDevices, deviceSettings } from "../../../app/hardware/chosen.ts";
import { DEVICES, type HardwareFlags } from "../../../app/hardware/settings.ts";
import { simHal } from "../../../hal/sim/mod.ts";
import { Settings } from "../../../runtime/settings/settings.ts";
import { finished, inFolder, run, start } from "../program.ts";

/** A store in which devices are chosen. */
function storeWith(chosen: Readonly<Record<string, string>>) {
  const { store } = simHal();
  const settings = new Settings(store);
  settings.declare("devices", deviceSettings);
  for (const [name, text] of Object.entries(chosen)) {
    settings.set(`devices.${name}`, text, "test");
  }
  return { store, settings, [Symbol.dispose]: () => store.close() };
}

/** What a gateway runs with that is given some flags and has chosen devices. */
function gateway(
  given: HardwareFlags,
  chosen: Readonly<Record<string, string>>,
) {
  using kept = storeWith(chosen);
  return chosenDevices({ gateway: true, ...given }, kept.store);
}

Deno.test("a gateway has the devices that its owner chose", () => {
  const { hardware, devices, leftOut } = gateway({}, {
    can: "slcan:/dev/ttyACM0@250000  2=socketcan:can1",
    modem: "/dev/ttyUSB2",
    gps: "modem",
  });
  assert.deepEqual(hardware.can, [
    {
      bus: 1,
      kind: "slcan",
      path: "/dev/ttyACM0",
      bitRate: 250_000,
      baudRate: 115_200,
    },
    { bus: 2, kind: "socketcan", network: "can1" },
  ]);
  assert.deepEqual(hardware.gps, { kind: "modem", receiver: undefined });
  assert.deepEqual(leftOut, []);
  assert.deepEqual(
    devices.map(({ name, given, used }) => [name, given, used]),
    [
      ["can", undefined, "slcan:/dev/ttyACM0@250000 2=socketcan:can1"],
      ["modem", undefined, "/dev/ttyUSB2"],
      ["gps", undefined, "modem"],
      ["supply", undefined, ""],
      ["diag", undefined, ""],
    ],
  );
});

Deno.test("what flags and environment name wins over what is chosen, each kind for itself", () => {
  const { hardware, devices } = gateway({ can: ["socketcan:can0"] }, {
    can: "slcan:/dev/ttyACM0",
    diag: "/dev/ttyUSB0",
  });
  assert.deepEqual(hardware.can, [
    { bus: 1, kind: "socketcan", network: "can0" },
  ]);
  assert.deepEqual(hardware.diag, { path: "/dev/ttyUSB0", baudRate: 9600 });
  assert.deepEqual(devices[0], {
    name: "can",
    given: "socketcan:can0",
    used: "socketcan:can0",
  });
});

Deno.test("a gateway without any device runs, and has none", () => {
  const { hardware, devices } = gateway({}, {});
  assert.deepEqual(hardware.can, []);
  assert.ok(devices.every(({ used }) => used === ""));
});

Deno.test("what does not fit together is left out and told, and the rest works", () => {
  const cases = [
    [{}, { gps: "modem", can: "socketcan:can0" }, "gps", /without a modem/],
    [
      { supply: "modem" },
      { modem: "mm:", can: "socketcan:can0" },
      "supply",
      /with ModemManager/,
    ],
    [
      { smsc: "+49171" },
      { modem: "mm:", can: "socketcan:can0" },
      "modem",
      /a modem on a port of its own/,
    ],
    [
      { "shutdown-below": "11" },
      { can: "socketcan:can0" },
      "shutdown",
      /name its source/,
    ],
  ] as const;
  for (const [given, chosen, part, why] of cases) {
    const { hardware, leftOut } = gateway(given, chosen);
    assert.equal(hardware[part], undefined, part);
    assert.equal(hardware.can.length, 1, part);
    assert.equal(leftOut.length, 1, part);
    assert.match(
      leftOut[0] ?? "",
      new RegExp(`^The device "${part}" is left out: `),
    );
    assert.match(leftOut[0] ?? "", why);
  }
});

Deno.test("who names devices on a command line is told at once what does not fit", () => {
  using kept = storeWith({});
  const cases: readonly (readonly [HardwareFlags, RegExp])[] = [
    [{ gps: "modem" }, /without a modem: name it with --modem/],
    [{ supply: "modem" }, /without a modem: name it with --modem/],
    [{ modem: "mm:", supply: "modem" }, /with ModemManager/],
    [
      { can: ["candump:can0"], "shutdown-below": "11" },
      /name its source with --supply$/,
    ],
  ];
  for (const [given, message] of cases) {
    assert.throws(
      () => chosenDevices(given, kept.store),
      { name: "UsageError", message },
    );
  }
});

Deno.test("a device is checked when it is chosen as its flag is, and no program can be", () => {
  using kept = storeWith({});
  const cases = [
    [
      "can",
      "can0",
      /^Setting devices.can cannot be that: expected socketcan:can0, /,
    ],
    ["can", "socketcan:can0 1=socketcan:can1", /names bus 1 twice/],
    [
      "can",
      "slcan:/dev/ttyACM0@123",
      /123 is not a bit rate of SLCAN adapters/,
    ],
    ["modem", "ttyUSB0", /expected \/dev\/ttyUSB2@115200/],
    ["gps", "gpsd:localhost:70000", /expected a port from 1 to 65535$/],
    ["supply", "command:reboot", /programs are named at the start only/],
    ["diag", "9600", /expected \/dev\/ttyUSB0@9600$/],
    ["diag", `/dev/${"x".repeat(400)}`, /expected/],
  ] as const;
  for (const [name, text, message] of cases) {
    assert.throws(
      () => kept.settings.set(`devices.${name}`, text, "test"),
      { name: "CommandError", message },
    );
  }
  assert.deepEqual(
    kept.settings.list().map(({ name, isSet }) => [name, isSet]),
    DEVICES.map((name) => [`devices.${name}`, false]),
  );
});

Deno.test("the program runs with what was chosen before, and a device that is not there stops nothing", () =>
  inFolder(async (folder) => {
    const flags = ["--gateway", "--offline", "--store=gateway.db"];
    const set = await run(
      flags,
      folder,
      "SET devices.can socketcan:nocan0\nSET devices.modem /dev/ttyNone9\n",
      { OVMS_EDGE_HTTP: "127.0.0.1:0" },
    );
    assert.equal(set.code, 0, set.stderr);
    const chosen = await run(flags, folder, "DIAG\n");
    assert.equal(chosen.code, 0, chosen.stderr);
    assert.match(chosen.stdout, /CAN: socketcan:nocan0, /);
    assert.match(chosen.stdout, /GSM: modem:\/dev\/ttyNone9, .*no such device/);
    const named = await run(flags, folder, "DIAG\n", {
      OVMS_EDGE_CAN: "slcan:/dev/ttyNone8",
    });
    assert.match(named.stdout, /CAN: slcan:\/dev\/ttyNone8, /);
    assert.match(named.stdout, /GSM: modem:\/dev\/ttyNone9, /);
    const unknown = await run(flags, folder, "NOCOMMAND\n");
    assert.equal(unknown.code, 1, "a script's command failed");
  }));

Deno.test("a gateway without a device and without a console to choose one does not start", () =>
  inFolder(async (folder) => {
    const child = start(["--gateway", "--store=gateway.db"], folder);
    const { code, stderr } = finished(await child.output());
    assert.equal(code, 2);
    assert.match(stderr, /^--gateway without a device: name one/);
  }));
