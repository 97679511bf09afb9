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
export function stopped(put: P, state = "stopped"): void {
  put.charging = false;
  put.mode = "";
  put.chargeState = state;
}

/** Values of a charge whose charger tells none: those of the battery. */
function fromBattery(put: P, limit: number): void {
  put.chargeVoltage = put.voltage;
  put.chargeCurrent = -put.current;
  put.chargePower = -put.power;
  put.climit = put.voltage > 0 ? limit * 1000 / put.voltage : 0;
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
  if (quick) fromBattery(put, most);
  else {
    put.chargePower = power;
    put.chargeVoltage = volts;
    put.chargeCurrent = volts > 0 ? power * 1000 / volts : 0;
    put.climit = volts > 0 ? most * 1000 / volts : 0;
  }
  if (status === STATUS_390.quick && quick && !v2x) charges("quick", put);
  else if (status === STATUS_390.slow && volts > 0) charges("slow", put);
  else if (status === STATUS_390.finished) stopped(put, "done");
  else if (status === STATUS_390.timer) {
    stopped(put, put.pilot ? "timerwait" : "stopped");
  } else if (
    status === STATUS_390.slow || status === STATUS_390.quick ||
    status === STATUS_390.idle[0] || status === STATUS_390.idle[1]
  ) stopped(put);
}

/** Charger of the first cars; 0x18 at each power-on and 0x30 at each power-off say nothing of a cable. */
export function charger5bf(f: CanFrame, put: P, ctx: X): void {
  const status = f.u8(4), { seen } = ctx.state;
  if (seen.charger390 || isZe1(ctx)) return;
  seen.charger380 = true;
  if (status === STATUS_5BF.slow || status === STATUS_5BF.quick) {
    charges(status === STATUS_5BF.quick ? "quick" : "slow", put);
    put.pilot = true;
    fromBattery(put, 0);
    put.climit = f.u8(2) / 5;
    return;
  }
  put.pilot = false;
  put.chargeCurrent = 0;
  put.climit = 0;
  if (status === STATUS_5BF.finished) stopped(put, "done");
  else if (status === STATUS_5BF.idle || put.charging) stopped(put);
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
    state.inferredQuick = true;
    m.charging.set(true);
    m.port.set(true);
    m.type.set("chademo");
    m.mode.set("performance");
    m.chargeState.set("charging");
  } else if (current > QUICK_ENDS || m.on.or(false)) {
    state.inferredQuick = false;
    m.charging.set(false);
    m.mode.set("");
    m.chargeState.set("done");
    return;
  }
  const volts = m.voltage.or(0);
  m.chargeVoltage.set(volts);
  m.chargeCurrent.set(-current);
  m.chargePower.set(-m.power.or(0));
  m.climit.set(volts > 0 ? m.chargeLimit.or(0) * 1000 / volts : 0);
}
