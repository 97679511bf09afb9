/** The Leaf's own plugin: frames, polls, and what follows from them each second. */
import { definePlugin, type Plugin } from "ovms-edge";
import { carCan, relayed } from "./car_can.ts";
import { inferQuickCharge } from "./charge.ts";
import { evCan } from "./ev_can.ts";
import { own, type X } from "./own.ts";
import { polls } from "./polls.ts";

/** Seconds after which a car that told neither READY nor its button sleeps (R9). */
const ASLEEP = 120;
/** The DC/DC converter feeds the 12 V battery from so many volts on. */
const FED = 12.8;
/** Seconds without a word of the charger after which its plug counts as pulled. */
const UNPLUGGED = 120;
/** Reasons of states of a charge. */
const SUBSTATES: Readonly<Record<string, string>> = {
  charging: "onrequest",
  timerwait: "timerwait",
};
/** Temperature at which the battery gives all of its range, °C; share that each degree costs. */
const BEST = 20, PER_DEGREE = 1.25;

/** Awake while button or READY say so, and for a while after. */
function followAwake(ctx: X): void {
  const { metrics: m, state } = ctx;
  m.awake.set(ctx.now - state.awakeAt < ASLEEP);
  if (m.supply.freshness === "fresh") {
    m.charging12v.set(m.supply.or(0) > FED);
  }
  // A quick charge that no frame tells has no charger that could fall silent
  const silent = m.pilot.age ?? ctx.now;
  const isGone = !state.inferredQuick && m.port.or(false) &&
    silent > UNPLUGGED;
  if (isGone && m.charging.or(false)) endUntold(ctx);
  if (isGone || m.on.or(false) && !m.charging.or(false)) m.port.set(false);
}

/** A charge whose charger fell silent goes on no longer; that is as old as its last word. */
function endUntold({ metrics: m, state }: X): void {
  state.byBattery = false;
  m.charging.set(false, m.pilot);
  m.mode.set("", m.pilot);
  m.chargeState.set("stopped", m.pilot);
  for (const one of [m.chargeVoltage, m.chargeCurrent, m.chargePower]) {
    one.set(0, m.pilot);
  }
}

/** What counts before the car told it: nobody measured it, so that it is as old as what never came. */
function begin({ metrics: m }: X): void {
  const never = m.rpm;
  if (m.on.value === undefined) m.on.set(false, never);
  if (m.locked.value === undefined) m.locked.set(false, never);
  if (m.charging.value === undefined) m.charging.set(false, never);
  if (m.chargeState.value === undefined) m.chargeState.set("stopped", never);
}

/** Why a charge is in its state, and what of the charger's power reaches the battery. */
function followCharge({ metrics: m, state }: X): void {
  const told = m.chargeState.or(""), before = state.chargeState;
  state.chargeState = told;
  if (told !== before) {
    const reason = SUBSTATES[told] ??
      (told === "stopped" && before === "charging"
        ? "interrupted"
        : told === "stopped" && before === "timerwait"
        ? "powerwait"
        : undefined);
    if (reason !== undefined) m.chargeSubstate.set(reason);
  }
  const drawn = m.chargePower.or(0);
  if (m.charging.value !== true || drawn <= 0) return;
  const share = 100 * Math.abs(m.power.or(0)) / drawn;
  m.chargeEfficiency.set(Math.min(100, share));
}

/** The way by the speed of the second that passed. */
function followWay({ metrics: m }: X): void {
  const moves = m.on.or(false) && m.speed.age !== undefined && m.speed.age <= 1;
  if (moves) m.way.set(m.way.or(0) + m.speed.or(0) / 3600);
}

/** Ranges by capacity, SOC, health and temperature (section e). */
function ranges({ metrics: m, settings }: X): void {
  const soc = m.soc.value;
  if (soc === undefined) return;
  const full = settings.sohNewCar
    ? settings.maxGids * settings.whPerGid / 1000
    : m.capacity.or(settings.maxGids * settings.whPerGid / 1000);
  const max = full * settings.kmPerKWh, ideal = max * soc / 100;
  const degrees = (m.ambient.or(BEST) + 3 * m.temperature.or(BEST)) / 4;
  const factor = (100 - Math.abs(degrees - BEST) * PER_DEGREE) / 100;
  const health = m.soh.or(100) / 100;
  m.rangeNew.set(max, m.soc);
  if (ideal * health * factor > 0) {
    m.rangeNow.set(ideal * health * factor, m.soc);
    m.rangePresent.set(max * health * factor, m.soc);
  }
}

/** The Leaf's own plugin. */
export const leaf: Plugin = definePlugin({
  ...own,
  id: "leaf",
  summary: "Frames and polls of the Nissan Leaf",
  frames: { ...evCan, ...relayed },
  framesOn: { 2: carCan },
  polls,
  start: begin,
  every: {
    second: (ctx) => {
      followAwake(ctx);
      followWay(ctx);
      inferQuickCharge(ctx);
      followCharge(ctx);
      ranges(ctx);
    },
  },
});
