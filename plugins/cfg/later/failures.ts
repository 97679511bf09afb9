/** Errors as the last release tells them (twizy-later.md, section 4). */
import { adviceFor } from "../advice.ts";
import { CODE, Failure, FailureIn, Refused } from "../failure.ts";
import { UNKNOWN_TYPE } from "./base.ts";
import { hex } from "../objects.ts";

/** What stands where nothing was asked for. */
export const NOTHING = " SDO 0x0000.00: 0x0000";

/** `ERROR 0031INVALID PARAM 1`, `ERROR 0020 NOT IN STOP SDO 0x5110.00: 0x0005`. */
function failureText({ code, info }: Failure): string {
  const detail = code & 0x0f, kind = code & 0xf0;
  if (kind === CODE.parameter) {
    return `ERROR ${hex(code, 4)}INVALID PARAM ${detail}`;
  }
  const state = kind === CODE.state ? " NOT IN STOP" : "";
  const why = detail === CODE.noWriteAccess
    ? " NO CANWRITE"
    : detail === CODE.offline
    ? " SEVCON OFFLINE"
    : "";
  return `ERROR ${hex(code, 4)}${state}${why}${info || NOTHING}`;
}

/** What a command failed with, as text. */
export function errorText(error: Error): string {
  if (error instanceof Failure) return failureText(error);
  return error instanceof FailureIn
    ? `${error.before}${failureText(error.failure)}`
    : error.message;
}

/** One plain sentence about it. */
export function laterAdvice(error: Error, command: string): string | undefined {
  if (error instanceof Refused) return error.advice;
  const failure = error instanceof FailureIn ? error.failure : error;
  if (!(failure instanceof Failure)) return undefined;
  const { code, info, abort } = failure, detail = code & 0x0f;
  const kind = code & 0xf0;
  if (detail === CODE.offline && kind !== CODE.parameter) {
    return "Switch the car on, without GO, and repeat the command";
  }
  if (kind !== UNKNOWN_TYPE) return adviceFor(failure, command);
  return detail === 0
    ? "Not the controller of a Twizy, which macros would break for good"
    : adviceFor(new Failure(detail, info, abort), command);
}
