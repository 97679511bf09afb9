/** Where the user is. */
import { join } from "node:path";

/** Where the user is. */
export interface Surroundings {
  /** Folder from which paths count. */
  readonly folder: string;
  /** The user's state folder. */
  readonly state: string;
  /** Wall time, ms since 1970. */
  readonly now: number;
}

/** The user's folder of state, as the XDG base directory specification has it. */
export function stateFolder(
  env: (name: string) => string | undefined,
): string {
  const state = env("XDG_STATE_HOME");
  if (state?.startsWith("/")) return state;
  return join(env("HOME") ?? "/", ".local", "state");
}
