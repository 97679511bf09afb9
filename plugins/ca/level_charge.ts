import type {
  ChargeRules,
  ChargeState,
  ChargeStep,
  LevelInput,
} from "./charge.ts";
import { underWay } from "./charge.ts";

/** The level that a battery asks for in the constant-current part of a charge. */
const FULL_LEVEL = 7;

/**
 * The charge as the battery's requests tell it: topping off once it asks for less than before, done when
 * it asks for nothing at the end.
 */
export class LevelCharge implements ChargeRules {
  /** Highest level of this charge. */
  #highest = 0;
  /** SOC in whole % and ideal range in km of the last second of charging; nothing before one was seen. */
  #soc: number | undefined;
  #ideal: number | undefined;

  step(state: ChargeState, input: LevelInput): ChargeStep {
    if (!input.charging) return ended(state, input);
    const step = underWay(state)
      ? this.#goesOn(state, input)
      : this.#begins(state, input);
    this.#soc = Math.floor(input.soc ?? 0);
    this.#ideal = input.ideal;
    return step;
  }

  #begins(state: ChargeState, { level, phases }: LevelInput): ChargeStep {
    this.#highest = level;
    this.#soc = this.#ideal = undefined;
    return {
      state: level === FULL_LEVEL ? "charging" : "topoff",
      alert: state === "stopped" || phases,
      update: true,
    };
  }

  #goesOn(state: ChargeState, input: LevelInput): ChargeStep {
    this.#highest = Math.max(this.#highest, input.level);
    const crossed = !input.stops && this.#crossed(input);
    if (state === "topoff" || input.level >= this.#highest) {
      return { state, alert: crossed, update: crossed };
    }
    return { state: "topoff", alert: crossed || input.phases, update: true };
  }

  /** A sufficient SOC or range was passed since the last second of charging. */
  #crossed({ soc = 0, ideal, socLimit, rangeLimit }: LevelInput): boolean {
    const bySoc = socLimit > 0 && Math.floor(soc) >= socLimit &&
      (this.#soc ?? Infinity) < socLimit;
    const byRange = rangeLimit > 0 && ideal >= rangeLimit &&
      (this.#ideal ?? Infinity) < rangeLimit;
    return bySoc || byRange;
  }
}

/** A charge ends done when the battery asked for no more. */
function ended(state: ChargeState, { level }: LevelInput): ChargeStep {
  return underWay(state)
    ? { state: level === 0 ? "done" : "stopped", alert: true, update: true }
    : { state, alert: false, update: false };
}
