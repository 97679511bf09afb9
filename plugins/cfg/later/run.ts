/** Runs a command of the last release: its checks in their order, the command, the way back. */
import type { Obstacle } from "../car.ts";
import { stillPreOp, takeBack } from "../advice.ts";
import type { Asker } from "../command.ts";
import { Controller } from "../controller.ts";
import {
  CODE,
  Failure,
  FailureIn,
  Halt,
  Refused,
  Stopped,
} from "../failure.ts";
import { lockAdvice } from "../locked.ts";
import { hex, od } from "../objects.ts";
import {
  allow,
  isLeft,
  type Result,
  returnsToOperational,
  wentPreOp,
} from "../run_command.ts";
import { baseOf, reverseOf, UNKNOWN_TYPE } from "./base.ts";
import { errorText, laterAdvice, NOTHING } from "./failures.ts";
import { lockRpm } from "./macros.ts";
import type { LaterBus, LaterCommand, LaterWorld } from "./session.ts";
import type { Login } from "./working.ts";

/** What is left where the vehicle is not known to have this controller. */
const RESCUE: readonly string[] = ["UNDO", "OP", "READ", "INFO", "HELP", "GET"];

/** The controller, asked only with the key on, and never beyond what its type and the lock allow. */
export function controllerFor(
  { wires, gearbox, working, car }: Pick<
    LaterWorld,
    "wires" | "gearbox" | "working" | "car"
  >,
): Controller {
  const may = () => {
    if (car.obstacle("on")) throw new Failure(CODE.offline, NOTHING);
  };
  const controller = new Controller(
    { ...wires, may },
    (type) => reverseOf(type, gearbox),
  );
  boundToLock(controller, working.login, working.lockKph);
  return controller;
}

function boundToLock(
  controller: Controller,
  login: Login | undefined,
  kph: number | undefined,
): void {
  if (kph === undefined || !login) return;
  const most = lockRpm(login.base, kph);
  controller.bounds.set(od.maxForward, {
    most,
    why: `The car is locked to ${kph} km/h`,
  });
}

/**
 * The write permission and the key, before anything is asked.
 * @param kind class of the error: 0, or that of the controller's type
 * @throws Failure xx01, xx0B; Halt when the program ends
 */
export function checkAccess(world: LaterWorld, kind: number): void {
  const { writable, car, ends } = world;
  if (!writable()) throw new Failure(kind + CODE.noWriteAccess, NOTHING);
  if (ends.aborted) throw new Halt(String(ends.reason), undefined, true);
  if (car.obstacle("on")) throw new Failure(kind + CODE.offline, NOTHING);
}

/**
 * Finds out which controller it is, and gets the access level that writing needs.
 * @throws Failure 004x, 001x
 */
export async function logIn(
  world: Pick<LaterWorld, "gearbox" | "working">,
  controller: Controller,
): Promise<Login> {
  const { working, gearbox } = world;
  const type = await typeOf(controller);
  const base = baseOf(type, gearbox, controller.info);
  await controller.login();
  const login = { type, base };
  working.login = login;
  boundToLock(controller, login, working.lockKph);
  return login;
}

async function typeOf(controller: Controller): Promise<number> {
  try {
    return (await controller.read(od.controllerType)).value;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      UNKNOWN_TYPE + (error.code & 0x0f),
      error.info,
      error.abort,
    );
  }
}

function busOf(
  command: LaterCommand | undefined,
  words: readonly string[],
): LaterBus {
  // A word that nobody knows goes pre-operational before it is told
  if (!command) return "pre-op";
  return typeof command.bus === "function" ? command.bus(words) : command.bus;
}

/** What became of a command. */
export interface Outcome extends Result {
  /** One sentence about an error. */
  readonly advice?: string | undefined;
}

/** What the command itself came to. */
interface Attempt extends Outcome {
  /** An error that is none of a command's: thrown when the controller is back in operational state. */
  readonly fault?: unknown;
}

/** @param name as the answer has it, in upper case */
export async function runLater(
  world: LaterWorld,
  name: string,
  command: LaterCommand | undefined,
  words: readonly string[],
  asker: Asker,
): Promise<Outcome> {
  const controller = controllerFor(world), bus = busOf(command, words);
  let login: Login | undefined;
  try {
    if (world.rescue && !RESCUE.includes(name)) {
      throw new Refused("Not for this vehicle type", `Here only ${takeBack}`);
    }
    if (bus !== "none") {
      checkAccess(world, UNKNOWN_TYPE);
      if (command && !command.reads) await allow(world, "idle");
      login = await logIn(world, controller);
    }
  } catch (error) {
    return failedWith(error, name);
  }
  beginCount(world, command, bus);
  const before = world.ledger.preOp;
  const outcome = await attempt(controller, name, async () => {
    if (bus === "pre-op") await enterPreOp(world, controller);
    return await command?.run({
      controller,
      ledger: world.ledger,
      words,
      command: [command.name, ...words].join(" "),
      ...asker,
      allow: (need) => allow(world, need),
      world,
      working: world.working,
      login() {
        if (!login) throw new TypeError(`CFG ${name} does not log in`);
        return login;
      },
      enterPreOp: () => enterPreOp(world, controller),
    });
  });
  const returns = bus === "returns" || bus === "pre-op" ||
    bus === "keeps state" &&
      (world.ends.aborted || !outcome.ok && wentPreOp(before, world.ledger));
  const isBack = !returns || isLeft(world) ||
    await returnsToOperational(controller, world);
  world.ledger.tryToAnswer();
  if (outcome.fault !== undefined) throw outcome.fault;
  const { text } = outcome;
  if (isBack) return { ...outcome, text: controller.told(text) };
  const code = hex(CODE.state, 4);
  return {
    ok: false,
    text: controller.told(
      `${text} STILL PRE-OP: ERROR ${code}${controller.info}`,
    ),
    advice: stillPreOp,
  };
}

/**
 * Presses of D or R from before a command that writes are forgotten, and what the controller tells of its
 * own when PRE is carried out is none (twizy-later.md, section 5). Those while it runs count, and so do
 * all where it only reads: who reads again and again does not keep the driver from the way back.
 */
function beginCount(
  { wrote }: LaterWorld,
  command: LaterCommand | undefined,
  bus: LaterBus,
): void {
  if (command?.name === "PRE") wrote.presses(true);
  else if (command && (bus === "returns" || bus === "pre-op")) {
    wrote.presses(false);
  }
}

async function attempt(
  controller: Controller,
  name: string,
  run: () => Promise<string | undefined>,
): Promise<Attempt> {
  try {
    const text = await run();
    return text === undefined
      ? { ok: false, text: "Unknown command" }
      : { ok: true, text };
  } catch (error) {
    if (!isKnown(error)) return { ok: false, text: "", fault: error };
    const failed = failedWith(error, name);
    const locked = await lockAdvice(controller, error);
    return locked === undefined ? failed : { ...failed, advice: locked };
  }
}

/** Whether an error is a failure of a command. */
function isKnown(
  error: unknown,
): error is Failure | FailureIn | Refused | Stopped {
  return error instanceof Failure || error instanceof FailureIn ||
    error instanceof Refused || error instanceof Stopped;
}

/** What is no failure of a command goes on. */
function failedWith(error: unknown, name: string): Outcome {
  if (!isKnown(error)) throw error;
  return {
    ok: false,
    text: errorText(error),
    advice: laterAdvice(error, name),
  };
}

/**
 * Requests pre-operational state.
 * @throws Failure 0020 when the car does not stand in N
 */
async function enterPreOp(
  world: LaterWorld,
  controller: Controller,
): Promise<void> {
  // Before the controller is asked to: should the program be killed, the next one knows
  world.ledger.preOp ??= "owed";
  await controller.enterPreOp(async () => {
    const still = await allow(world, "idle"), { car } = world;
    const mustStand = (obstacle: Obstacle | undefined) => {
      if (obstacle) throw new Failure(CODE.state, controller.info);
    };
    mustStand(await car.look("standing"));
    return () => {
      still();
      mustStand(car.obstacle("standing"));
    };
  });
}
