import assert from "node:assert/strict";
import {
  changesOf,
  changeText,
  differencesOf,
  isValid,
} from "../../../plugins/cfg/page/changes.js";

const speed = {
  command: "SPEED",
  summary: "speed limit and warning",
  stands: true,
  fields: [
    { name: "max", unit: "km/h", min: 6, max: 111, standard: 80 },
    { name: "warn", unit: "km/h", min: 6, max: 111, standard: 89 },
  ],
};

Deno.test("what is confirmed names each number that changes, and no other", () => {
  assert.deepEqual(
    changesOf(speed, [80, 89], [95, 89]).map(changeText),
    ["Max: 80 → 95 km/h"],
  );
  assert.deepEqual(changesOf(speed, [80, 89], [80, 89]), []);
  // Something between that the form cannot say
  assert.deepEqual(
    changesOf(speed, [null, 89], [80, 89]).map(changeText),
    ["Max: – → 80 km/h"],
  );
  assert.deepEqual(changesOf(speed, [80, 89], [null, null]), []);
});

Deno.test("blank numbers and those out of bounds cannot be written", () => {
  assert.ok(isValid(speed, [95, 89]));
  for (const wrong of [[null, 89], [95], [5, 89], [95, 112], [95.5, 89]]) {
    assert.ok(!isValid(speed, wrong), wrong.join());
  }
});

Deno.test("differences from the backup have the names of the forms", () => {
  const power = {
    command: "POWER",
    summary: "power for driving",
    stands: false,
    fields: [{ name: "drive", unit: "%", min: 10, max: 100, standard: 100 }],
  };
  const found = differencesOf([speed, power], [[95, 89], [100]], [
    [80, 89],
    [100],
  ]);
  assert.deepEqual(
    found.map(({ title, changes }) => [title, changes.map(changeText)]),
    [["Speed limit and warning", ["Max: 95 → 80 km/h"]]],
  );
});
