/** What the program around the runtime lets the console do; what it cannot is left out. */
import type { LogBook } from "../../log.ts";

/** All of it. What is refused is thrown as CommandError, with a sentence. */
export interface Gateway {
  /** What the program logged. */
  readonly log?: LogBook;
  readonly backup?: Backups;
}

/** One value that a backup changes. */
export interface BackupChange {
  readonly kind: "parameter" | "feature" | "setting" | "memory";
  /** Number of a parameter or feature, name of a setting, id of a plugin. */
  readonly key: string;
  /** As people read them; hidden where they are secret. */
  readonly old: string;
  readonly new: string;
}

/** What putting a backup back would do. */
export interface BackupPreview {
  /** When it was made, UTC, and by which version of the program. */
  readonly made: string;
  readonly program: string;
  readonly changes: readonly BackupChange[];
}

/** Takes backups and puts them back. */
export interface Backups {
  /** A backup without secrets: the name of its file, and its text. */
  take(): { readonly name: string; readonly text: string };
  /** What putting it back would change; nothing is. */
  preview(backup: unknown): BackupPreview;
  /**
   * Puts it back, all or nothing.
   * @param who link and principal, for the journal
   * @returns a sentence about it
   */
  restore(backup: unknown, who: string): string;
}
