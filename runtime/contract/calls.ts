/** One call of a command: which way it came, who asks, and how it fails. */

/** Which way a command came. */
export type LinkName = "sms" | "msg" | "http" | "mqtt" | "console";

/** Who asks. */
export type Principal = "owner" | "password" | "app" | "anyone";

/** One call of a command. */
export interface Call {
  /** How it came. */
  readonly link: LinkName;
  /** Sender's number; empty where there is none. */
  readonly from: string;
  /** Who gives it, as the link vouches for. */
  readonly principal: Principal;
}

/**
 * Fails a command with a text for its sender; what a handler throws besides this counts as its fault.
 *
 * ```ts
 * import { CommandError, definePlugin } from "ovms-edge";
 * import { bench } from "ovms-edge/testing";
 * import { deepEqual } from "node:assert/strict";
 *
 * await using car = await bench(definePlugin({
 *   id: "gate",
 *   sms: {
 *     "OPEN": {
 *       usage: "OPEN",
 *       run: () => {
 *         throw new CommandError("The gate is locked");
 *       },
 *     },
 *   },
 * }));
 * deepEqual(await car.sms("OPEN"), ["The gate is locked"]);
 * ```
 */
export class CommandError extends Error {
  /** Always `CommandError`. */
  override readonly name = "CommandError";
}

/** A verb's handler leaves the text to the apps, as if nobody knew the verb. */
export class Declined extends Error {
  /** Always `Declined`. */
  override readonly name = "Declined";
}

/**
 * Who may run a verb: `owner` the registered phone, or anybody who gives the module password as first
 * word; `phone` the registered phone only; `password` anybody with the password, also the owner.
 */
export type Auth = "owner" | "phone" | "password";

/**
 * Whether a command lets its sender write to the car, or change who commands. Such a one is refused where
 * somebody on the way could have sent it, as over an OVMS server without TLS and paranoid mode, and to
 * tokens that may command but not tune.
 *
 * A function tells by the words behind the verb or code; `slots` are the feature slots that are declared
 * so. In a process of its own a plugin's function counts as true.
 */
export type Sensitive =
  | boolean
  | ((words: readonly string[], slots: ReadonlySet<number>) => boolean);
