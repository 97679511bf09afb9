/**
 * The durable store: what the module must not forget when its power is cut, in one SQLite file.
 *
 * Beside the file `x.db` stand `x.db-wal` (SQLite's log) and `x.db-shm` (its index, for readers beside
 * the program), `x.db.ledger` (count of commits and lock), `x.db.copy` and `x.db.copy-2` (the last good
 * copies), `x.db.copy-schema-<n>` (the copy made before schema version n was left) and, after damage,
 * `x.db.damaged-<n>`. All hold secrets in the clear and are readable by their owner only.
 * @module
 */
import type { Store } from "../mod.ts";
import { StoreInUseError } from "./ledger.ts";
import {
  openFile,
  openInMemory,
  openReadOnly,
  type StoreOptions,
} from "./open.ts";
import { StoreRefusedError } from "./problems.ts";
import { type Assumed, StandbyStore } from "./standby.ts";

export { writeWhole } from "./files.ts";
export { StoreInUseError } from "./ledger.ts";
export type { SafeValue } from "./mend_settings.ts";
export type { StoreOptions } from "./open.ts";
export {
  StoreRefusedError,
  StoreUnwritableError,
  StoreWriteError,
} from "./problems.ts";
export type { Assumed } from "./standby.ts";

/**
 * Opens a store, repairing what has to be: `problems` tells what was found.
 * @throws StoreInUseError when another program has it
 * @throws StoreRefusedError when it was written by a newer program or by another one altogether
 * @throws StoreUnwritableError when it has to be made anew and the disk does not take it
 */
export function openStore(options: StoreOptions): Store {
  return options.path === ":memory:"
    ? openInMemory(options.clock)
    : openFile(options);
}

/**
 * Opens a store, come what may of the disk: where it cannot be written, a store that begins with what
 * can be read, keeps the rest in memory, tells so in `problems` and tries the disk again each minute.
 * @param assumed small values to begin with when nothing can be read
 * @throws StoreInUseError, StoreRefusedError as `openStore`
 */
export function openSteadyStore(
  options: StoreOptions,
  assumed: Assumed = {},
): Store {
  try {
    return openStore(options);
  } catch (error) {
    if (isMistake(error)) throw error;
    return new StandbyStore(options, assumed, error);
  }
}

/**
 * Opens a store for reading, also while another program has it or where the disk takes no writes.
 * Writing to it is refused.
 * @returns undefined when nothing can be read
 */
export function readStore(options: StoreOptions): Store | undefined {
  return openReadOnly(options)?.store;
}

/** What no patience helps against. */
function isMistake(error: unknown): boolean {
  return error instanceof StoreInUseError ||
    error instanceof StoreRefusedError ||
    error instanceof Deno.errors.NotCapable;
}
