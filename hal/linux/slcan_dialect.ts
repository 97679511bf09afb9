/** How the firmwares of SLCAN adapters differ, as data. */

/** The manners of a firmware. */
export interface SlcanDialect {
  /**
   * How a command is answered: `each` command by CR or BEL, `version` only by the answer to a `V`
   * behind it (the firmware takes commands in order, so that tells that it was taken), `never`.
   */
  readonly answers: "each" | "version" | "never";
  /** Commands that open the closed channel listening only. */
  readonly listen: readonly string[];
  /** Commands that open the closed channel to take part in the bus. */
  readonly normal: readonly string[];
}

/** The Lawicel manual: `L` opens listening, `O` opens. Also WiCAN and most Arduino firmwares. */
export const LAWICEL: SlcanDialect = {
  answers: "each",
  listen: ["L"],
  normal: ["O"],
};

/** CANHacker firmwares for Arduino: `L` only says how the next `O` opens. */
export const ARMED: SlcanDialect = {
  answers: "each",
  listen: ["L", "O"],
  normal: ["O"],
};

/** CANable 1.0 and 2.0 (which acknowledge nothing) and 2.5 (whose `L` and `F` mean something else). */
const CANABLE: SlcanDialect = {
  answers: "version",
  listen: ["M1", "O"],
  normal: ["M0", "O"],
};

/** The first CANtact and CANable firmwares: as `CANABLE`, and they do not even tell their version. */
export const MUTE: SlcanDialect = { ...CANABLE, answers: "never" };

/** Lawicel's form of a version, such as `V1013`. */
const LAWICEL_VERSION = /^V[\dA-F]{2,4}$/i;
/** CANable's: a commit and a repository, or a list of properties. */
const CANABLE_VERSION =
  /^\+?Board:|^[\da-f]{7,40}\b|^v?\d.*\bg?[\da-f]{7}|can(able|tact)/i;

/** The manners that an answer to `V` tells of; undefined if it is none. */
export function dialectOf(version: string): SlcanDialect | undefined {
  if (LAWICEL_VERSION.test(version)) return LAWICEL;
  return CANABLE_VERSION.test(version) ? CANABLE : undefined;
}
