import type {
  Clock,
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
import { makeCopy } from "./copies.ts";
import { changeSql, checksum } from "./checksum.ts";
import {
  type Database,
  type Trouble,
  troubleOf,
  type Value,
} from "./database.ts";
import { fileAt, sizeOf, suspect } from "./files.ts";
import { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import type { Change } from "./mend_settings.ts";
import { Mender } from "./mender.ts";
import { Outbox } from "./outbox.ts";
import { meaning, Problems } from "./problems.ts";
import { Reader } from "./reader.ts";
import { RecordAge } from "./record_age.ts";
import { MOST_RECORDS, RecordPruning } from "./record_pruning.ts";
import { Records } from "./records.ts";
import { number, type Row, text } from "./row.ts";
import { SPILL } from "./schema.ts";
import { Settings } from "./settings.ts";
import { COLUMNS, insertSql, type Numbered } from "./tables.ts";
import { Sums } from "./sums.ts";
import { Timeline } from "./timeline.ts";
import { Writer } from "./writer.ts";

/** The files behind a store; a store in memory has none. */
export interface StoreFiles {
  readonly path: string;
  readonly ledger: Ledger;
}

/** How a store begins. */
export interface StoreStart {
  /** Sentences of the recovery. */
  readonly found?: readonly string[];
  /** Where the database is, if it is in a file that can be written. */
  readonly files?: StoreFiles;
  /** Name for people; default: the file's. */
  readonly name?: string;
  /** Small values that stand in for those of the database. */
  readonly instead?: readonly Change[];
  /** Records that are kept at most. */
  readonly most?: number;
  /** Why nothing can be written: records and messages are kept in memory, all else is refused. */
  readonly closed?: Trouble;
}

/** Rows that no disk has. */
export interface Spilled {
  readonly record: readonly Row[];
  readonly outbox: readonly Row[];
}

/** Tables whose rows have a time that may be filled in later. */
const DATED: readonly (readonly [string, Numbered])[] = [
  ["record", "record"],
  ["outbox", "outbox"],
  ["journal", "journal"],
  ["record_spill", "record"],
  ["outbox_spill", "outbox"],
];
const DATE = "CAST(round(monotonic + ?1) AS INTEGER)";

/** The store on an open, sound database of the present schema. */
export class DurableStore implements Store {
  readonly name: string;
  readonly run: number;
  readonly #db: Database;
  readonly #files: StoreFiles | undefined;
  /** Which file it is. */
  readonly #file: string | undefined;
  readonly #timeline: Timeline;
  readonly #problems: Problems;
  readonly #writer: Writer;
  readonly #mender: Mender;
  readonly #settings: Settings;
  readonly #journal: Journal;
  readonly #records: Records;
  readonly #sums: Sums;
  readonly #age: RecordAge;
  readonly #pruning: RecordPruning;
  readonly #outbox: Outbox;
  #closed = false;

  constructor(
    db: Database,
    clock: Clock,
    start: StoreStart = {},
  ) {
    const { found = [], files, name, instead = [], closed } = start;
    this.name = name ?? files?.path ?? ":memory:";
    this.#db = db;
    this.#files = files;
    this.#file = files && fileAt(files.path);
    db.script(SPILL);
    const state = db.first("SELECT * FROM state") ?? {};
    const earlier = db.rows("SELECT sentence FROM finding ORDER BY id")
      .map((row) => text(row, "sentence"));
    this.run = number(state, "run") + 1;
    this.#timeline = new Timeline(clock, this.run);
    this.#timeline.stamp();
    this.#problems = new Problems([...earlier, ...found]);
    this.#writer = new Writer({
      db,
      name: this.name,
      problems: this.#problems,
      monotonic: () => clock.monotonic(),
      commits: Math.max(number(state, "commits"), counted(files)),
      run: this.run,
      closed: () => closed ?? (this.#isGone ? "gone" : undefined),
      lastId: Math.max(number(state, "last_id"), lastIdOf(db)),
      committed: (commits) => this.#count(commits),
    });
    this.#mender = new Mender(files?.path);
    const reader = new Reader(
      db,
      this.#problems,
      this.#mender,
      () => files && suspect(files.path),
    );
    this.#settings = new Settings(db, this.#writer, instead);
    const age = this.#age = new RecordAge({
      reader,
      timeline: this.#timeline,
      settings: this.#settings,
    });
    this.#sums = new Sums(db, reader, this.#writer);
    const parts = {
      db,
      writer: this.#writer,
      reader,
      timeline: this.#timeline,
      age,
      sums: this.#sums,
    };
    this.#journal = new Journal(parts);
    this.#outbox = new Outbox(parts);
    this.#records = new Records(parts);
    this.#pruning = new RecordPruning({
      ...parts,
      count: () => this.#records.count,
      most: start.most ?? MOST_RECORDS,
      monotonic: () => clock.monotonic(),
    });
    this.#begin(found);
  }

  get problems(): readonly string[] {
    return this.#problems.sentences;
  }

  stamp(): Stamp {
    return this.#timeline.stamp();
  }

  believed(): number | undefined {
    return this.#age.wall;
  }

  atomically<T>(work: () => T): T {
    return this.#writer.atomically(work);
  }

  get(section: string, key: string): string | undefined {
    return this.#settings.get(section, key);
  }

  entries(section: string): ReadonlyMap<string, string> {
    return this.#settings.entries(section);
  }

  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void {
    this.#settings.put(section, changes);
  }

  journal(entry: JournalEntry): Stored<JournalEntry> {
    return this.#journal.append(entry);
  }

  journalled(limit = -1): readonly Stored<JournalEntry>[] {
    return this.#journal.newest(limit);
  }

  record(
    record: HistoryRecord,
    queue: boolean | readonly RecordReader[],
  ): Stored<HistoryRecord> {
    return this.#records.add(record, queue);
  }

  history(query: HistoryQuery): readonly Stored<HistoryRecord>[] {
    return this.#records.query(query);
  }

  historyTypes(): ReadonlyMap<string, number> {
    return this.#records.types();
  }

  unsent(
    limit: number,
    reader?: RecordReader | "any",
  ): readonly Stored<HistoryRecord>[] {
    return this.#records.unsent(limit, reader);
  }

  acknowledge(ids: readonly number[], reader?: RecordReader): void {
    this.#records.acknowledge(ids, reader);
  }

  enqueue(item: OutboxItem): Stored<OutboxItem> {
    return this.#outbox.enqueue(item);
  }

  waiting(channel?: string): readonly OutboxEntry[] {
    return this.#outbox.waiting(channel);
  }

  attempted(id: number, error: string): void {
    this.#outbox.attempted(id, error);
  }

  deliver(id: number, state: Exclude<Delivery, "waiting">): void {
    this.#outbox.deliver(id, state);
  }

  reported(id: number, state: "delivered" | "undelivered"): void {
    this.#outbox.reported(id, state);
  }

  outbox(limit: number): readonly OutboxEntry[] {
    return this.#outbox.newest(limit);
  }

  date(): void {
    const offset = this.#timeline.offset;
    if (offset === undefined || !this.#timeline.owes) return;
    const done = this.#writer.perhaps(() => {
      for (const [table, kind] of DATED) {
        this.#db.run(
          `UPDATE ${table} SET ${
            changeSql(COLUMNS[kind], { wall: DATE })
          } WHERE run = ?2 AND wall IS NULL`,
          offset,
          this.run,
        );
      }
    });
    if (done) this.#timeline.paid();
  }

  told(): void {
    this.#writer.perhaps(() => this.#db.run("DELETE FROM finding"));
  }

  prune(): void {
    this.#sums.takeIn();
    this.#pruning.prune();
    this.#writer.perhaps(() => this.#age.keep());
    this.#pruning.scrub();
    this.#sums.mend();
    if (this.#mender.hasDue) {
      this.#writer.perhaps(() => this.#mender.write(this.#db));
    }
    this.#writer.perhaps(() => this.#outbox.prune());
    this.retry();
  }

  retry(): void {
    this.#writer.drain();
    this.date();
    const correction = this.#age.correction();
    if (correction) this.#writer.perhaps(correction);
  }

  snapshot(): void {
    if (!this.#files || this.#isGone) return;
    try {
      this.#db.checkpoint();
      makeCopy(this.#db, this.#files.path);
      this.#problems.over("copy");
    } catch (error) {
      this.#problems.report(
        "copy",
        `${
          meaning(troubleOf(error) ?? "unwritable")
        }: no new copy of the store can be made`,
      );
    }
  }

  /** Whether its file has another place or none, so that nobody would find what is written into it. */
  get #isGone(): boolean {
    return this.#files !== undefined && fileAt(this.#files.path) !== this.#file;
  }

  /** Rows that are only in memory, as another store can adopt them. */
  spilled(): Spilled {
    return {
      record: this.#db.rows("SELECT * FROM record_spill ORDER BY id"),
      outbox: this.#db.rows("SELECT * FROM outbox_spill ORDER BY id"),
    };
  }

  /**
   * Takes over rows of a store that could not be written.
   * @param isSame both read the same file, so that a row stands for the one of its number here
   */
  adopt(rows: Spilled, isSame: boolean): void {
    this.#timeline.owe();
    this.#writer.atomically(() => {
      for (const table of ["record", "outbox"] as const) {
        for (const row of rows[table]) this.#adoptRow(table, row, isSame);
      }
    });
  }

  #adoptRow(table: keyof Spilled, row: Row, isSame: boolean): void {
    const id = number(row, "id");
    if (isSame) this.#writer.used(id);
    const values = COLUMNS[table].map((column) =>
      column === "id" && !isSame ? this.#writer.nextId() : row[column] as Value
    );
    const insert = (into: string) =>
      this.#db.run(
        insertSql(into, table, "INSERT OR REPLACE"),
        ...values,
        checksum(values),
      );
    this.#writer.leniently(
      () => insert(table),
      () => insert(`${table}_spill`),
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#writer.drain();
    this.#writer.perhaps(() => this.#age.keep());
    this.snapshot();
    // SQLite would remove the log of whatever stands in its file's place now.
    if (!this.#isGone) {
      this.#db.close();
      this.#count(this.#writer.commits);
    }
    this.#files?.ledger.close();
  }

  /** The first commit of a run: its number, and what was found. */
  #begin(found: readonly string[]): void {
    this.#writer.perhaps(() => {
      this.#db.run("UPDATE state SET run = ?", this.run);
      this.#age.keep();
      for (const sentence of found) {
        this.#db.run("INSERT INTO finding (sentence) VALUES (?)", sentence);
      }
    });
  }

  /** Counts a commit in the second place; the commit itself stands, whether or not that works. */
  #count(commits: number): void {
    if (!this.#files) return;
    const { path, ledger } = this.#files;
    try {
      ledger.write({
        commits,
        bytes: sizeOf(path) ?? 0,
        settings: this.#settings.sum,
      });
      this.#problems.over("ledger");
    } catch {
      this.#problems.report(
        "ledger",
        "the disk does not take writes: a later loss of writes might go unnoticed",
      );
    }
  }
}

/** The greatest number that was given: the count of it may be damaged. */
function lastIdOf(db: Database): number {
  return db.number(`SELECT max(
    coalesce((SELECT max(id) FROM record), 0),
    coalesce((SELECT max(id) FROM outbox), 0),
    coalesce((SELECT max(id) FROM journal), 0)
  )`);
}

/** Commits that the ledger counted. */
function counted(files: StoreFiles | undefined): number {
  const found = files?.ledger.found;
  return typeof found === "object" ? found.commits : 0;
}
