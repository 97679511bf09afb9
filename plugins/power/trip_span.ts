/** What a trip brings in way and SOC, from its begin to now or to its end; NaN is what is not known. */
export class TripSpan {
  #odometer = NaN;
  #socBefore = NaN;
  /** km. */
  #km = 0;
  #soc = NaN;
  #goesOn = false;

  /** km by the odometer; 0 while it is not known. */
  get km(): number {
    return this.#km;
  }
  /** SOC now, or when the trip ended, %. */
  get soc(): number {
    return Number.isNaN(this.#soc) ? 0 : this.#soc;
  }
  /** What the SOC rose by since its begin, %; negative where it fell. */
  get socGain(): number {
    return Number.isNaN(this.#socBefore) ? 0 : this.soc - this.#socBefore;
  }

  /** @param odometer km @param soc % */
  begin(odometer: number, soc: number): void {
    this.#odometer = odometer;
    this.#socBefore = this.#soc = soc;
    this.#km = 0;
    this.#goesOn = true;
  }

  /** Takes in what both are now, while the trip goes on. */
  follow(odometer: number, soc: number): void {
    if (!this.#goesOn) return;
    if (Number.isNaN(this.#odometer)) this.#odometer = odometer;
    if (Number.isNaN(this.#socBefore)) this.#socBefore = soc;
    if (!Number.isNaN(soc)) this.#soc = soc;
    const km = odometer - this.#odometer;
    if (!Number.isNaN(km)) this.#km = km;
  }

  end(): void {
    this.#goesOn = false;
  }
}
