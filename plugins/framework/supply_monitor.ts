/** Below this the 12 V battery is low, whatever it was before: the guide's 11.5 V, in 0.1 V. */
const LOW = 115;
/** Distance to the reference at which it is low as well, 0.1 V. */
const DROP = 15;
/** Above its limit by so much, an alert is over, 0.1 V. */
const RECOVERY = 2;
/** Minutes after the car was switched off until the level counts as the reference. */
const SETTLED = 15;

/** What the monitor looks at once a minute. */
export interface SupplyReading {
  /** Volts, or undefined while unknown. */
  readonly volts: number | undefined;
  readonly carOn: boolean;
  /** The converter charges the 12 V battery. */
  readonly charging: boolean;
}

/** What is to be told. */
export type SupplyEvent = "low" | "recovered";

/**
 * Watches the 12 V battery: averages the readings, takes a reference when the car has been off for a
 * while, and finds two limits, a fixed one and one below the reference. Each is reported once until
 * the level is 0.2 V above it. Works in 0.1 V, as the original does.
 */
export class SupplyMonitor {
  #level: number | undefined;
  /** 0: the battery is charged; to 15: minutes of calm-down; above: the reference. */
  #reference = 0;
  #lastReference: number | undefined;
  /** Limits that were passed and reported. */
  #fixed: number | undefined;
  #relative: number | undefined;

  /** Averaged level, V; undefined while unknown. */
  get volts(): number | undefined {
    return tenths(this.#level);
  }

  /** Reference, V; undefined while there is none. */
  get reference(): number | undefined {
    return this.#reference > SETTLED ? tenths(this.#reference) : undefined;
  }

  /** Minutes of calm-down before a reference is taken, 0 to 15. */
  get settling(): number {
    return this.#reference > SETTLED ? 0 : this.#reference;
  }

  get alert(): boolean {
    return this.#fixed !== undefined || this.#relative !== undefined;
  }

  /** Takes a reading into the average; the first one as it is. */
  read(volts: number | undefined): void {
    if (volts === undefined) {
      this.#level = undefined;
      return;
    }
    const reading = Math.round(volts * 10);
    this.#level = this.#level === undefined
      ? reading
      : Math.floor((this.#level + reading + 1) / 2);
  }

  /** One minute; tells what the owner has to know. */
  minute(reading: SupplyReading): SupplyEvent | undefined {
    this.read(reading.volts);
    const level = this.#level;
    if (level === undefined) return undefined;
    this.#refer(level, reading);
    const before = this.alert, low = this.#passed(level, reading.carOn);
    if (low) return "low";
    return before && this.#over(level) ? "recovered" : undefined;
  }

  #refer(level: number, { carOn, charging }: SupplyReading): void {
    if (charging) this.#reference = 0;
    else if (this.#reference < SETTLED) {
      this.#reference = carOn ? 0 : this.#reference + 1;
    } else if (this.#reference === SETTLED && !carOn) {
      this.#reference = this.#lastReference = level;
      this.#relative = undefined;
    }
  }

  /** Whether a limit is passed that was not before. */
  #passed(level: number, carOn: boolean): boolean {
    const { reference } = this, limit = this.#reference - DROP;
    let passed = false;
    if (
      this.#relative === undefined && reference !== undefined && !carOn &&
      level <= limit
    ) {
      this.#relative = limit;
      passed = true;
    }
    if (this.#fixed === undefined && level < LOW) {
      this.#fixed = LOW;
      passed = true;
    }
    return passed;
  }

  /** Forgets limits that the level is above again; true when none is left. */
  #over(level: number): boolean {
    const above = (limit: number | undefined) =>
      limit !== undefined && level >= limit + RECOVERY;
    if (above(this.#fixed)) this.#fixed = undefined;
    if (above(this.#relative)) this.#relative = undefined;
    return !this.alert;
  }

  /** Text of an event, with the level and the last reference, if there was one. */
  text(event: SupplyEvent): string {
    const reference = tenths(this.#lastReference);
    const values = [
      `${this.volts?.toFixed(1)}V`,
      ...(reference === undefined ? [] : [`ref=${reference.toFixed(1)}V`]),
    ].join(", ");
    return event === "low"
      ? `ALERT!!! 12V BATTERY CRITICAL (${values})`
      : `12V BATTERY OK (${values})`;
  }
}

function tenths(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / 10;
}
