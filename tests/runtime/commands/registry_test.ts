import assert from "node:assert/strict";
import { definePlugin, type Plugin } from "../../../runtime/contract/plugin.ts";
import { Registry } from "../../../runtime/commands/registry.ts";

const run = () => "done";
const verb = { usage: "A [b]", summary: "Does A", run };
const code = { name: "Query", summary: "Queries", run: () => [] };
const record = { type: "X-Log", summary: "Log", lifetime: 60, fields: {} };

function plugin(id: string, parts: Partial<Plugin>): Plugin {
  return { ...parts, id };
}

Deno.test("a verb is found in any case, and nothing else", () => {
  const registry = new Registry([plugin("a", { sms: { "Stat": verb } })]);
  for (const word of ["STAT", "stat", "Stat"]) {
    assert.equal(registry.verb(word)?.owner, "a");
  }
  for (const word of ["", "STA", "STATS", "STAT?", "STAT ", "?", "STAT.*"]) {
    assert.equal(registry.verb(word), undefined);
  }
});

Deno.test("only a query verb is answered with a question mark", () => {
  const registry = new Registry([
    plugin("a", { sms: { "ASK": { ...verb, query: true }, "DO": verb } }),
  ]);
  assert.equal(registry.verb("ask?"), registry.verb("ASK"));
  assert.equal(registry.verb("ASK??"), undefined);
  assert.equal(registry.verb("DO?"), undefined);
});

const collisions:
  readonly (readonly [string, Partial<Plugin>, Partial<Plugin>])[] = [
    ["verb STAT", { sms: { "STAT": verb } }, { sms: { "stat": verb } }],
    [
      "verb STAT?",
      { sms: { "STAT": { ...verb, query: true } } },
      { sms: { "STAT?": verb } },
    ],
    ["code 300", { msg: { "300": code } }, { msg: { "300": code } }],
    [
      "code 300",
      { sms: { "A": { ...verb, code: 300 } } },
      { msg: { "300": code } },
    ],
    [
      "feature slot 12",
      { features: { x: { slot: 12, summary: "" } } },
      { features: { y: { slot: 12, summary: "" } } },
    ],
    ["record type X-Log", { records: { x: record } }, {
      records: { y: record },
    }],
  ];

for (const [what, first, second] of collisions) {
  Deno.test(`${what} cannot be claimed twice, whoever comes first`, () => {
    for (const [one, two] of [[first, second], [second, first]] as const) {
      assert.throws(
        () => new Registry([plugin("red", one), plugin("blue", two)]),
        new Error(
          `${what} is claimed by red and by blue: one of them has to leave it`,
        ),
      );
    }
  });
}

Deno.test("a plugin that claims a slot twice collides with itself", () => {
  const features = {
    x: { slot: 1, summary: "" },
    y: { slot: 1, summary: "" },
  };
  assert.throws(
    () => new Registry([plugin("red", { features })]),
    /feature slot 1 is claimed twice by red: leave one of them out/,
  );
});

Deno.test("two plugins of one name are refused", () => {
  assert.throws(
    () => new Registry([plugin("a", {}), plugin("a", {})]),
    new Error("plugin a is loaded twice: give one of them another id"),
  );
});

Deno.test("a verb is one word", () => {
  for (const name of ["", "TWO WORDS", "A\tB", " A"]) {
    assert.throws(
      () => new Registry([plugin("a", { sms: { [name]: verb } })]),
      new Error(
        `plugin a: "${name.toUpperCase()}" is no verb: expected one word`,
      ),
    );
  }
});

Deno.test("a verb is taken over with its question mark and code, and only from the plugin that is named", () => {
  const common = plugin("common", {
    sms: { "STAT": { ...verb, query: true, code: 6 }, "GPS": verb },
  });
  const taking = { ...verb, query: true, code: 6, replaces: "common" };
  const registry = new Registry([
    common,
    plugin("car", { sms: { "STAT": taking } }),
  ]);
  for (const word of ["STAT", "STAT?"]) {
    assert.equal(registry.verb(word)?.owner, "car");
  }
  assert.equal(registry.codes.get("6")?.owner, "car");
  assert.deepEqual([...registry.verbs.keys()], ["GPS", "STAT"]);
  assert.throws(
    () =>
      new Registry([
        common,
        plugin("car", { sms: { "STAT": { ...taking, replaces: "other" } } }),
      ]),
    /verb STAT is claimed by common and by car/,
  );
});

Deno.test("a code is taken over likewise", () => {
  const registry = new Registry([
    plugin("common", { msg: { "6": code } }),
    plugin("car", { msg: { "6": { ...code, replaces: "common" } } }),
  ]);
  assert.equal(registry.codes.get("6")?.owner, "car");
});

Deno.test("the list has the verbs in order of loading, then the codes by number", () => {
  const registry = new Registry([
    definePlugin({
      id: "a",
      sms: { "ZOO": { usage: "ZOO [n]", query: true, code: 210, run } },
      msg: { "30": { name: "QueryX", summary: "Asks X", run: () => [1] } },
    }),
    plugin("b", { sms: { "Do": verb }, msg: { "9": code } }),
  ]);
  const line = (info: readonly unknown[]) => info.join("|");
  assert.deepEqual(
    registry.commands().map((c) =>
      line([c.kind, c.name, c.usage, c.summary, c.owner, c.query])
    ),
    [
      "verb|ZOO|ZOO [n]||a|true",
      "verb|DO|A [b]|Does A|b|false",
      "code|9|Query|Queries|b|false",
      "code|30|QueryX|Asks X|a|false",
      "code|210|ZOO [n]||a|false",
    ],
  );
});
