import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  askPort,
  hasNmea,
  isModem,
  isSlcan,
} from "../../../app/hardware/ask_port.ts";
import {
  boardOf,
  canInterfaces,
  type Machine,
  portNames,
} from "../../../app/hardware/machine.ts";
import { findings } from "../../../app/hardware/probe.ts";
import { openSerial } from "../../../hal/linux/mod.ts";
import { SimAtModem } from "../../../hal/sim/at_modem.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { FakeSlcan } from "../../hal/linux/fake_slcan.ts";
import type { FirmwareName } from "../../hal/linux/slcan_firmwares.ts";
import { PtyModem } from "../../hal/sim/pty_modem.ts";
import { passing, Terminal } from "./world.ts";

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "/dev": ["null", "ttyUSB0", "ttyUSB1", "tty0", "ttyS0", "ttyprintk"],
  "/dev/serial/by-id": ["usb-SimTech-if02-port0"],
  "/sys/class/net": ["can0", "eth0", "vcan0"],
};
const FILES: Readonly<Record<string, string>> = {
  "/sys/class/net/can0/type": "280\n",
  "/sys/class/net/can0/operstate": "down\n",
  "/sys/class/net/eth0/type": "1\n",
  "/sys/class/net/vcan0/type": "280\n",
};

function known<T>(table: Readonly<Record<string, T>>, key: string): T {
  const found = table[key];
  if (found === undefined) throw new Error(`${key}: no such thing`);
  return found;
}

const machine: Machine = {
  list: (folder) => known(FOLDERS, folder),
  read: (file) => known(FILES, file),
  link: () => "../../ttyUSB1",
};

Deno.test("serial ports and CAN interfaces of a machine", () => {
  deepEqual(portNames(machine), [
    { path: "/dev/ttyUSB0", aliases: [] },
    {
      path: "/dev/ttyUSB1",
      aliases: ["/dev/serial/by-id/usb-SimTech-if02-port0"],
    },
    { path: "/dev/ttyS0", aliases: [] },
  ]);
  deepEqual(canInterfaces(machine), [
    { name: "can0", state: "down" },
    { name: "vcan0", state: "unknown" },
  ]);
  const empty: Machine = {
    list: (folder) => known({}, folder),
    read: (file) => known({}, file),
    link: () => undefined,
  };
  deepEqual([portNames(empty), canInterfaces(empty)], [[], []]);
});

Deno.test("what answers tells what it is", () => {
  equal(hasNmea("66,E,,,A*57\r\n$GPGSV,1,1,00*79\r\n$GP"), true);
  equal(hasNmea("$GPGSV,1,1,00*78\r\n"), false);
  equal(isModem("AT\r\r\nOK\r\n"), true);
  equal(isModem("BOOK\r\n"), false);
  equal(isSlcan("\x07\x07V1013\r"), true);
  equal(isSlcan("t15581122334455667788\rV1013\r"), true);
  equal(isSlcan("VERSION\r"), false);
  equal(isSlcan("b158aa7 github.com/normaldotcom/canable2-fw\r"), true);
  equal(isSlcan("+Board: X\tMCU: STM32G431\tFirmware: 2429224\r"), true);
  // Left open by another program.
  const frame = "t15580597D0546D58006F\r";
  equal(isSlcan(`0546D58006F\r${frame.repeat(3)}t15`), true);
  equal(isSlcan(`${frame}\r+CREG: 1\r`), false);
  equal(isSlcan("V\r\r\nERROR\r\n?\r"), false);
});

/** What is found on a port, on a clock that runs beside it. */
async function ask(path: string) {
  const clock = new SimClock();
  const open = (baudRate: number) => openSerial(path, { baudRate }, clock);
  let over = false;
  const asked = askPort(open, clock).finally(() => over = true);
  asked.catch(() => {});
  await passing(clock, "an answer", () => over, 10);
  return await asked;
}

Deno.test("a modem, an adapter and a receiver are found on their ports", async () => {
  // Closed also after a failure: a port that still waits would be a leak of the tests that follow.
  await using ends = new AsyncDisposableStack();
  const modem = new PtyModem(new SimAtModem());
  ends.defer(() => modem.close());
  deepEqual(await ask(modem.path), { kind: "modem", baudRate: 115_200 });

  const adapter = fakeSlcan(ends);
  deepEqual(await ask(adapter.path), { kind: "slcan", baudRate: 115_200 });

  const receiver = ends.use(new Terminal());
  await receiver.type("$GPGSV,1,1,00*79\r\n");
  deepEqual(await ask(receiver.path), { kind: "nmea", baudRate: 115_200 });
});

/** An adapter in a folder of its own, until the end. */
function fakeSlcan(ends: AsyncDisposableStack, firmware?: FirmwareName) {
  const folder = Deno.makeTempDirSync();
  ends.defer(() => Deno.removeSync(folder));
  const adapter = new FakeSlcan(`${folder}/tty`, firmware);
  ends.defer(() => adapter.unplug());
  return adapter;
}

Deno.test("every adapter is found, also while it starts, over a slow line and left open by another program; no frame is sent", async (t) => {
  const cases: readonly (readonly [FirmwareName, (it: FakeSlcan) => void])[] = [
    ["lawicel", (it) => it.leftOpen()],
    ["canable", (it) => it.leftOpen()],
    ["canable25", (it) => it.leftOpen()],
    ["canhacker", (it) => it.leftOpen()],
    ["wican", (it) => it.leftOpen()],
    // What it loses while it starts are the first two questions.
    ["lawicel", (it) => it.deaf = 2],
    ["lawicel", (it) => it.lag = 12],
  ];
  for (const [firmware, prepare] of cases) {
    await t.step(firmware, async () => {
      await using ends = new AsyncDisposableStack();
      const adapter = fakeSlcan(ends, firmware);
      prepare(adapter);
      deepEqual(await ask(adapter.path), { kind: "slcan", baudRate: 115_200 });
      deepEqual(adapter.sent, []);
    });
  }
});

Deno.test("a port without anybody, and one that is not there", async () => {
  await using silent = new Terminal();
  equal(await ask(silent.path), undefined);
  await rejects(ask("/dev/ttyNONE"), /no such device/);
});

Deno.test("the board's model comes from the device tree or the firmware, in a form that a message can carry", () => {
  const from = (files: Readonly<Record<string, string>>) =>
    boardOf((file) => known(files, file));
  const tree = "/sys/firmware/devicetree/base/model";
  const firmware = "/sys/class/dmi/id/product_name";
  equal(
    from({ [tree]: "Raspberry Pi 4 Model B Rev 1.4\0" }),
    "Raspberry Pi 4 Model B Rev 1.4",
  );
  equal(from({ [firmware]: "NUC, 7th gen\n" }), "NUC 7th gen");
  equal(from({}), "");
});

Deno.test("what the program uses itself is not asked, whatever it is called; interfaces are only listed", async () => {
  const list = (folder: string) =>
    folder === "/dev" ? ["ttyUSB1"] : machine.list(folder);
  const only = { ...machine, list };
  for (const used of ["/dev/ttyUSB1", "/dev/modem"]) {
    const link = (path: string) =>
      path === "/dev/modem" ? "ttyUSB1" : machine.link(path);
    const found = await findings([used], { ...only, link });
    deepEqual(found.map(({ device, what, flag }) => [device, what, flag]), [
      ["/dev/ttyUSB1", "in use by this program", ""],
      ["can0", "CAN interface, down", "--can socketcan:can0"],
      ["vcan0", "CAN interface, unknown", "--can socketcan:vcan0"],
    ]);
  }
});
