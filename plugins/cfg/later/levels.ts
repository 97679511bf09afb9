/** Power that follows the battery, and the pedal (twizy-later.md, sections 10 and 11). */
import { Failure, Refused } from "../failure.ts";
import type { Write } from "../macro.ts";
import { od } from "../objects.ts";
import type { Profile } from "../profile.ts";
import { driveLevel, macros } from "./macros.ts";
import { controllerFor } from "./run.ts";
import type { LaterWorld } from "./session.ts";
import { FULL, levelOf, type Limits, type Tuning } from "./tuning.ts";
import { writeValues } from "./values.ts";
import type { Login, Working } from "./working.ts";

type Which = "drive" | "recup";

/** The reference and the least level of a profile. */
const SETTINGS = {
  drive: ({ driveRef, driveMin }: Profile) => [driveRef, driveMin] as const,
  recup: ({ recupRef, recupMin }: Profile) => [recupRef, recupMin] as const,
};

/** What levels were last written for, so that they are written when that changes. */
export class Levels {
  readonly #written: Record<Which, number | undefined> = {
    drive: undefined,
    recup: undefined,
  };
  readonly #levels: Record<Which, number> = { drive: FULL, recup: FULL };

  /** The level that was written last, per mille; all of the power before one was. */
  of(which: Which): number {
    return this.#levels[which];
  }

  /** The key was turned: all are written once more. */
  forget(): void {
    this.#written.drive = this.#written.recup = undefined;
  }

  /** A macro wrote them. */
  wrote(which: Which, profile: Profile, limits: Limits | undefined): void {
    this.#written[which] = keyOf(which, profile, limits);
    const [reference, least] = SETTINGS[which](profile);
    this.#levels[which] = levelOf(limits?.[which], reference, least);
  }

  /** Whether they follow the battery, and that wants others now; one that tells no limit wants none. */
  areDue(which: Which, profile: Profile, limits: Limits | undefined): boolean {
    const [reference = 0] = SETTINGS[which](profile);
    return limits?.[which] !== undefined && reference > 0 &&
      this.#written[which] !== keyOf(which, profile, limits);
  }
}

/** All that a level is made of, as one number: 1000 apart where two could be mixed up. */
function keyOf(
  which: Which,
  profile: Profile,
  limits: Limits | undefined,
): number {
  const [reference = 0, least = 0] = SETTINGS[which](profile);
  return ((limits?.[which] ?? -1) * 1000 + reference) * 1000 + least;
}

function tuningOf(world: LaterWorld, { base }: Login): Tuning {
  const { working: { profile, known, lockKph }, motor } = world;
  return { base, profile, known, lockKph, motor, limits: world.limits() };
}

/** Writes the levels of the working set for what the battery says now; whether that went well. */
export function writeLevels(
  world: LaterWorld,
  login: Login,
  which: Which,
): Promise<boolean> {
  return attempt(world, login, macros[which].writes(tuningOf(world, login)));
}

/**
 * Full power for driving; whether that went well. What it ends with is stored before, so that it ends
 * whatever becomes of the program.
 */
export function writeFullPower(
  world: LaterWorld,
  login: Login,
): Promise<boolean> {
  const { profile } = world.working, limits = world.limits();
  return attempt(
    world,
    login,
    [[od.driveLevel, () => FULL]],
    () => world.ledger.keepKickdown(driveLevel({ profile, limits })),
  );
}

/** The level with which a kickdown ends that a program before this one began; whether that went well. */
export function writeLevel(
  world: LaterWorld,
  login: Login,
  level: number,
): Promise<boolean> {
  return attempt(world, login, [[od.driveLevel, () => level]]);
}

/** What cannot be written now is tried again when it is due again. */
async function attempt(
  world: LaterWorld,
  login: Login,
  writes: readonly Write[],
  first: () => void = () => {},
): Promise<boolean> {
  try {
    first();
    await writeValues(world, controllerFor(world), login, writes);
    return true;
  } catch (error) {
    if (error instanceof Failure || error instanceof Refused) return false;
    throw error;
  }
}

/** Whether there is any power left to give. */
export function hasReserve(
  { profile, login }: Working,
  limits: Limits | undefined,
): boolean {
  return login !== undefined && driveLevel({ profile, limits }) < FULL;
}
