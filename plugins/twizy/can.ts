/**
 * Frames of the Renault Twizy, after the community's CAN object list and firmware RT3.0. Byte and bit
 * names as there: `B1.4` is bit 4 of byte 1.
 */
import { definePlugin, type Plugin } from "ovms-edge";
import { batteryFrames } from "./can/battery_frames.ts";
import { BYTES } from "./can/bytes.ts";
import { countMotion, countPower } from "./can/counts.ts";
import type { BusFacts } from "./can/facts.ts";
import { own } from "./can/own.ts";
import {
  followSilence,
  publishPeaks,
  scaleRange,
  settle,
  showCharge,
} from "./can/times.ts";

const {
  CHARGING,
  CHARGING_OR_SWITCHING,
  CONVERTER_OFF,
  CURRENT_INVALID,
  CURRENT_ZERO,
  KEY,
  NOT_AVAILABLE,
  SOC_FULL,
  SPEED_NOT_AVAILABLE,
  WATTS,
} = BYTES;

/** Four bytes that tell no VIN. */
const NO_VIN = 0xffffffff;
/**
 * The gear of 0x59B B0: 1 forward, -1 reverse, all else neutral (twizy-later.md, section 20), but for
 * 0xFF, which tells nothing: a car of which nobody knows does not stand.
 */
const gears: Readonly<Record<number, number>> = { 0x80: 1, 0x08: -1 };
/** The CANopen state of the controller, by its heartbeat, 0x701 B0. */
const nodeStates: Readonly<Record<number, string>> = {
  0x00: "Booting",
  0x05: "Operational",
  0x7f: "PreOperational",
};

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-can",
  summary: "Decodes the frames of the Twizy",
  frames: {
    ...batteryFrames,
    // BMS: B3 is 0x54 while the data is valid; SOC and current are valid on their own.
    0x155: {
      cycle: 10,
      bytes: 6,
      decode: (f, put, { state }) => {
        if (f.u8(3) !== 0x54) return;
        const soc = f.u16(4), current = f.u16(1) & 0xfff, level = f.u8(0);
        if (soc > 0 && soc <= SOC_FULL) put.soc = (soc >> 2) / 100;
        if (current > 0 && current < CURRENT_INVALID) {
          const drawn = CURRENT_ZERO - current, back = current - CURRENT_ZERO;
          // Before the pack's voltage was told, too, the nominal one.
          const watts = state.nominal || !(put.pack > 0)
            ? drawn * WATTS
            : drawn / 4 * put.pack;
          put.power = watts / 1000;
          put.current = drawn / 4;
          if (drawn < state.least) state.least = drawn;
          if (drawn > state.most) state.most = drawn;
          put.samples++;
          // Subtracted in both cases: V8 looks at whole numbers twice where it adds them
          if (drawn > 0) put.sampledUsed -= back;
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
        if (f.u8(2) !== NOT_AVAILABLE) {
          put.converterCurrent = put.batteryCurrent12v = f.u8(2) / 5;
        }
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
        // A display that starts tells none
        if (state.vinSeen || f.u32(0) === NO_VIN) return;
        state.vinSeen = true;
        let digits = "";
        for (let n = 0; n < 7; n++) {
          digits += String.fromCharCode(48 + (f.u32(0) >>> (4 * n) & 15));
        }
        put.vin = digits;
      },
    },
    // Motor controller: temperature of the motor, revolutions. RT3.0 does not decode these.
    0x196: {
      cycle: 10,
      signals: {
        motorTemperature: { at: "B5", valid: [1, 0xef], offset: -40 },
      },
    },
    0x19f: {
      cycle: 10,
      signals: { rpm: { at: "B2:B3h", times: 10, offset: -20000 } },
    },
    // Motor controller, every 100 ms: D, N, R, pedals.
    0x59b: {
      bytes: 4,
      decode: (f, put) => {
        if (f.u8(0) === 0xff) return;
        const gear = gears[f.u8(0)] ?? 0, pedal = f.u8(3);
        put.gear = gear;
        put.drive = (f.u8(1) & 1) | (gear === 1 ? 2 : gear === -1 ? 4 : 0) |
          (f.u8(1) & 8);
        put.go = f.bit(1, 3);
        put.footbrake = f.bit(1, 0) ? 100 : 0;
        if (pedal <= 0xfd) put.throttle = pedal / 0xfd * 100;
      },
    },
    // Motor controller: CANopen emergency: error code, error register, the controller's own code; error
    // 0x10xx with the generic bit is what a key press brings.
    0x081: {
      bytes: 5,
      decode: (f, put) => {
        put.emergency = f.u8(0) | f.u8(1) << 8;
        put.emergencyType = f.u8(2);
        put.fault = f.u8(3) | f.u8(4) << 8;
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
    "cfg.press-expected": (_, { metrics }) => metrics.emergencies.set(-1),
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
