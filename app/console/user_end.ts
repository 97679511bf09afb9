import type { Clock } from "../../hal/mod.ts";
import type { HistoryFile } from "./history_file.ts";

/** What the user is shown and asked. */
export interface UserEndOptions {
  /** Runs a line; the next one waits for it. */
  readonly line: (line: string) => Promise<void>;
  /** The line above the prompt, as it is now. */
  readonly status: () => string;
  /** What the last word of the line typed so far may become. */
  readonly complete: (line: string) => readonly string[];
  /** The user ended the input; `lines` were typed before. `heard` is false where an answer reached nobody. */
  readonly ended: (lines: number, heard?: boolean) => void;
  /** The machine's clock, for the status line. */
  readonly clock: Clock;
  readonly history: Pick<HistoryFile, "read" | "add">;
  /** Whether a line may be kept over restarts. */
  readonly keeps: (line: string) => boolean;
}

/** The user's end of the program. */
export interface UserEnd {
  /** Whether somebody sits there. */
  readonly interactive: boolean;
  /** Begins to read. */
  open(): void;
  /** Prints above what is being typed. */
  print(text: string): void;
  /** Ends reading. */
  close(): void;
}
