import { equal } from "node:assert/strict";
import * as encode from "../../../../plugins/twizy/sim/encode.ts";
import { bytes, hex } from "./recording.ts";

interface Vector {
  readonly what: string;
  /** The payload with its constant bytes only. */
  readonly blank: string;
  readonly put: (data: Uint8Array) => void;
  /** As in twizy-can.md section 6. */
  readonly payload: string;
}

const VECTORS: readonly Vector[] = [
  {
    what: "0x155 driving at 3728 W",
    blank: "00 00 00 54 00 00 00 6F",
    put: (d) => encode.batteryState(d, 5, 233, 69.98),
    payload: "05 96 E7 54 6D 58 00 6F",
  },
  {
    what: "0x155 standing",
    blank: "00 00 00 54 00 00 00 6C",
    put: (d) => encode.batteryState(d, 7, 96 / 16, 52.60),
    payload: "07 97 CA 54 52 30 00 6C",
  },
  {
    what: "0x155 standing, nearly full",
    blank: "00 00 00 54 00 00 00 73",
    put: (d) => encode.batteryState(d, 7, 9, 97.02),
    payload: "07 97 C7 54 97 98 00 73",
  },
  {
    what: "0x155 charging at 2048 W",
    blank: "00 00 00 54 00 00 00 73",
    put: (d) => encode.batteryState(d, 7, -128, 98.16),
    payload: "07 98 50 54 99 60 00 73",
  },
  {
    what: "0x155 end of the charge",
    blank: "00 00 00 54 00 00 00 73",
    put: (d) => encode.batteryState(d, 1, -21, 98.66),
    payload: "01 97 E5 54 9A 28 00 73",
  },
  {
    what: "0x155 charged",
    blank: "00 00 00 54 00 00 00 73",
    put: (d) => encode.batteryState(d, 0, 0, 100),
    payload: "00 97 D0 54 9C 40 00 73",
  },
  {
    what: "0x155 in its first phase",
    blank: "07 97 D0 94 00 00 00 72",
    put: (d) => encode.stateOfCharge(d, 96.08),
    payload: "07 97 D0 94 96 20 00 72",
  },
  {
    what: "0x155 driving at 13136 W",
    blank: "00 00 00 54 00 00 00 70",
    put: (d) => encode.batteryState(d, 7, 821, 66),
    payload: "07 94 9B 54 67 20 00 70",
  },
  {
    what: "0x155 at 8 kW and 80 %",
    blank: "00 00 00 54 00 00 00 72",
    put: (d) => encode.batteryState(d, 7, 8000 / 16, 80),
    payload: "07 95 DC 54 7D 00 00 72",
  },
  {
    what: "0x597 on",
    blank: "00 00 00 00 29 00 01 00",
    put: (d) => encode.chargerState(d, false, 0x95, 6.6, 0x41, 13),
    payload: "00 95 21 41 29 00 01 35",
  },
  {
    what: "0x597 charging",
    blank: "00 00 00 00 29 00 01 00",
    put: (d) => encode.chargerState(d, true, 0xa4, 0.6, 0xb1, 60),
    payload: "20 A4 03 B1 29 00 01 64",
  },
  {
    what: "0x597 stopping",
    blank: "00 00 00 00 29 00 01 00",
    put: (d) => encode.chargerState(d, false, 0xe4, 0, 0xd1, 9),
    payload: "00 E4 00 D1 29 00 01 31",
  },
  {
    what: "0x597 first frame without temperature",
    blank: "00 00 00 00 2F 00 01 FF",
    put: (d) => encode.chargerState(d, false, 0xf0, 0, 0xa2, undefined),
    payload: "00 F0 00 A2 2F 00 01 00",
  },
  {
    what: "0x599 standing",
    blank: "00 00 00 00 FF 00 00 00",
    put: (d) => {
      encode.displayOdometer(d, 3456.78);
      encode.displayRange(d, 70.9);
      encode.displaySpeed(d, 0);
    },
    payload: "00 00 0D 80 FF 46 00 00",
  },
  {
    what: "0x599 charging",
    blank: "00 00 00 00 1E 00 00 00",
    put: (d) => {
      encode.displayOdometer(d, 31000.42);
      encode.displayRange(d, 47);
      encode.displaySpeed(d, undefined);
    },
    payload: "00 00 79 18 1E 2F FF FF",
  },
  {
    what: "0x599 at 81.14 km/h",
    blank: "00 00 79 18 FF 2F 00 00",
    put: (d) => encode.displaySpeed(d, 81.14),
    payload: "00 00 79 18 FF 2F 1F B2",
  },
  {
    what: "0x59E at 460.5 m",
    blank: "00 00 0C A1 D5 00 00 00",
    put: (d) => encode.distanceCounter(d, 460.5, 0),
    payload: "11 FD 0C A1 D5 28 00 00",
  },
  {
    what: "0x59E after one turn of the counter",
    blank: "00 00 0C F2 29 00 00 00",
    put: (d) => encode.distanceCounter(d, 6553.6, 9),
    payload: "00 00 0C F2 29 31 00 00",
  },
  {
    what: "0x5D7 standing",
    blank: "00 00 00 00 00 00 00",
    put: (d) => encode.exactOdometer(d, 0, 47026.70),
    payload: "00 00 04 7C 1C E0 00",
  },
  {
    what: "0x5D7 at 31000.42 km",
    blank: "00 00 00 00 00 00 00",
    put: (d) => encode.exactOdometer(d, 0, 31000.42),
    payload: "00 00 02 F4 D8 A0 00",
  },
  {
    what: "0x5D7 off",
    blank: "00 00 00 00 00 00 00",
    put: (d) => encode.exactOdometer(d, undefined, 31000.42),
    payload: "FF FF 02 F4 D8 A0 00",
  },
  {
    what: "0x69F",
    blank: "00 00 00 00",
    put: (d) => encode.serialNumber(d, "7378280"),
    payload: "F0 82 87 37",
  },
  {
    what: "0x554",
    blank: "00 00 00 00 00 00 00 00",
    put: (d) => encode.moduleTemperatures(d, [30, 29, 29, 28, 29, 29, 30]),
    payload: "46 45 45 44 45 45 46 00",
  },
  {
    what: "0x556",
    blank: "00 00 00 00 00 00 00 0A",
    put: (d) =>
      encode.cellVoltages(d, [4.110, 4.100, 4.105, 4.100, 4.105], 0, 5),
    payload: "33 63 34 33 53 34 33 5A",
  },
  {
    what: "0x557, cells 6 to 10 of a row",
    blank: "00 00 00 00 00 00 00 00",
    put: (d) =>
      encode.cellVoltages(
        d,
        [0, 0, 0, 0, 0, 4.1, 4.105, 4.105, 4.105, 4.105],
        5,
        5,
      ),
    payload: "33 43 35 33 53 35 33 50",
  },
  {
    what: "0x55E",
    blank: "00 00 00 00 00 00 00 00",
    put: (d) => {
      encode.cellVoltages(d, [4.1, 4.1, 4.1, 4.11], 0, 4);
      encode.batteryOdometer(d, 2134);
    },
    payload: "33 43 34 33 43 36 00 D5",
  },
  {
    what: "0x55F",
    blank: "00 8E 73 00 00 00 00 00",
    put: (d) => encode.packVoltages(d, 57.4, 57.4),
    payload: "00 8E 73 00 00 23 E2 3E",
  },
  {
    what: "0x55F with two values",
    blank: "FF FF 73 00 00 00 00 00",
    put: (d) => encode.packVoltages(d, 57.3, 57.4),
    payload: "FF FF 73 00 00 23 D2 3E",
  },
  {
    what: "0x19F standing",
    blank: "FF FF 00 0F 38 FF 40 FE",
    put: (d) => encode.motorSpeed(d, 0),
    payload: "FF FF 7D 0F 38 FF 40 FE",
  },
  {
    what: "0x19F at 80 km/h",
    blank: "FF FF 00 0F 38 FF 40 FE",
    put: (d) => encode.motorSpeed(d, 7250),
    payload: "FF FF AA 5F 38 FF 40 FE",
  },
  {
    what: "0x196",
    blank: "00 FF E7 7F 70 00 0B 00",
    put: (d) => encode.motorTemperature(d, 36),
    payload: "00 FF E7 7F 70 4C 0B 00",
  },
  {
    what: "0x424",
    blank: "11 40 00 00 00 00 00 00",
    put: (d) => encode.batteryLimits(d, 2000, 19_000, 25, 26, 100),
    payload: "11 40 04 26 41 64 00 42",
  },
  {
    what: "0x425 with 5.6 kWh at 57.46 V",
    blank: "2A 00 44 FF FE 70 00 00",
    put: (d) => encode.batteryEnergy(d, 5.6, 57.46),
    payload: "2A 38 44 FF FE 70 01 36",
  },
  {
    what: "0x426",
    blank: "00 78 01 00 00 00 00",
    put: (d) => encode.chargerOdometer(d, 42207.9),
    payload: "00 78 01 00 A4 DF 00",
  },
  {
    what: "0x436",
    blank: "00 00 00 00 00 00",
    put: (d) => encode.minuteCounter(d, 0x17930),
    payload: "00 01 79 30 00 00",
  },
  {
    what: "0x59B N, standing",
    blank: "00 00 64 00 00 00 00 90",
    put: (d) => encode.driveState(d, "N", false, false, 0, 28),
    payload: "20 00 64 00 40 38 00 90",
  },
  {
    what: "0x59B D, in GO, with pedal",
    blank: "00 00 65 00 00 00 00 90",
    put: (d) => encode.driveState(d, "D", true, false, 0x5e / 0xfd, 57),
    payload: "80 0C 65 5E 44 72 00 90",
  },
  {
    what: "0x59B R, in GO, footbrake",
    blank: "00 00 64 00 00 00 00 90",
    put: (d) => encode.driveState(d, "R", true, true, 0, 57),
    payload: "08 0D 64 00 64 72 00 90",
  },
];

for (const { what, blank, put, payload } of VECTORS) {
  Deno.test(`Encoding gives the recorded bytes: ${what}`, () => {
    const data = bytes(blank);
    put(data);
    equal(hex(data), payload);
  });
}

Deno.test("Encoding never sends a value that means something else", () => {
  const temperatures = bytes("00 00");
  encode.moduleTemperatures(temperatures, [-60, 300]);
  equal(hex(temperatures), "01 EF");

  const battery = bytes("00 00 00 54 00 00 00 72");
  encode.batteryState(battery, 7, 5000, 0);
  equal(hex(battery), "07 90 01 54 00 01 00 72");
  encode.batteryState(battery, 7, -5000, 101);
  equal(hex(battery), "07 9E FF 54 9C 40 00 72");

  const display = bytes("00 00 00 00 FF 00 00 00");
  encode.displayRange(display, 0.4);
  equal(display[5], 1);
  encode.displayRange(display, 300);
  equal(display[5], 0xfe);
});

Deno.test("Encoding writes each half of a shared byte alone", () => {
  const data = bytes("FF FF FF FF FF FF FF FF");
  encode.cellVoltages(data, [0.005], 0, 1);
  equal(hex(data), "00 1F FF FF FF FF FF FF");
});
