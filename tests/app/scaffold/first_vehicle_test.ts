/** A vehicle from outside, as somebody begins one who has nothing but the documentation. */
import assert from "node:assert/strict";
import { firstVehicle } from "../../../app/scaffold/new_vehicle.ts";
import { writeNew } from "../../../app/scaffold/new_plugin.ts";
import { inFolder, ROOT, run } from "../program.ts";

/** Lines that a person would have written by hand, at most. */
const LINES = 90;

async function deno(folder: string, ...args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  assert.ok(success, text.decode(stdout) + text.decode(stderr));
}

Deno.test("a vehicle of 90 lines has frames, STAT, BATT, a setting, a page and a test, and runs", () =>
  inFolder(async (folder) => {
    const { files, type } = firstVehicle("mycar", folder, ROOT);
    writeNew(files);
    const written = files.map(([path, text]) => ({ path, text }))
      .filter(({ path }) => !path.endsWith("deno.json"));
    const lines = written.map(({ text }) => text.trimEnd().split("\n").length);
    const sum = lines.reduce((a, b) => a + b);
    assert.ok(sum <= LINES, `${sum} lines`);
    for (const { text } of written) {
      assert.doesNotMatch(text, / as (?!const)|\bany\b|@ts-(?!check)|!\./);
    }
    const own = `${folder}/mycar`;
    // Types are the concern of doc_examples_test.ts.
    await Promise.all([
      deno(own, "fmt", "--check"),
      deno(own, "lint"),
      deno(own, "test", "--no-check"),
    ]);
    const exec = ["STAT?", "BATT V", "BATT", "SET mycar-bus.capacity"]
      .flatMap((line) => ["--exec", line]);
    const { stdout, stderr, code } = await run(
      ["--strict", "--plugin", "mycar", "--vehicle", type, ...exec],
      folder,
    );
    assert.deepEqual([stderr, code], ["", 0]);
    assert.match(stdout, /SOC: 80\.00%[^]*1:4\.000V[^]*OK [^]*10 kWh/);
  }));

Deno.test("its name is checked, and its type one that is free", () => {
  assert.throws(
    () => firstVehicle("My Car", "/", "/"),
    /is no name of a vehicle/,
  );
  assert.notEqual(firstVehicle("rt", "/", "/").type, "RT");
});
