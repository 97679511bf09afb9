import { type Database, type Trouble, troubleOf } from "./database.ts";
import { meaning, type Problems, StoreWriteError } from "./problems.ts";

/** Rows that memory holds while the disk is full; of records, the oldest go first. */
const SPILL_LIMIT = 10_000;

/** How long after a failed attempt the rows in memory are tried again, ms. */
const RETRY = 10_000;

/** Tables whose newest rows are held in memory while the disk is full. */
const SPILLING = ["record", "outbox"] as const;

/** What the writer is made of. */
export interface WriterParts {
  readonly db: Database;
  /** Where the store is, for error texts. */
  readonly name: string;
  readonly problems: Problems;
  /** Monotonic time, ms. */
  readonly monotonic: () => number;
  /** The state row as it is on the disk, and the number of this run. */
  readonly commits: number;
  readonly run: number;
  readonly lastId: number;
  /** Why nothing can be written for the time being; undefined when the disk is to be tried. */
  readonly closed: () => Trouble | undefined;
  /** Called after each commit, before it is acknowledged. */
  readonly committed: (commits: number) => void;
}

/** The batch under way. */
interface Batch {
  /** The same writes for memory, should the disk not take them. */
  readonly inMemory: (() => void)[];
  /** There are writes that only the disk will do for. */
  strict: boolean;
  /** Why the disk did not take it. */
  trouble: Trouble | undefined;
  /** Its COMMIT was tried. */
  committing: boolean;
  /** What has to be undone when it fails. */
  readonly undo: (() => void)[];
}

/**
 * The one way into the database: batches, the count of commits, and what happens when the disk
 * takes no more.
 */
export class Writer {
  readonly #parts: WriterParts;
  readonly #db: Database;
  #commits: number;
  #lastId: number;
  #batch: Batch | undefined;
  /** Why rows are in memory that are not on the disk; undefined when none are. */
  #spilled: Trouble | undefined;
  #retryAt = 0;
  /** When the log is worked in again after a refused write, ms. */
  #roomAt = 0;
  /** Rows that memory could not hold either. */
  #dropped = 0;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#db = parts.db;
    this.#commits = parts.commits;
    this.#lastId = parts.lastId;
  }

  /** Commits so far, over all runs. */
  get commits(): number {
    return this.#commits;
  }

  /** A number greater than all before, for a new row of any table. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** A number that a row has already. */
  used(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  /** Several writes as one: all or nothing. Within another batch they become part of that. */
  atomically<T>(work: () => T): T {
    if (this.#batch) return work();
    this.drain();
    const batch: Batch = {
      inMemory: [],
      strict: false,
      trouble: this.#parts.closed(),
      committing: false,
      undo: [],
    };
    this.#batch = batch;
    try {
      if (!batch.trouble) {
        this.#attempt(batch, () => this.#db.control("BEGIN IMMEDIATE"));
      }
      const before = this.#db.changes;
      const result = work();
      if (!batch.trouble) {
        this.#attempt(batch, () => this.#commit(before, batch));
      }
      if (batch.trouble) this.#giveUp(batch, batch.trouble);
      else if (this.#spilled) this.#toMemory(batch, this.#spilled);
      else this.#parts.problems.over("write");
      return result;
    } catch (error) {
      for (const undo of batch.undo.reverse()) undo();
      throw error;
    } finally {
      this.#db.rollback();
      this.#batch = undefined;
      if (batch.trouble && batch.committing) this.#cover();
      if (batch.trouble === "full") this.#roomForNext();
    }
  }

  /**
   * A write that is either on the disk or refused.
   * @throws StoreWriteError when the disk does not take it
   */
  strictly(write: () => void, undo?: () => void): void {
    this.atomically(() => {
      const batch = this.#current();
      batch.strict = true;
      if (undo) batch.undo.push(undo);
      if (!batch.trouble) this.#attempt(batch, write);
      if (batch.trouble) this.#refuse(batch.trouble);
    });
  }

  /** A write that goes to memory while the disk does not take it. */
  leniently(onDisk: () => void, inMemory: () => void): void {
    this.atomically(() => {
      const batch = this.#current();
      batch.inMemory.push(inMemory);
      // Rows in memory stand for those on the disk, so that newer ones follow them there.
      if (this.#spilled || batch.trouble) return;
      this.#attempt(batch, onDisk);
      if (batch.trouble && batch.strict) this.#refuse(batch.trouble);
    });
  }

  /** A write that can as well be done later: false if the disk did not take it. */
  perhaps(write: () => void): boolean {
    try {
      this.strictly(write);
      return true;
    } catch (error) {
      if (error instanceof StoreWriteError) return false;
      throw error;
    }
  }

  /** Brings rows from memory to the disk, if there is room again. */
  drain(): void {
    const now = this.#parts.monotonic();
    if (!this.#spilled || this.#batch || now < this.#retryAt) return;
    this.#retryAt = now + RETRY;
    if (this.#parts.closed()) return;
    this.#makeRoom();
    const done = this.perhaps(() => {
      for (const table of SPILLING) {
        this.#db.run(
          `INSERT OR REPLACE INTO main.${table} SELECT * FROM ${table}_spill`,
        );
        this.#db.run(`DELETE FROM ${table}_spill`);
      }
    });
    if (!done) return;
    this.#spilled = undefined;
    this.#parts.problems.over("write");
  }

  /** The log may be what fills the disk: then the next try finds room. */
  #roomForNext(): void {
    const now = this.#parts.monotonic();
    if (now < this.#roomAt) return;
    this.#roomAt = now + RETRY;
    this.#makeRoom();
  }

  /** The log may hold more of the disk than the rows need. */
  #makeRoom(): void {
    try {
      this.#db.checkpoint();
    } catch (error) {
      if (!troubleOf(error)) throw error;
    }
  }

  #current(): Batch {
    if (!this.#batch) throw new Error("a write needs a batch");
    return this.#batch;
  }

  /** Runs `step`; a trouble of the disk is noted, a mistake goes on to the caller. */
  #attempt(batch: Batch, step: () => void): void {
    try {
      step();
    } catch (error) {
      batch.trouble = troubleOf(error);
      if (!batch.trouble) throw error;
    }
  }

  #commit(before: number, batch: Batch): void {
    if (this.#db.changes === before) return this.#db.rollback();
    batch.committing = true;
    this.#countAndCommit();
  }

  #countAndCommit(): void {
    const commits = this.#commits + 1;
    this.#db.run(
      "UPDATE state SET commits = ?, run = ?, last_id = ?",
      commits,
      this.#parts.run,
      this.#lastId,
    );
    this.#db.control("COMMIT");
    this.#commits = commits;
    this.#parts.committed(commits);
  }

  /**
   * A commit that failed when the disk was waited for may stand in the log as a whole, and the next start
   * would take it for one: a commit of nothing takes its place, also where that fails in the same way.
   * It has a number of its own, as SQLite writes no page that stays the same.
   */
  #cover(): void {
    try {
      this.#db.control("BEGIN IMMEDIATE");
      this.#countAndCommit();
    } catch (error) {
      if (!troubleOf(error)) throw error;
    } finally {
      this.#db.rollback();
    }
  }

  #refuse(trouble: Trouble): never {
    this.#tell(trouble);
    throw new StoreWriteError(trouble, this.#parts.name);
  }

  /** The disk did not take the batch: what memory may hold goes there, anything else is refused. */
  #giveUp(batch: Batch, trouble: Trouble): void {
    if (batch.strict) this.#refuse(trouble);
    this.#db.rollback();
    this.#spilled = trouble;
    this.#retryAt = this.#parts.monotonic() + RETRY;
    this.#toMemory(batch, trouble);
  }

  #toMemory(batch: Batch, trouble: Trouble): void {
    for (const write of batch.inMemory) write();
    for (const table of SPILLING) {
      const excess = this.#db.number(`SELECT count(*) FROM ${table}_spill`) -
        SPILL_LIMIT;
      if (excess <= 0) continue;
      this.#db.run(
        `DELETE FROM ${table}_spill WHERE id IN (SELECT id FROM ${table}_spill ORDER BY id LIMIT ?)`,
        excess,
      );
      this.#dropped += excess;
    }
    this.#tell(trouble);
  }

  #tell(trouble: Trouble): void {
    const held = SPILLING.map((table) =>
      this.#db.number(`SELECT count(*) FROM ${table}_spill`)
    ).reduce((sum, count) => sum + count, 0);
    const inMemory = held
      ? `, the newest ${held} records and messages are only in memory`
      : "";
    const dropped = this.#dropped ? `, ${this.#dropped} were dropped` : "";
    this.#parts.problems.report(
      "write",
      `${meaning(trouble)}: settings cannot be changed${inMemory}${dropped}`,
    );
  }
}
