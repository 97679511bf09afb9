import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { int, intOr } from "../../../runtime/contract/args.ts";
import { Authority } from "../../../runtime/commands/auth.ts";
import {
  Dispatcher,
  splitCommand,
} from "../../../runtime/commands/dispatch.ts";
import { Host } from "../../../runtime/vehicle/host.ts";
import {
  type Call,
  CommandError,
  Declined,
  definePlugin,
  type Plugin,
} from "../../../runtime/contract/plugin.ts";
import { Registry } from "../../../runtime/commands/registry.ts";
import { Runner } from "../../../runtime/commands/runner.ts";
import { pluginFrom } from "../../../runtime/contract/shape.ts";
import * as v from "valibot";

const OWNER: Call = { link: "console", from: "", principal: "owner" };
const STRANGER: Call = { link: "sms", from: "+49111", principal: "anyone" };
const FAULT = "Command failed: its plugin has a fault";

function desk(...plugins: readonly Plugin[]) {
  const clock = new SimClock(), log: string[] = [];
  const host = new Host(
    plugins,
    (_, event, details) => log.push(`${event} ${details?.where ?? ""}`.trim()),
  );
  host.wire((plugin) => ({ id: plugin.id }));
  const authority = new Authority(
    () => ({ phone: "+491701234567", password: "secret", country: "" }),
    () => {},
  );
  const registry = new Registry(plugins);
  const runner = new Runner(host, clock);
  const dispatcher = new Dispatcher(registry, runner, authority, clock);
  const text = async (line: string, from: Call = OWNER) => {
    const { status, messages } = await dispatcher.text(line, from);
    return [status, ...messages];
  };
  return { clock, log, host, dispatcher, runner, text };
}

/** Answers what it is given, as JSON. */
const echo: Plugin = definePlugin({
  id: "echo",
  sms: {
    "ECHO": {
      usage: "ECHO [words]",
      auth: "password",
      query: true,
      run: (words) => JSON.stringify(words),
    },
    "ADD": {
      usage: "ADD number [number]",
      args: v.strictTuple([int(0, 99), intOr(0, 99, 1)]),
      run: ([a, b]) => `${a + b}`,
    },
  },
  msg: {
    "300": { name: "Echo", run: (words) => [...words] },
    "301": {
      name: "Add",
      args: v.strictTuple([int(0, 99), intOr(0, 99, 1)]),
      run: ([a, b]) => [a + b],
    },
    "302": { name: "Text", split: 1, run: (words) => [...words] },
  },
});

Deno.test("a line is a verb and the words between single blanks", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["stat", "STAT", []],
    ["  Stat?  ", "STAT?", []],
    ["a b  c", "A", ["b", "", "c"]],
    ["a\r\nb\nc\rd", "A", ["b", "c", "d"]],
    ["A\tb", "A\tB", []],
    ["", "", []],
    ["   \r\n ", "", []],
  ];
  for (const [text, verb, words] of cases) {
    assert.deepEqual(splitCommand(text), { verb, words });
  }
});

Deno.test("verbs match whole and in any case", async () => {
  const { text } = desk(echo);
  for (const line of ["add 1", "ADD 1", "Add 1 1"]) {
    assert.deepEqual(await text(line), ["ok", "2"]);
  }
  for (const line of ["AD 1", "ADDS 1", "ADD? 1", "1 ADD", "", "  ", "?"]) {
    assert.deepEqual(await text(line), ["unknown"], line);
  }
});

Deno.test("a query verb also answers with a question mark, which takes no words", async () => {
  const { text } = desk(echo);
  assert.deepEqual(await text("echo secret a"), ["ok", '["a"]']);
  assert.deepEqual(await text("echo? secret a"), ["ok", "[]"]);
});

Deno.test("wrong arguments of a verb answer its usage", async () => {
  const { text } = desk(echo);
  const wrong = ["ADD", "ADD x", "ADD 100", "ADD 1 2 3", "ADD  1", "ADD -1"];
  for (const line of wrong) {
    assert.deepEqual(await text(line), [
      "failed",
      "Usage: ADD number [number]",
    ]);
  }
});

Deno.test("whoever is not allowed is denied, and the password is taken from the words", async () => {
  const { text } = desk(echo);
  assert.deepEqual(await text("ADD 1", STRANGER), [
    "denied",
    "Permission denied",
  ]);
  assert.deepEqual(await text("ADD secret 1 2", STRANGER), ["ok", "3"]);
  assert.deepEqual(await text("ECHO secret a", STRANGER), ["ok", '["a"]']);
});

Deno.test("codes answer values, or what was wrong", async () => {
  const { dispatcher } = desk(echo);
  const cases = [
    ["300", "c300,0"],
    ["300,", "c300,0,"],
    ["300,a,,b", "c300,0,a,,b"],
    [" 300 ,a", "c300,0,a"],
    ["301,5", "c301,0,6"],
    ["301,5,100", "c301,1,Parameter out of range"],
    ["301,x", "c301,1,Invalid syntax"],
    ["301", "c301,1,Invalid syntax"],
    ["302,a,b,c", "c302,0,a,b,c"],
    ["999", "c999,3"],
    ["", "c,3"],
    ["30", "c30,3"],
    ["3000", "c3000,3"],
    ["0300", "c0300,3"],
  ] as const;
  for (const [line, reply] of cases) {
    assert.deepEqual(await dispatcher.msg(line), [reply]);
  }
});

Deno.test("a code that takes one text gets its commas", async () => {
  const words: (readonly string[])[] = [];
  const { dispatcher } = desk(definePlugin({
    id: "a",
    msg: {
      "311": {
        name: "Two",
        split: 1,
        run: (given) => {
          words.push(given);
          return [];
        },
      },
    },
  }));
  await dispatcher.msg("311,2,a,b,c");
  assert.deepEqual(words, [["2", "a,b,c"]]);
});

Deno.test("a verb with a code answers it with the same text", async () => {
  const { dispatcher } = desk(definePlugin({
    id: "a",
    sms: {
      "S": { usage: "S", code: 6, run: () => ["one", "two"] },
      "N": { usage: "N", code: 7, run: () => undefined },
      "P": {
        usage: "P",
        code: 8,
        run: () => ({ parts: ["a", ["b", "c"]] }),
      },
    },
  }));
  assert.deepEqual(await dispatcher.msg("8"), ["PAa", "PAb\r c", "c8,0"]);
  assert.deepEqual(await dispatcher.msg("6"), ["PAone\r two", "c6,0"]);
  assert.deepEqual(await dispatcher.msg("7"), ["c7,0"]);
});

Deno.test("a code answers several lines, or pushes a text", async () => {
  const { dispatcher } = desk(definePlugin({
    id: "a",
    msg: {
      "1": {
        name: "Lines",
        run: () => ({ lines: [[0, 2, "a"], [1, 2, "b"]] }),
      },
      "2": { name: "Push", run: () => ({ push: "hello\nthere" }) },
      "4": { name: "Nothing", run: () => ({ push: undefined }) },
    },
  }));
  assert.deepEqual(await dispatcher.msg("1"), ["c1,0,0,2,a", "c1,0,1,2,b"]);
  assert.deepEqual(await dispatcher.msg("2"), ["PAhello\rthere", "c2,0"]);
  assert.deepEqual(await dispatcher.msg("4"), ["c4,0"]);
});

Deno.test("each command gets exactly the lines that the server waits for", async () => {
  const lines = (...lines: (string | number)[][]) => ({
    name: "Lines",
    run: () => ({ lines }),
  });
  const { dispatcher, log } = desk(definePlugin({
    id: "a",
    msg: {
      "1": lines([0, 3, "a"], [1, 3, "b"]),
      "300": lines([1], [2]),
      "301": lines(),
      "302": lines([1, 2]),
    },
  }));
  // A last item ends the waiting for a list; an error alone would not.
  assert.deepEqual(await dispatcher.msg("1"), [`c1,1,${FAULT}`, "c1,0,0,1,"]);
  assert.deepEqual(await dispatcher.msg("3"), ["c3,3", "c3,0,0,1,"]);
  assert.deepEqual(await dispatcher.msg("300"), [`c300,1,${FAULT}`]);
  assert.deepEqual(await dispatcher.msg("301"), [`c301,1,${FAULT}`]);
  assert.deepEqual(await dispatcher.msg("302"), ["c302,0,1,2"]);
  assert.deepEqual(await dispatcher.msg(""), ["c,3"]);
  assert.equal(log.length, 3);
});

Deno.test("a handler's own error is a text for the sender, not a fault", async () => {
  const refuse = () => {
    throw new CommandError("Turn the car on first,\nthen again");
  };
  const { text, dispatcher, log } = desk(definePlugin({
    id: "a",
    sms: { "GO": { usage: "GO", run: refuse } },
    msg: { "311": { name: "Go", run: refuse } },
  }));
  assert.deepEqual(await text("GO"), [
    "failed",
    "Turn the car on first,\nthen again",
  ]);
  assert.deepEqual(await dispatcher.msg("311"), [
    "c311,1,Turn the car on first, then again",
  ]);
  assert.deepEqual(log, []);
});

Deno.test("a handler may leave a text to the apps", async () => {
  const { text, log } = desk(definePlugin({
    id: "a",
    sms: {
      "GO": {
        usage: "GO",
        run: () => {
          throw new Declined();
        },
      },
    },
  }));
  assert.deepEqual(await text("GO on"), ["unknown"]);
  assert.deepEqual(log, []);
});

const failing: readonly (readonly [string, () => never | Promise<never>])[] = [
  ["throws", () => {
    throw new Error("with a secret in its text");
  }],
  ["throws nothing in particular", () => {
    throw undefined;
  }],
  ["rejects", () => Promise.reject(new Error("x"))],
];
for (const [what, run] of failing) {
  Deno.test(`a handler that ${what} fails its command only`, async () => {
    const { text, dispatcher, log } = desk(
      definePlugin({
        id: "bad",
        sms: { "GO": { usage: "GO", run } },
        msg: { "311": { name: "Go", run } },
      }),
      echo,
    );
    assert.deepEqual(await text("GO"), ["failed", FAULT]);
    assert.deepEqual(await dispatcher.msg("311"), [`c311,1,${FAULT}`]);
    assert.deepEqual(log, ["plugin fault GO", "plugin fault Go"]);
    assert.deepEqual(await text("ADD 1"), ["ok", "2"]);
  });
}

Deno.test("arguments whose schema throws fail their command only", async () => {
  const args = v.pipe(
    v.array(v.string()),
    v.transform((words) => JSON.parse(words.join(" "))),
  );
  const { text, log } = desk(definePlugin({
    id: "a",
    sms: { "GO": { usage: "GO json", args, run: () => "fine" } },
  }));
  assert.deepEqual(await text("GO [1]"), ["ok", "fine"]);
  assert.deepEqual(await text("GO ["), ["failed", FAULT]);
  assert.deepEqual(log, ["plugin fault GO json"]);
});

Deno.test("what cannot be sent is the plugin's fault", async () => {
  const answers = [null, 5, true, {}, [1], { parts: [1] }, () => "x", NaN];
  for (const answer of answers) {
    const { text, log } = desk(pluginFrom({
      id: "a",
      sms: { "GO": { usage: "GO", run: () => answer } },
    }, "a.js"));
    assert.deepEqual(await text("GO"), ["failed", FAULT]);
    assert.deepEqual(log, ["plugin fault GO"]);
  }
});

Deno.test("values that cannot be sent are the plugin's fault", async () => {
  const answers = [
    undefined,
    null,
    5,
    "text",
    {},
    [{}],
    [undefined],
    [[1]],
    { lines: 1 },
    { lines: [1] },
    { lines: [[{}]] },
    { push: 5 },
  ];
  for (const answer of answers) {
    const { dispatcher, log } = desk(pluginFrom({
      id: "a",
      msg: { "311": { name: "Go", run: () => answer } },
    }, "a.js"));
    assert.deepEqual(await dispatcher.msg("311"), [`c311,1,${FAULT}`]);
    assert.deepEqual(log, ["plugin fault 311"]);
  }
});

Deno.test("commands run one at a time, in their order", async () => {
  const order: string[] = [];
  const gates = new Map<string, () => void>();
  const { text } = desk(definePlugin({
    id: "a",
    sms: {
      "GO": {
        usage: "GO",
        run: async ([name = ""]) => {
          order.push(`begin ${name}`);
          await new Promise<void>((resolve) => gates.set(name, resolve));
          order.push(`end ${name}`);
          return name;
        },
      },
    },
  }));
  const first = text("GO 1"), second = text("GO 2");
  await turn();
  assert.deepEqual(order, ["begin 1"]);
  gates.get("1")?.();
  await first;
  await turn();
  gates.get("2")?.();
  await second;
  assert.deepEqual(order, ["begin 1", "end 1", "begin 2", "end 2"]);
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("a handler that never answers is given up, and the next command runs", async () => {
  const never = () => new Promise<never>(() => {});
  const { text, clock, log } = desk(
    definePlugin({
      id: "a",
      sms: {
        "HANG": { usage: "HANG", run: never },
        "SHORT": { usage: "SHORT", timeout: 5, run: never },
      },
    }),
    echo,
  );
  for (const [verb, seconds] of [["HANG", 60], ["SHORT", 5]] as const) {
    const hanging = text(verb), next = text("ADD 1");
    let settled = false;
    void hanging.then(() => settled = true);
    await clock.run(seconds * 1000 - 1);
    assert.equal(settled, false);
    await clock.run(1);
    assert.deepEqual(await hanging, ["failed", FAULT]);
    assert.deepEqual(await next, ["ok", "2"]);
  }
  assert.deepEqual(log, ["plugin fault HANG", "plugin fault SHORT"]);
});

Deno.test("an answer in time leaves no timer behind", async () => {
  const { text, clock } = desk(definePlugin({
    id: "a",
    sms: { "GO": { usage: "GO", run: () => Promise.resolve("fine") } },
  }));
  assert.deepEqual(await text("GO"), ["ok", "fine"]);
  let fired = 0;
  await clock.drain(300_000, () => fired++);
  assert.equal(fired, 0);
});

Deno.test("a plugin that was set aside refuses its commands and says so", async () => {
  const { text, dispatcher, host, log } = desk(definePlugin({
    id: "bad",
    sms: {
      "GO": {
        usage: "GO",
        run: () => {
          throw new Error("no");
        },
      },
    },
    msg: { "311": { name: "Go", run: () => [] } },
  }));
  for (let n = 0; n < 5; n++) await text("GO");
  const refusal = "Command not available: plugin bad is set aside";
  assert.deepEqual(await text("GO"), ["failed", refusal]);
  assert.deepEqual(await dispatcher.msg("311"), [`c311,1,${refusal}`]);
  assert.equal(host.find("bad")?.faults, 5);
  assert.equal(log.at(-1), "plugin set aside");
});

Deno.test("a command runs another as the owner, within its own turn only", async () => {
  const { dispatcher, runner, text } = desk(
    echo,
    pluginFrom({
      id: "a",
      sms: {
        "BOTH": {
          usage: "BOTH",
          auth: "password",
          run: async () => (await dispatcher.within("ADD 1")).messages,
        },
      },
    }, "a.js"),
  );
  assert.deepEqual(await text("BOTH secret", STRANGER), ["ok", "2"]);
  await assert.rejects(
    dispatcher.within("ADD 1"),
    new Error("a command can be run from within a command only"),
  );
  assert.equal(runner.current, undefined);
});

Deno.test("a notice gets a verb's text, and nothing from a verb that fails", async () => {
  const { dispatcher } = desk(echo);
  assert.equal(await dispatcher.answer("ECHO"), "[]");
  assert.equal(await dispatcher.answer("ADD"), undefined);
  assert.equal(await dispatcher.answer("NOBODY"), undefined);
});

Deno.test("odd and long texts are words like others", async () => {
  const { text, log } = desk(echo);
  const odd = [
    "\u0000\u0007\u001b[2J",
    "äöü ß € 中文 🔋",
    "\ud800",
    "%s %n ${x} $(reboot) `id` '; DROP TABLE x; --",
    "__proto__ constructor",
    "x".repeat(2000),
    " ".repeat(2000) + "x",
    "\u202e\u200b",
  ];
  for (const words of odd) {
    const [status, message = ""] = await text(`ECHO secret ${words}`);
    assert.equal(status, "ok");
    assert.equal(JSON.parse(message).join(" "), words);
    assert.deepEqual(await text(words), ["unknown"]);
    assert.deepEqual(await text(`ADD ${words}`), [
      "failed",
      "Usage: ADD number [number]",
    ]);
  }
  for (const name of ["__proto__", "constructor", "toString"]) {
    assert.deepEqual(await text(name), ["unknown"]);
  }
  assert.deepEqual(log, []);
});
