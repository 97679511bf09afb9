/** What a trip brings in way and SOC, from its begin to now or to its end. */
export class TripSpan {
  #odometer: number | undefined;
  #socBefore: number | undefined;
  /** km. */
  #km = 0;
  #soc: number | undefined;
  #goesOn = false;

  /** km by the odometer; 0 while it is not known. */
  get km(): number {
    return this.#km;
  }
  /** SOC now, or when the trip ended, %. */
  get soc(): number {
    return this.#soc ?? 0;
  }
  /** What the SOC rose by since its begin, %; negative where it fell. */
  get socGain(): number {
    return this.soc - (this.#socBefore ?? this.soc);
  }

  /** @param odometer km @param soc %; both undefined while not known */
  begin(odometer: number | undefined, soc: number | undefined): void {
    this.#odometer = odometer;
    this.#socBefore = this.#soc = soc;
    this.#km = 0;
    this.#goesOn = true;
  }

  /** Takes in what both are now, while the trip goes on. */
  follow(odometer: number | undefined, soc: number | undefined): void {
    if (!this.#goesOn) return;
    this.#odometer ??= odometer;
    this.#socBefore ??= soc;
    this.#soc = soc ?? this.#soc;
    if (odometer !== undefined && this.#odometer !== undefined) {
      this.#km = odometer - this.#odometer;
    }
  }

  end(): void {
    this.#goesOn = false;
  }
}
