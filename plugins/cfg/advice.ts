/** One plain sentence after the exact text of an error. */
import { CODE, Failure, FailureIn, Refused } from "./failure.ts";

/** Places of an SMS, in the alphabet that all our texts are in. */
const SMS = 160;
/** What the controller means by its abort codes; SEVCON's own after twizy-cfg.md, section 2. */
const ABORTS: Readonly<Record<number, string>> = {
  0x06010001: "This object can only be written",
  0x06010002: "This object can only be read",
  0x06020000: "The controller has no such object",
  0x06090011: "The controller has no such object",
  0x06090030: "The controller does not take this value",
  0x06090031: "The controller does not take this value",
  0x06090032: "The controller does not take this value",
  0x08000004: "Stop the car and send CFG PRE before this",
  0x08000008: "Switch the car off and on, then repeat the command",
  0x0800000a: "The controller does not take this value now",
  0x0800000b: "The controller does not take this value now",
  0x0800000c: "The controller does not take this value now",
};
/**
 * What the number of 5310.00 means that stands in the abort code 0x080000nn (twizy-later.md, section 4);
 * those with something to do are above.
 */
const OWN = 0x08000000;
const OWN_NAMES: Readonly<Record<number, string>> = {
  1: "general error",
  2: "nothing to transmit",
  3: "invalid service",
  5: "not in operational state",
  6: "cannot go to pre-operational state",
  7: "cannot go to operational state",
  9: "login failed",
  13: "EEPROM write failed",
  14: "service time reset failed",
  15: "log reset failed",
  16: "log read failed",
  17: "invalid store command",
  18: "boot loader failure",
  19: "DSP update failed",
  20: "GIO module failed",
  21: "backdoor write failed",
  23: "DSP write failed",
  24: "DSP read failed",
  25: "peek time-out",
  32: "checksum failed",
  33: "PDO not copied",
};
const BUSY = "The controller was busy, repeat the command";

/** What to do when the controller did not return to operational state. */
export const stillPreOp = "Send CFG OP, or switch off, on and wait 10 s";
/** What to do while writing is not allowed. */
export const readOnly = "Allow it with FEATURE 15 1, then repeat the command";
export const switchOn = "Switch the car on, without GO, and repeat the command";
export const stop = "Stop the car, then repeat the command";
export const leaveGo = "Stop the car, leave GO, then repeat the command";
export const unplug =
  "End the charge, switch the car on and repeat the command";
export const wait = "Wait a few seconds, then repeat the command";
/** What to do about values that were written before a command was stopped. */
export const takeBack = "CFG UNDO takes it back";
/** A controller that refuses all changes. */
export const locked = (software: string) =>
  `This controller is locked: its software ${software} takes no changes`;

/** The sentence for an error, or undefined where there is nothing to say. */
export function adviceFor(error: Error, command: string): string | undefined {
  if (error instanceof Refused) return error.advice;
  const failure = error instanceof FailureIn ? error.failure : error;
  return failure instanceof Failure ? forCode(failure, command) : undefined;
}

function forCode({ code, abort }: Failure, command: string): string {
  const inner = code & 0x0f;
  switch (code & 0xf0) {
    case CODE.parameter:
      return `Parameter ${inner} is wrong, see CFG HELP ${command}`;
    case CODE.login:
      return inner === CODE.readTimeout || inner === CODE.writeTimeout
        ? "No answer, switch the car off and on without GO, wait 15 s and repeat the command"
        : "The controller refused the login, switch the car off and on and repeat the command";
    case CODE.state:
      return inner === CODE.readTimeout || inner === CODE.writeTimeout
        ? BUSY
        : "Stop the car, leave GO and repeat the command, or switch the car off and on";
  }
  switch (code) {
    case CODE.noWriteAccess:
      return readOnly;
    case CODE.readTimeout:
    case CODE.writeTimeout:
      return BUSY;
    case CODE.readSegmented:
      return "This object is a text, see CFG READ";
    default:
      return ABORTS[abort ?? 0] ?? ownWords(abort);
  }
}

function ownWords(abort = 0): string {
  const name = abort >> 8 === OWN >> 8 ? OWN_NAMES[abort & 0xff] : undefined;
  return `The controller refused it${name ? `: ${name}` : ""}`;
}

/** A text with its sentence on a new line, where both have room in one SMS. */
export function withAdvice(text: string, advice: string | undefined): string {
  const longer = advice === undefined ? text : `${text}\n${advice}`;
  return longer.length <= SMS ? longer : text;
}
