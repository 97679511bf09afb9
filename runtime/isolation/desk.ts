import type { Handles } from "../contract/handles.ts";
import type { Copies, Deed } from "./messages.ts";

/** What the handles need of the guest. */
export interface Desk {
  /** The latest copies of all. */
  readonly copies: () => Copies;
  /** Milliseconds since the copies came. */
  readonly since: () => number;
  /** Wants something to be done. */
  readonly deed: (deed: Deed) => void;
  /** Wants something to be done and waits for it. */
  readonly ask: (what: string, ...args: unknown[]) => Promise<unknown>;
  /** The same; what is not wanted any more rejects at once. */
  readonly askUntil: (
    signal: AbortSignal | undefined,
    what: string,
    ...args: unknown[]
  ) => Promise<unknown>;
  /** Does what must not be cut in the middle. */
  readonly work: Handles["can"]["sdo"]["work"];
}
