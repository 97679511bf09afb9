/**
 * What is in use when all that can be collected is, MB.
 * @throws Error without `--v8-flags=--expose-gc`
 */
export function heap(): number {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect !== "function") {
    throw new Error("there is no gc(): start with --v8-flags=--expose-gc");
  }
  collect();
  return Deno.memoryUsage().heapUsed / 2 ** 20;
}
