/** What the Leaf's own plugin writes, and what it remembers. */
import { type Ctx, declare, type Put } from "ovms-edge";
import { xnl } from "./metrics.ts";
import { settings } from "./settings.ts";

/** Rare values that decide how others are read. */
export interface Memory {
  /** Frames that only one generation sends were seen. */
  seen: { ze1: boolean; charger390: boolean; charger380: boolean };
  /** The dashboard's SOC was seen; until then the BMS's own stands in. */
  dashSoc: boolean;
  /** 0x421 was seen, so that the shifter of 0x11A does not count. */
  gear421: boolean;
  /** Unit of the odometer in km; undefined until 0x355 told it. */
  odometerUnit: number | undefined;
  /** A temperature of 0x5C0 was seen. */
  bmsTemperature: boolean;
  /** Places of the polled sensors that told a temperature. */
  sensors: readonly number[];
  /** The state of health with decimals was polled, which the dashboard's then does not replace. */
  polledHealth: boolean;
  /** The pack tells how many gids it had when it was new, which those of 24 kWh never do. */
  laterPack: boolean;
  /** Full capacity by 0x59E, kWh. */
  fullCapacity: number | undefined;
  /** Start button: 0 off to 3 on. */
  button: number;
  /** Second in which button or READY told last that the car is awake. */
  awakeAt: number;
  /** The best source of the speed that was seen: wheels on the EV-CAN, on the CAR-CAN, then 0x355. */
  speedFrom: keyof typeof SPEED_RANK;
  /** Quick charge of a ZE1, which no frame tells. */
  inferredQuick: boolean;
  /** It charges, and its charger tells no values: those of the battery are taken. */
  byBattery: boolean;
  /** Power that the charger of the first cars allows, kW. */
  chargerLimit: number;
  /** State of the charge in the last second. */
  chargeState: string;
}

/** Sources of the speed, the best one first. */
const SPEED_RANK = { ev: 0, car: 1, meter: 2 } as const;

const nothing = (): Memory => ({
  seen: { ze1: false, charger390: false, charger380: false },
  dashSoc: false,
  gear421: false,
  odometerUnit: undefined,
  bmsTemperature: false,
  sensors: [],
  polledHealth: false,
  laterPack: false,
  fullCapacity: undefined,
  button: 0,
  awakeAt: -Infinity,
  speedFrom: "meter",
  inferredQuick: false,
  byBattery: false,
  chargerLimit: 0,
  chargeState: "",
});

/** Declarations of the plugin `leaf`. */
export const own = declare({
  settings,
  reads: { supply: "v.b.12v.voltage" },
  metrics: {
    ...xnl,
    vin: "v.vin",
    soc: "v.b.soc",
    soh: "v.b.soh",
    cac: "v.b.cac",
    voltage: "v.b.voltage",
    current: "v.b.current",
    power: "v.b.power",
    temperature: "v.b.temp",
    capacityNow: "v.b.capacity",
    cells: "v.b.c.voltage",
    temperatures: "v.b.c.temp",
    charging: "v.c.charging",
    pilot: "v.c.pilot",
    port: "v.d.cp",
    mode: "v.c.mode",
    type: "v.c.type",
    climit: "v.c.climit",
    chargeCurrent: "v.c.current",
    chargePower: "v.c.power",
    chargeVoltage: "v.c.voltage",
    chargeSubstate: "v.c.substate",
    chargeEfficiency: "v.c.efficiency",
    generating: "v.g.generating",
    generatorState: "v.g.state",
    generatorType: "v.g.type",
    charging12v: "v.e.charging12v",
    frontLeft: "v.d.fl",
    frontRight: "v.d.fr",
    rearLeft: "v.d.rl",
    rearRight: "v.d.rr",
    trunk: "v.d.trunk",
    awake: "v.e.awake",
    on: "v.e.on",
    locked: "v.e.locked",
    gear: "v.e.gear",
    handbrake: "v.e.handbrake",
    headlights: "v.e.headlights",
    throttle: "v.e.throttle",
    footbrake: "v.e.footbrake",
    hvac: "v.e.hvac",
    heating: "v.e.heating",
    cooling: "v.e.cooling",
    cabinFan: "v.e.cabinfan",
    cabinVent: "v.e.cabinvent",
    cabinIntake: "v.e.cabinintake",
    cabinTemp: "v.e.cabintemp",
    cabinSetpoint: "v.e.cabinsetpoint",
    ambient: "v.e.temp",
    rpm: "v.m.rpm",
    motorTemp: "v.m.temp",
    inverterPower: "v.i.power",
    inverterTemp: "v.i.temp",
    speed: "v.p.speed",
    odometer: "v.p.odometer",
    tyres: "v.t.pressure",
  },
  state: nothing,
});
/** Context of the plugin's hooks. */
export type X = Ctx<typeof own>;
/** What its frames and polls write to. */
export type P = Put<NonNullable<typeof own.metrics>>;

/** Whether the car is of 2018 or later: as the owner says, or as its frames tell. */
export function isZe1({ settings, state }: X): boolean {
  return settings.ze1 === 1 || state.seen.ze1;
}

/** Whether it is one of the first: the charger's frames of 2010 to 2012. */
export function isZe0(ctx: X): boolean {
  const { seen } = ctx.state;
  return !isZe1(ctx) && !seen.charger390 &&
    (seen.charger380 || ctx.settings.modelyear < 2013);
}

/** Takes a speed, km/h, unless a better source was seen. */
export function takeSpeed(
  kmh: number,
  from: keyof typeof SPEED_RANK,
  put: P,
  { state }: X,
): void {
  if (SPEED_RANK[from] > SPEED_RANK[state.speedFrom]) return;
  state.speedFrom = from;
  put.speed = kmh;
}

/** °C of degrees Fahrenheit. */
export const celsius = (fahrenheit: number): number => (fahrenheit - 32) / 1.8;

/** `bits` bits of a 16-bit word from bit `high` of its upper byte on. */
export function field(word: number, high: number, bits: number): number {
  return word >> (8 + high + 1 - bits) & (1 << bits) - 1;
}

/** A number of so many bits as two's complement. */
export function signed(raw: number, bits: number): number {
  return raw >= 1 << (bits - 1) ? raw - (1 << bits) : raw;
}
