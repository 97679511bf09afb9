import assert from "node:assert/strict";
import {
  differencesOf,
  settingsOf,
} from "../../../plugins/cfg/page/profile_values.js";

const fields = [
  { key: "speedMax", name: "Speed limit", unit: "km/h" },
  { key: "smooth", name: "Smoothness", unit: "%" },
];
const card = (values: Record<string, number>) => ({
  id: "",
  name: "",
  text: "",
  lost: [],
  beyond: [],
  values,
  stored: false,
});

Deno.test("a profile's settings are told in the order of the fields", () => {
  assert.deepEqual(settingsOf(fields, card({ smooth: 0, speedMax: 60 })), [
    { name: "Speed limit", text: "60 km/h" },
    { name: "Smoothness", text: "0 %" },
  ]);
});

Deno.test("what two profiles have otherwise is told, defaults as such", () => {
  const one = card({ speedMax: 60, smooth: 50 }), other = card({ smooth: 50 });
  assert.deepEqual(differencesOf(fields, one, other), [
    { name: "Speed limit", one: "60 km/h", other: "as delivered" },
  ]);
  assert.deepEqual(differencesOf(fields, one, one), []);
});
