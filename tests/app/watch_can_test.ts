import assert from "node:assert/strict";
import { CanWatch } from "../../app/watch_can.ts";
import { Frame, fromHex } from "../../hal/can_frame.ts";
import { inFolder, run } from "./program.ts";

Deno.test("a line for each identifier, with period and the bytes that changed", () => {
  const watch = new CanWatch();
  const frame = (at: number, id: number, hex: string, bus = 1) =>
    watch.record(at, new Frame(id, fromHex(hex), id > 0x7ff, bus));
  for (let k = 0; k <= 20; k++) {
    frame(k * 100, 0x1db, k < 2 ? "0102" : "0103");
    frame(k * 100, 0x1db, `AA${k.toString(16).padStart(2, "0")}FF`, 2);
  }
  frame(2000, 0x18daf110, "05");
  assert.deepEqual(watch.lines(false), [
    "Bus       ID    Period   Frames  Data",
    "1        1DB    100 ms       21  01  03*",
    "1   18DAF110                  1  05",
    "2        1DB    100 ms       21  AA  14* FF",
  ]);
  const [, first, , third] = watch.lines(true);
  assert.ok(first?.endsWith("01 \x1b[4m03\x1b[0m"));
  assert.ok(third?.endsWith("AA \x1b[7m14\x1b[0m FF"));
});

Deno.test("--watch-can shows what is in a recording, also of frames that nobody decodes", async () => {
  await inFolder(async (folder) => {
    const lines = Array.from(
      { length: 30 },
      (_, k) =>
        `(${(k / 10).toFixed(6)}) can0 3A1#00${
          k.toString(16).padStart(2, "0")
        }`,
    );
    await Deno.writeTextFile(`${folder}/car.log`, lines.join("\n"));
    const { stdout, code } = await run([
      "--replay",
      "car.log",
      "--speed",
      "max",
      "--watch-can",
      "--exec",
      "VERSION",
    ], folder);
    assert.match(stdout, /^1 +3A1 +100 ms +30 +00 +1D\*$/m);
    assert.equal(code, 0);
  });
});
