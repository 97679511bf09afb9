/** A sensor set that came and was not used yet, and those who wait for one. */
export class Arrivals {
  #waiting: (() => void)[] = [];
  #fresh = false;

  /** A set came that nobody has used. */
  get fresh(): boolean {
    return this.#fresh;
  }

  /** A set came. */
  arrived(): void {
    this.#fresh = true;
    if (this.#waiting.length === 0) return;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** The set was used; those who come later wait for another. */
  used(): void {
    this.#fresh = false;
  }

  /**
   * Waits for a set that was not used yet.
   * @param giveUp resolves when it is no longer waited for
   * @returns whether one came
   */
  async next(giveUp: Promise<void>): Promise<boolean> {
    if (this.#fresh) return true;
    let go = () => {};
    const came = new Promise<true>((resolve) => go = () => resolve(true));
    this.#waiting.push(go);
    const arrived = await Promise.race([came, giveUp.then(() => false)]);
    this.#waiting = this.#waiting.filter((waiting) => waiting !== go);
    return arrived;
  }
}
