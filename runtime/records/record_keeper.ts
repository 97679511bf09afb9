import type { HistoryRecord, RecordReader, Store } from "../../hal/mod.ts";

interface Due {
  readonly record: HistoryRecord;
  readonly queue: boolean;
}

/** What delivers records beside the server's connection. */
export interface RecordListener {
  readonly reader: Exclude<RecordReader, "server">;
  /** Whether records written now are to wait for it. */
  readonly wants: () => boolean;
  /** Told when there are new ones. */
  readonly told: () => void;
}

/** What is written whenever records are. */
export interface Beside {
  /** Writes what changed. */
  save(): void;
  /** What `save` wrote last did not get to the disk. */
  unsaved(): void;
}

/** Keeps the plugins' records. */
export class RecordKeeper {
  readonly #store: Pick<Store, "atomically" | "record">;
  readonly #queued: () => void;
  readonly #listeners = new Set<RecordListener>();
  readonly #beside: () => readonly Beside[];
  /** What the work under way has written so far; undefined while there is none. */
  #gathered: Due[] | undefined;

  /**
   * @param queued runs when there are new records for the server
   * @param beside what is written with the same commit: each of them waits for a memory card
   */
  constructor(
    store: Pick<Store, "atomically" | "record">,
    queued: () => void,
    beside: () => readonly Beside[] = () => [],
  ) {
    this.#store = store;
    this.#queued = queued;
    this.#beside = beside;
  }

  /** From now on what the server gets waits for another reader as well; returns what ends that. */
  listen(listener: RecordListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Keeps a record; with `queue` it also waits for the server. */
  add(record: HistoryRecord, queue: boolean): void {
    if (this.#gathered) this.#gathered.push({ record, queue });
    else this.#keep([{ record, queue }]);
  }

  /** Keeps what `work` adds with one commit: each of them waits for a memory card. */
  together(work: () => void): void {
    if (this.#gathered) return work();
    const gathered: Due[] = this.#gathered = [];
    try {
      work();
    } finally {
      this.#gathered = undefined;
      if (gathered.length > 0) this.#keep(gathered);
    }
  }

  #keep(due: readonly Due[]): void {
    const readers = [
      ...new Set<RecordReader>(["server", ...this.#readers()]),
    ];
    const write = () => {
      for (const { record, queue } of due) {
        this.#store.record(record, queue && readers);
      }
    };
    try {
      this.#store.atomically(() => {
        for (const each of this.#beside()) each.save();
        write();
      });
    } catch {
      // A disk that takes no writes refuses what stands beside; records wait in memory for it.
      for (const each of this.#beside()) each.unsaved();
      this.#store.atomically(write);
    }
    if (!due.some(({ queue }) => queue)) return;
    this.#queued();
    for (const { told } of this.#listeners) told();
  }

  #readers(): readonly RecordReader[] {
    return [...this.#listeners].filter(({ wants }) => wants())
      .map(({ reader }) => reader);
  }
}
