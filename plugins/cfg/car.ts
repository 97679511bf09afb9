/**
 * What the car has to tell of itself before anything is written: key, charge, standing. Only what it
 * said in the last second counts; nothing of it is kept over a restart or worked out from silence.
 *
 * Sources: twizy-can.md, sections 2.3, 2.4 and 5.1.
 */
import type { Ctx, MetricRefs, Sensed } from "ovms-edge";
import { leaveGo, stop, switchOn, unplug, wait } from "./advice.ts";

/** Seconds of the vehicle's clock in which a word of the car counts. */
const FRESH = 1;
/**
 * The same for who asks with the keys, where the car fell silent as a whole: the driver sits in the car,
 * each press told that it is not in GO (fault 0x488E, twizy-can.md, section 2.10), and nothing has spoken
 * against what the car said last, all at once. As soon as it says anything, a second counts again: one
 * that tells its key but no speed is no silent one.
 */
const PRESSED = 10;

const NOT_AVAILABLE = 0xffff;
/** Values of 0x59B B0 and B1. */
const NEUTRAL = 0x20, GO = 0x0c;
/** Bits of the status byte, 0x597 B1. */
const SWITCHING = 0x40, CHARGING = 0x20;

/** Its metrics; whoever has them and the frames below has all that `Car` asks for. */
export const carMetrics = {
  key: { name: "xrt.cfg.key", unit: "", is: ["off", "on"], fresh: FRESH },
  charge: {
    name: "xrt.cfg.charge",
    unit: "",
    is: ["no", "charging", "switching"],
    fresh: FRESH,
  },
  motion: {
    name: "xrt.cfg.motion",
    unit: "",
    is: ["standing", "moving", "unknown"],
    fresh: FRESH,
  },
  drive: {
    name: "xrt.cfg.drive",
    unit: "",
    is: ["neutral", "in gear", "in GO"],
    fresh: FRESH,
  },
} as const satisfies MetricRefs;
type Says = Ctx<{ readonly metrics: typeof carMetrics }>["metrics"];

/** The frames that tell it; each comes every 100 ms. */
export const carFrames = {
  // Charger: whether it charges is told when it does not switch
  0x597: {
    signals: {
      key: { at: "B1.4", as: (bit: number) => bit === 1 ? "on" : "off" },
      charge: {
        at: "B1",
        as: (status: number) =>
          (status & SWITCHING) !== 0
            ? "switching"
            : (status & CHARGING) !== 0
            ? "charging"
            : "no",
      },
    },
  },
  // Display: speed
  0x599: {
    signals: {
      motion: {
        at: "B6:B7",
        as: (speed: number) =>
          speed === NOT_AVAILABLE
            ? "unknown"
            : speed === 0
            ? "standing"
            : "moving",
      },
    },
  },
  // Controller: gear and GO, while it works
  0x59b: {
    signals: {
      drive: {
        at: "B0:B1",
        as: (both: number) =>
          (both & GO) !== 0
            ? "in GO"
            : both >> 8 === NEUTRAL
            ? "neutral"
            : "in gear",
      },
    },
  },
} as const;

/**
 * What an exchange with the controller needs of the car: it is on, so that somebody answers; it does
 * not charge either, so that settings may be written; it stands besides.
 */
export type Need = "on" | "idle" | "standing";

/** Why something cannot be done now, and what to do about it. */
export interface Obstacle {
  readonly why: string;
  readonly advice: string;
}

/** The car as commands see it, at the time at which they look. */
export class Car {
  readonly #says: Says;
  readonly #wasOn: () => boolean;
  readonly #pressed: boolean;

  /**
   * @param wasOn whether the car was on when it was last heard of: for the words only
   * @param pressed the driver asks with the keys
   */
  constructor(says: Says, wasOn: () => boolean, pressed = false) {
    this.#says = says;
    this.#wasOn = wasOn;
    this.#pressed = pressed;
  }

  /** What is in the way; undefined when all is known to be as needed. */
  obstacle(need: Need): Obstacle | undefined {
    return this.#off() ??
      (need === "on" ? undefined : this.#busy()) ??
      (need === "standing" ? this.#rolling() : undefined);
  }

  #known({ age }: Sensed): boolean {
    if (age === undefined) return false;
    return age <= FRESH || this.#pressed && age <= PRESSED && this.#isLast(age);
  }

  /** Whether something was among the last words of the car. */
  #isLast(age: number): boolean {
    const { key, charge, motion, drive } = this.#says;
    return [key, charge, motion, drive].every((said) =>
      age - (said.age ?? age) <= FRESH
    );
  }

  #off(): Obstacle | undefined {
    const { key } = this.#says;
    if (this.#known(key)) {
      return key.value === "on"
        ? undefined
        : { why: "Car is off", advice: switchOn };
    }
    const why = this.#wasOn() ? "No news from the car" : "Car is off";
    return { why, advice: switchOn };
  }

  /** Key and charge come in the same frame. */
  #busy(): Obstacle | undefined {
    const { charge } = this.#says;
    switch (charge.value) {
      case "no":
        return undefined;
      case "charging":
        return { why: "Car is charging", advice: unplug };
      default:
        return { why: "Car is switching on or off", advice: wait };
    }
  }

  #rolling(): Obstacle | undefined {
    const { motion, drive } = this.#says;
    if (!this.#known(motion) || motion.value === "unknown") {
      return { why: "Speed is not known", advice: stop };
    }
    if (motion.value !== "standing") {
      return { why: "Car is moving", advice: stop };
    }
    // Not every car tells, but its last word counts
    return (drive.value ?? "neutral") === "neutral"
      ? undefined
      : { why: `Car is ${drive.value}`, advice: leaveGo };
  }
}
