/** A Twizy on whose bus commands and events come as they like: what it does, and what it told of that last. */
import { fromHex } from "../../../hal/can_frame.ts";
import type { SimClock, SimHal } from "../../../hal/sim/mod.ts";

type SimBus = SimHal<SimClock>["bus"];

/** What the car told, and when (ms of the program's clock). */
interface Told<T> {
  readonly value: T;
  readonly at: number;
}
/** km/h; undefined: the display says that it does not know. */
export type Speed = number | undefined;

const KEY = 0x10, CHARGING = 0x20, IDLE = 0x85;
const NEUTRAL = "20", DRIVE = "80";

/** The car. */
export class WalkedCar {
  key = true;
  charging = false;
  speed: Speed = 0;
  /** A gear is in, and GO. */
  drives = false;
  /** The whole bus, or the display alone, says nothing. */
  silent = false;
  displaySilent = false;
  toldSpeed: Told<Speed> | undefined;
  toldCharging: Told<boolean> | undefined;
  toldGear: Told<boolean> | undefined;
  /** The driver pressed D or R, ms. */
  pressedAt = -Infinity;

  /** It sets off with so many km/h, or stops. */
  go(speed: number): void {
    this.speed = speed;
    this.drives = speed > 0;
  }

  /** Nothing is in the way any more. */
  mend(): void {
    this.silent = this.displaySilent = this.charging = false;
    this.go(0);
  }

  /** What it says each 100 ms. */
  say(bus: SimBus, now: number): void {
    if (this.silent) return;
    const { key, charging, speed, drives } = this;
    const status = IDLE | (key ? KEY : 0) | (charging ? CHARGING : 0);
    bus.inject(0x597, fromHex(`00${status.toString(16)}21412900013C`));
    this.toldCharging = { value: charging, at: now };
    if (!this.displaySilent) {
      const raw = speed === undefined ? 0xffff : speed * 100;
      const hex = raw.toString(16).padStart(4, "0");
      bus.inject(0x599, fromHex(`00000D80FF3C${hex}`));
      this.toldSpeed = { value: speed, at: now };
    }
    if (!key) return;
    const gear = drives ? `${DRIVE}0C` : `${NEUTRAL}00`;
    bus.inject(0x59b, fromHex(`${gear}655E44720090`));
    this.toldGear = { value: drives, at: now };
    bus.inject(0x629, fromHex("000000"));
  }

  /** A new program heard nothing yet. */
  forgotten(): void {
    this.toldSpeed = this.toldCharging = this.toldGear = undefined;
  }

  /** Presses of D. */
  press(bus: SimBus, times: number, now: number): void {
    this.pressedAt = now;
    for (let n = 0; n < times; n++) {
      bus.inject(0x081, fromHex("0010010000000000"));
    }
  }
}
