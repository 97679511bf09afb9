import { Battery, WH_A_SAMPLE } from "./battery.ts";
import type { BusPhase } from "./bus_phases.ts";
import {
  CAPACITY,
  chargeLevel,
  chargePower,
  levelPower,
} from "./charge_curve.ts";
import { type CarView, RPM_A_KMH } from "./frames.ts";
import { PowerMeter } from "./meter.ts";
import { Motion } from "./motion.ts";
import { seeded } from "./random.ts";
import { RangeEstimate } from "./range.ts";
import { TwelveVolt } from "./supply.ts";
import { Temperatures } from "./temperatures.ts";
import type { SimTwizyOptions, Truth } from "./types.ts";

/** What fan and controller take while the car is on, W (recorded: `07 97 CA 54`). */
const IDLE_POWER = 96;
/** Minute counter of the display at the start, as in a recorded trace. */
const FIRST_MINUTE = 96_560;
/** DC/DC converter, A. */
const DCDC = { on: 6.6, charging: 0.6, trickle: 5 } as const;
/** Bits of 0x597 B1. */
const KEY_ON = 0x10;
const OFFLINE = 0x40;
/** 0x597 B1 while the charger feeds only the 12 V battery. */
const TRICKLE = 0x84;
/** The driver has to stop below this SOC, %. */
export const EMPTY = 1;

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** The car's physics: moves by 100 ms and shows the frames what to say. */
export class Model {
  readonly battery: Battery;
  readonly motion: Motion;
  readonly supply = new TwelveVolt();
  readonly view: Changing<CarView>;

  readonly #meter = new PowerMeter();
  readonly #temperatures: Temperatures;
  readonly #range: RangeEstimate;
  readonly #firstKm: number;
  #distance = 0;
  #tripStart = 0;
  /** Milliseconds since the start. */
  #age = 0;
  /** The level that the charger was told in the last 100 ms. */
  #told = 7;

  constructor(options: SimTwizyOptions) {
    const random = seeded(options.seed ?? 1);
    this.battery = new Battery(options.soc ?? 80, random);
    this.motion = new Motion(options.altitude ?? 139, random);
    this.#temperatures = new Temperatures(options.ambient ?? 15);
    this.#range = new RangeEstimate(options.consumption);
    this.#firstKm = options.odometer ?? 4419.4;
    this.battery.measure(0, this.#temperatures.battery.celsius);
    this.view = this.#firstView(options.serial ?? "7378280");
  }

  /** The account of everything so far. */
  get truth(): Truth {
    return {
      soc: this.battery.soc,
      used: this.#meter.used,
      regained: this.#meter.regained,
      charged: this.#meter.charged,
      measured: this.#meter.measured,
      distance: this.motion.distance,
      odometer: this.#odometer,
      speed: this.motion.speed,
      power: this.#meter.watts,
      range: this.view.range,
      volts: this.battery.volts,
      cells: [...this.battery.cells],
      modules: [...this.battery.modules],
      motor: this.#temperatures.motor.celsius,
      controller: this.#temperatures.controller.celsius,
      charger: this.#temperatures.charger.celsius,
    };
  }

  get #odometer(): number {
    return this.#firstKm + this.motion.distance / 1000;
  }

  /** The motor controller got power and counts metres anew. */
  restartTrip(): void {
    this.#tripStart = this.motion.distance;
  }

  /** Settles what the last 100 ms took from or brought to the battery. */
  settle(): void {
    const units = this.#meter.take();
    this.battery.draw(units);
    const km = (this.motion.distance - this.#distance) / 1000;
    this.#distance = this.motion.distance;
    this.#range.learn(km, units * WH_A_SAMPLE);
  }

  /** Tells the charger a level, 1 to 7, for as long as the battery is not heard again. */
  chargeAt(level: number): void {
    if (level > 0 && level < 8) this.#told = level;
  }

  /**
   * Moves by 100 ms.
   * @param time of the bus, ms
   * @param mains cable plugged in
   */
  step(time: number, phase: BusPhase, mains: boolean): void {
    this.#age += 100;
    const charging = mains && (phase.status & 0x60) === 0x20;
    const drives = phase.controller === "on" && !mains;
    if (drives) this.motion.step(0.1);
    const idle = phase.status & KEY_ON ? IDLE_POWER : 0;
    const power = charging
      ? -Math.min(chargePower(this.battery.soc), levelPower(this.#told))
      : idle + this.motion.power;
    this.#told = 7;
    this.#meter.set(power, charging, this.battery.volts);
    this.view.dcdc = dcdcCurrent(phase);
    if (time % 1000 === 0) this.#passSecond(power, charging);
    this.battery.measure(power / 16, this.#temperatures.battery.celsius);
    this.#show(time, phase, mains, charging);
  }

  /** Lets time pass with everything off. */
  rest(ms: number): void {
    this.#age += ms;
    this.#meter.set(0, false, this.battery.volts);
    this.#temperatures.pass(ms / 1000, { motor: 0, mains: 0, battery: 0 });
    this.supply.pass(ms / 1000, false);
    this.battery.measure(0, this.#temperatures.battery.celsius);
  }

  #passSecond(power: number, charging: boolean): void {
    this.#temperatures.pass(1, {
      motor: Math.abs(this.motion.power),
      mains: charging ? -power : 0,
      battery: this.battery.heat(power / 16),
    });
    this.supply.pass(1, this.view.dcdc > 0);
  }

  #show(
    time: number,
    phase: BusPhase,
    mains: boolean,
    charging: boolean,
  ): void {
    const view = this.view;
    const { soc, modules } = this.battery;
    view.time = time;
    view.status = phase.status;
    view.charger = phase.charger;
    view.mains = mains;
    view.charging = charging;
    view.soc = soc;
    // A battery that is not full goes on asking, though nobody charges it.
    view.level = mains ? chargeLevel(chargePower(soc)) : 7;
    view.volts = this.battery.volts;
    view.coldest = Math.min(...modules);
    view.hottest = Math.max(...modules);
    view.energy = soc / 100 * CAPACITY / 1000;
    view.drivePower = soc < EMPTY ? 0 : 19_000;
    view.motorWatts = this.motion.power;
    view.rpm = this.motion.speed * RPM_A_KMH;
    view.chargerCelsius = this.#temperatures.charger.celsius;
    view.motorCelsius = this.#temperatures.motor.celsius;
    view.controllerCelsius = this.#temperatures.controller.celsius;
    view.speed = this.motion.speed;
    view.odometer = this.#odometer;
    // The display keeps its range while charging and off.
    if (phase.stage === "on") view.range = this.#range.at(soc);
    view.trip = this.motion.distance - this.#tripStart;
    view.brake = this.motion.brake;
    view.pedal = this.motion.pedal;
    view.minutes = FIRST_MINUTE + Math.floor(this.#age / 60_000);
  }

  #firstView(serial: string): Changing<CarView> {
    const { soc, cells, modules, volts } = this.battery;
    return {
      time: 0,
      status: 0,
      charger: 0,
      mains: false,
      charging: false,
      soc,
      level: 7,
      sample: () => this.#meter.sample(),
      cells,
      volts,
      modules,
      coldest: 0,
      hottest: 0,
      energy: 0,
      drivePower: 0,
      motorWatts: 0,
      rpm: 0,
      dcdc: 0,
      chargerCelsius: 0,
      motorCelsius: 0,
      controllerCelsius: 0,
      speed: 0,
      odometer: this.#firstKm,
      range: this.#range.at(soc),
      trip: 0,
      gear: "N",
      go: false,
      brake: false,
      pedal: 0,
      minutes: FIRST_MINUTE,
      serial,
    };
  }
}

function dcdcCurrent(phase: BusPhase): number {
  if (phase.status === TRICKLE) return DCDC.trickle;
  if (phase.status & OFFLINE) return 0;
  if (phase.stage === "charging") return DCDC.charging;
  return phase.stage === "on" ? DCDC.on : 0;
}
