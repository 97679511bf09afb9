/**
 * Frames of the Renault Twizy, after the community's CAN object list and firmware RT3.0. Byte and bit
 * names as there: `B1.4` is bit 4 of byte 1.
 */
import {
  type CanFrame,
  type Ctx,
  declare,
  type DecodedFrame,
  definePlugin,
  type ListMetric,
  optional,
  type Plugin,
  type Put,
  round,
  v,
} from "ovms-edge";
import { xrt } from "./metrics.ts";
import { Readings } from "./readings.ts";
import { WayCounter } from "./way_counter.ts";

/** SOC raw value of 100 %: 1/400 %. */
const SOC_FULL = 40000;
/** Raw current of zero; 1/4 A below it discharges. */
const CURRENT_ZERO = 2000, CURRENT_INVALID = 0xf00;
/** Nominal watts of one raw current step: 64 V by 1/4 A. */
const WATTS = 16, NOMINAL = 64;
/** Bits of the status byte, 0x597 B1; the car charges while of CHARGING and SWITCHING only the first is set. */
const ALIVE = 0x80, CHARGING_OR_SWITCHING = 0x60, CHARGING = 0x20, KEY = 0x10;
/** The status byte while the bus is silent. */
const OFFLINE = 0x40;
/** Bits of 0x597 B3 that are both set while the DC/DC converter is off. */
const CONVERTER_OFF = 0xc0;
/** Usable energy of a new battery, kWh (guide). */
const USABLE = 6.3;
const BLANK_CELL = 0xfff, NOT_AVAILABLE = 0xff, SPEED_NOT_AVAILABLE = 0xffff;

/** Frames that make up a consistent set of battery sensors besides 0x556, which comes more often. */
const MODULES = 1, CELLS_6_10 = 2, CELLS_11_14 = 4, PACK = 8, ALL_SLOW = 15;
/** The frame of a battery with more than 14 cells, which then belongs to the set as well. */
const CELLS_15_16 = 16;
/** One 0x556 within the present window; the third drops an incomplete set. */
const FAST = 32, FAST_LIMIT = 3 * FAST;
/** Type of a BMS that has so many sensors in cells, and one more of its own. */
const EDRIVER = 1, EDRIVER_SENSORS = 3;
/** Sensors that there may be: those of the original battery, and one more module or two more cells. */
const MOST_MODULES = 8, MOST_CELLS = 16;

/** The frames of a set: bits of those that came, and a count of 0x556. */
interface Collection {
  window: number;
  /** Bits of the slow frames that a set needs. */
  needed: number;
  readonly cells: Readings;
}
type Stage = "start" | "collecting" | "ready";
type Sensors = { sensors: Stage; sensorSets: number };

/**
 * Notes a frame of a set; true when its values are to be taken. Those of a complete set stay as they
 * are until whoever used it begins another.
 */
function collect(put: Sensors, state: Collection, bit: number): boolean {
  const stage = put.sensors;
  if (stage === "ready") return false;
  const window = stage === "start" ? 0 : state.window;
  if (bit === FAST && (window & state.needed) === 0) return true;
  const now = bit === FAST ? window + FAST : window | bit;
  state.window = now;
  const next = stageOf(now, state.needed);
  if (next !== stage) put.sensors = next;
  return true;
}

/** To be called when the values of a frame were taken: tells that their set is complete. */
function completes(put: Sensors): void {
  if (put.sensors === "ready") put.sensorSets++;
}

function stageOf(window: number, needed: number): Stage {
  if ((window & needed) === needed && window >= FAST) return "ready";
  return window >= FAST_LIMIT ? "start" : "collecting";
}

/** The BMS starts: none of the frame's cells is measured. */
function isBlank(f: CanFrame, count: number): boolean {
  for (let k = 0; k < count; k++) if (f.u12(k) !== BLANK_CELL) return false;
  return true;
}

/** Volts of a raw cell; undefined while it measures nothing. */
function volts({ cells }: Collection, cell: number, raw: number) {
  return cells.take(cell, raw) ? raw / 200 : undefined;
}

/** `count` cell voltages of twelve bits each in 1/200 V, for the cells from `first` on. */
function cells(
  first: number,
  count: number,
  bytes: number,
  bit: number,
): DecodedFrame<
  Sensors & { cells: Pick<ListMetric, "set"> },
  { readonly state: Collection }
> {
  return {
    bytes,
    decode: (f, put, { state }) => {
      if (isBlank(f, count) || !collect(put, state, bit)) return;
      const to = put.cells;
      for (let k = 0; k < count; k++) {
        to.set(first + k, volts(state, first + k, f.u12(k)));
      }
      completes(put);
    },
  };
}

const gears: Readonly<Record<number, number>> = { 0x80: 1, 0x20: 0, 0x08: -1 };
const nodeStates: Readonly<Record<number, string>> = {
  0x00: "Booting",
  0x05: "Operational",
  0x7f: "PreOperational",
};

/** What a release of the firmware makes of the frames in another way than others. */
export interface BusFacts {
  /** Power counts with the nominal voltage where the owner wants it counted. */
  readonly nominal: boolean;
  /** Also energy at the pack's voltage, and how the car moves, are counted frame by frame. */
  readonly counts: boolean;
  /** A while the mains plug is in; undefined: what reaches the battery. */
  readonly lineCurrent: number | undefined;
  /** Added to the sum of the pack's two voltages before it is halved, 1/10 V. */
  readonly packRounding: 0 | 1;
  /** The change of the speed that counts, 1/100 km/h in 0.1 s, of the one before and the present one. */
  readonly steadied: (before: number, change: number) => number;
  /** The range while it charges: that of the lowest SOC, km, that SOC and the present one, %. */
  readonly chargedRange: (then: number, socThen: number, soc: number) => number;
}

/** As release 3.0. */
const original: BusFacts = {
  nominal: true,
  counts: false,
  lineCurrent: 10,
  packRounding: 0,
  steadied: (_, change) => change,
  chargedRange: (then, socThen, soc) => then / socThen * soc,
};

/** A change of the speed from which on a car becomes faster or slower, 1/100 km/h in 0.1 s, steadied. */
const CHANGES = 7;
/** Slowest speed that is driving, 1/100 km/h. */
const DRIVING = 10;
/** Steps of power at the pack's voltage, 6.4 W, in 1/4 A by 1/10 V. */
const PACK_STEP = 256;

const own = declare({
  reads: {
    key: xrt.key,
    charging: "v.c.charging",
    socMin: xrt.socMin,
    rangeAtSocMin: xrt.rangeAtSocMin,
    setsUsed: xrt.setsUsed,
    bmsType: xrt.bmsType,
    countsWanted: xrt.countsWanted,
    clusterVin: xrt.clusterVin,
  },
  metrics: {
    soc: "v.b.soc",
    power: "v.b.power",
    current: "v.b.current",
    chargeLimit: "v.c.climit",
    lineVoltage: "v.c.voltage",
    lineCurrent: "v.c.current",
    converterCurrent: "v.c.12v.current",
    chargerTemperature: "v.c.temp",
    speed: "v.p.speed",
    controllerTemperature: "v.i.temp",
    odometer: "v.p.odometer",
    vin: "v.vin",
    modules: "v.b.c.temp",
    cells: "v.b.c.voltage",
    pack: "v.b.voltage",
    motorTemperature: "v.m.temp",
    rpm: "v.m.rpm",
    soh: "v.b.soh",
    capacity: "v.b.capacity",
    gear: "v.e.gear",
    throttle: "v.e.throttle",
    footbrake: "v.e.footbrake",
    status: xrt.status,
    full: xrt.full,
    canRange: xrt.canRange,
    shownPem: xrt.pemTemperature,
    shownMotor: xrt.motorTemperature,
    sensors: xrt.sensors,
    sensorSets: xrt.sensorSets,
    samples: xrt.samples,
    sampledUsed: xrt.sampledUsed,
    sampledRecovered: xrt.sampledRecovered,
    sampledCharged: xrt.sampledCharged,
    sampledDistance: xrt.sampledDistance,
    acceleration: "v.p.acceleration",
    currentMin: xrt.currentMin,
    currentMax: xrt.currentMax,
    powerMin: xrt.powerMin,
    powerMax: xrt.powerMax,
    drive: xrt.drive,
    bmsTemperature: xrt.bmsTemperature,
    emergencies: xrt.emergencies,
    energyAvailable: xrt.energyAvailable,
    recuperationLimit: xrt.recuperationLimit,
    driveLimit: xrt.driveLimit,
    node: { name: "co.can1.nd1.state", unit: "", is: "text" },
    emergency: { name: "co.can1.nd1.emcy.code", unit: "" },
    requestedLevel: xrt.requestedLevel,
    go: xrt.go,
    converter: xrt.converter,
    batteryCurrent12v: "v.b.12v.current",
    packUsed: xrt.packUsed,
    packRecovered: xrt.packRecovered,
    movingCount: xrt.movingCount,
    movingSum: xrt.movingSum,
    fasterCount: xrt.fasterCount,
    fasterSum: xrt.fasterSum,
    slowerCount: xrt.slowerCount,
    slowerSum: xrt.slowerSum,
  },
  hears: {
    "twizy-car.key-turned": v.undefined(),
    "cfg.presses-used": optional(v.undefined()),
  },
  state: () => ({
    vinSeen: false,
    window: 0,
    needed: ALL_SLOW,
    /** Frames of a battery with four sensors that still wait for the BMS to tell its type. */
    waits: 3,
    cells: new Readings(MOST_CELLS, 0xf00),
    modules: new Readings(MOST_MODULES, 0xf0),
    counter: new WayCounter(),
    /** Power with the nominal voltage, as the original has it. */
    nominal: false,
    /** Last valid speed, 1/100 km/h, and how it changed, steadied, in 0.1 s. */
    speed: 0,
    /** Lowest and highest current of the present second, 1/4 A; the other way round before one came. */
    least: Infinity,
    most: -Infinity,
    change: 0,
    facts: original,
  }),
});
type X = Ctx<typeof own>;
type P = Put<NonNullable<typeof own.metrics>>;

/** A sample of the current, 1/4 A, at the pack's voltage. */
function countPower(put: P, drawn: number): void {
  const volts = put.pack;
  if (!(volts > 0)) return;
  const steps = Math.floor(
    (drawn * Math.round(volts * 10) + PACK_STEP / 2) / PACK_STEP,
  );
  if (steps > 0) put.packUsed += steps;
  else put.packRecovered -= steps;
}

/** How the car moves, 0.1 s after the last time. @param speed 1/100 km/h @param change steadied */
function countMotion(put: P, speed: number, change: number): void {
  if (speed < DRIVING) return;
  put.movingCount++;
  put.movingSum += speed;
  if (change >= CHANGES) {
    put.fasterCount++;
    put.fasterSum += change;
  } else if (change <= -CHANGES) {
    put.slowerCount++;
    put.slowerSum -= change;
  }
}

/** With a trip or a charge the way begins anew, also that since the last power sample, and so does driving. */
function settle(_: boolean, { metrics: m, state }: X): void {
  state.counter.switched();
  m.sampledDistance.set(state.counter.way);
  m.acceleration.set(0);
  state.change = 0;
}

/** Lowest and highest current and power of the second; nothing for one without any. */
function publishPeaks({ metrics: m, state }: X): void {
  const { least, most } = state;
  if (least > most) return;
  state.least = Infinity;
  state.most = -Infinity;
  const kW = (drawn: number) =>
    (state.nominal ? drawn * WATTS : drawn / 4 * m.pack.or(NOMINAL)) / 1000;
  m.currentMin.set(least / 4);
  m.currentMax.set(most / 4);
  m.powerMin.set(kW(least));
  m.powerMax.set(kW(most));
}

/** The display's range stands still while the car charges, so it grows with the SOC here. */
function scaleRange({ metrics: m, state }: X): void {
  if ((m.status.value & CHARGING_OR_SWITCHING) !== CHARGING) return;
  const soc = m.soc.or(0), then = m.rangeAtSocMin.value;
  if (soc <= 0 || then <= 0 || m.socMin.value <= 0) return;
  m.canRange.set(state.facts.chargedRange(then, m.socMin.value, soc), m.soc);
}

/** What reaches the battery while it charges, where that is the charger's current. */
function showCharge({ metrics: m, state }: X): void {
  if (state.facts.lineCurrent !== undefined) return;
  const charging = (m.status.value & CHARGING_OR_SWITCHING) === CHARGING;
  m.lineCurrent.set(
    charging ? Math.max(0, round(-m.current.or(0))) : 0,
    m.current,
  );
}

/** No 0x597 for ten to twenty seconds: the bus sleeps. Values that nothing tells any more keep. */
function followSilence({ metrics: m }: X): void {
  if ((m.status.value & ALIVE) !== 0) {
    m.status.set(m.status.value & ~ALIVE);
    return;
  }
  m.status.set(OFFLINE);
  m.drive.set(0);
  for (
    const metric of [m.lineVoltage, m.lineCurrent, m.speed, m.power, m.current]
  ) metric.set(0);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-can",
  summary: "Decodes the frames of the Twizy",
  frames: {
    // BMS, every 10 ms: B3 is 0x54 while the data is valid; SOC and current are valid on their own.
    0x155: {
      bytes: 6,
      decode: (f, put, { state }) => {
        if (f.u8(3) !== 0x54) return;
        const soc = f.u16(4), current = f.u16(1) & 0xfff, level = f.u8(0);
        if (soc > 0 && soc <= SOC_FULL) put.soc = (soc >> 2) / 100;
        if (current > 0 && current < CURRENT_INVALID) {
          const drawn = CURRENT_ZERO - current;
          // Before the pack's voltage was told, too, the nominal one.
          const watts = state.nominal || !(put.pack > 0)
            ? drawn * WATTS
            : drawn / 4 * put.pack;
          put.power = watts / 1000;
          put.current = drawn / 4;
          if (drawn < state.least) state.least = drawn;
          if (drawn > state.most) state.most = drawn;
          put.samples++;
          if (drawn > 0) put.sampledUsed += drawn;
          else put.sampledRecovered -= drawn;
          if (state.facts.counts) countPower(put, drawn);
          put.sampledDistance = state.counter.way;
        }
        const charging = (put.status & CHARGING_OR_SWITCHING) === CHARGING;
        if (charging) put.sampledCharged = put.sampledRecovered;
        if (level === NOT_AVAILABLE) return;
        put.chargeLimit = level * 5;
        if (!charging) return;
        put.full = level === 0;
        put.requestedLevel = level;
      },
    },
    // Charger, every 100 ms: mains plug, status byte, its own temperature.
    0x597: {
      bytes: 8,
      decode: (f, put, { state, metrics }) => {
        const plugged = f.bit(0, 5), temperature = f.u8(7);
        // The key, before the second's work has taken notice of it.
        state.counter.switching(
          (f.u8(1) & KEY) !== 0 && metrics.key.value !== true,
        );
        put.lineVoltage = plugged ? 230 : 0;
        const { lineCurrent } = state.facts;
        if (lineCurrent !== undefined) {
          put.lineCurrent = plugged ? lineCurrent : 0;
        }
        put.status = f.u8(1);
        if ((f.u8(1) & KEY) === 0 && put.drive !== 0) put.drive = 0;
        put.converterCurrent = put.batteryCurrent12v = f.u8(2) / 5;
        put.converter = (f.u8(3) & CONVERTER_OFF) !== CONVERTER_OFF;
        if (temperature === 0 || temperature >= 0xf0) return;
        put.chargerTemperature = temperature - 40;
        put.shownPem = temperature - 40;
      },
    },
    // Display, every 100 ms: the range only counts while neither charging nor switching.
    0x599: {
      bytes: 8,
      decode: (f, put, { state }) => {
        const range = f.u8(5), speed = f.u16(6);
        const steady = (put.status & CHARGING_OR_SWITCHING) === 0;
        if (range !== 0 && range !== NOT_AVAILABLE && steady) {
          put.canRange = range;
        }
        if (speed === SPEED_NOT_AVAILABLE) return;
        put.speed = speed / 100;
        const change = state.facts.steadied(state.change, speed - state.speed);
        // 1/100 km/h in 0.1 s are 1/36 m/s².
        put.acceleration = change / 36;
        if (state.facts.counts) countMotion(put, speed, change);
        state.change = change;
        state.speed = speed;
      },
    },
    // Motor controller, every 100 ms: distance counter in 1/10 m, temperature.
    0x59e: {
      bytes: 6,
      decode: (f, put, { state }) => {
        state.counter.count(f.u16(0));
        const raw = f.u8(5);
        if (raw > 0 && raw < 0xf0) put.controllerTemperature = raw - 40;
        // RT3.0 shows it as the motor's temperature, and nothing below zero.
        put.shownMotor = raw > 40 && raw < 0xf0 ? raw - 40 : 0;
      },
    },
    // Display, every 100 ms: odometer in 10 m.
    0x5d7: { signals: { odometer: { at: "B2:B5h", per: 100 } } },
    // Display, every second: the last seven digits of the VIN, in reverse order; it does not change.
    0x69f: {
      bytes: 4,
      decode: (f, put, { state }) => {
        if (state.vinSeen) return;
        state.vinSeen = true;
        let digits = "";
        for (let n = 0; n < 7; n++) {
          digits += String.fromCharCode(48 + (f.u32(0) >>> (4 * n) & 15));
        }
        put.vin = digits;
      },
    },
    // BMS, every second (0x556: ten times): seven module temperatures, fourteen cells, the pack.
    0x554: {
      bytes: 7,
      decode: (f, put, { state, metrics }) => {
        const { modules } = state;
        let count = 0, blank = true;
        for (let k = 0; k < 7; k++) {
          if (f.u8(k) !== NOT_AVAILABLE) blank = false;
          if (modules.exists(k, f.u8(k))) count = k + 1;
        }
        if (f.data.length > 7 && modules.isValid(f.u8(7))) count = 8;
        // An eDriver tells three cells and itself.
        if (count === EDRIVER_SENSORS + 1) {
          const type = metrics.bmsType.value;
          if (type === EDRIVER) put.bmsTemperature = f.u8(EDRIVER_SENSORS) - 40;
          if (type === EDRIVER || type === undefined && state.waits-- > 0) {
            count = EDRIVER_SENSORS;
          }
        }
        if (blank || !collect(put, state, MODULES)) return;
        for (let k = 0; k < count; k++) {
          const raw = f.u8(k);
          put.modules.set(k, modules.take(k, raw) ? raw - 40 : undefined);
        }
        completes(put);
      },
    },
    0x556: cells(0, 5, 8, FAST),
    0x557: cells(5, 5, 8, CELLS_6_10),
    0x55e: cells(10, 4, 6, CELLS_11_14),
    0x55f: {
      bytes: 8,
      when: { at: "B5", not: NOT_AVAILABLE },
      decode: (f, put, { state }) => {
        if (!collect(put, state, PACK)) return;
        const { packRounding } = state.facts;
        const both = (f.u16(5) >> 4) + (f.u16(6) & 0xfff) + packRounding;
        put.pack = (both >> 1) / 10;
        completes(put);
      },
    },
    // Batteries of third parties, every second: cells 15 and 16, where there are such.
    0x700: {
      bytes: 5,
      when: { at: "B0", not: NOT_AVAILABLE },
      decode: (f, put, { state }) => {
        const raw15 = f.u8(2) << 4 | f.u8(3) >> 4;
        const raw16 = (f.u8(3) & 0xf) << 8 | f.u8(4);
        const { cells } = state;
        const known = state.needed !== ALL_SLOW;
        if (!known && !cells.isValid(raw15) && !cells.isValid(raw16)) return;
        state.needed = ALL_SLOW | CELLS_15_16;
        if (!collect(put, state, CELLS_15_16)) return;
        put.cells.set(14, volts(state, 14, raw15));
        // Absent as 0 or 0xFFF in a battery of 15.
        if (cells.isValid(raw16) || cells.exists(15, 0)) {
          put.cells.set(15, volts(state, 15, raw16));
        }
        completes(put);
      },
    },
    // Motor controller, 10 ms: temperature of the motor, revolutions. RT3.0 does not decode these.
    0x196: {
      signals: {
        motorTemperature: { at: "B5", valid: [1, 0xef], offset: -40 },
      },
    },
    0x19f: { signals: { rpm: { at: "B2:B3h", times: 10, offset: -20000 } } },
    // BMS, every 100 ms: state of health and power limits in 500 W; 0xFF while it starts.
    0x424: {
      bytes: 6,
      when: { at: "B2", not: NOT_AVAILABLE },
      decode: (f, put) => {
        put.recuperationLimit = f.u8(2) / 2;
        put.driveLimit = f.u8(3) / 2;
        put.soh = f.u8(5);
        put.capacity = USABLE * f.u8(5) / 100;
      },
    },
    0x425: {
      signals: { energyAvailable: { at: "B1", per: 10, valid: [0, 0xfe] } },
    },
    // Motor controller, every 100 ms: D, N, R, pedals.
    0x59b: {
      bytes: 4,
      decode: (f, put) => {
        const gear = gears[f.u8(0)], pedal = f.u8(3);
        if (gear !== undefined) put.gear = gear;
        put.drive = (f.u8(1) & 1) | (gear === 1 ? 2 : gear === -1 ? 4 : 0) |
          (f.u8(1) & 8);
        put.go = f.bit(1, 3);
        put.footbrake = f.bit(1, 0) ? 100 : 0;
        if (pedal <= 0xfd) put.throttle = pedal / 0xfd * 100;
      },
    },
    // Motor controller: CANopen emergency; error 0x10xx with the generic bit is what a key press brings.
    0x081: {
      bytes: 5,
      decode: (f, put) => {
        put.emergency = f.u8(3) | f.u8(4) << 8;
        if (f.u8(1) === 0x10 && f.u8(2) === 0x01) put.emergencies++;
      },
    },
    0x701: {
      signals: {
        node: { at: "B0", as: (raw) => nodeStates[raw] ?? "Stopped" },
      },
    },
  },
  start: ({ metrics: m, state }) => {
    state.counter.way = m.sampledDistance.value;
    state.nominal = m.countsWanted.value && state.facts.nominal;
  },
  on: {
    "twizy-car.key-turned": (_, { metrics }) => metrics.emergencies.set(0),
    "cfg.presses-used": (_, { metrics }) => metrics.emergencies.set(0),
    key: settle,
    charging: (charging, ctx) => {
      if (charging) ctx.metrics.full.set(false);
      settle(charging, ctx);
    },
    clusterVin: (vin, { metrics: m, state }) => {
      state.vinSeen = true;
      m.vin.set(vin);
    },
    countsWanted: (wanted, { state }) => {
      state.nominal = wanted && state.facts.nominal;
    },
    // Whoever waited for the set has used it: another one may come.
    setsUsed: (_, { metrics: m }) => m.sensors.set("start"),
  },
  every: {
    second: (ctx) => {
      publishPeaks(ctx);
      scaleRange(ctx);
      showCharge(ctx);
    },
    tenSeconds: followSilence,
  },
});

/** The frames as a release of the firmware reads them. */
export function twizyCan(facts: BusFacts): Plugin {
  return { ...plugin, state: () => ({ ...own.state?.(), facts }) };
}

export default plugin;
