/** Standard output in a test. */

/**
 * Runs `work` with another standard output.
 * @param take takes bytes, and says how many of them; it may throw as a disk does that is full
 */
export async function withOutput(
  take: (bytes: Uint8Array) => number,
  work: () => void | Promise<void>,
): Promise<void> {
  const { writeSync } = Deno.stdout;
  Object.assign(Deno.stdout, { writeSync: take });
  try {
    await work();
  } finally {
    Object.assign(Deno.stdout, { writeSync });
  }
}
