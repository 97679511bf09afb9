/** A reader follows few files on each way through the program: fewer than in the first release. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Way } from "./way_lengths.ts";

/** Files on each way as the first release had them. */
const BEFORE = [10, 26, 35, 33, 23];

Deno.test("each way passes fewer files than in the first release", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-sys",
      fileURLToPath(new URL("way_lengths.ts", import.meta.url)),
    ],
    stderr: "inherit",
  }).output();
  assert.ok(success);
  const ways: readonly Way[] = new TextDecoder().decode(stdout).trim()
    .split("\n").map((line) => JSON.parse(line));
  assert.equal(ways.length, BEFORE.length);
  ways.forEach(({ name, files }, at) => {
    const told = `${name} passes ${files.length} files:\n${files.join("\n")}`;
    assert.ok(files.length > 2 && files.length < (BEFORE[at] ?? 0), told);
  });
});
