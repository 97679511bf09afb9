/** Speeds that have a value, km/h: from 0 to one below this. */
const SPEEDS = 120;

/** Highest values by speed in whole km/h, as long as there are any. */
export class Curve {
  #values: (number | undefined)[] = [];

  /** The highest value at each speed; undefined where nothing was measured. */
  get values(): readonly (number | undefined)[] {
    return this.#values;
  }

  /** Takes a value at a speed; true when it is a new highest one. */
  add(speed: number, value: number): boolean {
    const at = Math.floor(speed);
    if (!(at >= 0 && at < SPEEDS)) return false;
    const before = this.#values[at];
    if (before !== undefined && before >= value) return false;
    while (this.#values.length < at) this.#values.push(undefined);
    this.#values[at] = value;
    return true;
  }

  clear(): void {
    this.#values = [];
  }
}

/** What the dyno draws: battery power in kW and torque in Nm, driving and regaining, all positive. */
export class Curves {
  readonly powerDrive = new Curve();
  readonly powerRegain = new Curve();
  readonly torqueDrive = new Curve();
  readonly torqueRegain = new Curve();

  /**
   * Takes in a measurement.
   * @param speed km/h
   * @param current of the battery, A, discharge positive
   * @param power of the battery, kW, discharge positive
   * @param torque of the motor, Nm
   */
  add(speed: number, current: number, power: number, torque: number): void {
    if (current > 0) {
      this.powerDrive.add(speed, power);
      this.torqueDrive.add(speed, torque);
    } else {
      this.powerRegain.add(speed, -power);
      this.torqueRegain.add(speed, -torque);
    }
  }

  /** Whether nothing was measured. */
  get empty(): boolean {
    return this.powerDrive.values.length === 0 &&
      this.powerRegain.values.length === 0;
  }

  clear(): void {
    this.powerDrive.clear();
    this.powerRegain.clear();
    this.torqueDrive.clear();
    this.torqueRegain.clear();
  }
}
