import type { Random } from "./random.ts";
import { spread } from "./random.ts";
import type { Leg } from "./profiles.ts";

/** Car with driver; drag and efficiencies are chosen to give a Twizy's usual 60 to 100 Wh/km. */
const CAR = {
  /** kg */
  mass: 560,
  /** Rolling drag coefficient. */
  rolling: 0.018,
  /** Air drag coefficient times frontal area, m². */
  air: 0.64,
  /** Greatest force at the wheels, N. */
  force: 1800,
  /** Greatest electric power of the motor, W. */
  power: 17_000,
  /** Greatest electric power regained, W (0x424: 4 x 500 W). */
  recuperation: 2000,
  /** Battery to wheels. */
  efficiency: 0.8,
  /** Wheels to battery. */
  regain: 0.6,
} as const;

/** How the driver accelerates and brakes, m/s². */
const DRIVER = { accelerates: 1.4, brakes: 1.2 } as const;

const GRAVITY = 9.81;
const AIR_DENSITY = 1.2;
/** Recuperation fades out below this speed, m/s. */
const FADES_BELOW = 3;
/** Fastest, km/h. */
export const TOP_SPEED = 80;

/** The moving car: follows a wanted speed as far as its power allows. */
export class Motion {
  /** km/h at the end of the last step. */
  speed = 0;
  /** Metres driven since the model began. */
  distance = 0;
  /** Metres above sea level. */
  altitude: number;
  /** Electric power of the motor in W, negative while it regains. */
  power = 0;
  /** 0 to 1. */
  pedal = 0;
  brake = false;

  readonly #random: Random;
  #legs: readonly Leg[] = [];
  #leg = 0;
  #left = 0;
  /** This driver's mood: how fast compared with the profile, drawn anew every round. */
  #mood = 1;

  constructor(altitude: number, random: Random) {
    this.altitude = altitude;
    this.#random = random;
  }

  /** True while the driver follows a profile or wanted speed, or the car still rolls. */
  get busy(): boolean {
    return this.#legs.length > 0 || this.speed > 0;
  }

  /** Follows the legs again and again; none: brakes to a stop. */
  follow(legs: readonly Leg[]): void {
    this.#legs = legs;
    this.#leg = -1;
    this.#left = 0;
  }

  /** Holds a speed in km/h on the level. */
  hold(speed: number): void {
    this.follow([[Infinity, speed, 0]]);
    this.#mood = 1;
  }

  /** Stands still at once. */
  stop(): void {
    this.follow([]);
    this.speed = this.power = this.pedal = 0;
    this.brake = false;
  }

  /** Drives `seconds` further. */
  step(seconds: number): void {
    const [, wanted, slope] = this.#wanted(seconds);
    const before = this.speed / 3.6;
    const target = Math.min(wanted * this.#mood, TOP_SPEED) / 3.6;
    if (before === 0 && target === 0) {
      this.power = this.pedal = 0;
      this.brake = this.#legs.length > 0;
      return;
    }
    const drag = dragAt(before, slope);
    const pull = Math.min(
      CAR.force,
      CAR.power * CAR.efficiency / Math.max(before, 1),
    );
    const change = Math.min(
      clamp(
        (target - before) / seconds,
        -DRIVER.brakes,
        DRIVER.accelerates,
      ),
      (pull - drag) / CAR.mass,
    );
    const after = Math.max(0, before + change * seconds);
    const mean = (before + after) / 2;
    this.#use(
      CAR.mass * (after - before) / seconds + dragAt(mean, slope),
      mean,
      pull,
    );
    this.speed = after * 3.6;
    this.distance += mean * seconds;
    this.altitude += mean * seconds * slope / 100;
  }

  /** Electric power for a force at the wheels; what recuperation cannot take is braked away. */
  #use(force: number, speed: number, pull: number): void {
    const power = force * speed;
    this.pedal = clamp(force / pull, 0, 1);
    if (power >= 0) {
      this.power = power / CAR.efficiency;
      this.brake = false;
      return;
    }
    const possible = CAR.recuperation * Math.min(1, speed / FADES_BELOW);
    const offered = -power * CAR.regain;
    this.power = -Math.min(offered, possible);
    this.brake = offered > possible;
  }

  #wanted(seconds: number): Leg {
    if (this.#legs.length === 0) return STANDING;
    if (this.#left <= 0) {
      this.#leg = (this.#leg + 1) % this.#legs.length;
      this.#left = this.#legs[this.#leg]?.[0] ?? 0;
      if (this.#leg === 0 && this.#legs.length > 1) {
        this.#mood = 1 + spread(this.#random, 0.03);
      }
    }
    this.#left -= seconds;
    return this.#legs[this.#leg] ?? STANDING;
  }
}

const STANDING: Leg = [Infinity, 0, 0];

/** Force in N that slope, tyres and air take at a speed in m/s. */
function dragAt(speed: number, slope: number): number {
  return CAR.mass * GRAVITY * (CAR.rolling + slope / 100) +
    AIR_DENSITY / 2 * CAR.air * speed * speed;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
