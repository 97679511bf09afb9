import { checked, libc } from "./libc.ts";

/** Nobody can take this signal, as `deno task` takes that of Ctrl-Z; the same on x86-64 and aarch64. */
const SIGSTOP = 19;
/** The caller itself, and all processes that the shell started with it as one job. */
const SELF = 0, OWN_GROUP = 0;

/**
 * Stops the program and what the shell started beside it, as Ctrl-Z does where keys are not taken raw.
 * @throws Error when there is no shell to go on with it, or the C library cannot be called
 */
export function stopGroup(): void {
  const c = libc();
  // A shell with jobs gives each a group of its own; the session's first group has nobody above it.
  if (c.getpgid(SELF) === c.getsid(SELF)) {
    throw new Error("no shell with job control started it");
  }
  checked(c.kill(OWN_GROUP, SIGSTOP), "kill");
}
