/** What was left in the controller: looked at, brought back, and told. */
import { carOf, isRescue, wires, type X } from "./base.ts";
import { interrupted, interruptionText } from "./keeping.ts";
import { Ledger } from "./ledger.ts";
import { type Found, freeController } from "./watch.ts";

const STUCK =
  "The motor controller is still pre-operational (SERV lamp, keys without effect). Stop the car and send CFG OP, or switch it off and on and wait 10 s";

const SHUT =
  "The motor controller may still be pre-operational (SERV lamp, keys without effect), and writing to the car is off. Send FEATURE 15 1, then CFG OP";

/** @param wanted whether the controller may stay pre-operational where somebody asked for it */
function look(ctx: X, wanted: boolean): Promise<Found> {
  const { hal: { can: { sdo }, memory }, state } = ctx;
  return state.turns.run(() =>
    freeController(
      { wires: wires(ctx), ledger: new Ledger(memory), car: carOf(ctx) },
      wanted,
      (run) => sdo.work(run),
    )
  );
}

/**
 * Looks whether the controller was left pre-operational, and brings it back.
 * @param wanted whether it may stay so where somebody is logged in
 */
export async function free(ctx: X, wanted = true): Promise<void> {
  const { emit, state, notify } = ctx, found = await look(ctx, wanted);
  if (found !== "unknown" && found !== "shut") state.check.done();
  if (found === "back") emit["presses-used"]();
  if (found === "stuck") notify.stuck(STUCK);
}

/** What is pre-operational returns to operational before nobody may speak to it any more. */
export function settle(ctx: X): Promise<void> | undefined {
  const left = new Ledger(ctx.hal.memory).preOp !== undefined;
  // Nobody speaks to a car that is not known to be on
  return left && !carOf(ctx).obstacle("on") ? leave(ctx) : undefined;
}

async function leave(ctx: X): Promise<void> {
  const found = await look(ctx, false);
  if (found === "stuck" || found === "unknown") ctx.notify.stuck(STUCK);
}

/** The gate is closed, and the controller may be as a program before this one left it: told once. */
export function tellShut({ state, notify }: X): void {
  if (!state.inherited) return;
  state.inherited = false;
  notify.stuck(SHUT);
}

/** What a program before this one left is told, and taken care of. */
export function begin(ctx: X): void {
  ctx.state.inherited = new Ledger(ctx.hal.memory).preOp !== undefined;
  tellInterrupted(ctx);
}

/** Tells the owner once of each command that ended early, when its vehicle is there again. */
function tellInterrupted(ctx: X): void {
  if (isRescue(ctx)) return;
  const { hal, notify } = ctx, ledger = new Ledger(hal.memory);
  for (const record of interrupted(ledger).toReversed()) {
    notify.interrupted(interruptionText(record));
    ledger.tryToTell(record);
  }
}
