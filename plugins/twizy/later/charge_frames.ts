/**
 * Frames of the BMS that limit or stop a charge, and when they may be sent (twizy-later.md, sections 14
 * and 28: with the checks that OVMS v3 makes).
 */

/** The BMS's request and its limits, each with what the module puts behind it. */
export const REQUEST = 0x155, LIMITS = 0x424;
/** What the first byte of the limits asks the charger for: the end of the charge. */
const STOP = 0x12;
/** The data of a request are valid. */
const VALID = 0x54;
/** Levels that a battery asks for. */
const HIGHEST = 7;
/** The second byte of a request while the battery is charged. */
const CHARGED_FROM = 0x90, CHARGED_BELOW = 0xb0;
/** An eDriver's BMS takes these instead, each with eight bytes. */
export const EDRIVER = 0x705;
const EDRIVER_LEVEL = 0xba, EDRIVER_STOP = 0xbb;

/**
 * What a request is: `none` asks for nothing, or is not valid at present; `asks` for a level;
 * `strange` is none that a battery sends while it charges.
 */
export function kindOf(data: Uint8Array): "none" | "asks" | "strange" {
  const [level = 0, current = 0, , state = 0] = data;
  if (state !== VALID || level === 0 || level === 0xff) return "none";
  const usual = level <= HIGHEST && current >= CHARGED_FROM &&
    current < CHARGED_BELOW;
  return usual ? "asks" : "strange";
}

/** The request with a lower level; undefined where it asks for no more than that. */
export function limited(
  data: Uint8Array,
  level: number,
): Uint8Array | undefined {
  const [asked = 0] = data;
  return asked > level ? replaced(data, level) : undefined;
}

/** The limits with the request to end the charge. */
export const stopping = (data: Uint8Array) => replaced(data, STOP);

function replaced(data: Uint8Array, first: number): Uint8Array {
  const copy = data.slice();
  copy[0] = first;
  return copy;
}

/** An eDriver's BMS is told a level. */
export const edriverLevel = (level: number) =>
  Uint8Array.of(EDRIVER_LEVEL, level, 0, 0, 0, 0, 0, 0);
/** It is told to end the charge. */
export const edriverStop = () =>
  Uint8Array.of(EDRIVER_STOP, 0, 0, 0, 0, 0, 0, 0);
