import assert from "node:assert/strict";
import {
  duration,
  fixed,
  inUnit,
  reason,
  signed,
  span,
  timeText,
  user,
  whPer,
} from "../../../../../runtime/links/http/page/lib.js";

Deno.test("numbers are dashes where nobody knows them, and have a real minus", () => {
  assert.deepEqual(
    [fixed(undefined), fixed(null), fixed(NaN), fixed(true), fixed("5")],
    ["–", "–", "–", "–", "–"],
  );
  assert.deepEqual(
    [fixed(-3.14, 1), fixed(-0.04, 1), fixed(2.5), fixed(0)],
    ["−3.1", "0.0", "3", "0"],
  );
  assert.deepEqual([signed(3), signed(-3), signed(0.2)], ["+3", "−3", "0"]);
});

Deno.test("times are said as people say them, without 60 minutes", () => {
  assert.deepEqual(
    [span(5), span(89), span(90), span(5340), span(5400), span(172_800)],
    ["5 s", "89 s", "2 min", "89 min", "2 h", "2 days"],
  );
  assert.deepEqual(
    [duration(59), duration(59.6), duration(119.7), duration(61)],
    ["59 min", "1 h 0 min", "2 h 0 min", "1 h 1 min"],
  );
  assert.deepEqual([timeText(""), timeText(null), timeText(undefined)], [
    "–",
    "–",
    "–",
  ]);
  assert.notEqual(timeText("2026-05-01T08:30:00Z"), "–");
});

Deno.test("distances are in the owner's unit", () => {
  user.units = "M";
  assert.deepEqual([inUnit(1.609344), whPer(100)], [1, 160.9344]);
  user.units = "K";
  assert.deepEqual([inUnit(5), whPer(100)], [5, 100]);
});

Deno.test("what went wrong is a sentence, whatever was thrown", () => {
  assert.deepEqual([reason(new Error("No")), reason("odd")], ["No", "odd"]);
});
