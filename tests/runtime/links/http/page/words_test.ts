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

Deno.test("values are shown as they are, what is not known as a dash", () => {
  assert.deepEqual(
    [3.14159265, true, false, "text", "", null, undefined].map(valueText),
    ["3.141593", "yes", "no", "text", "–", "–", "–"],
  );
  assert.equal(valueText([3.9, null, 4]), "3.9 – 4");
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
