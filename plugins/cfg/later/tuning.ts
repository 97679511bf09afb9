/** What the macros of the last release work with, besides their parameters. */
import type { Profile } from "../profile.ts";
import type { Base } from "./base.ts";
import type { Breakdown } from "./breakdown_map.ts";
import type { MapValues } from "./power_map.ts";

/** Limits that the battery tells, steps of 500 W; undefined until it did. */
export interface Limits {
  readonly drive: number | undefined;
  readonly recup: number | undefined;
}

/** A profile and all that decides what becomes of it. */
export interface Tuning {
  readonly base: Base;
  readonly profile: Profile;
  /** Greatest speed while the car is locked, km/h. */
  readonly lockKph: number | undefined;
  /** Undefined where automatic power is switched off. */
  readonly limits: Limits | undefined;
  /** What the map was last made of, as far as it is known. */
  readonly known: Partial<MapValues>;
  /** Where the motor's torque breaks down; undefined where the owner did not tell. */
  readonly motor: Motor | undefined;
}

/** A motor's torque, Nm, and speed, rpm, beyond which it breaks down. */
export type Motor = Omit<Breakdown, "current">;

/** The motor with the current that the profile gives it. */
export function breakdownOf({ motor, profile }: Tuning): Breakdown | undefined {
  return motor && { ...motor, current: (profile.current ?? 100) / 100 };
}

/** Per mille of the power that the battery gives or takes, for a reference in 100 W and a least level. */
export function levelOf(
  limit: number | undefined,
  reference: number | undefined,
  least: number | undefined,
): number {
  if (limit === undefined || !reference) return FULL;
  const level = Math.min(Math.floor(limit * 5000 / reference), FULL);
  return Math.max(level, 10 * (least ?? 0));
}
/** All of the power, per mille. */
export const FULL = 1000;
