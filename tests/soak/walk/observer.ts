/** Sees each frame that the program sends, and says what must not be. It knows nothing of the program but its store. */
import { needsStanding } from "../../../plugins/cfg/known_objects.ts";
import { objectAt } from "../../../plugins/cfg/objects.ts";
import type { WalkedCar } from "./car.ts";

/** How long a gate that closes may wait for a command to end safely, ms. */
const SAFE_END = 10_000;
/** How old the last speed may be: of a car that is silent as a whole, and after the driver's presses; ms. */
const FRESH = 2500, PRESSED = 62_000;
/** Login, state and its request: what it takes to end safely. */
const ENDING = [0x5000, 0x5110, 0x2800], LOGIN = 0x5000, STATE_REQUEST = 0x2800;
/** No settings: login, state, the command that makes maps count, logs. */
const NO_SETTINGS = /^(2800|5000|4641\.01|41|42|43|5610|5300)/;
/** What POWER, RECUP, RAMPL, SMOOTH and BRAKELIGHT write, and in 3.9 LOCK and profiles: also while driving. */
const DRIVING = /^(2920\.0[1-6]|2911|290a|291c)/;
const WRITE = 1, READ = 2, PRE_OPERATIONAL = 127;
/** Where the plugin keeps who has the controller pre-operational. */
const OWED = "owes-operational", ASKED = "asked";

/** What the observer looks at. */
export interface Observed {
  readonly car: WalkedCar;
  /** Whether feature 15 allows writing. */
  readonly isOpen: () => boolean;
  /** State of the controller, as 5110.00 has it. */
  readonly state: () => number;
  /** What the plugin keeps durably. */
  readonly kept: () => ReadonlyMap<string, string>;
}

/** Counts frames, and writes down what must not be. */
export class Observer {
  readonly wrong: string[] = [];
  frames = 0;
  writes = 0;
  #closedAt: number | undefined;

  constructor(readonly of: Observed) {}

  /** Looks at the gate; to be called often. */
  gate(now: number): void {
    if (this.of.isOpen()) this.#closedAt = undefined;
    else this.#closedAt ??= now;
  }

  /** A frame that the program sent. */
  sees(id: number, data: Uint8Array, now: number): void {
    this.gate(now);
    this.frames++;
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    const index = view.getUint16(1, true), sub = view.getUint8(3);
    const command = view.getUint8(0) >> 5, isSdo = id === 0x601;
    const text = `${id.toString(16)} ${data.toHex()}`;
    if (this.#closedAt !== undefined) {
      const ms = now - this.#closedAt, isEnding = ENDING.includes(index);
      const isAbort = command !== WRITE && command !== READ;
      if (ms > SAFE_END || !isSdo || !isEnding && !isAbort) {
        this.#no(`${text} ${ms} ms after the gate closed`);
      }
    }
    if (!isSdo || command !== WRITE || index === LOGIN) return;
    const value = view.getUint32(4, true);
    if (index !== STATE_REQUEST) this.#write(index, sub, text, now);
    else if (value === 1 && this.#standing(now) !== undefined) {
      this.#no(`pre-operational while ${this.#standing(now)}`);
    }
  }

  #write(index: number, sub: number, text: string, now: number): void {
    const object = objectAt(index, sub);
    if (NO_SETTINGS.test(object)) return;
    this.writes++;
    const why = this.#standing(now), { car, state, kept } = this.of;
    // In which state its owner asked for, what goes while driving still does
    const isOurs = state() === PRE_OPERATIONAL && kept().get(OWED) !== ASKED;
    const mustStand = needsStanding(object) &&
      (isOurs || !DRIVING.test(object));
    if (why && mustStand) {
      this.#no(`${text} while ${why}`);
    }
    const { toldCharging } = car;
    if (toldCharging?.value && now - toldCharging.at < 1000) {
      this.#no(`${text} while it charges`);
    }
    const isKept = [...kept()].some(([key, value]) =>
      key === `backup.${object}` ||
      key.startsWith("undo.") && value.includes(object)
    );
    if (!isKept) this.#no(`${text} without its old value`);
  }

  /** Why the car is not known to stand; undefined: it is. */
  #standing(now: number): string | undefined {
    const { toldSpeed, toldGear, pressedAt } = this.of.car;
    const patience = now - pressedAt < PRESSED ? PRESSED : FRESH;
    if (!toldSpeed || now - toldSpeed.at > patience) return "nobody knows";
    if (toldSpeed.value === undefined) return "its display does not know";
    if (toldSpeed.value > 0) return "it moves";
    const inGear = toldGear?.value && now - toldGear.at < 1000;
    return inGear ? "it is in gear" : undefined;
  }

  #no(what: string): void {
    this.wrong.push(what);
  }
}
