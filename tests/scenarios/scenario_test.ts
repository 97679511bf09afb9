import assert from "node:assert/strict";
import { compareScenario, describe } from "./compare.ts";
import { parseScenarios } from "./scenario.ts";

const folder = new URL(".", import.meta.url);

function files(): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.endsWith(".jsonl")).sort();
}

Deno.test("every recorded scenario is read and is what it expects itself", () => {
  let scenarios = 0;
  for (const file of files()) {
    for (
      const scenario of parseScenarios(
        Deno.readTextFileSync(new URL(file, folder)),
      )
    ) {
      scenarios++;
      const out = scenario.steps.map((step) => step.out);
      const mismatch = compareScenario(scenario, out);
      assert.equal(
        mismatch && `${scenario.name}: ${describe(mismatch)}`,
        undefined,
      );
      const reversed = scenario.steps.map((step) => {
        const fixed = step.out.filter((event) =>
          "write" in event || "msg" in event && event.msg.startsWith("MP-0 c")
        );
        const free = step.out.filter((event) => !fixed.includes(event));
        return [...free.reverse(), ...fixed];
      });
      assert.equal(compareScenario(scenario, reversed), undefined);
    }
  }
  assert.equal(scenarios, 860);
});

Deno.test("every recorded event that goes missing or comes twice is noticed", () => {
  for (const file of files()) {
    for (
      const scenario of parseScenarios(
        Deno.readTextFileSync(new URL(file, folder)),
      )
    ) {
      const out = scenario.steps.map((step) => step.out);
      const index = out.findLastIndex((events) => events.length > 0);
      const [first] = out[index] ?? [];
      if (first === undefined) continue;
      const missing = out.with(index, (out[index] ?? []).slice(1));
      assert.equal(compareScenario(scenario, missing)?.step, index);
      // Equal neighbours count once
      if ("write" in first || "tx" in first) continue;
      const twice = out.with(index, [first, ...out[index] ?? []]);
      assert.equal(compareScenario(scenario, twice)?.step, index);
    }
  }
});

Deno.test("parseScenarios() decodes frames and fills in what is left out", () => {
  const [scenario] = parseScenarios(JSON.stringify({
    name: "a",
    setup: {},
    steps: [
      { op: "can", id: "0x5D7", data: "00ff" },
      { op: "run", n: 2, frames: [{ id: "0x155", data: "", x: 3 }] },
    ],
  }));
  assert.deepEqual(scenario, {
    name: "a",
    description: "",
    exact: false,
    setup: { params: {}, features: {}, profiles: {} },
    steps: [
      {
        op: "can",
        id: 0x5d7,
        data: Uint8Array.of(0, 255),
        x: 1,
        out: [],
        ignore: [],
      },
      {
        op: "run",
        n: 2,
        frames: [{ id: 0x155, data: new Uint8Array(0), x: 3 }],
        out: [],
        ignore: [],
      },
    ],
  });
});

Deno.test("parseScenarios() says which line is no scenario and why", () => {
  const good = '{"name":"a","setup":{},"steps":[]}';
  assert.equal(parseScenarios(`${good}\n\n${good}\n`).length, 2);
  assert.throws(() => parseScenarios(`${good}\n{`), {
    name: "SyntaxError",
    message: /^Line 2 is no scenario/,
  });
  const bad = '{"name":"a","setup":{},"steps":[{"op":"fly"}]}';
  assert.throws(() => parseScenarios(bad), { message: /steps\.0\.op/ });
  const long = '{"name":"a","setup":{},"steps":[' +
    '{"op":"can","id":"0x155","data":"000102030405060708"}]}';
  assert.throws(() => parseScenarios(long), { message: /0 to 8 bytes/ });
});
