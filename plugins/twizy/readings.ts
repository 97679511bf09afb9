/** Readings without a measurement in a row, after which a sensor counts as away. */
const AWAY = 5;
const SEEN = 0x80;

/**
 * The battery's sensors of one kind. A single reading that is no measurement is handed on as the bus
 * tells it, since the monitor drops the set that has one; a sensor that stays away is not measured.
 */
export class Readings {
  /** Readings of a sensor without a measurement in a row, and SEEN once it measured. */
  readonly #missing: Uint8Array;
  readonly #invalidFrom: number = 0;

  /**
   * @param most sensors that there may be
   * @param invalidFrom raw values from here on are no measurements, and neither is 0
   */
  constructor(most: number, invalidFrom: number) {
    this.#invalidFrom = invalidFrom;
    this.#missing = new Uint8Array(most);
  }

  isValid(raw: number): boolean {
    return raw > 0 && raw < this.#invalidFrom;
  }

  /** Takes in a raw value; true when it is to be shown, false when the sensor is away. */
  take(sensor: number, raw: number): boolean {
    if (this.isValid(raw)) {
      this.#missing[sensor] = SEEN;
      return true;
    }
    return this.#miss(sensor);
  }

  /** Counts a reading without a measurement; true while the sensor is not away. */
  #miss(sensor: number): boolean {
    const before = this.#missing[sensor] ?? 0;
    const missing = Math.min((before & ~SEEN) + 1, AWAY);
    this.#missing[sensor] = before & SEEN | missing;
    return missing < AWAY;
  }

  /** Whether there is such a sensor: one that only ever told 0 is none. */
  exists(sensor: number, raw: number): boolean {
    return raw !== 0 || ((this.#missing[sensor] ?? 0) & SEEN) !== 0;
  }
}
