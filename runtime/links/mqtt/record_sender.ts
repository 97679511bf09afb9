import type { Clock, HistoryRecord, Store, Stored } from "../../../hal/mod.ts";
import { RecordTimes } from "../../messages/record_times.ts";
import { recordSubtype, type Topics } from "./subtypes.ts";

const SECOND = 1000;
/** Records that are read together. */
const WINDOW = 20;
/** After a refusal the broker is left alone for so long, ms. */
const PAUSE = 60 * SECOND;

/** What sends records. */
export interface RecordSenderOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Type of the vehicle, for records that any vehicle may have. */
  readonly vehicle: () => string;
  /** Topics of all vehicles. */
  readonly topics: Topics;
  readonly connected: () => boolean;
  /** Publishes with QoS 2 on a topic below the prefix; rejects when the broker does not take it. */
  readonly publish: (topic: string, text: string) => Promise<void>;
}

/**
 * History records on their way to the broker: in their order, one at a time, kept by the store until the
 * broker has them. One that was under way when the connection ended is sent anew under its number, by
 * which receivers tell it from another.
 */
export class RecordSender {
  readonly #options: RecordSenderOptions;
  readonly #times: RecordTimes;
  #busy = false;
  #until = -Infinity;
  /** Something may wait that no event will set in motion. */
  #stalled = true;

  constructor(options: RecordSenderOptions) {
    this.#options = options;
    this.#times = new RecordTimes(options.store);
  }

  /** Sends what waits, until there is nothing more, or something has to be waited for. */
  async flush(): Promise<void> {
    const { clock, connected } = this.#options;
    // Until a look at the store finds nothing.
    this.#stalled = true;
    if (this.#busy || !connected() || clock.monotonic() < this.#until) return;
    this.#busy = true;
    try {
      while (connected() && await this.#sendNext());
    } finally {
      this.#busy = false;
    }
  }

  /** One second of the clock: most of the time nothing waits, and the store is not asked. */
  async second(): Promise<void> {
    if (this.#stalled) await this.flush();
  }

  /** A connection ended, or came up: what is not acknowledged is sent on the next one. */
  reset(): void {
    this.#until = -Infinity;
  }

  /** Sends the oldest records whose age is known; false when there is none, or one was not taken. */
  async #sendNext(): Promise<boolean> {
    const { store, clock, connected, publish, vehicle, topics } = this.#options;
    const waiting = store.unsent(WINDOW, "broker");
    this.#stalled = waiting.length > 0;
    let sent = false;
    for (const record of waiting) {
      if (!connected()) return false;
      const age = this.#age(record);
      if (age === undefined) continue;
      const { id, type, number, lifetime, data } = record;
      const subtype = recordSubtype(type, vehicle(), topics);
      const text = [type, number, lifetime, data].join(",");
      try {
        await publish(
          `notify/data/${subtype}/${id}/${-age}`,
          text.split("\n", 1)[0] ?? "",
        );
      } catch {
        // The end of the connection is told as such; a refusal must not become a flood.
        if (connected()) this.#until = clock.monotonic() + PAUSE;
        return false;
      }
      store.acknowledge([id], "broker");
      sent = true;
    }
    return sent;
  }

  /** Whole seconds since it arose; undefined while nobody knows. */
  #age(record: Stored<HistoryRecord>): number | undefined {
    const now = this.#options.store.stamp(), { at } = record;
    if (at.run === now.run) {
      return Math.max(0, Math.floor((now.monotonic - at.monotonic) / SECOND));
    }
    if (now.wall === undefined) return undefined;
    this.#times.settle([record], now);
    const second = this.#times.secondOf(record, now);
    return second === undefined
      ? undefined
      : Math.max(0, Math.floor(now.wall / SECOND) - second);
  }
}
