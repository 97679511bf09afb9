import type { Clock, Stop } from "../mod.ts";
import { NoAnswerError } from "./errors.ts";

interface Turn {
  readonly work: () => Promise<void>;
  readonly due: number;
  readonly reject: (error: Error) => void;
}

/**
 * Lets one piece of work at a time use the modem, in the order they came, and only while it is ready.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #isReady: () => boolean;
  readonly #waiting: Turn[] = [];
  #busy = false;
  #closed: string | undefined;
  #stopRest: Stop = () => {};

  constructor(clock: Clock, isReady: () => boolean) {
    this.#clock = clock;
    this.#isReady = isReady;
  }

  /** True when nothing runs and nothing waits. */
  get idle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  /**
   * Runs work when it is its turn.
   * @param patience how long it may wait for its turn, ms
   * @param rest how long the modem is left alone afterwards, ms
   */
  take<T>(work: () => Promise<T>, patience: number, rest = 0): Promise<T> {
    if (this.#closed !== undefined) {
      return Promise.reject(new NoAnswerError(this.#closed));
    }
    return new Promise((resolve, reject) => {
      const due = this.#clock.monotonic() + patience;
      const run = async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
        if (rest > 0) await this.#rest(rest);
      };
      this.#waiting.push({ work: run, due, reject });
      this.next();
    });
  }

  /** Gives the next one its turn, if the modem is ready and free. */
  next(): void {
    if (this.#busy || !this.#isReady()) return;
    const turn = this.#waiting.shift();
    if (!turn) return;
    this.#busy = true;
    turn.work().then(() => {
      this.#busy = false;
      this.next();
    });
  }

  /** Turns away who has waited too long. */
  expire(): void {
    const now = this.#clock.monotonic();
    while (this.#waiting[0] && this.#waiting[0].due <= now) {
      this.#waiting.shift()?.reject(
        new NoAnswerError("the modem was not ready in time"),
      );
    }
  }

  /** Turns everybody away, now and later. */
  close(reason: string): void {
    this.#closed = reason;
    for (const turn of this.#waiting.splice(0)) {
      turn.reject(new NoAnswerError(reason));
    }
    this.#stopRest();
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#clock.after(ms, resolve);
      this.#stopRest = () => {
        stop();
        resolve();
      };
    });
  }
}
