import type { Clock } from "../../hal/mod.ts";

/** How long work may take to end safely, ms: the way back to operational state with some lost replies. */
const PATIENCE = 10_000;
/** How long work waits for that of another plugin, ms: one that never ends keeps nobody from the car. */
const TURN = 30_000;

/**
 * Work of plugins on the car's bus that must not be cut in the middle, such as a row of writes to a
 * controller: whatever would cut it, as closing the write gate or a restart, asks it to end first, and
 * then asks the plugins to leave the car as it has to be left.
 */
export class BusWork {
  /** Plugins at work, by the number of their pieces of work. */
  readonly #working = new Map<string, number>();
  #ends = new AbortController();
  #closed = false;
  #waiting: (() => void)[] = [];
  /** Plugins whose work waits for that of others. */
  #queue: (() => void)[] = [];

  /** @param settle has plugins leave the car as it has to be left; undefined when it is already */
  constructor(
    readonly clock: Pick<Clock, "after">,
    readonly settle: () => Promise<void> | undefined,
  ) {}

  /** Whether any plugin, or this one, is at work. */
  busy(plugin?: string): boolean {
    return plugin === undefined
      ? this.#working.size > 0
      : this.#working.has(plugin);
  }

  /**
   * Runs a piece of work when that of other plugins has ended, as two may write to the same device, or
   * after half a minute.
   * @param work its signal fires when it has to end safely; the reason is a sentence
   */
  async run<T>(
    plugin: string,
    work: (ends: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#hasToWait(plugin)) await this.#enterInTurn(plugin);
    else this.#enter(plugin);
    try {
      return await work(this.#ends.signal);
    } finally {
      this.#left(plugin);
    }
  }

  /** Whether another plugin is at work. */
  #hasToWait(plugin: string): boolean {
    return this.busy() && !this.busy(plugin);
  }

  #enter(plugin: string): void {
    this.#working.set(plugin, (this.#working.get(plugin) ?? 0) + 1);
  }

  async #enterInTurn(plugin: string): Promise<void> {
    let late = false, go = () => {};
    const stop = this.clock.after(TURN, () => {
      late = true;
      go();
    });
    while (this.#hasToWait(plugin) && !late) {
      await new Promise<void>((resolve) => this.#queue.push(go = resolve));
    }
    stop();
    // In the same breath, as several wait
    this.#enter(plugin);
  }

  #left(plugin: string): void {
    const left = (this.#working.get(plugin) ?? 1) - 1;
    if (left > 0) this.#working.set(plugin, left);
    else this.#working.delete(plugin);
    if (this.busy()) return;
    if (!this.#closed && this.#ends.signal.aborted) {
      this.#ends = new AbortController();
    }
    for (const done of this.#waiting.splice(0)) done();
    for (const next of this.#queue.splice(0)) next();
  }

  /**
   * Asks all work to end safely, and plugins to settle; resolves when they have, or after ten seconds.
   * @param reason a sentence for whoever asked for the work
   * @returns undefined when there is nothing to wait for
   */
  end(reason: string): Promise<void> | undefined {
    const ended = this.busy()
      ? this.#idle(reason).then(() => this.settle())
      : this.settle();
    return ended && this.#within(ended);
  }

  #idle(reason: string): Promise<void> {
    this.#ends.abort(reason);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #within(work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.clock.after(PATIENCE, resolve);
      void work.finally(() => {
        stop();
        resolve();
      });
    });
  }

  /** The same, and what comes later is told to end at once. */
  close(reason: string): Promise<void> | undefined {
    this.#closed = true;
    const ended = this.end(reason);
    this.#ends.abort(reason);
    return ended;
  }
}
