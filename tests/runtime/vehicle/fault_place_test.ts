import { deepEqual, equal, match } from "node:assert/strict";
import {
  FaultElsewhere,
  placeOf,
  withoutHome,
} from "../../../runtime/vehicle/fault_place.ts";

/** An error with a stack of its own. */
function errorAt(...lines: readonly string[]): Error {
  const error = new Error("on purpose");
  error.stack = ["Error: on purpose", ...lines.map((line) => `    at ${line}`)]
    .join("\n");
  return error;
}

// First, while no expression was compiled yet: a full stack has no room for that.
Deno.test("where the stack is full there is no place, and no other fault", () => {
  const kinds = new Set<string>();
  const deeper = (): void => {
    try {
      deeper();
    } catch (error) {
      kinds.add(error instanceof Error ? error.name : "");
      placeOf(error);
    }
  };
  deeper();
  deepEqual([...kinds], ["RangeError"]);
});

Deno.test("a fault's place is file and line, without the program's folder", () => {
  match(
    placeOf(new Error("here")) ?? "",
    /^tests\/runtime\/vehicle\/fault_place_test\.ts:\d+$/,
  );
});

const root = new URL("../../../", import.meta.url).href;
const places: readonly (readonly [readonly string[], string | undefined])[] = [
  [["run (file:///home/anna/cars/mine.ts:12:5)"], "~/cars/mine.ts:12"],
  [["file:///root/mine.ts:3:1"], "~/mine.ts:3"],
  [["async file:///Users/bo/x y.ts:3:1"], undefined],
  [
    [
      `set (${root}runtime/metrics/metric_handles.ts:9:1)`,
      `run (${root}plugins/ca/mod.ts:7:2)`,
      `call (${root}runtime/vehicle/host.ts:60:2)`,
    ],
    "plugins/ca/mod.ts:7",
  ],
  [
    [`call (${root}runtime/vehicle/host.ts:60:2)`],
    "runtime/vehicle/host.ts:60",
  ],
  [
    ["node:internal/timers:5:1", "file:///opt/x/mod.ts:1:1"],
    "file:///opt/x/mod.ts:1",
  ],
  [["<anonymous>"], undefined],
];
for (const [lines, expected] of places) {
  Deno.test(`the place in "${lines[0]}" is ${expected}`, () => {
    equal(placeOf(errorAt(...lines)), expected);
  });
}

Deno.test("what has no stack has no place", () => {
  equal(placeOf("text"), undefined);
  equal(placeOf(new FaultElsewhere("a", "~/mine.js:3")), "~/mine.js:3");
  equal(placeOf(new FaultElsewhere("a", undefined)), undefined);
  equal(placeOf(undefined), undefined);
  const odd = new Error("odd");
  Object.defineProperty(odd, "stack", {
    get: () => {
      throw new Error("again");
    },
  });
  equal(placeOf(odd), undefined);
});

Deno.test("a stack is told without the user's home", () => {
  equal(
    withoutHome("Error: no\n    at file:///home/anna/x.ts:1:2"),
    "Error: no\n    at ~/x.ts:1:2",
  );
});
