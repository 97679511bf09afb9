/** Decides whether a message that came in may be executed: once, and not late. */
import type { Clock, SmsOrigin, Store } from "../../../hal/mod.ts";

/** Section of the store with the messages that were taken, by their keys. */
const SECTION = "sms.taken";
/** Messages that are remembered at most: more than any modem's memories hold. */
const REMEMBERED = 1500;
/** A command is executed for so long after it was sent, ms. */
const LATEST = 24 * 3_600_000;
/** A clock that is not known to be right mostly is so long after the start, by NTP, network or receiver, ms. */
const SET_BY = 120_000;
/** How often it is looked whether it is, ms. */
const LOOK = 1000;

/** A machine's clock that shows less was never set. */
const UNSET = Date.UTC(2020, 0, 1);
/** No clock that was ever set is so far behind, ms. */
const AHEAD = 366 * 24 * 3_600_000;

/** `again`: taken before, `late`: too old, `forgetful`: neither the store nor the modem lets it happen only once. */
export type Admission = "new" | "again" | "late" | "forgetful";

/** The door of the commands that come as text messages. */
export class Doorman {
  /** When the newest message was sent, as far as they tell, ms. */
  #newest = -Infinity;
  #closed = false;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** Takes a message: it is remembered on the disk before this resolves. */
  async admit(origin: SmsOrigin): Promise<Admission> {
    const { key, sentAt } = origin;
    if (sentAt !== undefined) await this.#clockSet();
    // It stays with the modem.
    if (this.#closed) throw new Error("the program ends");
    if (key !== undefined && this.store.get(SECTION, key) !== undefined) {
      return "again";
    }
    const late = this.#isLate(origin);
    // What cannot be remembered must be gone from the modem before it is executed.
    if (key === undefined || !this.#remember(key)) {
      try {
        await origin.remove();
      } catch {
        return "forgetful";
      }
    }
    return late ? "late" : "new";
  }

  /** Messages that wait are let in at the next start. */
  close(): void {
    this.#closed = true;
  }

  /**
   * After days without power the network delivers at once what came meanwhile, to a machine that shows
   * the time of its last shutdown.
   */
  #clockSet(): Promise<void> {
    const isSet = () =>
      this.#closed || this.clock.wall().trusted ||
      this.clock.monotonic() >= SET_BY;
    if (isSet()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.clock.every(LOOK, () => {
        if (!isSet()) return;
        stop();
        resolve();
      });
    });
  }

  /**
   * By the clock; while that cannot be trusted, by what came in later. A message that lay in the modem
   * at the start is then late by an untrusted clock as well: sending it again is easier than undoing it.
   */
  #isLate({ sentAt, waited }: SmsOrigin): boolean {
    if (sentAt === undefined) return false;
    const { ms, trusted } = this.clock.wall();
    if (trusted) return ms - sentAt > LATEST;
    if (this.#isBelieved(sentAt, ms)) {
      this.#newest = Math.max(this.#newest, sentAt);
    }
    const now = waited ? Math.max(ms, this.#newest) : this.#newest;
    return now - sentAt > LATEST;
  }

  /** A service centre that is years ahead would make whatever comes after its message late, for ever. */
  #isBelieved(sentAt: number, machine: number): boolean {
    const known = Math.max(machine, this.#newest);
    return known < UNSET || sentAt - known < AHEAD;
  }

  #remember(key: string): boolean {
    try {
      const taken = this.store.entries(SECTION);
      const order = [...taken].sort(([, a], [, b]) => Number(a) - Number(b));
      const last = Number(order.at(-1)?.[1] ?? 0);
      const old = order.slice(0, Math.max(0, order.length - REMEMBERED + 1));
      this.store.put(SECTION, {
        ...Object.fromEntries(old.map(([key]) => [key, undefined])),
        [key]: String(last + 1),
      });
      return true;
    } catch {
      return false;
    }
  }
}
