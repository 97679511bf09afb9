import type {
  Delivery,
  HistoryQuery,
  HistoryRecord,
  JournalEntry,
  OutboxEntry,
  OutboxItem,
  RecordReader,
  Stamp,
  Store,
  Stored,
} from "../mod.ts";
import { troubleOf } from "./database.ts";
import type { Change } from "./mend_settings.ts";
import {
  openFile,
  openInMemory,
  openReadOnly,
  type Readable,
  type StoreOptions,
} from "./open.ts";
import { meaning } from "./problems.ts";
import type { DurableStore, StoreStart } from "./store.ts";

/** Small values to begin with, by section and key, where nothing can be read. */
export type Assumed = Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/**
 * A store whose disk takes no writes at the start: a card that is mounted read-only, full or failing.
 * It has what can be read, and becomes the real one as soon as the disk allows.
 */
export class StandbyStore implements Store {
  readonly #options: StoreOptions;
  readonly #start: StoreStart;
  #readable: Readable | undefined;
  #store: DurableStore;
  #isStandby = true;

  /** @param why the error of the opening */
  constructor(options: StoreOptions, assumed: Assumed, why: unknown) {
    this.#options = options;
    this.#start = {
      found: [
        `${
          reason(why)
        }: the store ${options.path} cannot be opened for writing; the program runs in memory, with what could be read, and tries again each minute. What is set or recorded until then is lost with the power`,
      ],
      name: options.path,
      closed: "unwritable",
    };
    this.#readable = openReadOnly(options, this.#start);
    this.#store = this.#readable?.store ?? openInMemory(options.clock, {
      ...this.#start,
      instead: changesOf(assumed),
    });
  }

  /** Tries the disk; what is only in memory moves there. */
  #retry(): void {
    const rows = this.#store.spilled(), before = this.#readable;
    // The file may be locked by its reader.
    if (before) this.#store.close();
    try {
      const real = openFile(this.#options);
      real.adopt(rows, before?.isOwn ?? false);
      if (!before) this.#store.close();
      this.#store = real;
      this.#readable = undefined;
      this.#isStandby = false;
    } catch {
      if (!before) return;
      this.#readable = openReadOnly(this.#options, this.#start);
      this.#store = this.#readable?.store ??
        openInMemory(this.#options.clock, this.#start);
      this.#store.adopt(rows, true);
    }
  }
  get name(): string {
    return this.#store.name;
  }
  get problems(): readonly string[] {
    return this.#store.problems;
  }
  get run(): number {
    return this.#store.run;
  }
  stamp(): Stamp {
    return this.#store.stamp();
  }
  believed(): number | undefined {
    return this.#store.believed();
  }
  atomically<T>(work: () => T): T {
    return this.#store.atomically(work);
  }
  get(section: string, key: string): string | undefined {
    return this.#store.get(section, key);
  }
  entries(section: string): ReadonlyMap<string, string> {
    return this.#store.entries(section);
  }
  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void {
    this.#store.put(section, changes);
  }
  journal(entry: JournalEntry): Stored<JournalEntry> {
    return this.#store.journal(entry);
  }
  journalled(limit?: number): readonly Stored<JournalEntry>[] {
    return this.#store.journalled(limit);
  }
  record(
    record: HistoryRecord,
    queue: boolean | readonly RecordReader[],
  ): Stored<HistoryRecord> {
    return this.#store.record(record, queue);
  }
  history(query: HistoryQuery): readonly Stored<HistoryRecord>[] {
    return this.#store.history(query);
  }
  historyTypes(): ReadonlyMap<string, number> {
    return this.#store.historyTypes();
  }
  unsent(
    limit: number,
    reader?: RecordReader | "any",
  ): readonly Stored<HistoryRecord>[] {
    return this.#store.unsent(limit, reader);
  }
  acknowledge(ids: readonly number[], reader?: RecordReader): void {
    this.#store.acknowledge(ids, reader);
  }
  enqueue(item: OutboxItem): Stored<OutboxItem> {
    return this.#store.enqueue(item);
  }
  waiting(channel?: string): readonly OutboxEntry[] {
    return this.#store.waiting(channel);
  }
  attempted(id: number, error: string): void {
    this.#store.attempted(id, error);
  }
  deliver(id: number, state: Exclude<Delivery, "waiting">): void {
    this.#store.deliver(id, state);
  }
  reported(id: number, state: "delivered" | "undelivered"): void {
    this.#store.reported(id, state);
  }
  outbox(limit: number): readonly OutboxEntry[] {
    return this.#store.outbox(limit);
  }
  date(): void {
    this.#store.date();
  }
  prune(): void {
    this.retry();
    this.#store.prune();
  }
  retry(): void {
    if (this.#isStandby) this.#retry();
    this.#store.retry();
  }
  snapshot(): void {
    this.#store.snapshot();
  }
  told(): void {
    this.#store.told();
  }
  close(): void {
    this.#store.close();
  }
}

function reason(error: unknown): string {
  const trouble = troubleOf(error);
  if (trouble) return meaning(trouble);
  const text = error instanceof Error ? error.message : String(error);
  return /os error (\d+)/.exec(text)?.[1] === "28"
    ? meaning("full")
    : meaning("unwritable");
}

function changesOf(assumed: Assumed): readonly Change[] {
  return Object.entries(assumed).flatMap(([section, values]) =>
    Object.entries(values).map(([key, value]) =>
      [[section, key], value] as const
    )
  );
}
