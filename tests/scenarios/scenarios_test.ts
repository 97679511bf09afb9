import assert from "node:assert/strict";
import { check, readModel } from "./main.ts";
import { PENDING } from "./pending.ts";
import { parseScenarios } from "./scenario.ts";

const folder = new URL("./", import.meta.url);
const model = await readModel();

for (const { name } of [...Deno.readDirSync(folder)].sort(byName)) {
  if (!name.endsWith(".jsonl")) continue;
  const topic = name.replace(".jsonl", "");
  Deno.test({
    name: `scenarios: ${topic}`,
    ignore: PENDING.includes(topic),
    async fn() {
      const text = await Deno.readTextFile(new URL(name, folder));
      const differences: string[] = [];
      for (const scenario of parseScenarios(text)) {
        if (PENDING.includes(scenario.name)) continue;
        const difference = await check(scenario, model);
        if (difference !== undefined) differences.push(difference);
      }
      assert.deepEqual(differences, []);
    },
  });
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
