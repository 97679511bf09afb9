import { deepEqual, equal, throws } from "node:assert/strict";
import { FLAGS, parseFlags } from "../../../app/flags/mod.ts";
import { settingsOf } from "../../../app/settings.ts";

/** Settings of a command line such as `--can socketcan:can0`. */
function settings(line: string, env: Record<string, string> = {}) {
  const words = line.match(/"[^"]*"|\S+/g) ?? [];
  const flags = parseFlags(
    words.map((word) => word.replaceAll('"', "")),
    (name) => env[name],
  );
  return settingsOf(flags, { folder: "/home", state: "/state", now: 0 });
}
const hardware = (line: string, env?: Record<string, string>) =>
  settings(line, env).hardware;

Deno.test("devices as flags name them", () => {
  const cases = [
    ["--can socketcan:can0", "can", [
      { bus: 1, kind: "socketcan", network: "can0" },
    ]],
    ["--can candump:vcan1", "can", [
      { bus: 1, kind: "candump", network: "vcan1" },
    ]],
    ["--can 2=candump:vcan1 --can 1=socketcan:can0", "can", [
      { bus: 1, kind: "socketcan", network: "can0" },
      { bus: 2, kind: "candump", network: "vcan1" },
    ]],
    ["--can slcan:/dev/ttyACM0", "can", [{
      bus: 1,
      kind: "slcan",
      path: "/dev/ttyACM0",
      bitRate: 500_000,
      baudRate: 115_200,
    }]],
    ["--can slcan:/dev/ttyUSB0@250000,1000000", "can", [{
      bus: 1,
      kind: "slcan",
      path: "/dev/ttyUSB0",
      bitRate: 250_000,
      baudRate: 1_000_000,
    }]],
    ["--can tcp:192.168.80.1:3333", "can", [{
      bus: 1,
      kind: "tcp",
      host: "192.168.80.1",
      port: 3333,
      bitRate: 500_000,
    }]],
    ["--can 2=tcp:[fd00::1]:3333@125000", "can", [{
      bus: 2,
      kind: "tcp",
      host: "fd00::1",
      port: 3333,
      bitRate: 125_000,
    }]],
    ["--can socketcand:pi.local/can1", "can", [{
      bus: 1,
      kind: "socketcand",
      host: "pi.local",
      port: 29_536,
      network: "can1",
    }]],
    ["--modem /dev/ttyUSB2", "modem", {
      kind: "port",
      path: "/dev/ttyUSB2",
      baudRate: 115_200,
      setup: [],
    }],
    [
      "--modem /dev/ttyUSB2 --smsc +49171 --modem-init AT+CNMP=38 --modem-init at&d0",
      "modem",
      {
        kind: "port",
        path: "/dev/ttyUSB2",
        baudRate: 115_200,
        setup: ['AT+CSCA="+49171",145', "AT+CNMP=38", "at&d0"],
      },
    ],
    ["--modem /dev/serial/by-id/usb-SIM_1-if02@9600", "modem", {
      kind: "port",
      path: "/dev/serial/by-id/usb-SIM_1-if02",
      baudRate: 9600,
      setup: [],
    }],
    ["--modem mm:", "modem", { kind: "mm", modem: "any" }],
    ["--modem mm:2", "modem", { kind: "mm", modem: "2" }],
    ["--gps gpsd:localhost", "gps", {
      kind: "gpsd",
      host: "localhost",
      port: 2947,
    }],
    ["--gps gpsd:[::1]:2948", "gps", { kind: "gpsd", host: "::1", port: 2948 }],
    ["--gps nmea:/dev/ttyACM1@4800", "gps", {
      kind: "nmea",
      path: "/dev/ttyACM1",
      baudRate: 4800,
    }],
    ["--gps modem --modem /dev/ttyS0", "gps", {
      kind: "modem",
      receiver: undefined,
    }],
    ["--gps modem:qgps --modem /dev/ttyS0", "gps", {
      kind: "modem",
      receiver: "QGPS",
    }],
    ["--supply modem@3.1-0.2 --modem /dev/ttyS0", "supply", {
      kind: "modem",
      scaling: { scale: 3.1, offset: -0.2 },
    }],
    [
      "--supply file:/sys/bus/iio/devices/iio:device0/in_voltage0_raw@0.001",
      "supply",
      {
        kind: "file",
        path: "/sys/bus/iio/devices/iio:device0/in_voltage0_raw",
        scaling: { scale: 0.001, offset: 0 },
      },
    ],
    ['--supply "command:/usr/bin/volts --quiet"', "supply", {
      kind: "command",
      command: "/usr/bin/volts",
      args: ["--quiet"],
    }],
    ["--diag /dev/ttyUSB0", "diag", { path: "/dev/ttyUSB0", baudRate: 9600 }],
    [
      '--supply command:volts --shutdown-below 11.0 --shutdown-delay 90s --shutdown-command "systemctl poweroff"',
      "shutdown",
      {
        below: 11,
        delay: 90,
        command: ["systemctl", "poweroff"],
      },
    ],
    ["--supply command:volts --shutdown-below 11", "shutdown", {
      below: 11,
      delay: 600,
      command: [],
    }],
  ] as const;
  for (const [line, part, expected] of cases) {
    deepEqual(hardware(line)?.[part], expected, line);
  }
});

Deno.test("one sentence for each mistake", () => {
  const cases = [
    [
      "--can can0",
      /^--can cannot be "can0": expected socketcan:can0, candump:can0, slcan:\/dev\/ttyACM0@500000, tcp:/,
    ],
    ["--can socketcan:can0;reboot", /^--can cannot be/],
    [
      "--can slcan:/dev/ttyACM0@123",
      /123 is not a bit rate of SLCAN adapters: expected one of 10000, /,
    ],
    [
      "--can slcan:/dev/ttyACM0@500000,1200",
      /1200 is not a bit rate of a serial port/,
    ],
    [
      "--modem ttyUSB0",
      /^--modem cannot be "ttyUSB0": expected \/dev\/ttyUSB2@115200, or mm: for the one of ModemManager$/,
    ],
    ["--modem mm: --modem-init AT+CNMP=38", /a modem on a port of its own/],
    ["--modem /dev/ttyUSB0 --modem-init CNMP", /expected a command such as/],
    ["--modem /dev/ttyUSB0 --modem-init AT+CMGF=1", /the program's own$/],
    ["--modem /dev/ttyUSB0 --smsc x", /expected the service centre's number/],
    ["--modem /dev/ttyUSB0@1200", /1200 is not a bit rate of a serial port/],
    [
      "--gps nmea",
      /^--gps cannot be "nmea": expected gpsd:localhost:2947, nmea:/,
    ],
    ["--gps gpsd:localhost:70000", /expected a port from 1 to 65535$/],
    [
      "--supply file:/adc@x",
      /^--supply cannot be "file:\/adc@x": expected modem/,
    ],
    ["--diag 9600", /^--diag cannot be "9600": expected \/dev\/ttyUSB0@9600$/],
    ["--supply command:volts --shutdown-below 5", /expected 9 to 14 V$/],
    [
      "--supply command:volts --shutdown-below low",
      /expected volts, such as 11.0$/,
    ],
    [
      "--supply command:volts --shutdown-below 11 --shutdown-delay 5",
      /expected a time such as 90s or 10m$/,
    ],
    [
      "--can socketcan:can0 --can 1=socketcan:can1",
      /^--can names bus 1 twice: /,
    ],
    ["--can tcp:wican:70000", /expected a port from 1 to 65535$/],
    ["--can tcp:wican:3333@12345", /12345 is not a bit rate of SLCAN/],
    ["--can 0=socketcan:can0", /with 2= in front for the second bus$/],
    ["--shutdown-command reboot", /has a meaning with --shutdown-below only$/],
  ] as const;
  for (const [line, expected] of cases) {
    throws(() => settings(line), { name: "UsageError", message: expected });
  }
});

Deno.test("devices may be named by the environment, which a trial ignores", () => {
  const env = {
    OVMS_EDGE_CAN: "socketcan:can1",
    OVMS_EDGE_MODEM: "/dev/ttyS1",
  };
  const one = { bus: 1, kind: "socketcan", network: "can1" };
  deepEqual(hardware("", env)?.can, [one]);
  const two = { ...env, OVMS_EDGE_CAN: "socketcan:can1 2=candump:can2" };
  deepEqual(hardware("", two)?.can, [
    one,
    { bus: 2, kind: "candump", network: "can2" },
  ]);
  const modem = hardware("--can socketcan:can0", env)?.modem;
  equal(modem?.kind === "port" && modem.path, "/dev/ttyS1");
  equal(hardware("--exec STAT?", env), undefined);
  equal(hardware("--replay log", env), undefined);
  throws(() => settings("", { OVMS_EDGE_GPS: "x" }), /--gps cannot be "x"/);
});

Deno.test("a gateway's store is not the simulated car's; without devices all is simulated", () => {
  equal(settings("").store, "/state/ovms-edge/simulated.db");
  equal(settings("--simulate").hardware, undefined);
  equal(settings("--gateway").store, "/state/ovms-edge/gateway.db");
  deepEqual(hardware("--gateway")?.can, []);
  equal(
    settings("--can socketcan:can0").store,
    "/state/ovms-edge/gateway.db",
  );
  equal(hardware("--can socketcan:can0 --simulate")?.simulate, true);
});

Deno.test("each flag of a device has its variable", () => {
  for (const name of ["can", "modem", "gps", "supply", "diag"] as const) {
    equal(FLAGS[name].env, `OVMS_EDGE_${name.toUpperCase()}`);
  }
});
