import type { Car } from "../car.ts";
import { Controller, type Wires } from "../controller.ts";
import { Failure, Halt } from "../failure.ts";
import { hex, type ObjectId } from "../objects.ts";
import { halt } from "../run_command.ts";

/** Where the controller takes a fault's code and tells its text. */
const DESCRIBED = "5610.01", DESCRIPTION = "5610.02";
/** Longest description that is taken. */
const LONGEST = 50;
/** Errors of this car's logs: writing is not allowed, the controller has no power. */
const NO_WRITE = 0x01, OFFLINE = 0x0b;
/** What no access was made to. */
const NO_OBJECT = " SDO 0x0000.00: 0x0000";

/** Words behind the code of an error that says why nothing was asked. */
const REASONS: Readonly<Record<number, string>> = {
  [NO_WRITE]: " NO CANWRITE",
  [OFFLINE]: " SEVCON OFFLINE",
};

/** A failed access as a text: `ERROR 0002 SDO ABORT 0x4112.01: 0x08000000`. */
export function failureText({ code, info }: Failure): string {
  return `ERROR ${hex(code, 4)}${REASONS[code & 0x0f] ?? ""}${info}`;
}

/** The controller's logs as they are read: each frame only while it may be sent and can be answered. */
export class Source {
  readonly controller: Controller;
  readonly #descriptions = new Map<number, string>();

  /**
   * @param writable whether feature 15 allows frames on the bus
   * @param ends fires when nothing more is to be asked
   */
  constructor(
    { node, sleep }: Wires,
    readonly car: Car,
    readonly writable: () => boolean,
    readonly ends: AbortSignal,
  ) {
    this.controller = new Controller({
      sleep,
      node: (object, still) =>
        node(object, () => {
          this.#allow();
          still?.();
        }),
    });
  }

  /** @throws Failure 0x0001 or 0x000B; Halt when the program ends, or begins anew */
  #allow(): void {
    if (!this.writable()) throw new Failure(NO_WRITE, NO_OBJECT);
    if (this.ends.aborted) throw halt(this.ends);
    if (this.car.obstacle("on")) throw new Failure(OFFLINE, NO_OBJECT);
  }

  /** An object's number, unsigned. @throws Failure */
  async number(object: ObjectId): Promise<number> {
    this.#allow();
    return (await this.controller.read(object)).value;
  }

  /** The same of a signed number of 16 bits. @throws Failure */
  async signed(object: ObjectId): Promise<number> {
    const value = await this.number(object);
    return value < 0x8000 ? value : value - 0x10000;
  }

  /** Chooses what other objects then tell. @throws Failure */
  async write(object: ObjectId, value: number): Promise<void> {
    this.#allow();
    await this.controller.write(object, value);
  }

  /** Clears a log, which nothing brings back. @throws Failure; Halt while it charges, or at the end */
  async clear(object: ObjectId): Promise<void> {
    this.#allow();
    const still = () => {
      const obstacle = this.car.obstacle("idle");
      if (obstacle) throw new Halt(obstacle.why, obstacle.advice, false);
    };
    still();
    await this.controller.write(object, 1, still);
  }

  /** Gets the access level that clearing needs. @throws Failure */
  async login(): Promise<void> {
    this.#allow();
    await this.controller.login();
  }

  /** What the controller itself calls a fault; empty where it does not tell, or there is none. */
  async description(code: number): Promise<string> {
    if (code === 0) return "";
    const known = this.#descriptions.get(code);
    if (known !== undefined) return known;
    const told = await this.#told(code);
    this.#descriptions.set(code, told);
    return told;
  }

  async #told(code: number): Promise<string> {
    try {
      await this.write(DESCRIBED, code);
      this.#allow();
      const text = await this.controller.readText(DESCRIPTION);
      return text.slice(0, LONGEST);
    } catch (error) {
      if (error instanceof Failure) return "";
      throw error;
    }
  }
}
