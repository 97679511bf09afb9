import assert from "node:assert/strict";
import { busChoiceOf, routeOf } from "../../../app/recordings/bus_choice.ts";

const route = (
  recorded: readonly number[],
  vehicle: readonly number[],
  choice?: string,
) => [
  ...routeOf(
    new Set(recorded),
    vehicle,
    choice === undefined ? undefined : busChoiceOf(choice),
  ),
];

Deno.test("a car with one bus gets bus 1, or the only one that there is", () => {
  assert.deepEqual(route([1, 2], [1]), [[1, 1]]);
  assert.deepEqual(route([2], [1]), [[2, 1]]);
  assert.deepEqual(route([3, 2], [1]), [[2, 1]]);
});

Deno.test("a car with several buses gets each as it is", () => {
  assert.deepEqual(route([1, 2, 3], [1, 2]), [[1, 1], [2, 2]]);
});

Deno.test("what is chosen is played, and nothing else", () => {
  assert.deepEqual(route([1, 2], [1], "2"), [[2, 1]]);
  assert.deepEqual(route([1, 2], [1, 2], "1=2,2=1"), [[1, 2], [2, 1]]);
  const { interfaces, numbers } = busChoiceOf("can1=2, can0=1");
  assert.deepEqual([...interfaces], [["can1", 2], ["can0", 1]]);
  assert.deepEqual([...numbers], [[2, 2], [1, 1]]);
});

Deno.test("what is no choice is refused in one sentence", () => {
  for (const text of ["", "can1=", "1=0", "a b", "1,,2"]) {
    assert.throws(() => busChoiceOf(text), /--bus cannot be .* expected/, text);
  }
});
