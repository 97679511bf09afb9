/** The drive mode: which profile is in the controller, and how far (twizy-later.md, section 9). */
import { BASE_NAMES, CONTROLLER_45 } from "./base.ts";
import type { Working } from "./working.ts";

/** What of the working set the drive mode tells. */
export type Driven = Pick<
  Working,
  "live" | "base" | "current" | "unsaved" | "applied" | "login"
>;

/** The drive mode as message L of v2 has it. */
export const driveByteMetric = { name: "xrt.d.drivemode", unit: "" } as const;

/** As one byte, which v2's message L has. */
export function driveByte(driven: Driven, key: boolean): number {
  const { live, base, unsaved, applied, login } = driven;
  const is45 = login?.type === CONTROLLER_45;
  return (is45 ? 1 : 0) | live << 1 | base << 3 | (unsaved ? 0x20 : 0) |
    (key ? 0x40 : 0) | (applied ? 0x80 : 0);
}

/** Tells a drive mode of v3, of 32 bits, from one of v2. */
const V3 = 1 << 16;

/** As OVMS v3's metric has it. */
export function driveMode(driven: Driven, key: boolean): number {
  const { live, base, current, unsaved, applied, login } = driven;
  const type = login ? BASE_NAMES.indexOf(login.base.name) : 0;
  return live | base << 8 | V3 | (unsaved ? 1 << 17 : 0) |
    (applied ? 1 << 18 : 0) | (key ? 1 << 19 : 0) | type << 20 | current << 24;
}
