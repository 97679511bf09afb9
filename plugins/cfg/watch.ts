/** What the plugin does by itself: the three-press reset, and the way out of pre-operational state. */
import { Controller, isGate } from "./controller.ts";
import { Failure } from "./failure.ts";
import { controller as facts, od } from "./objects.ts";
import { returnsToOperational, type World } from "./run_command.ts";

/** Key presses that ask for CFG RESET. */
export const PRESSES = 3;

/** Follows the key: once after each switch-on the state of the controller is to be checked. */
export class SwitchOnCheck {
  #on = false;
  #due = false;

  /** A second with the key on or off; whether the check is due. */
  second(on: boolean): boolean {
    this.#due = on && (this.#due || !this.#on);
    this.#on = on;
    return this.#due;
  }

  done(): void {
    this.#due = false;
  }
}

/**
 * `unknown`: its state could not be read; `shut`: the write gate is closed; `fine`: it is not in
 * pre-operational state, or somebody wants it there; `back`: it was, and is operational now; `stuck`:
 * it was, and did not leave it.
 */
export type Found = "unknown" | "shut" | "fine" | "back" | "stuck";

/** What is known of the car, and how its controller is reached. */
export type Where = Pick<World, "wires" | "ledger" | "car">;

/** Runs what must not be cut in the middle. */
export type Uncut = <T>(run: () => Promise<T>) => Promise<T>;

/**
 * Brings a controller back that is in pre-operational state without anybody being logged in, or that
 * one of our own commands left there.
 * @param wanted whether it may stay there when its owner, or another tool, asked for it
 * @param uncut the way back; a look at a controller that nothing is owed ends with the gate
 */
export async function freeController(
  where: Where,
  wanted: boolean,
  uncut: Uncut,
): Promise<Found> {
  return where.ledger.preOp === undefined
    ? await free(where, wanted, uncut)
    : await uncut(() => free(where, wanted, uncut));
}

async function free(
  where: Where,
  wanted: boolean,
  uncut: Uncut,
): Promise<Found> {
  const { wires, ledger } = where, controller = new Controller(wires);
  try {
    const { value } = await controller.read(od.state);
    if (value !== facts.state.preOperational) {
      ledger.tryToLeave(undefined);
      return "fine";
    }
    const { value: level } = await controller.read(od.accessLevel);
    const isWanted = wanted && level === facts.level;
    if (isWanted && ledger.preOp !== "owed") return "fine";
    const isBack = await uncut(() => returnsToOperational(controller, where));
    return isBack ? "back" : "stuck";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return isGate(error) ? "shut" : "unknown";
  }
}
