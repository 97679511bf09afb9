import type { BmsStage, Stage } from "./bus_phases.ts";
import * as encode from "./encode.ts";

/** What the frames show; the car sets it every 100 ms. */
export interface CarView {
  /** Milliseconds since the bus woke. */
  readonly time: number;
  /** 0x597 B1. */
  readonly status: number;
  /** 0x597 B3. */
  readonly charger: number;
  readonly mains: boolean;
  /** Energy flows from the mains. */
  readonly charging: boolean;
  /** %. */
  readonly soc: number;
  /** Steps of 300 W. */
  readonly level: number;
  /** Takes the next sample of the power, 16 W, positive = discharge; one call a 10 ms frame. */
  sample(): number;
  /** V. */
  readonly cells: ArrayLike<number>;
  /** Pack, V. */
  readonly volts: number;
  /** °C. */
  readonly modules: ArrayLike<number>;
  readonly coldest: number;
  readonly hottest: number;
  /** Left in the battery, kWh. */
  readonly energy: number;
  /** Greatest electric power of the motor, W. */
  readonly drivePower: number;
  /** Electric power of the motor now, W, and its speed. */
  readonly motorWatts: number;
  readonly rpm: number;
  /** A of the DC/DC converter. */
  readonly dcdc: number;
  /** °C. */
  readonly chargerCelsius: number;
  readonly motorCelsius: number;
  readonly controllerCelsius: number;
  /** km/h. */
  readonly speed: number;
  /** km. */
  readonly odometer: number;
  readonly range: number;
  /** Metres since the motor controller got power. */
  readonly trip: number;
  readonly gear: encode.Gear;
  readonly go: boolean;
  readonly brake: boolean;
  /** 0 to 1. */
  readonly pedal: number;
  readonly minutes: number;
  /** Last seven digits of the VIN. */
  readonly serial: string;
}

/** Puts what changes into a payload. */
export type Fill = (data: Uint8Array, car: CarView) => void;

/** A payload: constant bytes as hexadecimal digits, and what changes in them. */
export type Look = readonly [bytes: string, fill?: Fill];

/** One frame of the bus. */
export interface FrameSpec {
  readonly id: number;
  /** Milliseconds. */
  readonly every: number;
  /** Milliseconds into the period, below 100. */
  readonly phase: number;
  readonly from: "bms" | "charger" | "display" | "controller";
  readonly look: Look;
  /** Where it looks different. */
  readonly stages?: Readonly<Partial<Record<Stage | BmsStage, Look>>>;
}

const battery: Fill = (d, c) =>
  encode.batteryState(d, c.level, c.sample(), c.soc);
const soc: Fill = (d, c) => encode.stateOfCharge(d, c.soc);
const limits: Fill = (d, c) =>
  encode.batteryLimits(d, 2000, c.drivePower, c.coldest, c.hottest, 100);
const energy: Fill = (d, c) => {
  d[0] = c.charging ? 0x0a : 0x2a;
  encode.batteryEnergy(d, c.energy, c.volts);
};
const wholeKm: Fill = (d, c) => encode.chargerOdometer(d, c.odometer);
const odometerAndRange: Fill = (d, c) => {
  encode.displayOdometer(d, c.odometer);
  encode.displayRange(d, c.range);
};
const parkedOdometer: Fill = (d, c) =>
  encode.exactOdometer(d, undefined, c.odometer);
/** The controller turns 7250 times a minute at 80 km/h. */
export const RPM_A_KMH = 7250 / 80;

/**
 * All frames of twizy-can.md section 5.1 but the events 0x081 and 0x581.
 * Frames of the controller are there while the key is on, the others while on or charging.
 */
export const FRAMES: readonly FrameSpec[] = [
  { id: 0x080, every: 20, phase: 2, from: "controller", look: [""] },
  {
    id: 0x155,
    every: 10,
    phase: 0,
    from: "bms",
    look: ["07 97 D0 54 00 00 00 72", battery],
    stages: {
      wake: ["FF 97 D0 94 00 08 00 72"],
      ready: ["07 97 D0 94 00 00 00 72", soc],
      exit: ["07 97 D0 94 00 00 00 72", soc],
    },
  },
  {
    id: 0x196,
    every: 10,
    phase: 4,
    from: "controller",
    look: [
      "00 FF E7 7F 70 00 0B 00",
      (d, c) => encode.motorTemperature(d, c.motorCelsius),
    ],
  },
  {
    id: 0x19f,
    every: 10,
    phase: 4,
    from: "controller",
    look: [
      "FF FF 00 0F 38 FF 40 FE",
      (d, c) => encode.motorSpeed(d, c.rpm),
    ],
  },
  {
    id: 0x423,
    every: 100,
    phase: 24,
    from: "charger",
    look: ["03 36 FF FF 00 E0 00 E5"],
    stages: {
      charging: ["03 26 FF FF 00 E0 00 D8"],
      off: ["00 00 FF FF 00 E0 00 FB"],
    },
  },
  {
    id: 0x424,
    every: 100,
    phase: 30,
    from: "bms",
    look: ["11 40 00 00 00 00 00 00", limits],
    stages: {
      wake: ["00 FF FF FF 7F 7F 00 7F"],
      ready: ["00 FF FF FF 7F 7F 00 7F"],
      stop: ["12 40 00 00 00 00 00 00", limits],
    },
  },
  {
    id: 0x425,
    every: 100,
    phase: 30,
    from: "bms",
    look: ["2A 00 44 FF FE 70 00 00", energy],
    stages: {
      wake: ["1D FF 4C FF FF FE 01 FF"],
      ready: ["24 FF 4C FF FF FE 01 FF"],
    },
  },
  {
    id: 0x426,
    every: 100,
    phase: 25,
    from: "charger",
    look: ["00 78 01 00 00 00 00", wholeKm],
    stages: {
      charging: ["00 38 01 00 00 00 00", wholeKm],
      off: ["00 18 02 00 00 00 00", wholeKm],
    },
  },
  {
    id: 0x436,
    every: 100,
    phase: 8,
    from: "display",
    look: ["00 00 00 00 00 00", (d, c) => encode.minuteCounter(d, c.minutes)],
  },
  {
    id: 0x554,
    every: 1000,
    phase: 30,
    from: "bms",
    look: [
      "00 00 00 00 00 00 00 00",
      (d, c) => encode.moduleTemperatures(d, c.modules),
    ],
    stages: {
      wake: ["FF FF FF FF FF FF FF 00"],
      ready: ["FF FF FF FF FF FF FF 00"],
    },
  },
  {
    id: 0x556,
    every: 100,
    phase: 30,
    from: "bms",
    look: [
      "00 00 00 00 00 00 00 0A",
      (d, c) => encode.cellVoltages(d, c.cells, 0, 5),
    ],
    stages: {
      wake: ["FF FF FF FF FF FF FF FA"],
      ready: ["FF FF FF FF FF FF FF FA"],
    },
  },
  {
    id: 0x557,
    every: 1000,
    phase: 31,
    from: "bms",
    look: [
      "00 00 00 00 00 00 00 00",
      (d, c) => encode.cellVoltages(d, c.cells, 5, 5),
    ],
    stages: {
      wake: ["FF FF FF FF FF FF FF F0"],
      ready: ["FF FF FF FF FF FF FF F0"],
    },
  },
  {
    id: 0x55e,
    every: 1000,
    phase: 31,
    from: "bms",
    look: ["00 00 00 00 00 00 00 00", (d, c) => {
      encode.cellVoltages(d, c.cells, 10, 4);
      encode.batteryOdometer(d, c.odometer);
    }],
    stages: {
      wake: ["FF FF FF FF FF FF 00 00"],
      ready: ["FF FF FF FF FF FF 00 00"],
    },
  },
  {
    id: 0x55f,
    every: 1000,
    phase: 31,
    from: "bms",
    look: [
      "FF FF 73 00 00 00 00 00",
      (d, c) => encode.packVoltages(d, c.volts, c.volts),
    ],
    stages: {
      wake: ["FF FF 73 00 00 FF FF FF"],
      ready: ["FF FF 73 00 00 FF FF FF"],
    },
  },
  {
    id: 0x597,
    every: 100,
    phase: 25,
    from: "charger",
    look: ["00 00 00 00 29 00 01 00", (d, c) =>
      encode.chargerState(
        d,
        c.mains,
        c.status,
        c.dcdc,
        c.charger,
        c.time < 100 ? undefined : c.chargerCelsius,
      )],
  },
  {
    id: 0x599,
    every: 100,
    phase: 4,
    from: "display",
    look: ["00 00 00 00 FF 00 00 00", (d, c) => {
      odometerAndRange(d, c);
      encode.displaySpeed(d, c.speed);
    }],
    stages: {
      start: [
        "00 00 00 00 FF FF 00 00",
        (d, c) => encode.displayOdometer(d, c.odometer),
      ],
      charging: ["00 00 00 00 1E 00 FF FF", odometerAndRange],
      off: ["00 00 00 00 1E 00 FF FF", odometerAndRange],
    },
  },
  {
    id: 0x59b,
    every: 100,
    phase: 64,
    from: "controller",
    look: [
      "00 00 64 00 00 00 00 90",
      (d, c) =>
        encode.driveState(
          d,
          c.gear,
          c.go,
          c.brake,
          c.pedal,
          c.go ? c.volts : 28,
        ),
    ],
  },
  {
    id: 0x59e,
    every: 100,
    phase: 64,
    from: "controller",
    look: [
      "00 00 0C A1 D5 00 00 00",
      (d, c) => encode.distanceCounter(d, c.trip, c.controllerCelsius),
    ],
  },
  {
    id: 0x5d7,
    every: 100,
    phase: 0,
    from: "display",
    look: [
      "00 00 00 00 00 00 00",
      (d, c) => encode.exactOdometer(d, c.speed, c.odometer),
    ],
    stages: {
      charging: ["00 00 00 00 00 00 00", parkedOdometer],
      off: ["00 00 00 00 00 00 00", parkedOdometer],
    },
  },
  { id: 0x627, every: 100, phase: 25, from: "charger", look: ["00 00 00"] },
  { id: 0x628, every: 100, phase: 31, from: "bms", look: ["00 00 00"] },
  { id: 0x629, every: 100, phase: 64, from: "controller", look: ["00 00 00"] },
  { id: 0x659, every: 3000, phase: 32, from: "bms", look: ["FF FF FF FF"] },
  {
    id: 0x69f,
    every: 1000,
    phase: 13,
    from: "display",
    look: ["00 00 00 00", (d, c) => encode.serialNumber(d, c.serial)],
  },
  { id: 0x701, every: 500, phase: 60, from: "controller", look: ["05"] },
];
