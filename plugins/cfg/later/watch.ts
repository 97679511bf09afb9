/** What the plugin of the last release does by itself, each second and with each word of the pedal. */
import { carOf, DRIVER, isRescue, ITSELF, mayBeCut } from "../base.ts";
import { free, tellShut } from "../left.ts";
import { Failure, Refused } from "../failure.ts";
import { Ledger } from "../ledger.ts";
import { hex } from "../objects.ts";
import { PRESSES } from "../watch.ts";
import { findCommand } from "./commands.ts";
import {
  hasReserve,
  writeFullPower,
  writeLevel,
  writeLevels,
} from "./levels.ts";
import { LOCK_KPH, lockRequest } from "./lock.ts";
import {
  inWorld,
  isSet,
  limitsOf,
  pedalOf,
  publish,
  tellsErrors,
  workingOf,
  type X,
} from "./own.ts";
import { switchTo } from "./profiles.ts";
import { checkAccess, controllerFor, logIn, runLater } from "./run.ts";
import type { LaterWorld } from "./session.ts";
import type { Login } from "./working.ts";

/** Buttons of a console. */
const INPUTS = 4;
/** What the odometer is further beyond the limit of valet mode, km, was driven in no second: it may be a damaged frame. */
const LEAP = 1;
/** Seconds in a row in which that has to be told. */
const TOLD = 2;

/** Three presses of D or R: the car as delivered, without a network. */
async function resetByKeys(ctx: X): Promise<void> {
  const { emit, notify } = ctx;
  try {
    const { ok, text } = await inWorld(
      ctx,
      DRIVER,
      (world) => runLater(world, "RESET", findCommand("RESET"), [], DRIVER),
    );
    const isWhole = ok && text.includes(" OK");
    if (tellsErrors(ctx)) {
      notify.reset(isWhole ? "RESET OK" : "RESET FAILED, PLEASE RETRY!");
    }
  } finally {
    // Also when it failed, so that the driver can repeat it without switching off
    emit["presses-used"]();
  }
}

/** Returns what is done about the controller in this second, if anything. */
export function second(ctx: X): Promise<void> | void {
  const { hal, metrics, state } = ctx, presses = metrics.emergencies.value;
  state.words.second(hal.clock.monotonic());
  const isDue = state.check.second(metrics.on.or(false));
  state.kickdown.follow(hal.clock.monotonic(), pedalOf(ctx));
  state.beyond = beyondValet(ctx) > 0 ? state.beyond + 1 : 0;
  noticeInputs(ctx);
  if (carOf(ctx).obstacle("on")) forget(ctx);
  if (state.turns.busy || isRescue(ctx)) return;
  if (presses >= PRESSES && !isSet(ctx, "noReset")) {
    return hal.can.sdo.writable ? resetByKeys(ctx) : undefined;
  }
  if (carOf(ctx).obstacle("idle")) return;
  if (!hal.can.sdo.writable) return tellShut(ctx);
  return work(ctx, isDue, presses > 0);
}

/** The key was turned: who the controller is has to be found out again. */
function forget(ctx: X): void {
  ctx.state.levels.forget();
  const working = workingOf(ctx);
  if (!working.login) return;
  working.login = undefined;
  publish(ctx);
}

async function work(
  ctx: X,
  isDue: boolean,
  isPressed: boolean,
): Promise<void> {
  // It is logged in all the time: only who asked for the state wants it, until the driver presses D or R
  const isWanted = new Ledger(ctx.hal.memory).preOp === "asked" && !isPressed;
  if (isDue || isPressed) await free(ctx, isWanted);
  const pressed = pressedProfile(ctx);
  if (pressed !== undefined) {
    await inWorld(ctx, DRIVER, (world) => switchTo(world, pressed, DRIVER));
  }
  if (workingOf(ctx).login === undefined) {
    await inWorld(ctx, ITSELF, tryToLogIn, mayBeCut);
  }
  if (needsWork(ctx)) {
    await inWorld(ctx, ITSELF, (world) => follow(ctx, world));
  }
}

/** Whether there is anything to do at all: most seconds there is not. */
function needsWork(ctx: X): boolean {
  const { login } = workingOf(ctx);
  return login !== undefined &&
    (isValetOver(ctx) || leftLevel(ctx) !== undefined ||
      dueLevels(ctx).length > 0 || isKickdownOver(ctx));
}

/** Does what is due. */
async function follow(ctx: X, world: LaterWorld): Promise<void> {
  const { metrics, state: { levels, kickdown }, hal } = ctx,
    { working } = world;
  const { login } = working;
  if (!login) return;
  if (isValetOver(ctx)) {
    const { odometer } = metrics;
    await lockRequest(world, "LOCK", [`${LOCK_KPH}`], odometer.value, ITSELF);
  }
  const left = leftLevel(ctx);
  if (left !== undefined && await writeLevel(world, login, left)) {
    world.ledger.endKickdown();
  }
  for (const which of dueLevels(ctx)) {
    if (!await writeLevels(world, login, which)) continue;
    levels.wrote(which, working.profile, world.limits());
  }
  if (!isKickdownOver(ctx)) return;
  if (await writeLevels(world, login, "drive")) {
    kickdown.clear();
    world.ledger.endKickdown();
    levels.wrote("drive", working.profile, world.limits());
  } else kickdown.retry(hal.clock.monotonic());
}

async function tryToLogIn(world: LaterWorld): Promise<Login | undefined> {
  try {
    checkAccess(world, 0);
    return await logIn(world, controllerFor(world));
  } catch (error) {
    if (error instanceof Failure || error instanceof Refused) return undefined;
    throw error;
  }
}

/** Kilometres beyond the limit of valet mode, as the odometer tells them in this second. */
function beyondValet(ctx: X): number {
  const { valetKm = Infinity } = workingOf(ctx);
  const { value = 0, age } = ctx.metrics.odometer;
  // It may have been silent since a damaged frame
  return age === 0 ? value - valetKm : -Infinity;
}

function isValetOver(ctx: X): boolean {
  const beyond = beyondValet(ctx);
  return beyond > 0 && (beyond <= LEAP || ctx.state.beyond >= TOLD) &&
    workingOf(ctx).lockKph === undefined;
}

function dueLevels(ctx: X): readonly ("drive" | "recup")[] {
  const { levels, kickdown } = ctx.state, { profile } = workingOf(ctx);
  const limits = limitsOf(ctx);
  return (["recup", "drive"] as const).filter((which) =>
    levels.areDue(which, profile, limits) &&
    !(which === "drive" && kickdown.holds)
  );
}

/** The level that driving is owed since a kickdown of which this program does not know, or may not know. */
function leftLevel(ctx: X): number | undefined {
  return ctx.state.kickdown.holds || asksForPower(ctx)
    ? undefined
    : new Ledger(ctx.hal.memory).kickdown;
}

function isKickdownOver(ctx: X): boolean {
  const { kickdown } = ctx.state;
  return kickdown.isOver(ctx.hal.clock.monotonic(), pedalOf(ctx));
}

// ---- pedal ---------------------------------------------------------------------

/** Greatest value of the pedal; beyond it, it tells nothing. */
const PEDAL = 253;

/** A word of the pedal; true when it asks for full power, and that can be given. */
export function pressPedal(ctx: X, pedal: number): boolean {
  if (pedal > PEDAL) return false;
  const { state: { kickdown, turns }, hal } = ctx;
  kickdown.press(pedal, pedalOf(ctx));
  return asksForPower(ctx) && !turns.busy && hal.can.sdo.writable;
}

/** Whether the pedal asks for full power, and there is any to give. */
function asksForPower(ctx: X): boolean {
  return ctx.state.kickdown.asks && pedalOf(ctx).threshold > 0 &&
    !isSet(ctx, "noKickdown") && hasReserve(workingOf(ctx), limitsOf(ctx));
}

/** Gives the full power that the pedal asks for; its time counts from the press, not from the write. */
export function kickDown(ctx: X): Promise<void> {
  const { state: { kickdown }, hal } = ctx, at = hal.clock.monotonic();
  return inWorld(ctx, ITSELF, async (world) => {
    const { login } = world.working;
    if (!login || !kickdown.asks) return;
    if (await writeFullPower(world, login)) {
      kickdown.granted(at);
    }
  });
}

// ---- buttons -------------------------------------------------------------------

/**
 * Buttons that were pressed since the last second. At the parked car, or while it charges, they are
 * told: somebody is at it. Else they wait for their turn.
 */
function noticeInputs(ctx: X): void {
  const { state, notify } = ctx, { inputs, inputsBefore, words } = state;
  state.inputsBefore = inputs;
  if (inputs === inputsBefore || !isSet(ctx, "inputs")) return;
  const isParked = carOf(ctx).obstacle("on") !== undefined ||
    words.charge?.value === "charging";
  if (!isParked) state.pressed |= inputs & ~inputsBefore;
  else if (inputs !== 0 && tellsErrors(ctx)) {
    notify.input(`INPUT ALERT 0x${hex(inputs, 4)}`);
  }
}

/** The profile of a button that was pressed; the one that is in the car is not loaded again. */
function pressedProfile(ctx: X): number | undefined {
  const { state } = ctx, { pressed } = state;
  if (pressed === 0) return undefined;
  state.pressed = 0;
  const { live, base, unsaved } = workingOf(ctx);
  const profile = Array.from({ length: INPUTS }, (_, n) => n)
    .find((n) => (pressed & 1 << n) !== 0);
  const isThere = profile === live && profile === base && !unsaved;
  return isThere ? undefined : profile;
}
