/** Tests of what compiles code, run again where V8 may not compile texts. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/**
 * Runs tests of a file once more, in a process that may not.
 * @param file address of the file
 * @param filter which tests, as `deno test --filter` takes a pattern
 * @param count how many these are
 */
export async function passesWithoutCompiling(
  file: string,
  filter: string,
  count: number,
): Promise<void> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--no-check",
      "--quiet",
      "--v8-flags=--disallow-code-generation-from-strings",
      `--filter=${filter}`,
      fileURLToPath(file),
    ],
    env: { NO_COLOR: "1" },
  }).output();
  assert.match(
    new TextDecoder().decode(stdout),
    new RegExp(`ok \\| ${count} passed \\| 0 failed`),
  );
}
