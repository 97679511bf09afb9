/** A part that its losses warm and the air cools. */
export class HeatedPart {
  /** °C. */
  celsius: number;

  /**
   * @param ambient °C of the air, and at the start of the part
   * @param rise °C above the air for each watt of lasting loss
   * @param seconds time constant
   */
  constructor(
    readonly ambient: number,
    readonly rise: number,
    readonly seconds: number,
  ) {
    this.celsius = ambient;
  }

  /** Lets seconds pass with losses of some watts; exact for any length. */
  pass(seconds: number, watts: number): void {
    const end = this.ambient + watts * this.rise;
    this.celsius = end +
      (this.celsius - end) * Math.exp(-seconds / this.seconds);
  }
}
