/**
 * What the car has to tell of itself before anything is written: key, charge, standing. Only what it
 * said in the last second counts; nothing of it is kept over a restart. Where all of it paused, the
 * controller is asked whether the motor turns, which one gear ties to the wheels.
 *
 * Sources: twizy-can.md, sections 2.3, 2.4 and 5.1; 606C.00, rpm of the motor, twizy-later.md, section 18.
 */
import type { DecodedFrame } from "ovms-edge";
import { leaveGo, stop, switchOn, unplug, wait } from "./advice.ts";

/** How long a word of the car counts, ms. */
const FRESH = 1000;
/**
 * The same while the car is silent as a whole, so that nothing has spoken against what it said last, all
 * at once: the recorded sequences of the original pause so long. One that tells its key but no speed is
 * no silent one. That it stands counts so long only with what the controller says of the motor, or where
 * that does not know: the controllers of those sequences have no such object.
 */
const SILENT = 2000;
/** All of a car's words come each 100 ms: one that came so much earlier than another, ms, was not among its last. */
const TOGETHER = 500;
/**
 * The same for who asks with the keys: the driver sits in the car, and each press told that it is not in
 * GO (fault 0x488E, twizy-can.md, section 2.10). There the last speed counts so long also where the car
 * goes on telling its key and N while its display tells nothing, as the recorded sequences of the last
 * release do; the controller is asked about the motor all the same.
 */
const PRESSED = 10_000;
/**
 * The same where the controller, asked just now, says in numbers that the motor stands: a minute, which
 * is as long as a driver is busy with the buttons.
 */
const PRESSED_STILL = 60_000;

/** Longer than this between two seconds of the program, ms, and it was held up: by a slow disk, or suspended. */
const HELD = 2000;
/** So long after that comes what waited in the adapter and the system, ms. */
const WAITED = 500;

/** What the controller says of its motor: rpm, or that it has no object for it; undefined: nothing. */
export type MotorTurns = number | "no object" | undefined;

const NOT_AVAILABLE = 0xffff;
/** Values of 0x59B B0 and B1. */
const NEUTRAL = 0x20, GO = 0x0c;
/** Bits of the status byte, 0x597 B1. */
const SWITCHING = 0x40, CHARGING = 0x20, KEY = 0x10;

/** Something that the car said, and when (ms of the monotonic clock). */
interface Said<T> {
  readonly value: T;
  readonly at: number;
}

/**
 * The car's last words. Times are those of the frames, not of the vehicle's seconds: whatever holds up
 * the program makes words old, also those that waited for it in the system. Frames come all the time and
 * commands seldom: bytes are kept as the car told them, and read when somebody asks.
 */
export class Words {
  /** Status byte, 0x597 B1, and when it was told, ms; -Infinity: never. */
  #status = 0;
  #statusAt = -Infinity;
  /** Speed of 0x599, 1/100 km/h. */
  #speed = NOT_AVAILABLE;
  #speedAt = -Infinity;
  /** 0x59B B0 and B1. */
  #gear = 0;
  #go = 0;
  #driveAt = -Infinity;
  /** The last second of the program, ms; NaN before the first. */
  #second = NaN;
  /** The last second before it was held up, and until when what waited may come. */
  #heldSince = -Infinity;
  #heldUntil = -Infinity;

  tellStatus(status: number, now: number): void {
    this.#status = status;
    this.#statusAt = this.#saidAt(now);
  }
  tellSpeed(speed: number, now: number): void {
    this.#speed = speed;
    this.#speedAt = this.#saidAt(now);
  }
  tellDrive(gear: number, go: number, now: number): void {
    this.#gear = gear;
    this.#go = go;
    this.#driveAt = this.#saidAt(now);
  }

  /** The program goes on, as it does each second. */
  second(now: number): void {
    if (now - this.#second > HELD) {
      this.#heldSince = this.#second;
      this.#heldUntil = now + WAITED;
    }
    this.#second = now;
  }

  /** What waited while the program was held up may be as old as that. */
  #saidAt(now: number): number {
    if (now - this.#second > HELD) return this.#second;
    return now <= this.#heldUntil ? this.#heldSince : now;
  }

  get key(): Said<"on" | "off"> | undefined {
    return said(this.#statusAt, (this.#status & KEY) !== 0 ? "on" : "off");
  }
  /** Whether it charges is told when it does not switch. */
  get charge(): Said<"no" | "charging" | "switching"> | undefined {
    return said(
      this.#statusAt,
      (this.#status & SWITCHING) !== 0
        ? "switching"
        : (this.#status & CHARGING) !== 0
        ? "charging"
        : "no",
    );
  }
  get motion(): Said<"standing" | "moving" | "unknown"> | undefined {
    return said(
      this.#speedAt,
      this.#speed === NOT_AVAILABLE
        ? "unknown"
        : this.#speed === 0
        ? "standing"
        : "moving",
    );
  }
  get drive(): Said<"neutral" | "in gear" | "in GO"> | undefined {
    return said(
      this.#driveAt,
      (this.#go & GO) !== 0
        ? "in GO"
        : this.#gear === NEUTRAL
        ? "neutral"
        : "in gear",
    );
  }
}

function said<T>(at: number, value: T): Said<T> | undefined {
  return at === -Infinity ? undefined : { value, at };
}

/** What frames are heard with. */
interface Ear {
  readonly state: { readonly words: Words };
  readonly hal: { readonly clock: { monotonic(): number } };
}
type Hears = DecodedFrame<unknown, Ear>;

/** Charger: key, and whether it charges. */
const charger: Hears = {
  bytes: 2,
  decode: (f, _, { state, hal }) =>
    state.words.tellStatus(f.u8(1), hal.clock.monotonic()),
};
const display: Hears = {
  bytes: 8,
  decode: (f, _, { state, hal }) =>
    state.words.tellSpeed(f.u16(6), hal.clock.monotonic()),
};
/** Controller: gear and GO, while it works. */
const controller: Hears = {
  bytes: 2,
  decode: (f, _, { state, hal }) =>
    state.words.tellDrive(f.u8(0), f.u8(1), hal.clock.monotonic()),
};

/** The frames that tell it; each comes every 100 ms. */
export const carFrames = {
  0x597: charger,
  0x599: display,
  0x59b: controller,
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
  readonly #words: Words;
  readonly #now: () => number;
  readonly #wasOn: () => boolean;
  readonly #turns: () => Promise<MotorTurns>;
  readonly #pressed: boolean;
  readonly #patience: number;
  #told: Said<MotorTurns> | undefined;

  /**
   * @param now ms of the monotonic clock
   * @param wasOn whether the car was on when it was last heard of: for the sentences only
   * @param turns asks the controller
   * @param pressed the driver asks with the keys
   */
  constructor(
    words: Words,
    now: () => number,
    wasOn: () => boolean,
    turns: () => Promise<MotorTurns>,
    pressed = false,
  ) {
    this.#words = words;
    this.#now = now;
    this.#wasOn = wasOn;
    this.#turns = turns;
    this.#pressed = pressed;
    this.#patience = pressed ? PRESSED : SILENT;
  }

  /**
   * What is in the way; the controller is asked where the car is silent and has to stand. To be looked at
   * again before anything that takes time.
   */
  async look(need: Need): Promise<Obstacle | undefined> {
    const { motion } = this.#words;
    const asks = need === "standing" && !this.obstacle("idle") &&
      this.#lastMotion() === "standing" && motion !== undefined &&
      !this.#isFresh(motion);
    if (asks && !(this.#told && this.#isFresh(this.#told))) {
      const value = await this.#turns();
      this.#told = { value, at: this.#now() };
    }
    return this.obstacle(need);
  }

  /** What is in the way; undefined when all is known to be as needed. */
  obstacle(need: Need): Obstacle | undefined {
    return this.#off() ??
      (need === "on" ? undefined : this.#busy()) ??
      (need === "standing" ? this.#rolling() : undefined);
  }

  /** A word that still counts. */
  #known<T>(said: Said<T> | undefined, fresh = FRESH): T | undefined {
    if (said === undefined) return undefined;
    const counts = this.#isFresh(said, fresh) ||
      this.#isFresh(said, this.#patience) && this.#isLast(said);
    return counts ? said.value : undefined;
  }

  #isFresh({ at }: Said<unknown>, fresh = FRESH): boolean {
    return this.#now() - at <= fresh;
  }

  /** Whether something was among the last words of the car. */
  #isLast({ at }: Said<unknown>): boolean {
    const { key, motion, drive } = this.#words;
    return [key, motion, drive].every((said) =>
      (said?.at ?? at) - at <= TOGETHER
    );
  }

  #off(): Obstacle | undefined {
    // Nobody turns the key of a car that just told its speed
    const key = this.#known(this.#words.key, SILENT);
    if (key === "on") return undefined;
    const silent = key === undefined && this.#wasOn();
    return {
      why: silent ? "No news from the car" : "Car is off",
      advice: switchOn,
    };
  }

  /** Key and charge come in the same frame. */
  #busy(): Obstacle | undefined {
    switch (this.#words.charge?.value) {
      case "no":
        return undefined;
      case "charging":
        return { why: "Car is charging", advice: unplug };
      default:
        return { why: "Car is switching on or off", advice: wait };
    }
  }

  /** What the car said last of its motion, where that still counts. */
  #lastMotion(): "standing" | "moving" | "unknown" | undefined {
    const { motion, drive } = this.#words, known = this.#known(motion);
    if (known !== undefined || !this.#pressed || !motion || !drive) {
      return known;
    }
    const isInNeutral = drive.value === "neutral" && this.#isFresh(drive);
    return isInNeutral && this.#isFresh(motion, PRESSED_STILL)
      ? motion.value
      : undefined;
  }

  /** What the car said of its motion, with what the controller says of the motor where that is old. */
  #motion(): "standing" | "moving" | "unknown" {
    const { motion } = this.#words, said = this.#lastMotion();
    if (!motion || said !== "standing" || this.#isFresh(motion)) {
      return said ?? "unknown";
    }
    const turns = this.#told && this.#isFresh(this.#told)
      ? this.#told.value
      : undefined;
    if (turns === undefined) return "unknown";
    if (turns === "no object") {
      return this.#isFresh(motion, this.#patience) ? "standing" : "unknown";
    }
    return turns === 0 ? "standing" : "moving";
  }

  #rolling(): Obstacle | undefined {
    const motion = this.#motion();
    if (motion === "unknown") {
      return { why: "Speed is not known", advice: stop };
    }
    if (motion === "moving") return { why: "Car is moving", advice: stop };
    // Not every car tells, but its last word counts
    const drive = this.#words.drive?.value ?? "neutral";
    return drive === "neutral"
      ? undefined
      : { why: `Car is ${drive}`, advice: leaveGo };
  }
}
