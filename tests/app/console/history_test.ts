import { deepEqual, equal } from "node:assert/strict";
import { vocabularyOf } from "../../../app/console/completion.ts";
import { HistoryFile } from "../../../app/console/history_file.ts";
import { mayBeKept } from "../../../app/console/keepable.ts";
import { wrapped } from "../../../app/console/wrap.ts";
import { controlWords } from "../../../app/car/controls.ts";
import { inFolder } from "../program.ts";
import { testWorld } from "../world.ts";

Deno.test("lines are kept over restarts, the newest first and not without end", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/history`, file = new HistoryFile(path);
    deepEqual(file.read(), []);
    for (const line of ["ONE", "TWO"]) file.add(line);
    deepEqual(new HistoryFile(path).read(), ["TWO", "ONE"]);
    for (let i = 0; i < 1100; i++) file.add(`line ${i}`);
    const lines = new HistoryFile(path).read();
    deepEqual([lines.length, lines[0]], [500, "line 1099"]);
    const text = await Deno.readTextFile(path);
    equal(text.split("\n").length, 501);
    equal(((await Deno.stat(path)).mode ?? 0) & 0o077, 0);
  });
});

Deno.test("a folder that takes nothing costs the history only", () => {
  for (const path of [undefined, "/proc/nobody/history"]) {
    const file = new HistoryFile(path);
    file.add("STAT?");
    deepEqual(file.read(), []);
  }
});

Deno.test("no line with a password, a number or somebody's text is kept", () => {
  using world = testWorld(true);
  const { registry, settings } = world.runtime;
  const context = {
    vocabulary: vocabularyOf(registry, controlWords(world.world), {
      settings: settings.list().map(({ name }) => name),
      types: [],
    }),
    codes: registry.codes,
    secretSettings: ["mqtt.password"],
    secrets: ["hunter22"],
  };
  const kept = (line: string) => mayBeKept(line, context);
  for (
    const line of [
      "STAT?",
      "batt v",
      "CFG SPEED 90",
      "SET sms.budget 10",
      ":drive city",
      "M 204,55,80",
    ]
  ) equal(kept(line), true, line);
  for (
    const line of [
      "PASS other33",
      "register OVMS +49123",
      "SERVER host pw",
      "GPRS apn user pw",
      "AP a b c",
      "PARAMS K SMS",
      "LOCK 1234",
      "PAS other33",
      "STAT Hunter22",
      "SET MQTT.password x",
      ":sms +49123 PASS x",
      "M 4,1,other33",
      "M 7,PASS other33",
      "M 40,+49123,hi",
      "M 999",
      "",
    ]
  ) equal(kept(line), false, line);
});

Deno.test("lines are cut at blanks, a long word stays whole", () => {
  equal(
    wrapped("one two three four five six", 20),
    "one two three four\nfive six",
  );
  equal(
    wrapped("  indented words of a line", 20),
    "  indented words of\na line",
  );
  equal(wrapped(`a ${"x".repeat(30)} b`, 20), `a\n${"x".repeat(30)}\nb`);
  equal(wrapped("short\n\nlines", 20), "short\n\nlines");
  equal(wrapped("a b c d", 3), "a b c d");
});
