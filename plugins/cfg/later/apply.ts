/** Writing the working set: one macro of it, or all. */
import { carryOut } from "../change.ts";
import { CODE, Failure } from "../failure.ts";
import type { Ledger } from "../ledger.ts";
import type { Step } from "../macro.ts";
import { EMPTY, type Profile, profileText } from "../profile.ts";
import { type Settings, writtenBesides } from "../settings.ts";
import {
  type LaterMacro,
  liveMacros,
  macros,
  mapOf,
  rpmOf,
  speedLimits,
  stepOf,
} from "./macros.ts";
import { mapStep, presentMap, presentRpm } from "./map_steps.ts";
import { endingAtKnee, type MapValues } from "./power_map.ts";
import type { LaterSession } from "./session.ts";
import { mapSteps } from "./tsmap.ts";
import type { Tuning } from "./tuning.ts";

/** Key of the working set among what is set, so that UNDO brings it back as well. */
export const PROFILE = "PROFILE";

/** Settings with the working set; the delivered car's is none. */
function withProfile(settings: Settings, profile: Profile): Settings {
  const { [PROFILE]: _, ...others } = settings, text = profileText(profile);
  return text === profileText(EMPTY) ? others : { ...others, [PROFILE]: text };
}

/** Notes the working set for UNDO, where no write does, as far as the disk takes it. */
export function noteProfile(ledger: Ledger, profile: Profile): void {
  const { settings } = ledger, noted = withProfile(settings, profile);
  if (noted[PROFILE] !== settings[PROFILE]) ledger.tryToNote(noted);
}

/** What macros work with, for another working set. */
export function tuningFor(
  { world, working, login }: LaterSession,
  profile: Profile,
): Tuning {
  return {
    base: login().base,
    profile,
    lockKph: working.lockKph,
    limits: world.limits(),
    known: working.known,
    motor: world.motor,
  };
}

/** Carries steps out that make the working set another one. */
export async function carryOutSteps(
  session: LaterSession,
  steps: readonly Step[],
  profile: Profile,
): Promise<void> {
  const { controller, ledger, command, who, login } = session;
  const stands = steps.some(({ preOp }) => preOp);
  const objects = steps.flatMap(({ writes }) => writes.map(([id]) => id));
  await carryOut(controller, ledger, {
    steps,
    command,
    who,
    settings: withProfile(writtenBesides(ledger.settings, objects), profile),
    standing: stands,
    type: login().type,
    allow: () => session.allow(stands ? "standing" : "idle"),
  });
}

/**
 * Carries out one macro, after which the working set has its values.
 * @throws Failure; the working set is as before then
 */
export async function playMacro(
  session: LaterSession,
  macro: LaterMacro,
  profile: Profile,
): Promise<void> {
  const { working, login } = session, { base } = login();
  const tuning = tuningFor(session, profile), steps = [stepOf(macro, tuning)];
  let made: MapValues | undefined;
  if (macro === macros.speed) {
    steps.push(mapStep(tuning, (now) => {
      made = {
        ...presentMap(tuning, now),
        rpm: rpmOf(base, profile.speedMax),
      };
      return endingAtKnee(made);
    }));
  } else if (macro === macros.power) {
    steps.push(
      mapStep(
        tuning,
        (now) =>
          made = { ...mapOf(base, profile), rpm: presentRpm(tuning, now) },
      ),
    );
  }
  try {
    await carryOutSteps(session, steps, profile);
  } catch (error) {
    // What of a map was written is not known to be what it is made of
    if (made) working.known = {};
    throw error;
  }
  if (made) working.known = made;
  working.profile = profile;
  working.unsaved = true;
}

/**
 * Looks whether a profile can be written as a whole, wherever the car is.
 * @throws ParameterFailure, FailureIn
 */
export function checkProfile(session: LaterSession, profile: Profile): void {
  const tuning = tuningFor(session, profile);
  for (const macro of Object.values(macros)) stepOf(macro, tuning);
  mapSteps(tuning);
}

/** What became of a profile: all of it is written, or what may be while the car does not stand in N. */
export type Applied = "OK" | "PARTIAL";

/**
 * Writes the working set to the controller: first what may be written while driving, then the rest.
 * Where pre-operational state is not possible only the speed limits follow, where asking for it fails nothing.
 *
 * The state is requested before the first write, so that a profile is one change that UNDO takes back.
 * @throws Failure
 */
export async function applyWorkingSet(
  session: LaterSession,
  number: number,
): Promise<Applied> {
  const { working } = session, { profile, lockKph } = working;
  const tuning = tuningFor(session, profile), { base } = tuning;
  const live = liveMacros.map((macro) => stepOf(macro, tuning));
  const preOp = await entersPreOp(session), isWhole = preOp === "entered";
  const limits: readonly Step[] =
    preOp === "impossible" && lockKph === undefined
      ? [{ preOp: false, reads: [], writes: speedLimits(tuning), part: "" }]
      : [];
  const values = mapOf(base, profile);
  const steps = isWhole
    ? [
      ...live,
      reached(() => working.live = number),
      stepOf(macros.speed, tuning),
      stepOf(macros.power, tuning),
      mapStep(tuning, () => values),
      ...mapSteps(tuning),
    ]
    : [...live, reached(() => working.live = number), ...limits];
  // While driving the map stays as it is
  if (isWhole) working.known = {};
  await carryOutSteps(session, steps, profile);
  session.world.wrote.levels("both");
  if (preOp instanceof Failure) throw preOp;
  working.applied = true;
  if (isWhole) {
    working.base = number;
    working.known = values;
  }
  return isWhole ? "OK" : "PARTIAL";
}

/** Tells that all steps before it are done; writes nothing. */
export function reached(tell: () => void): Step {
  return {
    preOp: false,
    reads: [],
    writes: [],
    inOrder() {
      tell();
      return [];
    },
    part: "",
  };
}

/**
 * Asks for pre-operational state. Where the car does not stand in N, or the controller does not want to, it is
 * impossible; an exchange that failed is returned.
 */
async function entersPreOp(
  session: LaterSession,
): Promise<"entered" | "impossible" | Failure> {
  try {
    await session.enterPreOp();
    return "entered";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code === CODE.state ? "impossible" : error;
  }
}

const shown = (values: readonly (number | undefined)[]) =>
  values.map((value) => value ?? -1).join(" ");
const speedText = ({ speedMax, speedWarn }: Profile) =>
  `SPEED ${shown([speedMax, speedWarn])}`;
const powerText = ({ torque, powerLow, powerHigh, current }: Profile) =>
  `POWER ${shown([torque, powerLow, powerHigh, current])}`;
const driveText = ({ drive, driveRef, driveMin }: Profile) =>
  `DRIVE ${shown([drive, driveRef, driveMin])}`;
const recupText = (p: Profile) =>
  `RECUP ${shown([p.recupNeutral, p.recupBrake, p.recupRef, p.recupMin])}`;

/** `#1 OK: SPEED …`, or what is in the controller of a profile in part. */
export function appliedText(
  name: string,
  applied: Applied,
  profile: Profile,
): string {
  const live = `${driveText(profile)} ${recupText(profile)}`;
  return applied === "OK"
    ? `${name} OK: ${speedText(profile)} ${powerText(profile)} ${live}`
    : `${name} PARTIAL: retry at stop! ${live}`;
}

/** All of a working set that one line has room for. */
export function infoText(profile: Profile): string {
  const { rampStart, rampAccel, rampDecel, rampNeutral, rampBrake } = profile;
  const ramps = [rampStart, rampAccel, rampDecel, rampNeutral, rampBrake];
  return [
    speedText(profile),
    powerText(profile),
    driveText(profile),
    recupText(profile),
    `RAMPS ${shown(ramps)}`,
    `SMOOTH ${shown([profile.smooth])}`,
  ].join(" ");
}
