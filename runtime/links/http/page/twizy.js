/** Facts of the Twizy that its pages draw with, from the owners' guide. */

/** Charging is nearly linear up to this SOC and much slower above it. */
const KNEE = 94;
/** Minutes from empty to the knee, and from there to full. */
const MAIN = 180, TOP = 40;

/** Minutes to charge from one SOC to another, as the car estimates it. */
export function chargeMinutes(soc, to) {
  const main = Math.max(0, Math.min(to, KNEE) - soc) * MAIN / KNEE;
  const top = Math.max(0, to - Math.max(soc, KNEE)) * TOP / (100 - KNEE);
  return main + top;
}

/** The motor's speed at 80 km/h, rpm. */
export const RPM_AT_80 = 7250;
export const kmhOf = (rpm) => rpm * 80 / RPM_AT_80;

/** Words behind CFG that set something: their parameters with range and default, and what they ask for. */
export const MACROS = [
  {
    name: "SPEED",
    title: "Speed limit",
    about: "Speed limit, and the speed from which the STOP lamp warns.",
    stands: true,
    params: [
      { name: "Maximum", unit: "km/h", min: 6, max: 111, standard: 80 },
      { name: "Warning", unit: "km/h", min: 6, max: 111, standard: 89 },
    ],
  },
  {
    name: "TORQUE",
    title: "Torque",
    about:
      "Peak torque; 78 % are 55 Nm, 100 % are 70 Nm. More is more load on gear box and battery.",
    stands: true,
    params: [{ name: "Peak", unit: "%", min: 10, max: 100, standard: 78 }],
  },
  {
    name: "POWER",
    title: "Power",
    about: "Power for driving; less saves range.",
    params: [{ name: "Drive", unit: "%", min: 10, max: 100, standard: 100 }],
  },
  {
    name: "RECUP",
    title: "Recuperation",
    about:
      "Braking with the motor: without pedal, and with the brake. The brake lights stay dark; high levels charge a cold battery too fast.",
    params: [
      { name: "Neutral", unit: "%", min: 0, max: 100, standard: 18 },
      { name: "Brake", unit: "%", min: 0, max: 100, standard: 18 },
    ],
  },
  {
    name: "RAMPS",
    title: "Ramps",
    about: "How fast the torque follows the pedals; higher is faster.",
    params: [
      { name: "Start", unit: "%", min: 1, max: 100, standard: 4 },
      { name: "Accelerate", unit: "%", min: 1, max: 100, standard: 25 },
      { name: "Decelerate", unit: "%", min: 0, max: 100, standard: 20 },
      { name: "Neutral", unit: "%", min: 0, max: 100, standard: 40 },
      { name: "Brake", unit: "%", min: 0, max: 100, standard: 40 },
    ],
  },
  {
    name: "SMOOTH",
    title: "Smoothing",
    about: "How much the torque curve is levelled out.",
    params: [{ name: "Level", unit: "%", min: 0, max: 100, standard: 70 }],
  },
  {
    name: "BRAKELIGHT",
    title: "Brake light in neutral",
    about:
      "Deceleration from which the brake light burns; needs a change of the wiring. 100 is off.",
    stands: true,
    params: [
      { name: "On", unit: "", min: 0, max: 100, standard: 100 },
      { name: "Off", unit: "", min: 0, max: 100, standard: 100 },
    ],
  },
];

const LEVELS = ["33", "39", "50", "66"];
const map = (letter, title, about, standard) => ({
  name: `TSMAP ${letter}`,
  title,
  about,
  stands: true,
  params: LEVELS.map((kmh, i) => ({
    name: `At ${kmh} km/h`,
    unit: "%",
    min: 1,
    max: 100,
    standard: standard[i],
  })),
});

/** Power by speed. */
export const MAPS = [
  map("D", "Map: driving", "Share of the power by speed.", [
    100,
    100,
    100,
    100,
  ]),
  map(
    "N",
    "Map: neutral",
    "Share of the recuperation without pedal, by speed.",
    [100, 80, 50, 20],
  ),
  map(
    "B",
    "Map: brake",
    "Share of the recuperation with the brake, by speed.",
    [100, 80, 50, 20],
  ),
];

const odd = (index, first, last) => {
  const found = [];
  for (let sub = first; sub <= last; sub += 2) {
    found.push(`${index}.${sub.toString(16).padStart(2, "0")}`);
  }
  return found;
};

/** The torque map: nine points, torque in 1/16 Nm and speed in rpm. */
export const TORQUE_MAP = {
  torque: odd("4611", 0x01, 0x11),
  speed: odd("4611", 0x02, 0x12),
};
/** The scaling maps: four points, level of 32767 and speed in rpm. */
export const SCALING = {
  D: { level: odd("3813", 0x24, 0x2a), speed: odd("3813", 0x25, 0x2b) },
  N: { level: odd("3813", 0x1b, 0x21), speed: odd("3813", 0x1c, 0x22) },
  B: { level: odd("3813", 0x07, 0x0d), speed: odd("3813", 0x08, 0x0e) },
};
/** Limits over all speeds, of 1000. */
export const LIMIT = { D: "2920.01", N: "2920.03", B: "2920.04" };
/** The speed limit, rpm. */
export const MAX_SPEED = "2920.05";

/** All objects that the drawings need. */
export const DRAWN = [
  MAX_SPEED,
  "3813.34",
  "6076.00",
  "2920.07",
  "2920.0b",
  "2920.0d",
  "2920.0e",
  "291c.02",
  "290a.01",
  "290a.03",
  "3813.05",
  "3813.06",
  ...Object.values(LIMIT),
  ...TORQUE_MAP.torque,
  ...TORQUE_MAP.speed,
  ...Object.values(SCALING).flatMap(({ level, speed }) => [...level, ...speed]),
];

const per = (object, standard, percent) => ({ [object]: value }) =>
  value === undefined ? undefined : Math.round(value / standard * percent);

/** What the controller's objects say about the macros' parameters, in their order. */
export const READ_BACK = {
  SPEED: [per(MAX_SPEED, 7250, 80), per("3813.34", 8050, 89)],
  TORQUE: [per("6076.00", 55000, 78)],
  POWER: [per("2920.01", 1000, 100)],
  RECUP: [per("2920.03", 182, 18), per("2920.04", 182, 18)],
  RAMPS: [
    per("291c.02", 400, 4),
    per("2920.07", 2500, 25),
    per("2920.0b", 2000, 20),
    per("2920.0d", 4000, 40),
    per("2920.0e", 4000, 40),
  ],
  SMOOTH: [per("290a.03", 800, 70)],
  BRAKELIGHT: [per("3813.06", 1024, 100), per("3813.05", 1024, 100)],
  ...Object.fromEntries(
    Object.entries(SCALING).map(([letter, { level }]) => [
      `TSMAP ${letter}`,
      level.map((object) => per(object, 32767, 100)),
    ]),
  ),
};
