/** States of the Twizy that follow from its frames: key, charge, bus silence. */
import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
import { Charge, type ChargeState } from "./charge.ts";
import { xrt } from "./metrics.ts";

/** Bits of the status byte, 0x597 B1. */
const ALIVE = 0x80, SWITCHING_AND_CHARGING = 0x60, CHARGING = 0x20, KEY = 0x10;
/** The status byte while the bus is silent. */
const OFFLINE = 0x40;
const states: readonly string[] = [
  "charging",
  "topoff",
  "done",
  "stopped",
] satisfies ChargeState[];

const own = declare({
  needs: ["messages"],
  reads: {
    soc: "v.b.soc",
    odometer: "v.p.odometer",
    ideal: "v.b.range.ideal",
    socLimit: "v.c.limit.soc",
    rangeLimit: "v.c.limit.range",
  },
  metrics: {
    status: xrt.status,
    on: "v.e.on",
    awake: "v.e.awake",
    parkTime: "v.e.parktime",
    pilot: "v.c.pilot",
    charging12v: "v.e.charging12v",
    charging: "v.c.charging",
    port: "v.d.cp",
    state: "v.c.state",
    mode: "v.c.mode",
    lineVoltage: "v.c.voltage",
    lineCurrent: "v.c.current",
    speed: "v.p.speed",
    power: "v.b.power",
    current: "v.b.current",
    socMin: xrt.socMin,
    socMax: xrt.socMax,
    rangeAtSocMin: xrt.rangeAtSocMin,
    canRange: xrt.canRange,
    emergencies: xrt.emergencies,
    shownSoc: xrt.shownSoc,
    shownOdometer: xrt.shownOdometer,
    shownSpeed: xrt.shownSpeed,
  },
  notices: {
    charge: {
      priority: "charge",
      summary:
        "Charge interrupted, started again after that, finished, or sufficient",
      verb: "STAT",
    },
  },
  state: () => ({
    charge: new Charge(),
    /** Second in which the car was switched off; undefined before that was seen. */
    parkedAt: undefined as number | undefined,
  }),
});
type X = Ctx<typeof own>;

/** What follows from the status byte alone. */
function publish({ metrics: m }: X): void {
  const status = m.status.value, plugged = m.lineVoltage.or(0) > 0;
  const charging = (status & SWITCHING_AND_CHARGING) === CHARGING;
  m.pilot.set(plugged);
  m.charging12v.set(plugged);
  m.awake.set(status !== OFFLINE);
  if (charging) m.port.set(true);
  m.charging.set(charging);
  m.mode.set("standard");
}

function show({ metrics: m }: X): void {
  m.shownSoc.set(m.soc.or(m.shownSoc.value), m.soc);
  m.shownOdometer.set(m.odometer.or(0), m.odometer);
  m.shownSpeed.set(m.speed.or(0), m.speed);
}

/** Parked before a restart, the car goes on being parked. A longer time than this nobody measured, s. */
const LONGEST_PARK = 400 * 86400;

function rememberParking({ metrics: m, state, now }: X): void {
  const { value = 0, age = 0 } = m.parkTime, parked = value + age;
  if (value > 0 && parked < LONGEST_PARK) state.parkedAt = now - parked;
}

/** Switching on and off; other plugins follow `v.e.on`. */
function followKey({ metrics: m, state, hal, now }: X): void {
  const on = (m.status.value & KEY) !== 0;
  if (on !== m.on.or(false)) {
    m.on.set(on);
    state.parkedAt = on ? undefined : now - 1;
    m.emergencies.set(0);
    hal.messages.changed("environment");
  }
  m.on.set(on);
  m.parkTime.set(state.parkedAt === undefined ? 0 : now - state.parkedAt);
}

function followCharge(ctx: X): void {
  const { metrics: m, state } = ctx, before = chargeState(m.state.value);
  const step = state.charge.step(before, {
    charging: m.charging.or(false),
    soc: m.soc.value,
    socMax: m.socMax.value,
    ideal: m.ideal.or(0),
    socLimit: m.socLimit.or(0),
    rangeLimit: m.rangeLimit.or(0),
  });
  m.state.set(step.state);
  if (step.begins) m.socMax.set(m.soc.or(m.shownSoc.value));
  if (step.alert) ctx.notify.charge();
  if (step.update) ctx.hal.messages.changed("state");
  if (!step.update && !m.charging.or(false)) beginUse(ctx);
}

/** The first use after a charge: its SOC window begins, and the charge is history. */
function beginUse({ metrics: m }: X): void {
  if (!m.on.or(false) || !m.port.or(false)) return;
  m.port.set(false);
  m.state.set("done");
  m.socMin.set(m.soc.or(100));
  m.rangeAtSocMin.set(m.canRange.value);
}

function chargeState(text: string | undefined): ChargeState {
  return states.includes(text ?? "") ? text as ChargeState : "done";
}

/** No 0x597 for ten to twenty seconds: the bus sleeps. Values that nothing tells any more keep. */
function followSilence({ metrics: m }: X): void {
  if ((m.status.value & ALIVE) !== 0) {
    m.status.set(m.status.value & ~ALIVE);
    return;
  }
  m.status.set(OFFLINE);
  for (
    const metric of [m.lineVoltage, m.lineCurrent, m.speed, m.power, m.current]
  ) metric.set(0);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-car",
  summary: "Key, charge and bus states of the Twizy",
  start: (ctx) => {
    show(ctx);
    rememberParking(ctx);
  },
  every: {
    second: (ctx) => {
      show(ctx);
      // After a restart, no frame yet says nothing about the car; after ten seconds it is silence.
      if (ctx.metrics.status.age === undefined) return;
      publish(ctx);
      followKey(ctx);
      followCharge(ctx);
    },
    tenSeconds: followSilence,
  },
});
export default plugin;
