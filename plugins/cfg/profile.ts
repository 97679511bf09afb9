/**
 * Tuning profiles as the modules v2 and v3 exchange them: 48 bytes in base64 (twizy-later.md,
 * section 8). Pure functions; nothing here knows a controller.
 */

/** The fields in the order of their bytes, from byte 1; what a byte counts is in the unit of its command. */
const FIELDS = [
  "speedMax",
  "speedWarn",
  "torque",
  "powerLow",
  "powerHigh",
  "drive",
  "recupNeutral",
  "recupBrake",
  ...mapFields("D"),
  ...mapFields("N"),
  ...mapFields("B"),
  "rampStart",
  "rampAccel",
  "rampDecel",
  "rampNeutral",
  "rampBrake",
  "smooth",
  "brakeLightOn",
  "brakeLightOff",
  "rampLimitAccel",
  "rampLimitDecel",
  "recupMin",
  "recupRef",
  "driveMin",
  "driveRef",
  "current",
] as const;

/** Maps of power over speed: driving, without pedal, with the brake. */
export type MapLetter = "D" | "N" | "B";
type MapPoint = 1 | 2 | 3 | 4;
type MapField = `${MapLetter}${MapPoint}${"@" | "%"}`;

function mapFields<L extends MapLetter>(letter: L) {
  return [
    `${letter}1@`,
    `${letter}2@`,
    `${letter}3@`,
    `${letter}4@`,
    `${letter}1%`,
    `${letter}2%`,
    `${letter}3%`,
    `${letter}4%`,
  ] as const;
}

/** A field of a profile; `D1@` is the speed of map D's first point, km/h, `D1%` its level. */
export type ProfileField = (typeof FIELDS)[number];
/** A profile: what is at its default has no entry. */
export type Profile = Readonly<Partial<Record<ProfileField, number>>>;

/** Nothing is set: all at their defaults. */
export const EMPTY: Profile = {};
/** Bytes of a profile, and the greatest value that fits into one. */
const BYTES = 48;
export const GREATEST = 254;
const CHECKSUM_SEED = 0x0101;
/** A profile with other values of some fields; undefined is the default. */
export function withValues(
  profile: Profile,
  values: readonly (readonly [ProfileField, number | undefined])[],
): Profile {
  const changed = new Map(Object.entries(profile));
  for (const [field, value] of values) {
    if (value === undefined) changed.delete(field);
    else changed.set(field, value);
  }
  return Object.fromEntries(changed);
}

/** What an empty slot shows, whose checksum is wrong. */
export const BLANK = "A".repeat(64);

/** Names and places of the points of a map. */
export function mapPoint(
  letter: MapLetter,
  point: number,
): { readonly speed: MapField; readonly level: MapField } {
  const n = point === 1 ? 1 : point === 2 ? 2 : point === 3 ? 3 : 4;
  return { speed: `${letter}${n}@`, level: `${letter}${n}%` };
}

/** Byte 0 of a profile: never 0, so that a blank one is none. */
function checksum(bytes: Uint8Array): number {
  let sum = CHECKSUM_SEED;
  for (const byte of bytes.subarray(1)) sum = (sum + byte) & 0xffff;
  return (sum & 0xff) || sum >> 8;
}

/** @throws RangeError when a value does not fit into a byte */
function bytesOf(profile: Profile): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BYTES);
  FIELDS.forEach((field, at) => {
    const value = profile[field] ?? -1;
    if (!(Number.isInteger(value) && value >= -1 && value <= GREATEST)) {
      throw new RangeError(
        `${field} is ${value}: expected at most ${GREATEST}`,
      );
    }
    bytes[at + 1] = value + 1;
  });
  bytes[0] = checksum(bytes);
  return bytes;
}

/**
 * A profile as text: 64 characters.
 * @throws RangeError when a value does not fit into a byte
 */
export function profileText(profile: Profile): string {
  return btoa(String.fromCharCode(...bytesOf(profile)));
}

/**
 * A profile as 48 numbers, as OVMS v3 shows it: each byte less 1, so that -1 is the default; the first is
 * that of the checksum.
 * @throws RangeError when a value does not fit into a byte
 */
export function profileNumbers(profile: Profile): readonly number[] {
  return Array.from(bytesOf(profile), (byte) => byte - 1);
}

/**
 * The profile of a text, also of a shorter one of an older module.
 * @returns undefined when its checksum is wrong, or it is none
 */
export function profileOf(text: string): Profile | undefined {
  const bytes = bytesOfText(text);
  if (!bytes || checksum(bytes) !== bytes[0]) return undefined;
  const entries = FIELDS.flatMap((field, at) => {
    const byte = bytes[at + 1] ?? 0;
    return byte === 0 ? [] : [[field, byte - 1] as const];
  });
  return Object.fromEntries(entries);
}

function bytesOfText(text: string): Uint8Array | undefined {
  const plain = text.replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(plain) || plain.length % 4 === 1) {
    return undefined;
  }
  const given = atob(plain);
  if (given.length > BYTES) return undefined;
  const bytes = new Uint8Array(BYTES);
  for (let at = 0; at < given.length; at++) bytes[at] = given.charCodeAt(at);
  return bytes;
}
