/** After the pedal was let go the full power lasts so long, ms; after a failed way back the next try comes so soon. */
const HOLD = 5000, AGAIN = 200;

/** What the pedal has to be pressed by, and from where on it is less: as features 1 and 2 say. */
export interface Pedal {
  readonly threshold: number;
  readonly zero: number;
}

/** What the pedal has to be pressed by, from where it is. */
function thresholdAt(at: number, { threshold, zero }: Pedal): number {
  return at > zero ? threshold - Math.floor((at - zero) / 8) : threshold;
}

/**
 * A pedal that is pressed fast asks for full power (twizy-later.md, section 11). It counts as 0x59B does,
 * 0 to 253, and takes the time from whoever asks.
 */
export class Kickdown {
  /** The pedal, smoothed. */
  #pedal = 0;
  /** Where it was when it asked; 0: it does not. */
  #level = 0;
  /** When it was last seen that the pedal is not let go, ms. */
  #heldAt = -Infinity;
  /** Full power lasts until then, ms, and as long as the pedal is not let go; undefined: it is not there. */
  #until: number | undefined;

  /** Full power is there. */
  get holds(): boolean {
    return this.#until !== undefined;
  }

  /** It asks for full power that is not there yet. */
  get asks(): boolean {
    return this.#level > 0 && !this.holds;
  }

  /** The pedal's next value. */
  press(value: number, settings: Pedal): void {
    const next = Math.floor((this.#pedal + value + 1) / 2);
    const threshold = thresholdAt(this.#pedal, settings);
    const isFast = threshold > 0 && next > this.#pedal + threshold;
    if (isFast || this.#level > 0 && next > this.#level) this.#level = next;
    this.#pedal = next;
  }

  /**
   * Looks at the pedal: from when it is let go on, full power lasts its time. Where it did not come in that
   * time, such as behind a closed gate, nobody asks for it any more.
   */
  follow(now: number, settings: Pedal): void {
    const threshold = thresholdAt(this.#level, settings);
    const letGo = this.#level - Math.floor(threshold / 2);
    if (this.#level > 0 && this.#pedal > letGo) this.#heldAt = now;
    else if (!this.holds && now >= this.#heldAt + HOLD) this.#level = 0;
  }

  /** Full power is there. @param at when the pedal asked for it */
  granted(at: number): void {
    this.#until = at + HOLD;
  }

  /** Whether full power is to end; while the pedal is not let go it lasts. */
  isOver(now: number, settings: Pedal): boolean {
    this.follow(now, settings);
    return this.#until !== undefined &&
      now >= Math.max(this.#until, this.#heldAt + HOLD);
  }

  /** The way back failed. */
  retry(now: number): void {
    this.#until = now + AGAIN;
  }

  /** The drive level was set: nothing is left of it. */
  clear(): void {
    this.#level = 0;
    this.#heldAt = -Infinity;
    this.#until = undefined;
  }
}
