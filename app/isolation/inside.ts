/** Modules that run inside the program: trusted ones, and vehicle types that their owner allows. */
import { SystemClock } from "../../hal/clock.ts";
import type { Clock } from "../../hal/mod.ts";
import { readStore } from "../../hal/store/mod.ts";
import { loadParts, type Parts } from "../../runtime/contract/loader.ts";
import { onBehalfOf } from "../../runtime/vehicle/plugin_code.ts";
import { safeValueOf } from "../safe_value.ts";
import { catchEarlyStrays } from "../log/stray.ts";
import { keepShared } from "./shared_objects.ts";
import { Grants } from "./grants.ts";
import { INSIDE } from "./rights.ts";
import type { GrantWishes, Insider, Module, VehicleName } from "./types.ts";

/** Seconds that a module may take to load. */
const PATIENCE = 30;

/** Loads a module into the program; whatever goes wrong is a sentence. */
export function loadInside({ specifier, name }: Module): Promise<Parts> {
  catchEarlyStrays();
  const parts = onBehalfOf(
    name,
    () => loadParts(specifier, name, keepShared()),
  );
  return inTime(parts, name, new SystemClock());
}

/** A module that waits for something for ever would hold up all others. */
export async function inTime(
  parts: Promise<Parts>,
  path: string,
  clock: Clock,
): Promise<Parts> {
  const { promise, resolve } = Promise.withResolvers<Parts>();
  const wrong =
    `Plugin ${path} cannot be loaded: it is not ready after ${PATIENCE} s`;
  const stop = clock.after(
    PATIENCE * 1000,
    () => resolve({ plugins: [], vehicles: [], wrong: [wrong] }),
  );
  try {
    return await Promise.race([parts, promise]);
  } finally {
    stop();
  }
}

/** What the owner says at a start. */
export interface InsideWishes extends GrantWishes {
  /** The vehicle type that is wanted by name: whoever names it wants it to run. */
  readonly vehicle: string | undefined;
  /** The store's file, which has what was allowed before. */
  readonly store: string | undefined;
}

/** Whether a vehicle type may run inside the program: nothing of it is loaded before. */
export function mayRunInside(
  { type, name }: VehicleName,
  { specifier }: Module,
  { grant, revoke, ask, vehicle, store }: InsideWishes,
): boolean {
  const id = type.toLowerCase();
  if (revoke.includes(id)) return false;
  return grant.includes(id) || vehicle?.startsWith(type) === true ||
    store !== undefined && isAllowedIn(store, type, specifier) ||
    ask(inside({ type, name }));
}

/** Asks whether a vehicle type may run inside. */
export function inside({ type, name }: VehicleName): string {
  return `Vehicle type ${type} (${name}) wants to ${INSIDE.text}. Allow it?`;
}

function isAllowedIn(
  path: string,
  type: string,
  specifier: string,
): boolean {
  const store = readStore({
    path,
    clock: new SystemClock(),
    safe: safeValueOf([]),
  });
  if (!store) return false;
  try {
    return new Grants(store).mayRunInside(type, specifier);
  } finally {
    store.close();
  }
}

/** Why a vehicle type does not run, and what to do. */
export function notAllowed({ type, name }: VehicleName): string {
  return `Vehicle type ${type} (${name}) is left out: it wants to ${INSIDE.text}. To allow that, start once with --grant ${type.toLowerCase()}, or with --vehicle ${type}`;
}

/** Characters of a path that mean the same when they are written by their number. */
const PLAIN = /[A-Za-z0-9_-]/;

/**
 * Another address of the same file, so that it is loaded anew and with it whatever it imports from its
 * own folder: some letters of the folder's name are written by their numbers. What lies outside of the
 * folder, as the program's own modules, stays one.
 * @param turn 1 for the first time
 * @throws Error for a package, whose files do not change, and where there are no letters left
 */
export function again(specifier: string, turn: number): string {
  if (!specifier.startsWith("file:")) {
    throw new Error("it is a package of one version: install another one");
  }
  const slash = specifier.lastIndexOf("/");
  // A module that is a single file has no folder of its own.
  const isAlone = !/^mod\.[jt]s$/.test(specifier.slice(slash + 1));
  const letters = [...specifier.slice(0, isAlone ? undefined : slash)];
  let rest = turn;
  for (let at = letters.length - 1; rest > 0 && at >= "file:///".length; at--) {
    const letter = letters[at] ?? "";
    if (letters[at - 2] === "%" || letters[at - 1] === "%") continue;
    if (!PLAIN.test(letter)) continue;
    if (rest % 2 === 1) letters[at] = byNumber(letter);
    rest = Math.floor(rest / 2);
  }
  if (rest > 0) {
    throw new Error("its path is too short: start the program again");
  }
  return letters.join("") + (isAlone ? "" : specifier.slice(slash));
}

function byNumber(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * Loads a module anew; what it brought before goes on meanwhile.
 * @throws Error with one sentence when anything of it cannot be used, or it brings other vehicle types
 */
export async function loadAgain(
  { module, trusted, vehicles }: Insider,
  turn: number,
): Promise<Parts> {
  const { specifier, name } = module;
  const fresh = await loadInside({ name, specifier: again(specifier, turn) });
  const [wrong] = fresh.wrong;
  if (wrong !== undefined) throw new Error(wrong);
  const types = (all: readonly VehicleName[]) =>
    all.map(({ type }) => type).sort().join(", ");
  if (types(fresh.vehicles) !== types(vehicles)) {
    throw new Error(
      `it brings other vehicle types now (${
        types(fresh.vehicles) || "none"
      }): start the program again`,
    );
  }
  return trusted ? fresh : { ...fresh, plugins: [] };
}

/** What an insider is called, for people and for RELOAD. */
export function namesOf({ plugins, vehicles }: Insider): readonly string[] {
  return [
    ...plugins.map(({ id }) => id),
    ...vehicles.map(({ type }) => type.toLowerCase()),
  ];
}
