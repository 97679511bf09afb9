/** LOCK, UNLOCK, VALET and UNVALET: a speed limit that stays in the controller (twizy-later.md, section 13). */
import type { Asker } from "../command.ts";
import { Failure, Halt, ParameterFailure, Refused } from "../failure.ts";
import { numberOf } from "../macro.ts";
import { od } from "../objects.ts";
import { GREATEST } from "../profile.ts";
import type { Base } from "./base.ts";
import { errorText } from "./failures.ts";
import { limitsTo, lockRpm } from "./macros.ts";
import { checkAccess, controllerFor, logIn } from "./run.ts";
import type { LaterWorld } from "./session.ts";
import { writeValues } from "./values.ts";
import type { Working } from "./working.ts";

/** km/h of a lock, and km of a valet mode, unless told. */
export const LOCK_KPH = 6;
const VALET_KM = 1, MOST_KM = 9999;

/** What became of a request. */
export interface LockAnswer {
  /** How the car is now, after an error with that in front. */
  readonly text: string;
  /** The error alone. */
  readonly error: string | undefined;
}

/** A request. */
export type LockWord = "LOCK" | "UNLOCK" | "VALET" | "UNVALET";

/** `LOCKED to max kph=6, VALET OFF`. */
function lockText({ lockKph, valetKm }: Working): string {
  const lock = lockKph === undefined
    ? "UNLOCKED"
    : `LOCKED to max kph=${lockKph}`;
  const valet = valetKm === undefined
    ? "VALET OFF"
    : `VALET ON at odo=${valetKm.toFixed(2)}`;
  return `${lock}, ${valet}`;
}

/** Greatest speed of the profile, km/h. */
function profileKph({ profile }: Working, { kph }: Base): number {
  return profile.speedMax ?? kph;
}

/**
 * Limits the car to a speed; undefined lifts the lock. A lock is stored when it holds, and forgotten
 * before it is lifted: whatever goes wrong between, the car is slower than said, and never faster.
 * @throws Failure, Refused; the car is locked as before then, unless `begun` told that one of its two
 * limits is the new one, or may be
 */
async function setLock(
  world: LaterWorld,
  kph: number | undefined,
  asker: Asker,
  begun: () => void,
): Promise<void> {
  const { working } = world;
  checkAccess(world, 0);
  const controller = controllerFor(world);
  const login = working.login ?? await logIn(world, controller);
  const most = profileKph(working, login.base);
  if (kph !== undefined && kph > most) throw new ParameterFailure(1);
  // The lock that holds is no bound for another one
  controller.bounds.delete(od.maxForward);
  const limits = limitsTo(login.base, lockRpm(login.base, kph ?? most));
  const before = working.lockKph;
  working.beginLock(kph);
  let isBegun = false, isSent = false;
  try {
    for (const limit of limits) {
      isSent = false;
      await writeValues(world, controller, login, [limit], {
        asker,
        sends: () => isSent = true,
      });
      isBegun = true;
    }
    working.endLock(kph);
  } catch (error) {
    isBegun ||= isSent && !(error instanceof Halt) &&
      // Its answer alone may be lost
      await controller.tryRead(od.maxForward) !==
        lockRpm(login.base, before ?? most);
    if (isBegun) begun();
    tryToEnd(working, isBegun ? looser(before, kph) : before);
    throw error;
  }
}

/** Of two limits the one that lets the car drive faster. */
function looser(
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}

/** Where it cannot be stored that the lock still holds, the car is slower than said. */
export function tryToEnd(working: Working, kph: number | undefined): void {
  try {
    working.endLock(kph);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Carries a request out. */
export async function lockRequest(
  world: LaterWorld,
  word: LockWord,
  [given]: readonly string[],
  odometer: number | undefined,
  asker: Asker,
): Promise<LockAnswer> {
  const { working } = world;
  let half: string | undefined;
  const set = (kph: number | undefined) =>
    setLock(world, kph, asker, () => half = halfText(kph));
  const requests: Readonly<Record<LockWord, () => Promise<void> | void>> = {
    LOCK: () => set(numberOf(given, 1, [0, GREATEST]) ?? LOCK_KPH),
    async UNLOCK() {
      await set(undefined);
      if (working.valetKm !== undefined) {
        working.valetKm = kmFrom(odometer, VALET_KM);
      }
    },
    VALET() {
      const km = numberOf(given, 1, [0, MOST_KM]) ?? VALET_KM;
      working.valetKm = kmFrom(odometer, km);
    },
    async UNVALET() {
      working.valetKm = undefined;
      if (working.lockKph !== undefined) await set(undefined);
    },
  };
  try {
    await requests[word]();
    return { text: lockText(working), error: undefined };
  } catch (error) {
    const isKnown = error instanceof Failure || error instanceof Refused;
    if (!isKnown) throw error;
    const why = errorText(error), status = lockText(working);
    const text = `${why} - Status: ${status}`;
    return { text: half ? `${text}\n${half}` : text, error: why };
  }
}

/** The controller has half of what was asked for, or may have it. */
function halfText(kph: number | undefined): string {
  return kph === undefined
    ? "It may be that the car is still limited. Send UNLOCK again"
    : "It may be that the car is limited already. Send it again, or UNLOCK";
}

/** What is told of a request that the program did not live to end. */
export function interruptedText(request: string): string {
  const may = request === "UNLOCK"
    ? "is still limited. Send it again"
    : "is limited already. Send it again, or UNLOCK";
  return `${request} was interrupted: it may be that the car ${may}`;
}

function kmFrom(odometer: number | undefined, km: number): number {
  if (odometer !== undefined) return odometer + km;
  throw new Refused("The odometer is not known", "Switch the car on");
}
