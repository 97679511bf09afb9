import {
  adviceFor,
  readOnly,
  stillPreOp,
  stop,
  switchOn,
  withAdvice,
} from "./advice.ts";
import type { Asker, Command } from "./command.ts";
import { Controller, type Wires } from "./controller.ts";
import { CODE, Failure, FailureIn, hex, Refused } from "./failure.ts";
import { findCommand } from "./commands.ts";
import type { Ledger } from "./ledger.ts";

/** What a command finds. */
export interface World {
  readonly wires: Wires;
  readonly ledger: Ledger;
  /** Whether the write gate is open. */
  readonly writable: boolean;
  /** Whether the bus is alive and the car on. */
  readonly on: boolean;
  readonly moving: boolean;
}

/** What became of a command. */
export interface Result {
  readonly ok: boolean;
  readonly text: string;
}

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
  const name = word.toUpperCase(), command = findCommand(word);
  const controller = new Controller(world.wires), { ledger, moving } = world;
  const refused = command?.bus === "none"
    ? undefined
    : await check(world, name, command, controller);
  if (refused) return refused;
  const outcome = await attempt(name, () =>
    command?.run({
      controller,
      ledger,
      words,
      command: [command.name, ...words].join(" "),
      ...asker,
      moving,
    }));
  const returns = (command?.bus ?? "returns") === "returns";
  const isBack = !returns || await returnsToOperational(controller, ledger);
  unlessFull(() => ledger.answered());
  if (outcome.fault !== undefined) throw outcome.fault;
  const text = `CFG ${name}: ${outcome.text}`;
  if (!isBack) {
    const code = hex(CODE.state, 4);
    return failed(
      `${text} STILL PRE-OP: ERROR ${code}${controller.info}`,
      stillPreOp,
    );
  }
  return outcome.ok ? { ok: true, text } : failed(text, outcome.advice);
}

function failed(text: string, advice?: string): Result {
  return { ok: false, text: withAdvice(text, advice) };
}

/** What a command on the bus is refused for, or undefined when it may go on, logged in. */
async function check(
  { writable, on, moving, ledger }: World,
  name: string,
  command: Command | undefined,
  controller: Controller,
): Promise<Result | undefined> {
  if (!writable) return failed("Error: CAN bus in read only mode", readOnly);
  if (!on) return failed(`CFG ${name}: ERROR: Car is off`, switchOn);
  if (command?.preOp(ledger) && moving) {
    return failed(`CFG ${name}: ERROR: Car is moving`, stop);
  }
  try {
    await controller.login();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const text = `CFG ${name}: LOGIN FAILED ERROR ${hex(error.code, 4)}`;
    return failed(text, adviceFor(error, name));
  }
}

/** What the command itself came to. */
interface Attempt extends Result {
  readonly advice?: string | undefined;
  /** An error that is none of a command's. */
  readonly fault?: unknown;
}

async function attempt(
  name: string,
  run: () => Promise<string> | string | undefined,
): Promise<Attempt> {
  try {
    const text = await run();
    return text === undefined
      ? { ok: false, text: "Unknown command" }
      : { ok: true, text };
  } catch (error) {
    const known = error instanceof Failure || error instanceof FailureIn ||
      error instanceof Refused;
    if (!known) return { ok: false, text: "", fault: error };
    const advice = adviceFor(error, name);
    return { ok: false, text: error.message, advice };
  }
}

/** Returns to operational state, and remembers it durably when that failed. */
export async function returnsToOperational(
  controller: Controller,
  ledger: Ledger,
): Promise<boolean> {
  const done = await controller.insistOnLeavingPreOp();
  unlessFull(() => ledger.owesOperational = !done);
  return done;
}

/** Notes something; a full disk does not matter, as what the controller does counts. */
function unlessFull(note: () => void): void {
  try {
    note();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
