import type { HistoryRecord, RecordReader, Store } from "../../hal/mod.ts";

interface Due {
  readonly record: HistoryRecord;
  readonly queue: boolean;
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
  readonly #also: () => readonly RecordReader[];
  readonly #beside: Beside;
  /** What the work under way has written so far; undefined while there is none. */
  #gathered: Due[] | undefined;

  /**
   * @param queued runs when there are new records for the server
   * @param also who else gets what the server gets
   * @param beside is written with the same commit: each of them waits for a memory card
   */
  constructor(
    store: Pick<Store, "atomically" | "record">,
    queued: () => void,
    also: () => readonly RecordReader[] = () => [],
    beside: Beside = { save() {}, unsaved() {} },
  ) {
    this.#store = store;
    this.#queued = queued;
    this.#also = also;
    this.#beside = beside;
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
    const readers: readonly RecordReader[] = ["server", ...this.#also()];
    const write = () => {
      for (const { record, queue } of due) {
        this.#store.record(record, queue && readers);
      }
    };
    try {
      this.#store.atomically(() => {
        this.#beside.save();
        write();
      });
    } catch {
      // A disk that takes no writes refuses what stands beside; records wait in memory for it.
      this.#beside.unsaved();
      this.#store.atomically(write);
    }
    if (due.some(({ queue }) => queue)) this.#queued();
  }
}
