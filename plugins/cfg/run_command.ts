import {
  adviceFor,
  readOnly,
  stillPreOp,
  stop,
  switchOn,
  withAdvice,
} from "./advice.ts";
import type { Command } from "./command.ts";
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
  who: string,
): Promise<Result> {
  const name = word.toUpperCase(), command = findCommand(word);
  const head = `CFG ${name}: `;
  const fail = (text: string, advice?: string): Result => ({
    ok: false,
    text: withAdvice(text, advice),
  });
  const controller = new Controller(world.wires), { ledger } = world;
  if (command?.bus !== "none") {
    if (!world.writable) {
      return fail("Error: CAN bus in read only mode", readOnly);
    }
    if (!world.on) return fail(`${head}ERROR: Car is off`, switchOn);
    if (command?.preOp(ledger) && world.moving) {
      return fail(`${head}ERROR: Car is moving`, stop);
    }
    try {
      await controller.login();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const text = `${head}LOGIN FAILED ERROR ${hex(error.code, 4)}`;
      return fail(text, adviceFor(error, name));
    }
  }
  const outcome = await attempt(command, () =>
    command?.run({
      controller,
      ledger,
      words,
      command: [command.name, ...words].join(" "),
      who,
      moving: world.moving,
    }));
  const text = head + outcome.text;
  if (command !== undefined && command.bus !== "returns") {
    return outcome.ok ? { ok: true, text } : fail(text, outcome.advice);
  }
  if (await returnsToOperational(controller, ledger)) {
    if (outcome.fault !== undefined) throw outcome.fault;
    return outcome.ok ? { ok: true, text } : fail(text, outcome.advice);
  }
  const code = hex(CODE.state, 4);
  return fail(
    `${text} STILL PRE-OP: ERROR ${code}${controller.info}`,
    stillPreOp,
  );
}

/** What the command itself came to. */
interface Attempt extends Result {
  readonly advice?: string | undefined;
  /** An error that is none of a command's. */
  readonly fault?: unknown;
}

async function attempt(
  command: Command | undefined,
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
    if (!known) return { ok: false, text: "ERROR: Fault", fault: error };
    const advice = adviceFor(error, command?.name ?? "");
    return { ok: false, text: error.message, advice };
  }
}

/** Returns to operational state, and remembers it durably when that failed. */
export async function returnsToOperational(
  controller: Controller,
  ledger: Ledger,
): Promise<boolean> {
  const done = await controller.insistOnLeavingPreOp();
  try {
    ledger.owesOperational = !done;
  } catch (error) {
    // A full disk: the state of the controller is what counts
    if (!(error instanceof Refused)) throw error;
  }
  return done;
}
