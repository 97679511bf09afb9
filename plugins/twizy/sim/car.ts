import { CELLS, MODULES } from "./battery.ts";
import { Bus } from "./bus.ts";
import type { Sequence } from "./bus_phases.ts";
import { checkIndex, checkRange } from "./check.ts";
import type { Gear } from "./encode.ts";
import { EMPTY, Model } from "./model.ts";
import { TOP_SPEED } from "./motion.ts";
import type { CanNode, Emit } from "./node.ts";
import { PROFILES } from "./profiles.ts";
import { CONSUMPTION } from "./range.ts";
import { Sender } from "./sender.ts";
import { placeAt } from "./track.ts";
import type { Position, SimTwizyOptions, Truth } from "./types.ts";

/** The BMS switches the car off below this SOC, %. */
const DEAD = 0.3;
/** How long the charger waits with a full battery before it ends the charge, slots of 100 ms. */
const FULL_SLOTS = 50;

/** Frames that the charger heeds: the level in the first byte, and the request to end the charge. */
const LEVEL = 0x155, CHARGE = 0x424, STOP = 0x12;

/** What somebody outside can see of the car. */
export interface CarState {
  readonly keyOn: boolean;
  readonly go: boolean;
  readonly gear: Gear;
  readonly pluggedIn: boolean;
  /** Energy flows from the mains. */
  readonly charging: boolean;
}

/**
 * A Renault Twizy as its CAN bus, a GPS receiver in it and its 12 V plug show it.
 *
 * It starts parked, key off, bus silent. Time passes with {@linkcode step}; the user's hand is
 * the methods below. The same options and calls give the same frames.
 *
 * Powers and energies are nominal ones (1/4 A taken as 16 W), as the car's own frames have them.
 */
export class Car {
  readonly #bus = new Bus();
  readonly #sender = new Sender();
  readonly #model: Model;
  #phase = this.#bus.phase;
  #key = false;
  #plugged = false;
  #charge: "none" | "running" | "done" = "none";
  #fix = true;
  #fullSlots = 0;

  /** @throws RangeError when an option is out of range */
  constructor(options: SimTwizyOptions = {}) {
    if (!/^\d{7}$/.test(options.serial ?? "7378280")) {
      throw new RangeError(
        `"${options.serial}" is no serial number: expected the last seven digits of a VIN`,
      );
    }
    checkRange("The SOC", options.soc ?? 80, EMPTY, 100, "%");
    const { first, min, max } = CONSUMPTION, { consumption } = options;
    checkRange("The consumption", consumption ?? first, min, max, "Wh/km");
    this.#model = new Model(options);
  }

  // ---- time and bus ----------------------------------------------------------

  /** False while the bus is silent; then `rest`, or a long `step`, costs next to nothing. */
  get awake(): boolean {
    return this.#bus.awake;
  }

  /**
   * Lets time pass and hands over each frame in time order.
   * @param ms a multiple of 10; the physics move every 100
   * @throws RangeError on another number
   */
  step(ms: number, emit: Emit): void {
    if (!(ms >= 0) || ms % 10 !== 0) {
      throw new RangeError(
        `The simulated car cannot step ${ms} ms: expected a multiple of 10`,
      );
    }
    for (let at = 0; at < ms; at += 10) {
      if (this.awake && this.#sender.time % 100 === 0) this.#beginSlot();
      if (!this.awake) {
        this.rest(ms - at);
        return;
      }
      this.#sender.sendTen(this.#model.view, emit, at);
    }
  }

  /**
   * Lets any time pass at once while the bus is silent.
   * @throws Error while the bus is awake
   */
  rest(ms: number): void {
    if (this.awake) {
      throw new Error(
        "The car's bus is awake and cannot rest: step it instead",
      );
    }
    this.#model.rest(ms);
  }

  /** Puts another node on the bus; it sends the heartbeat 0x701 in the car's place. */
  attach(node: CanNode): void {
    this.#sender.attach(node);
  }

  /** Takes a frame from outside: an SDO request, lost while the node has no power, or a word to the charger. */
  receive(id: number, data: Uint8Array): void {
    this.#sender.receive(id, data);
    if (this.#charging) this.#tellCharger(id, data);
  }

  /** The charger takes the last frame that it hears, whoever sent it. */
  #tellCharger(id: number, [first = 0]: Uint8Array): void {
    if (id === LEVEL) this.#model.chargeAt(first);
    else if (id === CHARGE && first === STOP) this.#endCharge();
  }

  #endCharge(): void {
    if (this.#charge !== "running") return;
    this.#charge = "done";
    this.#begin(this.#key ? "chargedKeyOn" : "charged");
  }

  // ---- what there is to see --------------------------------------------------

  /** Position now; without a fix the other fields still tell the truth. */
  get position(): Position {
    const { distance, altitude, speed } = this.#model.motion;
    return { fix: this.#fix, ...placeAt(distance), altitude, speed };
  }

  /** 12 V supply, V. */
  get volts(): number {
    return this.#model.supply.volts;
  }

  /** The model's own account now. */
  get truth(): Truth {
    return this.#model.truth;
  }

  /** Key, gear and cable. */
  get state(): CarState {
    const { go, gear } = this.#model.view;
    return {
      keyOn: this.#key,
      go,
      gear,
      pluggedIn: this.#plugged,
      charging: this.#charging,
    };
  }

  // ---- the user's hand ---------------------------------------------------------
  /** Turns the key; turning it off stops the car on the spot. */
  key(on: boolean): void {
    if (on === this.#key) return;
    if (on && this.#charge !== "running") this.#mustHaveEnergy();
    this.#key = on;
    const charging = this.#charge === "running";
    if (on) {
      this.#begin(charging ? "keyOnCharging" : "keyOn");
    } else {
      this.#model.motion.stop();
      this.#begin(charging ? "keyOffCharging" : "keyOff");
    }
  }

  /** Turns the key on into GO. */
  go(): void {
    this.#mustBeReady();
    this.#model.view.go = true;
  }

  /** Follows a profile in gear D; it begins as soon as the controller is up. */
  drive(profile: string): void {
    const legs = Object.hasOwn(PROFILES, profile)
      ? PROFILES[profile]
      : undefined;
    if (legs === undefined) {
      throw new Error(
        `There is no profile "${profile}": expected ${
          Object.keys(PROFILES).join(", ")
        } or off`,
      );
    }
    this.#startDriving();
    this.#model.motion.follow(legs);
  }

  /** Holds a speed in km/h in gear D. */
  speed(kmh: number): void {
    checkRange("The speed", kmh, 0, TOP_SPEED, "km/h");
    this.#startDriving();
    this.#model.motion.hold(kmh);
  }

  /** Brakes to a stop. */
  halt(): void {
    this.#model.motion.follow([]);
  }

  /** Connects the mains, which stops the car on the spot and begins a charge. */
  plug(): void {
    if (this.#plugged) throw new Error("The cable is plugged in already");
    this.#model.motion.stop();
    this.#model.view.go = false;
    this.#model.view.gear = "N";
    this.#plugged = true;
    this.#charge = "running";
    this.#fullSlots = 0;
    this.#begin(this.#key ? "plugKeyOn" : "plug");
  }

  /** Pulls the cable. */
  unplug(): void {
    if (!this.#plugged) throw new Error("No cable is plugged in");
    const charging = this.#charging;
    const running = this.#charge === "running";
    this.#plugged = false;
    this.#charge = "none";
    if (!running) return;
    if (this.#key) this.#begin("unplugKeyOn");
    else this.#begin(charging ? "unplug" : "unplugEarly");
  }

  /** Lets the charger feed the 12 V battery for half an hour. */
  trickle(): void {
    if (this.#key || this.#charge === "running") {
      throw new Error("The 12 V battery is being fed already");
    }
    this.#begin("trickle");
  }

  /** Presses a gear key: selects the gear in GO, else the controller reports fault 0x488E. */
  press(gear: Gear): void {
    if (this.#phase.controller !== "on") {
      throw new Error("The motor controller is off: turn the key on first");
    }
    if (this.#model.motion.busy) {
      throw new Error("The car is driving: stop it with `drive off` first");
    }
    if (this.#model.view.go) {
      this.#model.view.gear = gear;
    } else {
      this.#sender.pressKey();
    }
  }

  /** Makes cell 1 to 14 differ by some mV. */
  offsetCell(cell: number, millivolts: number): void {
    checkIndex("cell", cell, CELLS);
    checkRange("The offset", millivolts, -1000, 1000, "mV");
    this.#model.battery.cellOffsets[cell - 1] = millivolts / 1000;
  }

  /** Makes module 1 to 7 differ by some °C. */
  offsetModule(module: number, celsius: number): void {
    checkIndex("module", module, MODULES);
    checkRange("The offset", celsius, -50, 50, "°C");
    this.#model.battery.moduleOffsets[module - 1] = celsius;
  }

  /** Sets the SOC, %. */
  setSoc(percent: number): void {
    checkRange("The SOC", percent, EMPTY, 100, "%");
    this.#model.battery.soc = percent;
  }

  /** Sets the voltage at which the 12 V battery rests from now on. */
  setVolts(volts: number): void {
    checkRange("The voltage", volts, 6, 15, "V");
    if (this.#model.supply.fed) {
      throw new Error(
        `The DC/DC converter holds ${this.volts.toFixed(1)} V: ` +
          "turn the key off, pull the cable and wait two seconds",
      );
    }
    this.#model.supply.set(volts);
  }

  /** Gives the GPS receiver a fix or takes it away. */
  gps(on: boolean): void {
    this.#fix = on;
  }

  // ---- inside ------------------------------------------------------------------

  get #charging(): boolean {
    return this.#plugged && (this.#phase.status & 0x60) === 0x20;
  }

  #mustBeReady(): void {
    if (!this.#key) throw new Error("The key is off: `key on` first");
    if (this.#plugged) {
      throw new Error("The car is plugged in: `unplug` first");
    }
  }

  #mustHaveEnergy(): void {
    if (this.#model.battery.soc < EMPTY) {
      throw new Error("The battery is empty: `plug` in to charge it");
    }
  }

  #startDriving(): void {
    this.#mustBeReady();
    this.#mustHaveEnergy();
    this.#model.view.go = true;
    this.#model.view.gear = "D";
  }

  #begin(sequence: Sequence): void {
    if (!this.awake) this.#sender.wake();
    this.#bus.begin(sequence);
  }

  #beginSlot(): void {
    this.#model.settle();
    this.#watchBattery();
    this.#bus.tick();
    this.#enterPhase();
    this.#model.step(this.#sender.time, this.#phase, this.#plugged);
  }

  #enterPhase(): void {
    if (this.#bus.phase === this.#phase) return;
    const had = this.#sender.powered;
    this.#phase = this.#bus.phase;
    this.#sender.enter(this.#phase);
    if (had === this.#sender.powered) return;
    if (had) {
      this.#model.view.go = false;
      this.#model.view.gear = "N";
    } else {
      this.#model.restartTrip();
    }
  }

  #watchBattery(): void {
    const { battery, motion } = this.#model;
    if (this.#charging) {
      this.#fullSlots = battery.soc >= 100 ? this.#fullSlots + 1 : 0;
      if (this.#fullSlots >= FULL_SLOTS) this.#endCharge();
    } else if (this.#key && !this.#plugged) {
      if (battery.soc < EMPTY) motion.follow([]);
      if (battery.soc < DEAD) this.key(false);
    }
  }
}
