// @ts-check
/** Questions that are asked again until it is their turn. */

/**
 * How they are asked.
 * @typedef {object} Asking
 * @property {() => Promise<unknown>} ask
 * @property {(error: unknown) => boolean} waits whether a refusal says that it is not yet this one's turn
 * @property {() => void} late told when it takes long
 * @property {(ms: number) => Promise<void>} pause
 */

/** Until one that found no place in the line is asked again, ms. */
const AGAIN = 5000;
/** After so long without an answer it is told that it is not its turn yet, ms. */
const LATE = 2000;

/** One question at a time: a newer one takes the place of what is still asked. */
export class Turns {
  #newest = 0;

  /**
   * Asks until there is an answer; false where a newer question took its place.
   * @param {Asking} asking
   * @returns {Promise<boolean>}
   */
  async take({ ask, waits, late, pause }) {
    const own = ++this.#newest;
    for (;;) {
      const asked = ask().then(() => true);
      pause(LATE).then(() => Promise.race([asked, false])).then(
        (done) => done || own !== this.#newest || late(),
        () => {},
      );
      try {
        return await asked && own === this.#newest;
      } catch (error) {
        if (own !== this.#newest) return false;
        if (!waits(error)) throw error;
      }
      late();
      await pause(AGAIN);
      if (own !== this.#newest) return false;
    }
  }
}
