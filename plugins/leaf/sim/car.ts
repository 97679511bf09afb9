/** What moves the simulated Leaf: an AZE0 of 2013 with 24 kWh. It imports nothing of the decoder. */

/** Where the cable is. */
export type Cable = "none" | "slow" | "quick" | "timer";

/** What the telematics unit may ask. */
export type Request =
  | "climate on"
  | "climate off"
  | "charge"
  | "lock"
  | "unlock";

/** A charge of 200 V class, and one at a quick charger, kW. */
const SLOW = 3.3, QUICK = 44;
/** Losses of the charger in the car. */
const CHARGER = 0.9;
/** Energy of the battery as it is now, kWh, and what stays below 0 % of the dashboard. */
const CAPACITY = 21.3;
/** A quick charge gets weaker from this SOC on, and ends here; a slow one at the top, %. */
const WEAKER = 55, QUICK_END = 93, FULL = 98;
/** Number of cells, and resistance of the battery in ohm. */
export const CELLS = 96;
const RESISTANCE = 0.09;
/** What warms the battery by a kelvin, joules. */
const HEAT_CAPACITY = 200_000;
/** Acceleration and deceleration, km/h in a second; mass, kg. */
const FASTER = 6, SLOWER = 8, MASS = 1600;
/** What runs beside the motor, and the heater, kW. */
const BESIDE = 0.3, HEATER = 3;
/** Seconds without key, cable and request after which the car sleeps. */
const AWAKE = 60;
const AMBIENT = 14;

/** What the car is like. */
export class LeafCar {
  /** BMS's own SOC, %. */
  soc = 66;
  key = false;
  /** The button was pressed with the brake: the car can drive. */
  ready = false;
  cable: Cable = "none";
  charging = false;
  finished = false;
  /** km/h, and what it speeds up or slows down to. */
  speed = 0;
  target = 0;
  /** km. */
  odometer = 31_234;
  trip = 0;
  /** °C of battery and motor. */
  battery = 16;
  motor = 20;
  climate = false;
  locked = true;
  /** Power from the battery (drive +) and of the motor, kW. */
  power = 0;
  motorPower = 0;
  /** Seconds that it stays awake without key and cable. */
  #awake = 0;

  get awake(): boolean {
    return this.key || this.charging || this.#awake > 0;
  }

  /** What wakes it: a cable, a request. */
  wake(): void {
    this.#awake = AWAKE;
  }

  /** Open voltage of a cell at this SOC, V. */
  get cellVolts(): number {
    return 3.45 + 0.0065 * this.soc;
  }

  /** V at the poles. */
  get volts(): number {
    const open = this.cellVolts * CELLS;
    return open - this.power * 1000 / open * RESISTANCE;
  }

  /** A, from the battery positive. */
  get amps(): number {
    return this.power * 1000 / this.volts;
  }

  /** kWh that are left. */
  get left(): number {
    return CAPACITY * this.soc / 100;
  }

  /** SOC of the dashboard, which stretches that of the BMS, %. */
  get dashSoc(): number {
    return Math.round(Math.min(100, Math.max(1, 1.15 * this.soc - 12.5)));
  }

  /** Power of the charger, kW. */
  get chargePower(): number {
    if (!this.charging) return 0;
    if (this.cable !== "quick") return SLOW;
    return this.soc < WEAKER
      ? QUICK
      : Math.max(8, QUICK - (this.soc - WEAKER) * 0.95);
  }

  /** Minutes to full at the slow charger. */
  get minutesToFull(): number {
    const kwh = CAPACITY * Math.max(0, FULL - this.soc) / 100;
    return Math.ceil(kwh / (SLOW * CHARGER) * 60);
  }

  turnKey(on: boolean): void {
    if (on && this.charging) throw new Error("It charges: unplug it first");
    this.key = this.ready = on;
    if (on) this.locked = false;
    else {
      this.target = this.speed = 0;
      this.wake();
    }
  }

  plug(cable: Cable): void {
    if (this.speed > 0) throw new Error("It drives: stop first");
    this.turnKey(false);
    this.cable = cable;
    this.finished = this.soc >= (cable === "quick" ? QUICK_END : FULL);
    this.charging = !this.finished && (cable === "slow" || cable === "quick");
    this.wake();
  }

  unplug(): void {
    this.cable = "none";
    this.charging = this.finished = false;
    this.wake();
  }

  /** A request of the telematics unit. */
  request(what: Request): void {
    this.wake();
    if (what === "climate on" || what === "climate off") {
      this.climate = what === "climate on";
    } else if (what === "charge") {
      if (this.cable === "timer") this.plug("slow");
    } else this.locked = what === "lock";
  }

  /** Lets seconds pass. */
  pass(seconds: number): void {
    this.#awake = Math.max(0, this.#awake - seconds);
    this.#drive(seconds);
    const heater = this.climate ? HEATER : 0;
    const beside = this.awake ? BESIDE + heater : 0;
    const charge = this.chargePower * (this.cable === "quick" ? 1 : CHARGER);
    this.power = this.motorPower + beside - charge;
    const after = this.soc - 100 * this.power * seconds / 3600 / CAPACITY;
    this.soc = Math.min(100, Math.max(0, after));
    if (this.soc === 0) this.target = 0;
    const full = this.cable === "quick" ? QUICK_END : FULL;
    if (this.charging && this.soc >= full) {
      this.charging = false;
      this.finished = true;
      this.wake();
    }
    const heat = this.amps ** 2 * RESISTANCE * seconds / HEAT_CAPACITY;
    this.battery += heat - (this.battery - AMBIENT) * seconds / 36_000;
    this.motor += Math.abs(this.motorPower) * 0.004 * seconds -
      (this.motor - AMBIENT) * seconds / 1800;
  }

  #drive(seconds: number): void {
    const before = this.speed, wanted = this.ready ? this.target : 0;
    this.speed = before < wanted
      ? Math.min(wanted, before + FASTER * seconds)
      : Math.max(wanted, before - SLOWER * seconds);
    const mean = (before + this.speed) / 2;
    const km = mean * seconds / 3600;
    this.odometer += km;
    this.trip += km;
    const metres = mean / 3.6, change = (this.speed - before) / 3.6 / seconds;
    const resistance = 0.05 * mean + 0.000011 * mean ** 3;
    const kinetic = MASS * change * metres / 1000;
    const wheels = this.speed > 0 || before > 0 ? resistance + kinetic : 0;
    this.motorPower = Math.max(-30, wheels > 0 ? wheels / 0.9 : wheels * 0.7);
  }
}
