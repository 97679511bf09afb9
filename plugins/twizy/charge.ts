import { KNEE } from "./charge_time.ts";

/** States of a charge, as OVMS names them. */
export type ChargeState = "charging" | "topoff" | "done" | "stopped";

/** What the charge state machine looks at, once a second. */
export interface ChargeInput {
  readonly charging: boolean;
  /** %; undefined while unknown. */
  readonly soc: number | undefined;
  /** Highest SOC since the charge began, %. */
  readonly socMax: number;
  /** Ideal range, km; 0 while unknown. */
  readonly ideal: number;
  /** SOC of the charge alert, %; 0 for none. */
  readonly socLimit: number;
  /** Range of the charge alert, km; 0 for none. */
  readonly rangeLimit: number;
}

/** What a step brings besides the state. */
export interface ChargeStep {
  readonly state: ChargeState;
  /** A charge begins: its SOC window and its energy count from now. */
  readonly begins: boolean;
  /** The owner gets the status text. */
  readonly alert: boolean;
  /** The state message is due. */
  readonly update: boolean;
}

/** The charge state machine: what is to be told the owner, and when. */
export class Charge {
  /** SOC in whole % and ideal range in km of the last second of charging; nothing before one was seen. */
  #soc: number | undefined;
  #ideal: number | undefined;

  /** One second; `state` is the present one. */
  step(state: ChargeState, input: ChargeInput): ChargeStep {
    const step = input.charging
      ? this.#charging(state, input)
      : ended(state, input);
    if (input.charging) {
      this.#soc = Math.floor(input.soc ?? 0);
      this.#ideal = input.ideal;
    }
    return step;
  }

  #charging(state: ChargeState, input: ChargeInput): ChargeStep {
    if (state === "done" || state === "stopped") {
      return {
        state: "charging",
        begins: true,
        alert: state === "stopped",
        update: true,
      };
    }
    if (this.#crossed(state, input)) {
      return { state: "topoff", begins: false, alert: true, update: true };
    }
    if (state !== "topoff" && reached(input)) {
      return { state: "topoff", begins: false, alert: false, update: true };
    }
    return { state, begins: false, alert: false, update: false };
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

/** Sufficiently charged, whenever that came: the last part, or a set threshold. */
function reached(
  { soc = 0, ideal, socLimit, rangeLimit }: ChargeInput,
): boolean {
  return soc >= KNEE || (socLimit > 0 && Math.floor(soc) >= socLimit) ||
    (rangeLimit > 0 && ideal >= rangeLimit);
}

function ended(state: ChargeState, { socMax }: ChargeInput): ChargeStep {
  if (state === "done" || state === "stopped") {
    return { state, begins: false, alert: false, update: false };
  }
  return {
    state: socMax >= 100 ? "done" : "stopped",
    begins: false,
    alert: true,
    update: true,
  };
}
