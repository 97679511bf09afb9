import type { Store } from "../../hal/mod.ts";
import type { Log } from "../log.ts";

const DAY_MINUTES = 24 * 60;
/** Minutes between prunings: each that finds something is a write. The first minute has one, as a gateway may never run for longer. */
const PRUNE_MINUTES = 10;

/** What the keeper needs of the rest of the runtime. */
export interface StoreKeeperOptions {
  readonly store: Store;
  /** Writes the vehicle's last known state. */
  readonly save: () => void;
  /** Queues a message to the owner; false while there is no way to them. */
  readonly tell: (text: string) => Promise<boolean>;
  readonly log: Log;
}

/**
 * The store's regular care: times of records, the vehicle's state, copies for the case of damage, and
 * what was found damaged told to the owner.
 */
export class StoreKeeper {
  readonly #reported = new Set<string>();
  #minutes = 0;
  /** Settings changed, and the copy does not have them yet. */
  #changed = false;
  #quiet = false;

  constructor(readonly options: StoreKeeperOptions) {}

  /** Settings were changed. */
  changed(): void {
    this.#changed = true;
    this.#quiet = false;
  }

  /** Tells the owner what opening the store found, once. */
  async start(): Promise<void> {
    const { store, tell } = this.options, { problems } = store;
    this.#report();
    if (problems.length > 0 && await tell(problems.join("\n"))) store.told();
  }

  /** One minute of the vehicle's clock. */
  minute(): void {
    const { store, save, log } = this.options;
    this.#minutes++;
    try {
      store.date();
      save();
      store.retry();
      if (this.#minutes % PRUNE_MINUTES === 1) store.prune();
      if (this.#copyIsDue()) store.snapshot();
    } catch (error) {
      log("error", "store failed", { error: String(error) });
    }
    this.#report();
  }

  /** Once a day, and after settings changed as soon as a minute brought no further change. */
  #copyIsDue(): boolean {
    const settled = this.#changed && this.#quiet;
    this.#quiet = true;
    if (settled) this.#changed = false;
    return settled || this.#minutes % DAY_MINUTES === 0;
  }

  /** Each problem goes to the log once. */
  #report(): void {
    for (const problem of this.options.store.problems) {
      if (this.#reported.has(problem)) continue;
      this.#reported.add(problem);
      this.options.log("error", "store problem", { problem });
    }
  }
}
