import type {
  Clock,
  HistoryRecord,
  Stamp,
  Store,
  Stored,
} from "../../hal/mod.ts";
import type { Log } from "../log.ts";
import { once } from "../once.ts";
import { RecordTimes } from "./record_times.ts";
import type { ServerTransport } from "./transport.ts";

/** What sends history. */
export interface HistoryOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** The connection of the moment. */
  readonly transport: () => ServerTransport;
  readonly log: Log;
}

type Kept = Stored<HistoryRecord>;

/** Records on their way at the same time. */
const WINDOW = 50;
/** Confirmations that are written to the store at once. */
const BATCH = WINDOW / 2;
const SECOND = 1000;
/** A record that stays unconfirmed for so long makes the server be asked whether it is there, ms. */
const ASK_AFTER = 60 * SECOND;
/** One that answers and does not confirm is asked again after so long. */
const ASK_AGAIN = 300 * SECOND;
/**
 * Records leave in this first part of a second of the wall, ms. The server takes its own second of
 * arrival minus the age that it is told; near the end of a second a record that is sent twice would
 * become two.
 */
const EARLY = 300;
/** A timer that is a little early must not end in the second before, ms. */
const SLACK = 10;

/**
 * History records on their way to the server: in their order, a bounded number at a time, kept until
 * the server has confirmed them, and sent again after a loss with the same second.
 */
export class HistoryQueue {
  readonly #options: HistoryOptions;
  readonly #times: RecordTimes;
  /** Sent on this connection, not confirmed yet. */
  readonly #unconfirmed = new Set<number>();
  /** Confirmed, which the store does not know yet. */
  readonly #confirmed: number[] = [];
  #waiting: PromiseWithResolvers<void> | undefined;
  #stopWaiting = () => {};
  /** Monotonic time from which on the server is asked, while something is not confirmed. */
  #askAt = Infinity;
  /** Something waits that no event will set in motion. */
  #stalled = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#times = new RecordTimes(options.store);
  }

  /** Resolves when what was written so far has had its chance to leave; within a second. */
  get turn(): Promise<void> {
    return this.#waiting?.promise ?? Promise.resolve();
  }

  /** A connection came or went: what is not confirmed is sent again on the next one. */
  reset(): void {
    this.#write();
    this.#unconfirmed.clear();
    this.#askAt = Infinity;
    this.#endWaiting();
  }

  /** The server has a record. */
  confirmed(id: number): void {
    if (!this.#unconfirmed.delete(id)) return;
    this.#expect();
    this.#confirmed.push(id);
    if (this.#confirmed.length < BATCH && this.#unconfirmed.size > 0) return;
    this.flush();
  }

  /** One second of the vehicle's clock. */
  second(): void {
    if (this.#stalled) this.flush();
    const now = this.#options.clock.monotonic();
    if (now < this.#askAt) return;
    this.#askAt = now + ASK_AGAIN;
    this.#options.transport().ask?.();
  }

  /** From now on the server has a while to confirm the next record. */
  #expect(): void {
    this.#askAt = this.#unconfirmed.size > 0
      ? this.#options.clock.monotonic() + ASK_AFTER
      : Infinity;
  }

  /** Sends what waits, as far as the connection takes it now. */
  flush(): void {
    const { log } = this.#options, transport = this.#options.transport();
    try {
      this.#write();
      if (!transport.connected || transport.discards) return;
      if (transport.confirms) this.#sendConfirmed(transport);
      else this.#sendPlain(transport);
    } catch (error) {
      log("error", "history not sent", { error: String(error) });
    }
  }

  /** Confirmations go to the store together: each write costs the disk a sync. */
  #write(): void {
    const ids = this.#confirmed.splice(0);
    if (ids.length > 0) this.#options.store.acknowledge(ids);
  }

  /** To a server that neither confirms nor takes a record's age: as if each arose now. */
  #sendPlain(transport: ServerTransport): void {
    const { store } = this.#options;
    for (;;) {
      const records = store.unsent(WINDOW);
      if (records.length === 0) return;
      const lines = records.map((record) => `MP-0 H${fields(record)}`);
      if (!transport.send(lines)) return;
      store.acknowledge(records.map(({ id }) => id));
    }
  }

  #sendConfirmed(transport: ServerTransport): void {
    const { store } = this.#options;
    const now = store.stamp(), { wall } = now;
    // Without the time nobody knows how old the records are; they wait for it.
    this.#stalled = wall === undefined;
    if (wall === undefined || this.#unconfirmed.size >= WINDOW) return;
    const early = wall % SECOND;
    if (early >= EARLY) return this.#wait(SECOND - early + SLACK);
    const ids: number[] = [], lines: string[] = [];
    for (const record of this.#next(now)) {
      const second = this.#times.secondOf(record, now);
      if (second === undefined) continue;
      const age = Math.max(0, Math.floor(wall / SECOND) - second);
      ids.push(record.id);
      lines.push(`MP-0 h${record.id},${-age},${fields(record)}`);
    }
    if (lines.length === 0) return;
    this.#stalled = !transport.send(lines);
    if (this.#stalled) return;
    const isFirst = this.#unconfirmed.size === 0;
    for (const id of ids) this.#unconfirmed.add(id);
    if (isFirst) this.#expect();
  }

  /** The oldest records that are not on their way, each with its time. */
  #next(now: Stamp): readonly Kept[] {
    const read = () =>
      this.#options.store.unsent(WINDOW)
        .filter(({ id }) => !this.#unconfirmed.has(id))
        .slice(0, WINDOW - this.#unconfirmed.size);
    const records = read();
    return this.#times.settle(records, now) ? read() : records;
  }

  #wait(ms: number): void {
    if (this.#waiting) return;
    const waiting = this.#waiting = Promise.withResolvers<void>();
    this.#stopWaiting = once(this.#options.clock, ms, () => {
      this.#waiting = undefined;
      this.flush();
      waiting.resolve();
    });
  }

  #endWaiting(): void {
    this.#stopWaiting();
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }
}

function fields({ type, number, lifetime, data }: HistoryRecord): string {
  return [type, number, lifetime, data].join(",");
}
