import assert from "node:assert/strict";
import {
  countText,
  offered,
  valueText,
} from "../../../../../runtime/links/http/page/words.js";

const command = (name: string, query = false) => ({
  kind: "verb" as const,
  name,
  usage: `${name} [x]`,
  summary: "",
  owner: "test",
  query,
});
const COMMANDS = [
  command("STAT", true),
  command("BATT"),
  command("BATTERY"),
  { ...command("203"), kind: "code" as const },
];
const names = (text: string) => offered(text, COMMANDS).map(({ name }) => name);

Deno.test("verbs are offered by their beginning, then how the one that was typed is used", () => {
  assert.deepEqual(names("bat"), ["BATT", "BATTERY"]);
  assert.deepEqual(names("  ST"), ["STAT?"]);
  assert.deepEqual(names("BATT "), ["BATT"]);
  assert.deepEqual(names("20"), []);
  assert.deepEqual(names(""), []);
  const many = Array.from({ length: 20 }, (_, i) => command(`A${i}`));
  assert.equal(offered("A", many).length, 8);
});

Deno.test("values are rounded to what their unit tells, what is not known is a dash", () => {
  assert.deepEqual(
    [true, false, "text", "", null, undefined].map((value) => valueText(value)),
    ["yes", "no", "text", "–", "–", "–"],
  );
  const told = [
    [33.20158, "%"],
    [80, "%"],
    [0, "km"],
    [4430.85, "km"],
    [3.775, "V"],
    [0.0052489, "V"],
    [0.5539951, "kWh"],
    [0.000004383, "kWh"],
    [-71, "dBm"],
    [255.83280001, "°"],
    [51.2778062615, ""],
    [100, ""],
    [54, "s"],
  ] as const;
  assert.deepEqual(told.map(([value, unit]) => valueText(value, unit)), [
    "33.2 %",
    "80 %",
    "0 km",
    "4430.85 km",
    "3.775 V",
    "0.0052 V",
    "0.554 kWh",
    "0 kWh",
    "−71 dBm",
    "255.83 °",
    "51.27781",
    "100",
    "54 s",
  ]);
  assert.equal(valueText([3.9, null, 4.00049], "V"), "3.9 – 4 V");
  assert.match(valueText(1795988000, "s"), /Nov|Dec/);
});

Deno.test("alerts are counted by what they are", () => {
  const alert = (level: "alert" | "watch" | "note") => ({
    level,
    text: "",
    todo: "",
    page: "",
  });
  assert.equal(
    countText([alert("note"), alert("alert"), alert("note")]),
    "1 alert, 2 hints",
  );
  assert.equal(countText([]), "");
});
