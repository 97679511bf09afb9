/** What the program was asked to print, on standard output. */
import { reasonOf, UsageError } from "./usage_error.ts";

/** Prints a text and ends its line. */
export function say(text: string): void {
  print(`${text}\n`);
}

/**
 * Prints a text as it is, all of it.
 * @throws UsageError when nobody takes it: a reader that has left, a disk that is full
 */
export function print(text: string): void {
  let rest = new TextEncoder().encode(text);
  try {
    while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
  } catch (error) {
    throw new UsageError(
      `Not everything could be printed: ${
        error instanceof Deno.errors.BrokenPipe
          ? "whoever read it has left"
          : reasonOf(error)
      }`,
    );
  }
}
