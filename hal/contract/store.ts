import type {
  Delivery,
  HistoryQuery,
  HistoryRecord,
  JournalEntry,
  OutboxEntry,
  OutboxItem,
  RecordReader,
  Stamp,
  Stored,
} from "./records.ts";

/**
 * What survives a power cut. Every call is synchronous: when it returns, its data is on the disk.
 * Reading never fails on damaged data; `problems` tells what was found.
 *
 * On a full disk `put` and `journal` throw and change nothing; records and messages are kept in
 * memory, as are acknowledgements and deliveries, until there is room; `problems` tells that too.
 */
export interface Store {
  /** Where it is, for people. */
  readonly name: string;
  /** Sentences about damage, a restored copy or a full disk; empty when all is well. */
  readonly problems: readonly string[];
  /** Number of this run of the program, counted up at each opening. */
  readonly run: number;
  /** Time as it is now, for what is about to be stored. */
  stamp(): Stamp;
  /**
   * The wall's time by which something may be called too old, ms since 1970 UTC; undefined while it is not
   * known, or while the clock says that much time has passed and has not said so for long enough.
   */
  believed(): number | undefined;
  /** Several writes as one: all or nothing. */
  atomically<T>(work: () => T): T;

  /** A small value, or undefined. */
  get(section: string, key: string): string | undefined;
  /** All small values of a section. */
  entries(section: string): ReadonlyMap<string, string>;
  /** Writes small values at once; undefined removes one. */
  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void;

  /** Appends to the journal; entries are never changed or removed. */
  journal(entry: JournalEntry): Stored<JournalEntry>;
  /** Journal entries in order, newest `limit` of them. */
  journalled(limit?: number): readonly Stored<JournalEntry>[];

  /** Keeps a history record; with `queue` it also waits for the server, or for those that are named. */
  record(
    record: HistoryRecord,
    queue: boolean | readonly RecordReader[],
  ): Stored<HistoryRecord>;
  /** Records in order of their writing; with a time in the query, only those whose time is known. */
  history(query: HistoryQuery): readonly Stored<HistoryRecord>[];
  /** Types of records that are there, with their count. */
  historyTypes(): ReadonlyMap<string, number>;
  /** Records that wait for the server, or for another reader or any, oldest first. */
  unsent(
    limit: number,
    reader?: RecordReader | "any",
  ): readonly Stored<HistoryRecord>[];
  /** The server, or another reader, has these. */
  acknowledge(ids: readonly number[], reader?: RecordReader): void;

  /** Queues a message to the owner. */
  enqueue(item: OutboxItem): Stored<OutboxItem>;
  /** Messages that wait on a channel, or on all of them, oldest first. */
  waiting(channel?: string): readonly OutboxEntry[];
  /** Counts a try that failed; the message goes on waiting. */
  attempted(id: number, error: string): void;
  /** Ends a message's waiting. */
  deliver(id: number, state: Exclude<Delivery, "waiting">): void;
  /** Notes what a report said of a message that was sent. */
  reported(id: number, state: "delivered" | "undelivered"): void;
  /** The newest messages with their state. */
  outbox(limit: number): readonly OutboxEntry[];

  /** Gives this run's stamps without wall time the one they have by the clock's present offset. */
  date(): void;
  /** Drops a part of what is older than it has to be kept, and looks whether a part of the rest is sound; to be called every ten minutes. */
  prune(): void;
  /** Writes what had to wait for room on the disk; to be called every minute. */
  retry(): void;
  /** Makes the copy that is used should the file be damaged; to be called daily. Closing makes one too. */
  snapshot(): void;
  /** The owner knows the problems found at this opening: later openings no longer repeat them. */
  told(): void;
  /** Makes a copy and lets go of the file. */
  close(): void;
}
