/** Messages of clients that are taken in within a second, and answers on their way to the broker. */
const A_SECOND = 50, ON_THEIR_WAY = 50;

/**
 * How much of what clients send is answered: whoever may publish could send more than anybody reads, and
 * each answer waits for the broker. What is too much is dropped; its sender, without an answer, asks again.
 */
export class Intake {
  #taken = 0;
  #open = 0;
  #dropped = 0;
  #floods = false;

  /** Whether one more is taken in. */
  takes(): boolean {
    if (this.#taken < A_SECOND && this.#open < ON_THEIR_WAY) {
      this.#taken++;
      return true;
    }
    this.#dropped++;
    return false;
  }

  /** Counts work that ends with an answer. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#open++;
    try {
      return await work();
    } finally {
      this.#open--;
    }
  }

  /** One second; whether a flood of messages began in it. */
  second(): boolean {
    const floods = this.#dropped > 0, began = floods && !this.#floods;
    this.#floods = floods;
    this.#taken = this.#dropped = 0;
    return began;
  }
}
