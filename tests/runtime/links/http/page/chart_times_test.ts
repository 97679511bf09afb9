import assert from "node:assert/strict";
import {
  momentText,
  tickTexts,
} from "../../../../../runtime/links/http/page/chart_times.js";

const at = (hour: number, day = 28) => Date.UTC(2026, 10, day, hour) / 1000;

Deno.test("the date stands below the first time of each day alone", () => {
  const texts = tickTexts([at(18), at(21), at(0, 29), at(3, 29)], 10_800, true);
  assert.deepEqual(
    texts.map((text) => text.split("\n").length),
    [2, 1, 2, 1],
  );
  assert.match(texts[0] ?? "", /^18:00\n.*28/);
  assert.equal(texts[1], "21:00");
});

Deno.test("days are dates, months have their year, and seconds show where they tell ticks apart", () => {
  assert.doesNotMatch(tickTexts([at(0)], 86_400, true)[0] ?? "", /:/);
  assert.match(tickTexts([at(0)], 30 * 86_400, true)[0] ?? "", /2026/);
  assert.match(tickTexts([at(0), at(0) + 5], 5, true)[1] ?? "", /^00:00:05$/);
});

Deno.test("a whole day has no time in the legend", () => {
  assert.doesNotMatch(momentText(at(0), true), /:/);
  assert.match(momentText(at(7), false), /:00/);
});
