/**
 * Ports of servers that another program opens, or that go away and come back. They are none of those that the
 * system gives to whoever asks for any (from 32768 on): in between, no connection of another test takes one.
 */
const FIRST = 20_000, LAST = 32_767;

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
