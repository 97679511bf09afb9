/** Ways in which a command fails, with the error codes of twizy-cfg.md, section 3. */
import { hex } from "./objects.ts";

/** Error codes; those of login, state and parameters are added to the ones before or to a number. */
export const CODE = {
  noWriteAccess: 0x01,
  readFailed: 0x02,
  readTimeout: 0x03,
  readSegmented: 0x04,
  writeFailed: 0x08,
  writeTimeout: 0x09,
  offline: 0x0b,
  login: 0x10,
  state: 0x20,
  parameter: 0x30,
} as const;

/** An access to the controller failed, or its result is not the wanted one. */
export class Failure extends Error {
  override readonly name = "Failure";

  /**
   * @param code one of the error codes
   * @param info the last exchange, such as ` SDO ABORT 0x2920.01: 0x06090030`; empty for parameters
   * @param abort abort code of the controller, if it sent one
   */
  constructor(
    readonly code: number,
    readonly info = "",
    readonly abort?: number,
  ) {
    super(`ERROR ${hex(code, 4)}${info}`);
  }
}

/** A parameter is out of range, not a number, or does not fit the others. */
export class ParameterFailure extends Failure {
  /** @param n position of the parameter, from 1 */
  constructor(n: number) {
    super(CODE.parameter + n);
  }
}

/** A command is refused for a reason that has words but no code. */
export class Refused extends Error {
  override readonly name = "Refused";

  /** @param advice what to do about it, a sentence */
  constructor(why: string, readonly advice?: string) {
    super(`ERROR: ${why}`);
  }
}

/** The command may not go on: the car is not as it has to be, or writing ends. */
export class Halt extends Refused {
  /** @param ends it was told to end, so that it is offered to be undone at the next start */
  constructor(why: string, advice: string | undefined, readonly ends: boolean) {
    super(why, advice);
  }
}

/** A command that was halted in the middle: with what was written and what was not. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(halt: Halt, report: readonly string[]) {
    super([halt.message, ...report].join("\n"), { cause: halt });
  }
}

/** A failure as its command tells it: with the part that it belongs to, or with what went before. */
export class FailureIn extends Error {
  override readonly name = "FailureIn";

  /**
   * @param part such as ` IN MAP D`
   * @param before text in front, such as an old value
   */
  constructor(
    readonly failure: Failure,
    readonly part: string,
    readonly before = "",
  ) {
    super(`${before}ERROR ${hex(failure.code, 4)}${part}${failure.info}`);
  }
}
