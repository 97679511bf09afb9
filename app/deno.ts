/** The Deno that runs this program, for processes that it starts. */

/**
 * The Deno that may be started: the one that runs, or the one that is found by its name.
 * @throws Error that says which permission is missing
 */
export function denoToStart(): string {
  for (const command of [Deno.execPath(), "deno"]) {
    const { state } = Deno.permissions.querySync({ name: "run", command });
    if (state === "granted") return command;
  }
  throw new Error(
    "this program may not start a process: run it with --allow-run=deno",
  );
}
