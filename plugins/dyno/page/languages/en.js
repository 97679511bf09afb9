// @ts-check
/** Texts in English; other languages have the same keys. */
export default {
  "run.stop": "Stop",
  "run.start": "Start",
  "run.forget": "Forget what was measured",
  "run.save": "Save as CSV",
  "tile.speed": "Speed",
  "tile.torque": "Torque",
  "tile.power": "Motor power",
  "tile.battery": "Battery",
  "tile.current": "Motor current",
  "tile.slip": "Slip",
  "curve.driving": "Driving",
  "curve.regaining": "Regaining",
  "curve.label": "{what}: highest power and torque by speed",
  "curve.power": "Power",
  "curve.none": "Nothing measured yet",
  "run.how":
    "The highest battery power and motor torque at each speed. While it runs, it asks the motor controller ten values ten times a second: stop it when it is not needed.",
  "state.off": { one: "Off, {n} measurement", other: "Off, {n} measurements" },
  "state.measuring": {
    one: "Measuring, {n} measurement",
    other: "Measuring, {n} measurements",
  },
  "state.waiting": {
    one: "Waiting for D or R, {n} measurement",
    other: "Waiting for D or R, {n} measurements",
  },
  "state.broken": "{n} broken off",
};
