import assert from "node:assert/strict";
import * as v from "valibot";
import { int, intOr } from "../../../runtime/contract/args.ts";

function outcome(schema: v.GenericSchema, word: unknown): unknown {
  const parsed = v.safeParse(schema, word);
  return parsed.success ? parsed.output : parsed.issues[0].type;
}

Deno.test("a whole number within its limits is taken", () => {
  const words = ["6", "+7", "-5", "010", "111"];
  assert.deepEqual(words.map((word) => outcome(int(-5, 111), word)), [
    6,
    7,
    -5,
    10,
    111,
  ]);
});

Deno.test("a number beyond its limits is told from what is no whole number", () => {
  const limited = int(0, 100);
  assert.deepEqual(
    ["101", "-1", "999999999"].map((word) => outcome(limited, word)),
    ["max_value", "min_value", "max_value"],
  );
  const odd = ["", " ", "1.5", "1e2", "0x10", "5 ", "٣", "--1", "1234567890"];
  for (const word of odd) assert.equal(outcome(limited, word), "regex", word);
  assert.equal(outcome(limited, undefined), "string");
});

Deno.test("a word that is missing or empty stands for the default", () => {
  const percent = intOr(0, 100, 80);
  assert.deepEqual(
    [undefined, "", "5", "101", "x"].map((word) => outcome(percent, word)),
    [80, 80, 5, "max_value", "regex"],
  );
});
