// @ts-check
/** How long a charge takes, from minutes by whole percent as the gateway estimates them. */
export class Estimate {
  /** @type {readonly (number | null)[]} */
  #minutes;

  /** @param {readonly (number | null)[]} minutes from empty to 0, 1, … 100 %; null where that cannot be told */
  constructor(minutes) {
    this.#minutes = minutes;
  }

  /**
   * Minutes from one SOC to another, %; undefined where that cannot be told.
   * @param {number} from
   * @param {number} to
   */
  minutes(from, to) {
    const begin = this.#at(from), end = this.#at(to);
    return begin === undefined || end === undefined
      ? undefined
      : Math.max(0, end - begin);
  }

  /** @param {number} soc */
  #at(soc) {
    const below = this.#minutes[Math.floor(soc)];
    const above = this.#minutes[Math.ceil(soc)];
    if (below == null || above == null) return undefined;
    return below + (above - below) * (soc - Math.floor(soc));
  }
}
