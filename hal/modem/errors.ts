import type { SendFailure } from "../mod.ts";

/**
 * Causes that another try does not change: `+CMS ERROR` numbers of 3GPP TS 24.011 annex E-2 (1 to 127),
 * TS 23.040 section 9.2.3.22 (128 to 255) and TS 27.005 section 3.2.5 (300 on). All others are of the
 * network, the modem or the moment.
 */
const FINAL_CMS: ReadonlySet<number> = new Set([
  ...[1, 8, 10, 21, 28, 29, 30, 50, 69, 81, 95, 96, 97, 98, 99],
  ...[128, 129, 130, 143, 144, 145, 159, 160, 161, 175, 176],
  ...[193, 195, 196, 197, 198, 199],
  ...[303, 304, 305],
]);

/** Causes of a modem that is not in the mode that the message was written for. */
const OF_MODE: ReadonlySet<number> = new Set([302, 303, 304, 305]);

/** What final causes mean, for people. */
const MEANING: Readonly<Record<number, string>> = {
  1: "the number does not exist",
  8: "the operator barred it",
  10: "calls are barred",
  21: "the network rejects the message",
  28: "the number is not known",
  29: "the network rejects the request",
  30: "the subscriber is not known",
  50: "the SIM has no subscription for messages",
  69: "the network has no messages",
  193: "the service centre knows no such subscription",
  195: "the number is not valid",
  196: "the recipient is barred",
};

/** The modem's refusal of a command; the message begins with its own answer, such as `+CMS ERROR: 38`. */
export class RefusedError extends Error implements SendFailure {
  override readonly name = "RefusedError";
  readonly temporary: boolean;
  readonly perhapsSent = false;
  /** It may be for the modem's mode, which one that restarted without a word has forgotten. */
  readonly ofMode: boolean;

  /** @param answer the modem's line */
  constructor(answer: string) {
    const cause = Number(/^\+CMS ERROR: ?(\d+)$/.exec(answer)?.[1] ?? NaN);
    const meaning = MEANING[cause];
    super(meaning === undefined ? answer : `${answer} (${meaning})`);
    this.temporary = !FINAL_CMS.has(cause);
    this.ofMode = OF_MODE.has(cause);
  }
}

/** The modem did not answer in time, or was lost while it should. */
export class NoAnswerError extends Error implements SendFailure {
  override readonly name = "NoAnswerError";
  readonly temporary = true;

  /** @param perhapsSent a message's text had left already: it may have gone out all the same */
  constructor(message: string, readonly perhapsSent = false) {
    super(message);
  }
}

/** The modem repeats what it is told: a message's text could be taken for its own lines. */
export class EchoError extends Error implements SendFailure {
  override readonly name = "EchoError";
  readonly temporary = true;
  readonly perhapsSent = false;

  constructor() {
    super("the modem repeats what it is told");
  }
}
