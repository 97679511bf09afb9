/** A connection to a server that takes and brings plain messages (`MP-0 ...`). */
export interface ServerTransport {
  /** Whether a server is logged in. */
  readonly connected: boolean;
  /** Whether the server confirms history records (message `h`). */
  readonly confirms: boolean;
  /** Whether the server throws history away at present, as it does in paranoid mode. */
  readonly discards?: boolean;
  /** Whether what comes now may be old, as the server's answers come late. */
  readonly isLate?: boolean;
  /** Why commands with power over car or gateway are refused over it; undefined where they are not. */
  readonly guarded?: string | undefined;
  /** Asks the server whether it is still there; a connection on which it does not answer ends. */
  ask?(): void;
  /** Sends these messages together, all or none; false when that is not possible now. */
  send(lines: readonly string[]): boolean;
}

/** While no connection is attached. */
export const NO_SERVER: ServerTransport = {
  connected: false,
  confirms: false,
  send: () => false,
};
