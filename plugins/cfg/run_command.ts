import {
  adviceFor,
  readOnly,
  stillPreOp,
  takeBack,
  withAdvice,
} from "./advice.ts";
import type { Car, Need, Obstacle } from "./car.ts";
import type { Asker, Command } from "./command.ts";
import { findCommand, usageOf } from "./commands.ts";
import { Controller, type Still, type Wires } from "./controller.ts";
import { CODE, Failure, FailureIn, Halt, Refused, Stopped } from "./failure.ts";
import type { Ledger, PreOp } from "./ledger.ts";
import { lockAdvice } from "./locked.ts";
import { hex } from "./objects.ts";

/** What a command finds, and may have changed at the next look. */
export interface World {
  readonly wires: Wires;
  readonly ledger: Ledger;
  /** Whether the write gate is open. */
  readonly writable: () => boolean;
  readonly car: Car;
  /** Fires when the command has to end safely; its reason is a sentence. */
  readonly ends: AbortSignal;
  /** Whether it has taken so long that its asker would hear of no further write. */
  readonly late: () => boolean;
  /** Another vehicle type is set: what is unfinished can be ended, and nothing be begun. */
  readonly rescue: boolean;
}

/** The command was told to end, and owes the controller nothing: it says nothing more to it. */
export function isLeft({ ends, ledger }: Pick<World, "ends" | "ledger">) {
  return ends.aborted && ledger.preOp === undefined;
}

/**
 * Whether a command had the controller go pre-operational: one that fails, such as for a lost reply, is not
 * to leave it so, as nobody would know.
 */
export function wentPreOp(
  before: PreOp | undefined,
  { preOp }: Pick<Ledger, "preOp">,
): boolean {
  return before === undefined && preOp !== undefined;
}

/** What a command that was told to end fails with. */
export function halt({ reason }: AbortSignal): Halt {
  return new Halt(String(reason), undefined, true);
}

/** What became of a command. */
export interface Result {
  readonly ok: boolean;
  readonly text: string;
}

/** What helps against a controller that takes its time. */
const retry = "See that nothing else asks it, then send it again";

/** What is left where the vehicle is not known to have this controller. */
const RESCUE: readonly string[] = ["UNDO", "OP", "READ", "INFO", "HELP"];

/**
 * Runs `CFG <word> <words>`: the checks in their order, the command, the return to operational state
 * (decisions.md, Controller).
 */
export async function runCommand(
  world: World,
  word: string,
  words: readonly string[],
  asker: Asker,
): Promise<Result> {
  const command = findCommand(word);
  const usage = command ? undefined : usageOf(word);
  if (usage !== undefined) return failed(usage);
  return await perform(world, word.toUpperCase(), command, words, asker);
}

/** The same with a command that need not have a word; undefined is one that nobody knows. */
export async function perform(
  world: World,
  name: string,
  command: Command | undefined,
  words: readonly string[],
  asker: Asker,
): Promise<Result> {
  const { ledger, ends } = world, controller = new Controller(world.wires);
  const refused = command?.bus === "none"
    ? undefined
    : await check(world, name, command, words, controller);
  if (refused) return refused;
  const before = ledger.preOp;
  const outcome = await attempt(name, controller, () =>
    command?.run({
      controller,
      ledger,
      words,
      command: [command.name, ...words].join(" "),
      ...asker,
      allow: (need) => allow(world, need),
    }));
  const bus = command?.bus ?? "returns";
  const returns = bus === "returns" ||
    bus === "keeps state" &&
      (ends.aborted || outcome.halted === true ||
        !outcome.ok && wentPreOp(before, ledger));
  const isBack = !returns || isLeft(world) ||
    await returnsToOperational(controller, world);
  ledger.tryToAnswer();
  if (outcome.fault !== undefined) throw outcome.fault;
  const text = `CFG ${name}: ${outcome.text}`;
  if (!isBack) {
    const code = hex(CODE.state, 4);
    return failed(
      controller.told(`${text} STILL PRE-OP: ERROR ${code}${controller.info}`),
      stillPreOp,
    );
  }
  return outcome.ok
    ? { ok: true, text: controller.told(text) }
    : failed(controller.told(text), outcome.advice);
}

function failed(text: string, advice?: string): Result {
  return { ok: false, text: withAdvice(text, advice) };
}

/**
 * Asked before each write.
 * @returns looks once more, right before a frame is sent
 * @throws Halt
 */
export async function allow(
  { ends, late, writable, car }: World,
  need: Need,
): Promise<Still> {
  const goOn = () => {
    if (late()) throw new Halt("Controller answers too slowly", retry, false);
    if (ends.aborted) throw halt(ends);
    if (!writable()) throw new Halt("Writing was switched off", readOnly, true);
  };
  const mustBe = (obstacle: Obstacle | undefined) => {
    if (obstacle) throw new Halt(obstacle.why, obstacle.advice, false);
  };
  goOn();
  mustBe(await car.look(need));
  const still = () => {
    goOn();
    mustBe(car.obstacle(need));
  };
  still();
  return still;
}

/** What a command on the bus is refused for, or undefined when it may go on, logged in. */
async function check(
  { writable, car, ends, rescue, ledger }: World,
  name: string,
  command: Command | undefined,
  words: readonly string[],
  controller: Controller,
): Promise<Result | undefined> {
  if (!writable()) return failed("Error: CAN bus in read only mode", readOnly);
  if (ends.aborted) return failed(`CFG ${name}: ERROR: ${ends.reason}`);
  if (rescue && !RESCUE.includes(name)) {
    return failed(
      `CFG ${name}: ERROR: Not for this vehicle type`,
      `Here only ${takeBack}`,
    );
  }
  const obstacle = await car.look(command?.needs(ledger, words) ?? "on");
  if (obstacle) {
    return failed(`CFG ${name}: ERROR: ${obstacle.why}`, obstacle.advice);
  }
  try {
    await controller.login();
    return undefined;
  } catch (error) {
    if (error instanceof Halt) return failed(`CFG ${name}: ${error.message}`);
    if (!(error instanceof Failure)) throw error;
    const text = `CFG ${name}: LOGIN FAILED ERROR ${hex(error.code, 4)}`;
    return failed(text, adviceFor(error, name));
  }
}

/** What the command itself came to. */
interface Attempt extends Result {
  readonly advice?: string | undefined;
  /** The car was no longer as it had to be, or it had to end. */
  readonly halted?: boolean;
  /** An error that is none of a command's. */
  readonly fault?: unknown;
}

async function attempt(
  name: string,
  controller: Controller,
  run: () => Promise<string> | string | undefined,
): Promise<Attempt> {
  try {
    const text = await run();
    return text === undefined
      ? { ok: false, text: "Unknown command" }
      : { ok: true, text };
  } catch (error) {
    const known = error instanceof Failure || error instanceof FailureIn ||
      error instanceof Refused || error instanceof Stopped;
    if (!known) return { ok: false, text: "", fault: error };
    const advice = await lockAdvice(controller, error) ??
      adviceFor(error, name);
    const halted = error instanceof Halt || error instanceof Stopped;
    return { ok: false, text: error.message, advice, halted };
  }
}

/**
 * Returns to operational state, and remembers it durably when that failed. A car that was switched off is
 * not asked to again and again, and not at all where nothing is owed.
 */
export async function returnsToOperational(
  controller: Controller,
  { ledger, car }: Pick<World, "ledger" | "car">,
): Promise<boolean> {
  const isOn = () => car.obstacle("on") === undefined;
  const isOver = () => ledger.preOp === undefined && !isOn();
  if (isOver()) return true;
  try {
    const done = await controller.insistOnLeavingPreOp(isOn) || isOver();
    ledger.tryToLeave(done ? undefined : "owed");
    return done;
  } catch (error) {
    // It was told to end before it asked: nothing is owed
    if (error instanceof Halt) return ledger.preOp === undefined;
    throw error;
  }
}
