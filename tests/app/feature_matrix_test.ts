import assert from "node:assert/strict";
import { featureMatrix, FEATURES_PAGE } from "../../app/feature_matrix.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { definePlugin } from "../../runtime/contract/plugin.ts";

Deno.test("docs/features.md is what the plugins declare; `deno task docs` writes it anew", async () => {
  assert.equal(
    await Deno.readTextFile(FEATURES_PAGE),
    featureMatrix(common, vehicles),
  );
});

/** Rows of a section's table, without its heads and the blanks that fill its columns. */
function rows(page: string, section: string): readonly string[] {
  const [, text = ""] = page.split(`## ${section}\n`);
  return text.split("\n## ")[0]?.split("\n").filter((line) =>
    line.startsWith("| ")
  ).slice(2).map((line) => line.replaceAll(/ +\|/g, " |")) ?? [];
}

const framework = definePlugin({
  id: "framework",
  summary: "Common",
  sms: {
    "STAT": { usage: "STAT", query: true, code: 6, run: () => "" },
    "PASS": {
      usage: "PASS new|old",
      summary: "Password",
      auth: "phone",
      run: () => "",
    },
  },
  msg: { "1": { name: "Features", run: () => [] } },
});
const car = definePlugin({
  id: "car",
  metrics: {
    soc: "v.b.soc",
    mode: { name: "x.mode", unit: "", is: ["a", "b"], fresh: Infinity },
  },
  features: { max: { slot: 12, summary: "Maximum" } },
  records: {
    log: {
      type: "X-Log",
      summary: "Log",
      lifetime: 3600,
      keep: 86400,
      fields: { a: 0, b: "text" },
    },
  },
  notices: { hot: { priority: "alarm", summary: "Too hot" } },
  sms: {
    "STAT": {
      usage: "STAT",
      query: true,
      code: 6,
      replaces: "framework",
      run: () => "",
    },
  },
});
const page = featureMatrix([framework], [
  { type: "XX", name: "Example", plugins: [car] },
]);

Deno.test("each feature says which plugin brings it with which vehicle", () => {
  assert.deepEqual(rows(page, "SMS verbs"), [
    "| `STAT` [?] | `STAT` | | owner | 6 | framework | car |",
    "| `PASS` | `PASS new\\|old` | Password | phone | | framework | framework |",
  ]);
  assert.deepEqual(rows(page, "Server codes"), [
    "| 1 | Features | | framework | framework |",
    "| 6 | STAT | | framework | car |",
  ]);
  assert.deepEqual(rows(page, "Feature slots"), ["| 12 | Maximum | - | car |"]);
  assert.deepEqual(rows(page, "Notices"), [
    "| `car.hot` | Too hot | alarm | - | car |",
  ]);
});

Deno.test("records have fields and the time they are kept, metrics unit, kind and age", () => {
  assert.deepEqual(rows(page, "Records"), [
    "| `X-Log` | Log | a, b | 1 d | - | car |",
  ]);
  assert.deepEqual(rows(page, "Metrics"), [
    "| `v.b.soc` | % | number | 1 h | yes | - | car |",
    "| `x.mode` | | a, b | never | | - | car |",
  ]);
  assert.deepEqual(rows(page, "Plugins"), [
    "| framework | Common |",
    "| car | |",
  ]);
});
