import { HeatedPart } from "./heat.ts";

/** What makes heat, W. */
export interface Load {
  /** Electric power of the motor, either direction. */
  readonly motor: number;
  /** Power from the mains. */
  readonly mains: number;
  /** Losses inside the battery. */
  readonly battery: number;
}

/** Parts of the power that become heat. */
const LOSSES = { motor: 0.12, controller: 0.06, charger: 0.1 } as const;

/** Temperatures of the parts that report one, °C; all start at that of the air. */
export class Temperatures {
  readonly motor: HeatedPart;
  readonly controller: HeatedPart;
  readonly charger: HeatedPart;
  readonly battery: HeatedPart;

  constructor(ambient: number) {
    this.motor = new HeatedPart(ambient, 0.06, 1200);
    this.controller = new HeatedPart(ambient, 0.08, 600);
    this.charger = new HeatedPart(ambient, 0.2, 900);
    this.battery = new HeatedPart(ambient, 0.1, 4 * 3600);
  }

  /** Lets seconds pass under a load. */
  pass(seconds: number, load: Load): void {
    this.motor.pass(seconds, load.motor * LOSSES.motor);
    this.controller.pass(seconds, load.motor * LOSSES.controller);
    this.charger.pass(seconds, load.mains * LOSSES.charger);
    this.battery.pass(seconds, load.battery);
  }
}
