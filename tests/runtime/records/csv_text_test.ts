import { deepEqual } from "node:assert/strict";
import { parse } from "@std/csv";
import { dateOf } from "../../../runtime/records/date.ts";
import { csvText } from "../../../runtime/records/export/mod.ts";

Deno.test("a text that a spreadsheet would work out is shown as a text; numbers and all other texts stay", () => {
  const texts = ["=1+1", "+cmd|'/C calc'!A0", "@SUM(A1)", "-x", "-40", "a=b"];
  const records = texts.map((text, i) => ({
    id: i,
    time: "",
    number: -1,
    fields: { text, value: -0.5 },
  }));
  const [, ...rows] = parse(csvText(records, {
    type: "XX-A",
    summary: "",
    lifetime: 1,
    fields: { text: "text", value: 1 },
  }));
  deepEqual(rows.map((row) => row[2]), [
    "'=1+1",
    "'+cmd|'/C calc'!A0",
    "'@SUM(A1)",
    "'-x",
    "-40",
    "a=b",
  ]);
  deepEqual(new Set(rows.map((row) => row[3])), new Set(["-0.5"]));
});

Deno.test("a date is one that exists", () => {
  deepEqual(
    ["2024-02-29", "2026-05-01T08:00+02:00"].map(dateOf),
    [Date.UTC(2024, 1, 29), Date.UTC(2026, 4, 1, 6)],
  );
  deepEqual(
    ["2026-02-29", "2026-04-31T08:00Z", "2026-13-01", "2026-05-01T25:00Z"]
      .map(dateOf),
    [undefined, undefined, undefined, undefined],
  );
});
