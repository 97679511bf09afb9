/** What the program around the runtime lets the console do; what it cannot is left out. */
import type { LogBook } from "../../log.ts";

/** All of it. */
export interface Gateway {
  /** What the program logged. */
  readonly log?: LogBook;
}
