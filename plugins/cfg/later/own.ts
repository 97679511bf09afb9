/** What the plugin of the last release declares, and what its handlers share. */
import { type Ctx, declare, optional, setting, v } from "ovms-edge";
import { inTurn, profileMetric, shared, showProfile } from "../base.ts";
import type { Asker } from "../command.ts";
import { noteProfile } from "./apply.ts";
import { Kickdown, type Pedal } from "./kickdown.ts";
import { Levels } from "./levels.ts";
import type { Profile } from "../profile.ts";
import type { LaterWorld } from "./session.ts";
import { FULL, type Limits, type Motor } from "./tuning.ts";
import { Working } from "./working.ts";
import { baseOf, GEARBOXES } from "./base.ts";
import { NOTHING } from "./failures.ts";
import { driveByte, driveByteMetric, driveMode } from "./drive_mode.ts";
import { Ledger } from "../ledger.ts";

/** Bits of feature 15: each but the first switches something off or on. */
const BITS = { noReset: 2, noKickdown: 4, noAutoPower: 8, inputs: 16 } as const;
const CAN_WRITE = 15;
/** Feature 14: no texts about faults. */
const CAR_BITS = 14, NO_ERRORS = 8;
/** Features 1 and 2 begin with these. */
const KICKDOWN: Pedal = { threshold: 35, zero: 120 };

export const own = declare({
  needs: [...shared.needs, "slots", "params", "messages"],
  reads: {
    ...shared.reads,
    // On is GO in this release: a controller that needs help never comes that far
    on: optional({ name: "xrt.e.key", unit: "", is: "flag" }),
    odometer: "v.p.odometer",
    driveLimit: optional({ name: "xrt.b.p.limit.drive", unit: "kW" }),
    recupLimit: optional({ name: "xrt.b.p.limit.recd", unit: "kW" }),
  },
  metrics: {
    locked: "v.e.locked",
    valet: "v.e.valet",
    /** Profile in the controller: its part for driving, and the rest. */
    live: { name: "xrt.cfg.user", unit: "" },
    base: { name: "xrt.cfg.base", unit: "" },
    /** The profile that was loaded into the working set last. */
    loaded: { name: "xrt.cfg.ws", unit: "" },
    unsaved: { name: "xrt.cfg.unsaved", unit: "", is: "flag" },
    /** A profile was written to the controller since the program began. */
    applied: { name: "xrt.cfg.applied", unit: "", is: "flag" },
    type: { name: "xrt.cfg.type", unit: "", is: "text" },
    lockKph: { name: "xrt.v.e.locked.speed", unit: "km/h" },
    valetKm: { name: "xrt.v.e.valet.odo", unit: "km" },
    drivemode: "v.e.drivemode",
    driveByte: driveByteMetric,
    profile: profileMetric,
    login: "v.e.c.login",
    preOp: "v.e.c.config",
    /** Shares of the power that were written for what the battery gives and takes; 1 is all of it. */
    driveLevel: {
      name: "xrt.cfg.level.drive",
      unit: "",
      initial: 1,
      fresh: Infinity,
    },
    recupLevel: {
      name: "xrt.cfg.level.recup",
      unit: "",
      initial: 1,
      fresh: Infinity,
    },
    /** Times at which the pedal asked for full power. */
    kicks: { name: "xrt.cfg.kicks", unit: "", initial: 0 },
  },
  features: {
    threshold: {
      slot: 1,
      summary: "Kickdown: how fast the pedal is pressed; 0 off",
    },
    zero: { slot: 2, summary: "Kickdown: pedal from which on less is enough" },
  },
  settings: {
    gearbox: setting({
      schema: v.picklist(GEARBOXES),
      default: "own",
      summary:
        "Gearbox behind the controller: its own, or that of a Twizy 80 or 45",
      labels: { own: "its own", 80: "Twizy 80", 45: "Twizy 45" },
    }),
    breakdown: setting({
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
      default: 0,
      unit: "Nm",
      summary:
        "Torque at which the motor breaks down at cfg.rated; maps then fall with the speed, as OVMS v3 makes them; 0 is not known",
    }),
    rated: setting({
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(20_000)),
      default: 0,
      summary:
        "Speed, rpm, at which the motor has the torque of cfg.breakdown; 0 is not known",
    }),
  },
  events: {
    ...shared.events,
    // The controller is about to tell of itself what a press tells: the next one is none
    "press-expected": v.undefined(),
  },
  notices: {
    ...shared.notices,
    reset: {
      ...shared.notices.reset,
      summary: "Result of a reset of the tuning by three presses of D or R",
    },
    input: {
      priority: "alarm",
      summary: "A button was pressed at the parked car",
    },
  },
  state: () => ({
    ...shared.state(),
    working: undefined as Working | undefined,
    /** The profile that the metric has; one that changed is another object. */
    shown: undefined as Profile | undefined,
    levels: new Levels(),
    kickdown: new Kickdown(),
    /** Seconds in a row in which the odometer was beyond the limit of valet mode. */
    beyond: 0,
    /** Buttons, a bit each; as they were a second ago; and those whose profile is to be loaded. */
    inputs: 0,
    inputsBefore: 0,
    pressed: 0,
  }),
});
/** What handlers are given. */
export type X = Ctx<typeof own>;

/** The working set; the profile of parameter 15 when the program begins. */
export function workingOf({ state, hal }: X): Working {
  if (state.working) return state.working;
  const working = new Working(hal.memory, hal.params);
  state.working = working;
  noteProfile(new Ledger(hal.memory), working.profile);
  return working;
}

/** The owner told of another gearbox: what the controller was found to be begins anew with it. */
function followGearbox({ settings }: X, working: Working): void {
  const { login } = working;
  if (!login) return;
  const base = baseOf(login.type, settings.gearbox, NOTHING);
  if (base !== login.base) working.login = { ...login, base };
}

/** Whether a bit of feature 15 is set. */
export function isSet({ hal }: X, bit: keyof typeof BITS): boolean {
  return (hal.slots.get(CAN_WRITE) & BITS[bit]) !== 0;
}

/** Whether the owner wants texts about faults. */
export function tellsErrors({ hal }: X): boolean {
  return (hal.slots.get(CAR_BITS) & NO_ERRORS) === 0;
}

/** How the pedal is looked at. */
export function pedalOf({ features: { threshold, zero } }: X): Pedal {
  return { threshold: threshold.value, zero: zero.value };
}

/** What is not kept begins anew with the program. */
export function beginFeatures({ features: { threshold, zero } }: X): void {
  threshold.set(KICKDOWN.threshold);
  zero.set(KICKDOWN.zero);
}

/** Steps of 500 W. */
const steps = (kW: number | undefined) =>
  kW === undefined ? undefined : Math.round(kW * 2);

/** What the battery gives and takes; undefined while automatic power is switched off. */
export function limitsOf(ctx: X): Limits | undefined {
  if (isSet(ctx, "noAutoPower")) return undefined;
  const { driveLimit, recupLimit } = ctx.metrics;
  return { drive: steps(driveLimit.value), recup: steps(recupLimit.value) };
}

/** Where the motor's torque breaks down; undefined where the owner did not tell both. */
export function motorOf(
  { settings: { breakdown, rated } }: Pick<X, "settings">,
): Motor | undefined {
  return breakdown > 0 && rated > 0
    ? { torque: breakdown, rpm: rated }
    : undefined;
}

/** Does something in the controller's world when what was begun before it has ended. */
export function inWorld<T>(
  ctx: X,
  asker: Asker,
  work: (world: LaterWorld) => Promise<T>,
  run?: Parameters<typeof inTurn>[3],
): Promise<T> {
  const working = workingOf(ctx), { state, features } = ctx;
  return inTurn(ctx, asker, async (world) => {
    followGearbox(ctx, working);
    try {
      return await work({
        ...world,
        working,
        gearbox: ctx.settings.gearbox,
        motor: motorOf(ctx),
        limits: () => limitsOf(ctx),
        wrote: {
          levels(which) {
            const { profile } = working, limits = limitsOf(ctx);
            for (
              const one of which === "both"
                ? ["drive", "recup"] as const
                : [which]
            ) {
              state.levels.wrote(one, profile, limits);
            }
            if (which !== "recup") state.kickdown.clear();
          },
          presses: (expected) =>
            ctx.emit[expected ? "press-expected" : "presses-used"](),
          kickdown(threshold, zero) {
            if (threshold !== undefined) features.threshold.set(threshold);
            if (zero !== undefined) features.zero.set(zero);
          },
        },
      });
    } finally {
      publish(ctx);
    }
  }, run);
}

/** What the messages and the page show of it. */
export function publish(ctx: X): void {
  const { metrics: m, state: { levels } } = ctx, working = workingOf(ctx);
  const { live, base, unsaved, applied, lockKph, valetKm, login } = working;
  m.drivemode.set(driveMode(working, m.on.or(false)));
  m.driveByte.set(driveByte(working, m.on.or(false)));
  if (working.profile !== ctx.state.shown) {
    showProfile(m.profile, working.profile);
    ctx.state.shown = working.profile;
  }
  m.live.set(live);
  m.base.set(base);
  m.loaded.set(working.current);
  m.unsaved.set(unsaved);
  m.applied.set(applied);
  m.driveLevel.set(levels.of("drive") / FULL);
  m.recupLevel.set(levels.of("recup") / FULL);
  m.locked.set(lockKph !== undefined);
  m.valet.set(valetKm !== undefined);
  m.login.set(login !== undefined);
  m.preOp.set(new Ledger(ctx.hal.memory).preOp !== undefined);
  if (login) m.type.set(login.base.name);
  // What was the limit before is none any more
  if (lockKph !== undefined || m.lockKph.value !== undefined) {
    m.lockKph.set(lockKph ?? 0);
  }
  if (valetKm !== undefined || m.valetKm.value !== undefined) {
    m.valetKm.set(valetKm ?? 0);
  }
}
