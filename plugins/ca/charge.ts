/** State of a charge as OVMS names it: `charging`, `topoff`, `done`, `stopped`, or what else the car tells. */
export type ChargeState = string;

/** What the charge state machine looks at, once a second. */
export interface ChargeInput {
  readonly charging: boolean;
  /** %; undefined while unknown. */
  readonly soc: number | undefined;
  /** The battery is full: what a charge that ends now was. */
  readonly full: boolean;
  /** What the car itself calls its state; undefined if it calls it nothing. */
  readonly told: ChargeState | undefined;
  /** SOC from which on the charge is topping off, %. */
  readonly toppingOffFrom: number;
  /** Ideal range, km; 0 while unknown. */
  readonly ideal: number;
  /** SOC of the charge alert, %; 0 for none. */
  readonly socLimit: number;
  /** Range of the charge alert, km; 0 for none. */
  readonly rangeLimit: number;
}

/** The same where the battery tells what it wants. */
export interface LevelInput extends ChargeInput {
  /** Level that the battery asks the charger for; 0 for nothing more, and where nobody tells it. */
  readonly level: number;
  /** A reached threshold ends the charge, of which the owner is told then. */
  readonly stops: boolean;
  /** The owner wants to be told of the beginning and of topping off as well. */
  readonly phases: boolean;
}

/** What a step brings besides the state. */
export interface ChargeStep {
  readonly state: ChargeState;
  /** The owner gets the status text. */
  readonly alert: boolean;
  /** The state message is due. */
  readonly update: boolean;
}

/** How the states of a charge follow each other. */
export interface ChargeRules {
  /** One second; `state` is the present one. */
  step(state: ChargeState, input: LevelInput): ChargeStep;
}

/** The charge state machine: what is to be told the owner, and when. */
export class Charge implements ChargeRules {
  /** SOC in whole % and ideal range in km of the last second of charging; nothing before one was seen. */
  #soc: number | undefined;
  #ideal: number | undefined;

  /** One second; `state` is the present one. */
  step(state: ChargeState, input: ChargeInput): ChargeStep {
    const step = input.charging
      ? this.#charging(state, input)
      : notCharging(state, input);
    if (input.charging) {
      this.#soc = Math.floor(input.soc ?? 0);
      this.#ideal = input.ideal;
    }
    return step;
  }

  #charging(state: ChargeState, input: ChargeInput): ChargeStep {
    if (!underWay(state)) {
      return {
        state: "charging",
        alert: state === "stopped",
        update: true,
      };
    }
    if (this.#crossed(state, input)) {
      return { state: "topoff", alert: true, update: true };
    }
    if (state !== "topoff" && reached(input)) {
      return { state: "topoff", alert: false, update: true };
    }
    return { state, alert: false, update: false };
  }

  /**
   * A threshold was passed since the last second of charging. After a restart, a charge that was not
   * topping off before had not reached any.
   */
  #crossed(
    state: ChargeState,
    { soc = 0, ideal, socLimit, rangeLimit }: ChargeInput,
  ): boolean {
    const otherwise = state === "topoff" ? Infinity : 0;
    const bySoc = socLimit > 0 && Math.floor(soc) >= socLimit &&
      (this.#soc ?? otherwise) < socLimit;
    const byRange = rangeLimit > 0 && ideal >= rangeLimit &&
      (this.#ideal ?? otherwise) < rangeLimit;
    return bySoc || byRange;
  }
}

/** Whether energy flows in this state. */
export function underWay(state: ChargeState): boolean {
  return state === "charging" || state === "topoff";
}

/** Sufficiently charged, whenever that came: the last part, or a set threshold. */
function reached(
  { soc = 0, ideal, socLimit, rangeLimit, toppingOffFrom }: ChargeInput,
): boolean {
  return soc >= toppingOffFrom ||
    (socLimit > 0 && Math.floor(soc) >= socLimit) ||
    (rangeLimit > 0 && ideal >= rangeLimit);
}

function notCharging(
  state: ChargeState,
  { full, told }: ChargeInput,
): ChargeStep {
  // A car that still calls it charging says less than its charger.
  const own = told === undefined || underWay(told) ? undefined : told;
  if (underWay(state)) {
    const ended = own ?? (full ? "done" : "stopped");
    return { state: ended, alert: true, update: true };
  }
  const now = own ?? state;
  return { state: now, alert: false, update: now !== state };
}
