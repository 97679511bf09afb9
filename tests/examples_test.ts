/** The examples as a user tries them: by the program's flag `--plugin`. */
import assert from "node:assert/strict";
import { ask, inFolder, ROOT } from "./app/program.ts";

const EXAMPLES = [
  "hello/mod.ts",
  "plain.js",
  "greet",
  "trip",
  "tyres",
  "journey",
  "horn",
  "reserve",
  "hills",
  "post",
  "abrp",
  "geofence",
  "tariff",
];

Deno.test("examples work through --plugin, all at once, and are in HELP and --list", () =>
  inFolder(async (folder) => {
    const plugins = EXAMPLES.flatMap((name) => [
      "--plugin",
      `${ROOT}examples/${name}`,
    ]);
    // What reaches beyond a plugin's own things its owner allows.
    const allowed = ["horn", "hills", "post", "abrp", "tariff"].flatMap((
      id,
    ) => ["--grant", id]);
    const { code, stdout, stderr } = await ask([
      ...plugins,
      ...allowed,
      ...["HELLO", "PLAIN Anna", "greet Anna 2", "TRIP?", "HELP"].flatMap((
        line,
      ) => ["--exec", line]),
    ], folder);
    assert.equal(stderr, "");
    const [hello = "", plain, greet, trip = "", ...help] = stdout.split("\n\n");
    assert.match(hello, /^Hello, the battery has [1-9][\d.]* %$/);
    assert.equal(plain, "Call 1\n by Anna");
    assert.equal(greet, "Hello Anna\n Hello Anna");
    assert.match(trip, /^Trip: \d+ km$/);
    // What is listed is the same without a process for each.
    const trusted = plugins.map((word) =>
      word === "--plugin" ? "--trust" : word
    );
    const { stdout: list } = await ask([...trusted, "--list"], folder);
    for (
      const verb of ["HELLO", "PLAIN", "GREET", "TRIP", "JOURNEYS", "HORN"]
    ) {
      assert.match(help.join(), new RegExp(`\\b${verb}\\b`));
      assert.match(list, new RegExp(`^ +${verb}\\b`, "m"));
    }
    for (const line of [/300 +greet/, /310 +trip/, /X-SOC-Log +journey/]) {
      assert.match(list, line);
    }
    assert.equal(code, 0);
  }));
