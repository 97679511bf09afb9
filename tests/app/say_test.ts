import { equal, throws } from "node:assert/strict";
import { print, say } from "../../app/say.ts";
import { UsageError } from "../../app/usage_error.ts";
import { withOutput } from "./output.ts";

Deno.test("a text is printed to its end, however little standard output takes at once", async () => {
  let printed = "";
  await withOutput((bytes) => {
    printed += new TextDecoder().decode(bytes.subarray(0, 3));
    return Math.min(3, bytes.length);
  }, () => {
    print("time,number\n");
    say("Done: 1.0");
  });
  equal(printed, "time,number\nDone: 1.0\n");
});

Deno.test("what nobody takes is one sentence", async () => {
  for (
    const [error, why] of [
      [new Deno.errors.BrokenPipe("Broken pipe"), "whoever read it has left"],
      [new Error("No space left on device"), "No space left on device"],
    ] as const
  ) {
    await withOutput(() => {
      throw error;
    }, () => {
      throws(
        () => say("STAT"),
        new UsageError(`Not everything could be printed: ${why}`),
      );
    });
  }
});
