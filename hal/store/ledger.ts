/**
 * The second place where commits are counted.
 *
 * SQLite reads a write-ahead log up to the first frame that does not add up and takes what follows
 * as never written: a log that was cut loses acknowledged writes without a word. So each commit
 * carries its number in the database, and the same number is written to this small file.
 *
 * Order of a write: (1) COMMIT, which fsyncs the log; (2) number and file size into the ledger, in
 * place, fdatasync; (3) the caller gets its acknowledgement. A kill between 1 and 2 leaves the
 * database ahead of the ledger, which is no loss. A ledger ahead of the database is.
 */

import { checksum } from "./checksum.ts";

/** What the ledger says about the database. */
export interface Tally {
  /** Commits that were acknowledged. */
  readonly commits: number;
  /** Size the database file had reached, bytes; SQLite never makes it smaller in our use. */
  readonly bytes: number;
  /** Sum over the small values; earlier releases did not write it. */
  readonly settings?: number;
}

/** The store is in use by somebody else. */
export class StoreInUseError extends Error {
  override readonly name = "StoreInUseError";
}

/** The last number is the sum over those before it. */
const LINE =
  /^commits (\d{15}) bytes (\d{15})(?: settings (\d{10}) sum (\d{10}))?\n$/;

/** The ledger file; its lock is held as long as it is open and ends with the process, however that ends. */
export class Ledger {
  readonly #file: Deno.FsFile;
  /** What it said at opening; undefined for a new ledger, `unreadable` if it makes no sense. */
  readonly found: Tally | "unreadable" | undefined;

  /**
   * Opens or makes the ledger and locks it.
   * @throws StoreInUseError when another program holds it
   */
  constructor(path: string, store: string) {
    this.#file = Deno.openSync(path, {
      read: true,
      write: true,
      create: true,
      mode: 0o600,
    });
    if (!this.#file.tryLockSync(true)) {
      this.#file.close();
      throw new StoreInUseError(
        `the store ${store} is in use by another program; stop that one or choose another file`,
      );
    }
    this.found = read(this.#file);
  }

  /** Writes the tally; on the disk when it returns. */
  write(tally: Tally): void {
    const line = lineOf(tally);
    this.#file.seekSync(0, Deno.SeekMode.Start);
    const bytes = new TextEncoder().encode(line);
    if (this.#file.writeSync(bytes) < bytes.length) {
      throw new Error("the ledger was only written in part");
    }
    if (this.found === "unreadable") this.#file.truncateSync(bytes.length);
    this.#file.syncDataSync();
  }

  /** Gives the lock back by itself: a process that was just begun still has a copy of the open file. */
  close(): void {
    this.#file.unlockSync();
    this.#file.close();
  }
}

function lineOf({ commits, bytes, settings }: Tally): string {
  const [c, b] = [commits, bytes].map((value) => digits(value, 15));
  if (settings === undefined) return `commits ${c} bytes ${b}\n`;
  const sum = digits(checksum([commits, bytes, settings]), 10);
  return `commits ${c} bytes ${b} settings ${
    digits(settings, 10)
  } sum ${sum}\n`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

function read(file: Deno.FsFile): Tally | "unreadable" | undefined {
  const buffer = new Uint8Array(100);
  const length = file.readSync(buffer);
  if (!length) return undefined;
  const match = LINE.exec(
    new TextDecoder().decode(buffer.subarray(0, length)),
  );
  if (!match) return "unreadable";
  const [commits = 0, bytes = 0] = match.slice(1).map(Number);
  if (match[3] === undefined) return { commits, bytes };
  const tally = { commits, bytes, settings: Number(match[3]) };
  const isSound = Number(match[4]) === checksum(Object.values(tally));
  return isSound ? tally : "unreadable";
}
