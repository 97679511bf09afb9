/** Faults within `FADE` after which a plugin is set aside. */
export const FAULT_LIMIT = 5;
/** Seconds after which a fault no longer counts. */
export const FADE = 3600;
/** Seconds for which a plugin is set aside the first time, and at most. */
export const REST = 600, LONGEST_REST = 6 * 3600;

/** How long one plugin is borne: faults fade, and one that is set aside is tried again, later and later. */
export class Patience {
  #recent: readonly number[] = [];
  #rest = REST;
  #until = Infinity;
  /** Second in which it was tried again; undefined while it never had to be, or is well since. */
  #tried: number | undefined;

  /**
   * Counts a fault.
   * @param now seconds since the start
   * @returns whether there were too many
   */
  fault(now: number): boolean {
    this.#recent = [
      ...this.#recent.filter((at) => now - at < FADE).slice(1 - FAULT_LIMIT),
      now,
    ];
    return this.#recent.length >= FAULT_LIMIT;
  }

  /**
   * Sets the plugin aside.
   * @returns for how many seconds, when it is the first time since it was well
   */
  begin(now: number): number | undefined {
    const rest = this.#rest, first = this.#tried === undefined;
    this.#until = now + rest;
    this.#rest = Math.min(2 * rest, LONGEST_REST);
    return first ? rest : undefined;
  }

  /** Whether a plugin that is set aside is to be tried again; its faults are then forgotten. */
  isOver(now: number): boolean {
    if (now < this.#until) return false;
    this.#until = Infinity;
    this.#recent = [];
    this.#tried = now;
    return true;
  }

  /** True once, when a plugin that was tried again has worked for long without a fault. */
  isWell(now: number): boolean {
    const since = Math.max(this.#tried ?? Infinity, this.#recent.at(-1) ?? 0);
    if (now - since < FADE) return false;
    this.#tried = undefined;
    this.#rest = REST;
    return true;
  }
}
