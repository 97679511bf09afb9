import type { Flags } from "./flag.ts";

/** The devices of a gateway. */
export const DEVICES = {
  can: {
    type: "string",
    multiple: true,
    value: "CAN",
    env: "OVMS_EDGE_CAN",
    group: "hardware",
    help:
      "CAN interface: socketcan:can0, slcan:/dev/ttyACM0@500000 (bit rate of the bus), candump:can0, tcp:HOST:PORT@500000 (SLCAN) or socketcand:HOST:29536/can0; repeated for a car with several buses: 2=socketcan:can1",
  },
  modem: {
    type: "string",
    value: "PORT",
    env: "OVMS_EDGE_MODEM",
    group: "hardware",
    help: "GSM modem: /dev/ttyUSB2@115200, or mm: for the one of ModemManager",
  },
  "modem-init": {
    type: "string",
    multiple: true,
    value: "COMMAND",
    env: "OVMS_EDGE_MODEM_INIT",
    group: "hardware",
    help:
      "AT command that is sent at the modem's set-up, such as AT+CNMP=38; may be repeated",
  },
  smsc: {
    type: "string",
    value: "NUMBER",
    env: "OVMS_EDGE_SMSC",
    group: "hardware",
    help:
      "service centre of text messages, such as +491710760000; default: the one on the SIM",
  },
  gps: {
    type: "string",
    value: "GPS",
    env: "OVMS_EDGE_GPS",
    group: "hardware",
    help:
      "GPS receiver: gpsd:localhost:2947, nmea:/dev/ttyACM1@9600, or modem for the one inside it (modem:CGNSINF and the like where its model is not known)",
  },
  supply: {
    type: "string",
    value: "SUPPLY",
    env: "OVMS_EDGE_SUPPLY",
    group: "hardware",
    help:
      "source of the 12 V level: modem, file:/sys/...@0.001 (factor to volts) or command:PROGRAM ARGUMENTS",
  },
  diag: {
    type: "string",
    value: "PORT",
    env: "OVMS_EDGE_DIAG",
    group: "hardware",
    help:
      "serial console of the diagnostics mode, opened by SETUP: /dev/ttyUSB0@9600",
  },
  gateway: {
    type: "boolean",
    group: "hardware",
    help:
      "runs a gateway, whatever devices are named, and never simulates a car unasked: for services; devices that neither flag nor environment name are those that the owner chose in the web console",
  },
  simulate: {
    type: "boolean",
    group: "hardware",
    help: "simulates the devices that are not named; else they are absent",
  },
  "shutdown-below": {
    type: "string",
    value: "VOLTS",
    env: "OVMS_EDGE_SHUTDOWN_BELOW",
    group: "hardware",
    help:
      "tells the owner and ends the program (exit code 3) when the 12 V level stays below, such as 11.0; never while the car is on or charging",
  },
  "shutdown-delay": {
    type: "string",
    value: "TIME",
    env: "OVMS_EDGE_SHUTDOWN_DELAY",
    group: "hardware",
    help: "how long it has to stay below; default 10m",
  },
  "shutdown-command": {
    type: "string",
    value: "COMMAND",
    env: "OVMS_EDGE_SHUTDOWN_COMMAND",
    group: "hardware",
    help:
      "program that is run after that, with its arguments, such as the system's power-off",
  },
  probe: {
    type: "boolean",
    group: "hardware",
    help:
      "lists serial ports and CAN interfaces and what answers on them, then ends",
  },
} as const satisfies Flags;
