import type { HistoryRecord, RecordReader, Store } from "../../hal/mod.ts";

interface Due {
  readonly record: HistoryRecord;
  readonly queue: boolean;
}

/** Keeps the plugins' records. */
export class RecordKeeper {
  readonly #store: Pick<Store, "atomically" | "record">;
  readonly #queued: () => void;
  readonly #also: () => readonly RecordReader[];
  /** What the work under way has written so far; undefined while there is none. */
  #gathered: Due[] | undefined;

  /**
   * @param queued runs when there are new records for the server
   * @param also who else gets what the server gets
   */
  constructor(
    store: Pick<Store, "atomically" | "record">,
    queued: () => void,
    also: () => readonly RecordReader[] = () => [],
  ) {
    this.#store = store;
    this.#queued = queued;
    this.#also = also;
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
    this.#store.atomically(() => {
      for (const { record, queue } of due) {
        this.#store.record(record, queue && readers);
      }
    });
    if (due.some(({ queue }) => queue)) this.#queued();
  }
}
