/**
 * Which server commands are refused where somebody on the way could have written them: over a plain
 * connection without paranoid mode both directions use one key stream, and the first message is known.
 */
import { splitCommand } from "../commands/dispatch.ts";
import { FEATURE } from "../settings/features.ts";
import { FEATURE_MIRROR, PARAM } from "../settings/params.ts";

/** Why; without commas, which would separate fields of the reply. */
export const FORGEABLE =
  "Refused: anybody on the way could have sent this. Use TLS or paranoid mode or set ovms.plain-control on the gateway";

type Check = (words: readonly string[]) => boolean;
const always: Check = () => true;

/** CFG commands that only read. */
const READING: readonly string[] = ["READ", "INFO"];
/** Parameters by which somebody else may command, or the program may write to the car. */
const POWERS: readonly number[] = [
  PARAM.phone,
  PARAM.password,
  PARAM.server,
  PARAM.serverPassword,
  PARAM.paranoid,
  FEATURE_MIRROR + FEATURE.canWrite,
];

/** Text commands that write to the car, or change who may command, by their words. */
const VERBS: Readonly<Record<string, Check>> = {
  FEATURE: ([slot]) => Number(slot) === FEATURE.canWrite,
  CFG: ([word = ""]) => !READING.includes(word.toUpperCase()),
  PASS: always,
  REGISTER: always,
  SERVER: always,
  // Both set phone, passwords and server together with the rest.
  AP: always,
  PARAMS: always,
  // What a car that can be written to does at once.
  LOCK: always,
  UNLOCK: always,
  VALET: always,
  UNVALET: always,
  HOMELINK: always,
  CLIMATE: always,
  CHARGEMODE: always,
  CHARGESTART: always,
  CHARGESTOP: always,
  DTC: ([word = ""]) => word.toUpperCase() === "CLEAR",
  // Else this very refusal could be set aside, or that of another link.
  SET: ([, value]) => value !== undefined,
};

/** Charge mode, start, stop and current; lock, valet mode, unlock, HomeLink; climate. */
const REQUESTS = "10 11 12 15 16 20 21 22 23 24 25 26".split(" ");

/** Server commands, by what is behind the comma. */
const CODES: Readonly<Record<string, (asked: string) => boolean>> = {
  "2": (asked) => first(asked) === FEATURE.canWrite,
  "4": (asked) => POWERS.includes(first(asked)),
  "7": isForbiddenText,
  ...Object.fromEntries(REQUESTS.map((code) => [code, () => true])),
  "49": () => true,
};

/**
 * Whether a command must come over a connection that nobody can write into.
 * @param line the part behind `MP-0 C`
 */
export function needsSafeLink(line: string): boolean {
  const [code = "", ...asked] = line.split(",");
  const check = CODES[code.trim()];
  return check !== undefined && check(asked.join(","));
}

function isForbiddenText(text: string): boolean {
  const { verb, words } = splitCommand(text);
  return Object.hasOwn(VERBS, verb) && VERBS[verb]?.(words) === true;
}

function first(asked: string): number {
  return Number(asked.split(",", 1)[0]);
}
