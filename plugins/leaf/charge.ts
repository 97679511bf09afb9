/** What the charger tells: its states, and the values of a charge (section d of the public notes). */
import type { CanFrame } from "ovms-edge";
import { isZe1, type P, type X } from "./own.ts";

/** Status words of 0x390 since 2013, and of 0x5BF on the first cars. */
const STATUS_390 = {
  idle: [8, 9],
  quick: 1,
  finished: 2,
  slow: 4,
  timer: 0x0c,
} as const;
const STATUS_5BF = {
  idle: 0x28,
  quick: 0xb0,
  slow: 0x60,
  finished: 0x40,
  timer: 0x30,
} as const;
/** Volts of an AC class. */
const AC_CLASS = 110;
/** A battery current beyond which a parked ZE1 charges quickly, and under which it no longer does, A. */
const QUICK_BEGINS = -25, QUICK_ENDS = -5, QUICK_VOLTS = 200;

type Kind = "slow" | "quick";
const MODES = {
  slow: ["type1", "standard"],
  quick: ["chademo", "performance"],
} as const;

/** It charges. */
function charges(kind: Kind, put: P): void {
  const [type, mode] = MODES[kind];
  put.charging = true;
  put.port = true;
  put.type = type;
  put.mode = mode;
  put.chargeState = "charging";
}

/** It does not charge. */
export function stopped(put: P, { state }: X, told = "stopped"): void {
  // A charger that tells no values does not tell either that nothing flows any more
  if (state.byBattery) {
    put.chargeVoltage = put.chargeCurrent = put.chargePower = 0;
  }
  state.byBattery = false;
  put.charging = false;
  put.mode = "";
  put.chargeState = told;
}

/** Values of a charge whose charger tells none: those of the battery, once it told them. */
export function fromBattery(put: P): void {
  if (Number.isNaN(put.voltage)) return;
  put.chargeVoltage = put.voltage;
  put.chargeCurrent = -put.current;
  put.chargePower = -put.power;
}

/** Power of the charger, kW, and its limit, at some volts; nothing without any. */
function fromCharger(put: P, volts: number, power: number, most: number): void {
  put.chargeVoltage = volts;
  put.chargePower = volts > 0 ? power : 0;
  put.chargeCurrent = volts > 0 ? power * 1000 / volts : 0;
  put.climit = volts > 0 ? most * 1000 / volts : 0;
}

/** Charger since 2013. */
export function charger390(f: CanFrame, put: P, ctx: X): void {
  ctx.state.seen.charger390 = true;
  const power = (f.u16(0) & 0x1ff) / 10;
  const most = (f.u16(5) & 0x1ff) / 10;
  const volts = (f.u8(3) >> 3 & 3) % 3 * AC_CLASS;
  const ac = f.bit(3, 5), quick = f.bit(4, 6), v2x = f.u8(0) >> 4 === 9;
  const status = f.u8(5) >> 1 & 0x3f;
  // A ZE1 leaves the frame empty while it charges quickly.
  if (isZe1(ctx) && !ac && !quick && status === 0) return;
  put.pilot = (ac || quick) && !v2x;
  if (ac || quick) put.port = true;
  fromCharger(put, quick ? put.voltage || 0 : volts, power, most);
  // The power of a station outside, which not each of them tells
  if (quick && power === 0) fromBattery(put);
  supplies(status === STATUS_390.quick && quick && v2x, put);
  if (status === STATUS_390.quick && quick && !v2x) charges("quick", put);
  else if (status === STATUS_390.slow && volts > 0) charges("slow", put);
  else if (status === STATUS_390.finished) stopped(put, ctx, "done");
  else if (status === STATUS_390.timer) {
    if (put.pilot) put.port = true;
    stopped(put, ctx, put.pilot ? "timerwait" : "stopped");
  } else if (
    status === STATUS_390.slow || status === STATUS_390.quick ||
    status === STATUS_390.idle[0] || status === STATUS_390.idle[1]
  ) stopped(put, ctx);
}

/** The car supplies a house or a grid with power, through the plug of the quick charge. */
function supplies(now: boolean, put: P): void {
  if (!now && put.generating !== true) return;
  put.generating = now;
  put.generatorState = now ? "exporting" : "";
  put.generatorType = now ? "chademo" : "";
}

/** Charger of the first cars; 0x18 at each power-on and 0x30 at each power-off say nothing of a cable. */
export function charger5bf(f: CanFrame, put: P, ctx: X): void {
  const status = f.u8(4), { seen } = ctx.state;
  if (seen.charger390 || isZe1(ctx)) return;
  seen.charger380 = true;
  if (status === STATUS_5BF.slow || status === STATUS_5BF.quick) {
    const isQuick = status === STATUS_5BF.quick;
    charges(isQuick ? "quick" : "slow", put);
    put.pilot = true;
    ctx.state.byBattery = true;
    fromBattery(put);
    put.climit = isQuick
      ? put.voltage > 0 ? ctx.state.chargerLimit * 1000 / put.voltage : 0
      : f.u8(2) / 5;
    return;
  }
  put.pilot = false;
  put.chargeCurrent = 0;
  put.climit = 0;
  if (put.charging) put.chargePower = put.chargeVoltage = 0;
  if (status === STATUS_5BF.finished) stopped(put, ctx, "done");
  else if (status === STATUS_5BF.idle || put.charging) stopped(put, ctx);
}

/** Each second: a ZE1's quick charge, which no frame tells, follows from the battery. */
export function inferQuickCharge(ctx: X): void {
  if (!isZe1(ctx)) return;
  const { metrics: m, state } = ctx;
  const current = m.current.freshness === "fresh" ? m.current.or(0) : 0;
  if (!state.inferredQuick) {
    const begins = !m.on.or(false) && m.voltage.or(0) > QUICK_VOLTS &&
      current < QUICK_BEGINS && !m.charging.or(false);
    if (!begins) return;
    state.inferredQuick = state.byBattery = true;
    m.charging.set(true);
    m.port.set(true);
    m.type.set("chademo");
    m.mode.set("performance");
    m.chargeState.set("charging");
  } else if (current > QUICK_ENDS || m.on.or(false)) {
    state.inferredQuick = state.byBattery = false;
    m.charging.set(false);
    m.mode.set("");
    m.chargeState.set("done");
    for (
      const one of [m.chargeVoltage, m.chargeCurrent, m.chargePower, m.climit]
    ) one.set(0);
    return;
  }
  const volts = m.voltage.or(0);
  m.chargeVoltage.set(volts);
  m.chargeCurrent.set(-current);
  m.chargePower.set(-m.power.or(0));
  m.climit.set(volts > 0 ? m.chargeLimit.or(0) * 1000 / volts : 0);
}
