import assert from "node:assert/strict";
import { campaigns, plan } from "./plan.ts";

/** What would run, as words. */
function planned(...words: readonly string[]): unknown {
  const runs = plan(words);
  return typeof runs === "string"
    ? runs
    : runs.map(({ campaign, args }) => [campaign.name, ...args].join(" "));
}

Deno.test("without a name all campaigns run, in full or short", () => {
  assert.deepEqual(
    planned(),
    campaigns.map(({ name, args }) => [name, ...args].join(" ")),
  );
  assert.deepEqual(
    planned("--short"),
    campaigns.map(({ name, short }) => [name, ...short].join(" ")),
  );
});

Deno.test("words behind a name are its counts", () => {
  assert.deepEqual(planned("week", "days=2", "store", "can", "5", "100"), [
    "week days=2",
    "store kills=1000 cuts=100",
    "can 5 100",
  ]);
  assert.deepEqual(planned("--short", "store", "kills=1"), ["store kills=1"]);
});

Deno.test("what is no campaign and no count is refused", () => {
  assert.equal(planned("nothing"), 'There is no campaign "nothing"');
  assert.equal(planned("5"), 'There is no campaign "5"');
  assert.equal(planned("store", "--long"), 'There is no campaign "--long"');
  assert.equal(planned("store", "x"), 'There is no campaign "x"');
});

Deno.test("every campaign in this folder is run", () => {
  const files = [...Deno.readDirSync(new URL(".", import.meta.url))]
    .map(({ name }) => name).filter((name) => name.endsWith("_soak.ts")).sort();
  assert.deepEqual(campaigns.map(({ file }) => file).sort(), files);
});
