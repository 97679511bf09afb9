/**
 * Ports of servers that another program opens, or that go away and come back. They are none of those that the
 * system gives to whoever asks for any (from 32768 on): in between, no connection of another test takes one.
 */
const FIRST = 20_000, LAST = 32_767;

/** How often it is tried to listen at a port of before, and how long in between, ms. */
const TRIES = 1000, BETWEEN = 5;

/**
 * Listens at a port of before, at which nobody does. A process that is just being started has a copy of the
 * listener that was closed, until it runs its program.
 * @param listen listens, or throws
 */
export async function listenAgain<T>(listen: () => T): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return listen();
    } catch (error) {
      const isInUse = error instanceof Deno.errors.AddrInUse;
      if (!isInUse || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
    }
  }
}

/** A port of 127.0.0.1 at which nobody listens. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST + 1 - FIRST));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
