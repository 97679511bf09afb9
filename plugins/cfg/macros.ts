/** The macros, as twizy-cfg.md, section 6, lists them: objects, formulas, defaults, orders. */
import { type Macro, macro, scale } from "./macro.ts";
import { od } from "./objects.ts";
import { tsmap } from "./tsmap.ts";

/** Delivered speeds: 80 km/h are 7250 rpm, the warning comes at 89 km/h, 8050 rpm. */
const rpm = (kph: number) => scale(7250, 80, kph, 400, 10000);
const warningRpm = (kph: number) => scale(8050, 89, kph, 400, 10900);
/** Raising the speed moves the last point of the map with it (guide). */
const mapEnd = (max: number) => Math.max(rpm(max), 7250);
/** Map torque in 1/16 Nm for a percentage of 70.125 Nm. */
const torque = (d: number, p: number) => scale(d, 78, p, 160, 1122);
const peak = (p: number) => scale(55000, 78, p, 10000, 70125);
/** Torque at the map's end, for a peak torque in mNm and an end speed in rpm. */
const endTorque = (peakTorque: number, endSpeed: number) =>
  scale(scale(273, 55000, peakTorque, 160, 1122), endSpeed, 7250, 160, 1122);
const recup = (p: number) => scale(182, 18, p, 0, 1000);
const ramp = (d: number, from: number, p: number) =>
  scale(d, from, p, 10, 10000);
const brakeLevel = (p: number) => scale(1024, 100, p, 64, 1024);
const BRAKE_LIGHT = 0x2000;

const speed = macro({
  name: "SPEED",
  summary: "speed limit and warning",
  params: {
    max: { name: "max_kph", range: [6, 111], otherwise: 80 },
    warn: { name: "warn_kph", range: [6, 111], otherwise: 89 },
  },
  preOp: true,
  reads: [od.peakTorque],
  writes: [
    [od.maxForward, ({ max }) => rpm(max)],
    [od.neutralBrakingStart, ({ max }) => rpm(max) + 400],
    [od.neutralBrakingEnd, ({ max }) => rpm(max) + 800],
    [od.driveBrakedown, ({ max }) => Math.min(rpm(max) + 1250, 10900)],
    [od.warningOn, ({ warn }) => warningRpm(warn)],
    [od.warningOff, ({ warn }) => Math.max(0, warningRpm(warn) - 550)],
    [od.mapEndSpeed, ({ max }) => mapEnd(max)],
    [
      od.mapEndTorque,
      ({ max }, now) => endTorque(now(od.peakTorque), mapEnd(max)),
    ],
    [od.mapCommit, () => 1],
  ],
  done: "OK, power cycle to activate!",
  shows: [
    { label: "fwd", object: od.maxForward },
    { label: "wrn", object: od.warningOff },
  ],
});

const torqueMacro = macro({
  name: "TORQUE",
  summary: "peak torque",
  params: { max: { name: "max%", range: [10, 100], otherwise: 78 } },
  preOp: true,
  reads: [od.mapEndSpeed],
  writes: [
    [od.peakTorque, ({ max }) => peak(max)],
    [od.mapTorque1, ({ max }) => torque(880, max)],
    [od.mapTorque2, ({ max }) => torque(880, max)],
    [od.mapTorque3, ({ max }) => torque(659, max)],
    [od.mapTorque4, ({ max }) => torque(608, max)],
    [od.mapTorque5, ({ max }) => torque(516, max)],
    [od.mapTorque6, ({ max }) => torque(421, max)],
    [od.mapTorque7, ({ max }) => torque(360, max)],
    [od.mapTorque8, ({ max }) => torque(307, max)],
    [
      od.mapEndTorque,
      ({ max }, now) => endTorque(peak(max), now(od.mapEndSpeed)),
    ],
    [od.mapCommit, () => 1],
  ],
  done: "OK, power cycle to activate!",
});

const power = macro({
  name: "POWER",
  summary: "power for driving",
  params: { drive: { name: "drive%", range: [10, 100], otherwise: 100 } },
  preOp: false,
  writes: [[od.driveLevel, ({ drive }) => drive * 10]],
  done: "OK",
});

const recupMacro = macro({
  name: "RECUP",
  summary: "recuperation in neutral and braking",
  params: {
    neutral: { name: "neutral%", range: [0, 100], otherwise: 18 },
    brake: { name: "brake%", range: [0, 100], otherwise: "neutral" },
  },
  preOp: false,
  writes: [
    [od.neutralRecup, ({ neutral }) => recup(neutral)],
    [od.brakeRecup, ({ brake }) => recup(brake)],
  ],
  done: "OK",
  shows: [
    { label: "ntr", object: od.neutralRecup },
    { label: "brk", object: od.brakeRecup },
  ],
});

const ramps = macro({
  name: "RAMPS",
  summary: "how fast the torque changes",
  params: {
    start: { name: "start%", range: [1, 100], otherwise: 4 },
    accel: { name: "accel%", range: [1, 100], otherwise: 25 },
    decel: { name: "decel%", range: [0, 100], otherwise: 20 },
    neutral: { name: "neutral%", range: [0, 100], otherwise: 40 },
    brake: { name: "brake%", range: [0, 100], otherwise: 40 },
  },
  preOp: false,
  writes: [
    [od.startRamp, ({ start }) => ramp(400, 4, start)],
    [od.accelRamp, ({ accel }) => ramp(2500, 25, accel)],
    [od.decelRamp, ({ decel }) => ramp(2000, 20, decel)],
    [od.neutralRamp, ({ neutral }) => ramp(4000, 40, neutral)],
    [od.brakeRamp, ({ brake }) => ramp(4000, 40, brake)],
  ],
  done: "OK",
  shows: [
    { label: "rstr", object: od.startRamp },
    { label: "racc", object: od.accelRamp },
    { label: "rbrk", object: od.brakeRamp },
  ],
});

const smooth = macro({
  name: "SMOOTH",
  summary: "how soft the torque changes",
  params: { level: { name: "level%", range: [0, 100], otherwise: 70 } },
  preOp: false,
  writes: [
    [od.smoothShape, ({ level }) => 1 + Math.floor(level / 10)],
    [od.smoothDelta, ({ level }) => scale(800, 70, level, 0, 1000)],
  ],
  done: "OK",
});

const brakelight = macro({
  name: "BRAKELIGHT",
  summary: "brake light in neutral; needs a change of the wiring",
  params: {
    on: { name: "on_lev", range: [0, 100], otherwise: 100 },
    off: { name: "off_lev", range: [0, 100], otherwise: "on" },
  },
  misfit: ({ on, off }) => on < off ? 3 : undefined,
  preOp: true,
  writes: [
    [od.brakeLightOff, ({ off }) => brakeLevel(off)],
    [od.brakeLightOn, ({ on }) => brakeLevel(on)],
    [od.pedalFlags, ({ on, off }, now) => {
      const flags = now(od.pedalFlags) & ~BRAKE_LIGHT;
      return on === 100 && off === 100 ? flags : flags | BRAKE_LIGHT;
    }],
  ],
  done: "OK",
  shows: [
    { label: "bon", object: od.brakeLightOn },
    { label: "flgs", object: od.pedalFlags, hex: true },
  ],
});

/** All macros with parameters, in the order in which RESET and LOAD run them. */
export const macros: readonly Macro[] = [
  speed,
  torqueMacro,
  tsmap,
  power,
  recupMacro,
  ramps,
  smooth,
  brakelight,
];
