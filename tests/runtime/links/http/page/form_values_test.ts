import assert from "node:assert/strict";
import {
  controlOf,
  FEATURE,
  fits,
  textOf,
} from "../../../../../runtime/links/http/page/form_values.js";

Deno.test("a number is a number within its bounds, and nothing is no 0", () => {
  const texts = ["0", "255", " 7 ", "", " ", "256", "-1", "1.5", "1e9", "many"];
  assert.deepEqual(texts.filter((text) => fits(FEATURE, text)), [
    "0",
    "255",
    " 7 ",
  ]);
  assert.ok(fits({ type: "number" }, "1.5"));
  assert.ok(!fits({ type: "number" }, "Infinity"));
});

Deno.test("choices and flags are chosen, texts have their form", () => {
  const units = { type: "string", enum: ["K", "M", ""] };
  assert.deepEqual(controlOf(units), {
    kind: "choice",
    options: ["K", "M", ""],
  });
  assert.deepEqual([fits(units, "K"), fits(units, "furlong")], [true, false]);
  assert.deepEqual(
    [fits({ type: "boolean" }, "on"), fits({ type: "boolean" }, "maybe")],
    [true, false],
  );
  const password = { type: "string", pattern: "^\\S{4,22}$", maxLength: 31 };
  assert.deepEqual(
    ["abc", "abcd", "ab cd"].map((text) => fits(password, text)),
    [false, true, false],
  );
  assert.ok(!fits({ type: "string", maxLength: 3 }, "abcd"));
  // The gateway reads lists
  assert.ok(fits({ type: "array" }, '["a"]'));
});

Deno.test("values are shown as they are typed", () => {
  assert.deepEqual([true, false, null, 4, ["a"], ""].map(textOf), [
    "on",
    "off",
    "",
    "4",
    '["a"]',
    "",
  ]);
});
