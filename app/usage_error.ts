/** What the user asked for cannot be done: the program says the sentence and ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An error's text in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? "";
}

/** A file that cannot be written: where opening it finds nothing, the folder is what is missing. */
export function notWritten(path: string, error: unknown): UsageError {
  const why = error instanceof Deno.errors.NotFound
    ? "there is no such folder"
    : fileTrouble(error);
  return new UsageError(`${path} cannot be written: ${why}`);
}

/** Why a file could not be used, for a sentence that names it. */
export function fileTrouble(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not";
  }
  return reasonOf(error);
}
