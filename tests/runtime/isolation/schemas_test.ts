import assert from "node:assert/strict";
import * as v from "valibot";
import { SimClock } from "../../../hal/sim/mod.ts";
import { definePlugin } from "../../../runtime/contract/define.ts";
import { told } from "../../../runtime/contract/texts.ts";
import { toldAnswer } from "../../../runtime/links/http/answers/told.ts";
import { isolated } from "../../../testing/isolated.ts";
import { describe, rebuilt } from "../../../runtime/isolation/schemas.ts";

const WHOLE: readonly (readonly [
  schema: v.GenericSchema<unknown, unknown>,
  good: readonly unknown[],
  bad: readonly unknown[],
])[] = [
  [v.string(), ["", "a"], [1, null]],
  [v.pipe(v.string(), v.minLength(2), v.maxLength(3)), ["ab"], ["a", "abcd"]],
  [
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
    [0, 9],
    [1.5, -1, 10, "1"],
  ],
  [v.boolean(), [true], ["true"]],
  [v.picklist(["a", 2]), ["a", 2], ["b", "2"]],
  [v.literal(3), [3], ["3", 4]],
  [v.literal("x"), ["x"], ["y"]],
  [v.array(v.number()), [[], [1]], [["a"], 1]],
  [v.strictTuple([v.number(), v.string()]), [[1, "a"]], [[1], [1, "a", 2]]],
  [v.record(v.string(), v.number()), [{ a: 1 }], [{ a: "b" }]],
  [
    v.object({ a: v.optional(v.number()), b: v.nullable(v.string()) }),
    [{ b: null }, { a: 1, b: "x" }],
    [{}, { a: "1", b: "x" }],
  ],
  [v.strictObject({ a: v.number() }), [{ a: 1 }], [{ a: 1, b: 2 }]],
  [v.union([v.number(), v.literal("off")]), [1, "off"], ["on"]],
  [v.pipe(v.string(), v.url()), ["https://a.test/"], ["a"]],
];

Deno.test("what a schema takes survives being told as JSON", () => {
  for (const [schema, good, bad] of WHOLE) {
    const { schema: told, lost } = describe(schema);
    const again = rebuilt(JSON.parse(JSON.stringify(told)));
    assert.deepEqual(lost, []);
    for (const value of good) {
      assert.ok(v.is(again, value), JSON.stringify(told));
    }
    for (const value of bad) {
      assert.ok(!v.is(again, value), JSON.stringify(told));
    }
  }
});

Deno.test("what cannot be told is named; behind a transformation there are other values", () => {
  const lost = (schema: v.GenericSchema<unknown, unknown>) =>
    describe(schema).lost;
  assert.deepEqual(lost(v.pipe(v.string(), v.regex(/(a+)+$/))), ["regex"]);
  assert.deepEqual(lost(v.custom<string>(() => true)), ["custom"]);
  assert.deepEqual(
    lost(v.object({ a: v.pipe(v.string(), v.check(() => true)) })),
    ["check"],
  );
  assert.deepEqual(
    lost(v.pipe(v.string(), v.transform(Number), v.minValue(3))),
    [],
  );
});

Deno.test("a description that is none is refused", () => {
  let deep: unknown = { type: "string" };
  for (let k = 0; k < 50; k++) deep = { type: "array", item: deep };
  for (
    const told of [
      undefined,
      1,
      { type: "constructor" },
      { type: "__proto__" },
      { type: "string", checks: [["toString", 1]] },
      { type: "string", checks: [["min_length", {}]] },
      { type: "string", checks: 1 },
      deep,
    ]
  ) assert.throws(() => rebuilt(told), TypeError);
});

Deno.test("texts and which fields of an answer are told survive it, too", () => {
  const frost = definePlugin({
    id: "frost",
    texts: { de: { "It is cold": "Es ist kalt" } },
    queries: {
      now: {
        summary: "Frost",
        answer: v.object({ id: v.string(), words: v.nullable(told) }),
        run: () => ({ id: "It is cold", words: "It is cold" }),
      },
    },
  });
  const { plugin } = isolated(frost, new SimClock());
  const table = plugin.texts?.de ?? {};
  const answer = plugin.queries?.["now"]?.answer ?? v.unknown();
  const cold = { id: "It is cold", words: "It is cold" };
  assert.deepEqual(toldAnswer(answer, cold, (text) => table[text] ?? text), {
    id: "It is cold",
    words: "Es ist kalt",
  });
});
