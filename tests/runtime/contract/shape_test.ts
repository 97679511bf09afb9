import assert from "node:assert/strict";
import * as v from "valibot";
import { definePlugin } from "../../../runtime/contract/plugin.ts";
import { pluginFrom, vehicleFrom } from "../../../runtime/contract/shape.ts";

const run = () => "fine";
const verb = { usage: "A", run };

/** A plugin that uses every part of the contract. */
const complete = {
  id: "all-of-it",
  summary: "Everything",
  needs: ["can.sdo", "memory"],
  metrics: {
    standard: "v.b.soc",
    number: { name: "x.n", unit: "km", initial: 0, fresh: 5, keep: true },
    choice: { name: "x.c", unit: "", is: ["a", "b"] },
    list: { name: "x.l", unit: "V", is: "list" },
  },
  reads: { other: "v.p.odometer" },
  features: { max: { slot: 12, unit: "user", summary: "Maximum" } },
  records: {
    log: {
      type: "X-Log",
      summary: "Log",
      lifetime: 60,
      keep: 60,
      send: false,
      fields: { a: 0, b: "text" },
    },
  },
  notices: {
    alert: { priority: "alarm", summary: "Alert", verb: "A", always: true },
  },
  state: () => ({}),
  sms: {
    "A": {
      ...verb,
      summary: "Does A",
      auth: "phone",
      query: true,
      code: 300,
      replaces: "framework",
      mute: false,
      timeout: 5,
      args: v.tuple([v.string()]),
    },
  },
  msg: { "301": { name: "B", split: 2, run } },
  frames: {
    0x155: { when: { at: "B0", is: 1 }, bytes: 2, decode: run },
    "0x156": { signals: { number: { at: "B4:B5", valid: [0, 9], as: run } } },
  },
  every: { second: run, tenSeconds: run, minute: run, tenMinutes: run },
  on: { number: run },
  start: run,
  stop: run,
};

Deno.test("a plugin that uses every part of the contract is taken as it is", () => {
  assert.deepEqual(pluginFrom(complete, "x.js"), complete);
});

Deno.test("what definePlugin makes is taken as well", () => {
  const plugin = definePlugin({ id: "a", sms: { "A": verb } });
  assert.deepEqual(pluginFrom(plugin, "x.ts"), plugin);
});

Deno.test("a vehicle's part that is no plugin is named by its place", () => {
  const vehicle = { type: "QA", name: "Car", plugins: [{ id: "a" }, run] };
  assert.throws(
    () => vehicleFrom(vehicle, "x.ts"),
    /^TypeError: x\.ts: plugins\.1: is Function: expected a plugin, as stat\(\) or/,
  );
});

/** What is refused, and the sentence behind the module's name. */
const refused: readonly (readonly [unknown, string])[] = [
  ...([
    [undefined, "undefined"],
    [null, "null"],
    ["x", '"x"'],
    [() => {}, "Function"],
  ] as const).map(([value, received]) =>
    [
      value,
      `its default export is ${received}: expected a plugin, a vehicle, or a list of them, as in export default definePlugin({ ... })`,
    ] as const
  ),
  [[], "id: is missing"],
  [{}, "id: is missing"],
  [
    { id: "a".repeat(41) },
    "id: must be lower case letters, digits and -, at most 40 of them",
  ],
  [
    { id: "" },
    "id: must be lower case letters, digits and -, at most 40 of them",
  ],
  [
    { id: "Big" },
    "id: must be lower case letters, digits and -, at most 40 of them",
  ],
  [
    { id: "../x" },
    "id: must be lower case letters, digits and -, at most 40 of them",
  ],
  [{ id: 5 }, "id: Invalid type: Expected string but received 5"],
  [{ id: "a", sma: {} }, "sma: is not known here; did you mean sms?"],
  [
    { id: "a", wheels: 4 },
    "wheels: is not known here: look for a slip of the pen",
  ],
  [{ id: "a", sms: { "A": { usage: "A" } } }, "sms.A.run: is missing"],
  [{ id: "a", sms: { "A": { run } } }, "sms.A.usage: is missing"],
  [
    { id: "a", sms: { "A": { ...verb, run: 5 } } },
    "sms.A.run: must be a function",
  ],
  [
    { id: "a", sms: { "A": { ...verb, ars: 5 } } },
    "sms.A.ars: is not known here; did you mean args?",
  ],
  [
    { id: "a", sms: { "A": { ...verb, auth: "all" } } },
    'sms.A.auth: Invalid type: Expected ("owner" | "phone" | "password") but received "all"',
  ],
  [
    { id: "a", sms: { "A": { ...verb, args: [] } } },
    "sms.A.args: must be a valibot schema",
  ],
  [
    { id: "a", sms: { "A": { ...verb, code: -1 } } },
    "sms.A.code: Invalid value: Expected >=0 but received -1",
  ],
  [
    { id: "a", msg: { "abc": { name: "A", run } } },
    "msg.abc: is no number of a code, such as 300",
  ],
  [
    { id: "a", msg: { "0300": { name: "A", run } } },
    "msg.0300: is no number of a code, such as 300",
  ],
  [
    { id: "a", needs: "gsm" },
    'needs: Invalid type: Expected Array but received "gsm"',
  ],
  [
    { id: "a", features: { f: { slot: 16, summary: "" } } },
    "features.f.slot: Invalid value: Expected <=15 but received 16",
  ],
  [{ id: "a", metrics: { m: { name: "x" } } }, "metrics.m.unit: is missing"],
  [
    { id: "a", metrics: { m: { name: "x", unit: "", is: "bool" } } },
    'metrics.m.is: Invalid type: Expected ("flag" | "text" | "list") but received "bool"',
  ],
  [
    { id: "a", reads: { m: "v.b.sok" } },
    "reads.m: v.b.sok is no standard metric: give its name and unit; did you mean v.b.soc?",
  ],
  [
    { id: "a", reads: { m: "toString" } },
    "reads.m: toString is no standard metric: give its name and unit",
  ],
  [
    { id: "a", frames: { 1: { signals: { m: { at: "B9" } } } } },
    "frames.0x1.signals.m.at: is no field of a frame, such as B5 or B1l:B2",
  ],
  [
    { id: "a", frames: { 1: { signals: { m: { at: "B0", per: 0 } } } } },
    "frames.0x1.signals.m.per: cannot be 0",
  ],
  [{ id: "a", frames: { 1: { decode: run } } }, "frames.0x1.bytes: is missing"],
  [
    { id: "a", frames: { 1: { when: { at: "B0" }, signals: {} } } },
    "frames.0x1.when.is: is missing",
  ],
  [
    { id: "a", framesOn: { 2: { 0x59b: { decode: run } } } },
    "framesOn.2.0x59b.bytes: is missing",
  ],
  [
    { id: "a", frames: { x: { bytes: 1, decode: run } } },
    "frames.x: is no identifier of a frame, such as 0x155",
  ],
  [
    { id: "a", every: { hour: run } },
    "every.hour: is not known here: look for a slip of the pen",
  ],
  [{ id: "a", every: { second: 5 } }, "every.second: must be a function"],
  [{ id: "a", on: { m: true } }, "on.m: must be a function"],
  [{ id: "a", start: {} }, "start: must be a function"],
  ...["", "x\n", "__proto__", "a b", "a/+/#", "x".repeat(101)].map((name) =>
    [
      { id: "a", metrics: { m: { name, unit: "" } } },
      "metrics.m.name: must be letters, digits, dots, - and _, at most 100 of them, such as x.tyres.wear",
    ] as const
  ),
  ...["", "X,R", "X R\n", "X".repeat(33)].map((type) =>
    [
      {
        id: "a",
        records: { r: { type, summary: "", lifetime: 1, fields: {} } },
      },
      "records.r.type: must be 1 to 32 characters without blanks and commas, such as X-Tyres-Log",
    ] as const
  ),
  [
    { id: "a", frames: { 1: { bytes: 9, decode: run } } },
    "frames.0x1.bytes: Invalid value: Expected <=8 but received 9",
  ],
  [
    {
      id: "a",
      polls: new Array(1001).fill({
        to: 1,
        from: 2,
        read: { request: [1], answer: [1] },
        every: {},
        decode: run,
      }),
    },
    "polls: are at most 1000",
  ],
];

Deno.test("what is no plugin is refused in one sentence that names the place", () => {
  for (const [value, sentence] of refused) {
    assert.throws(
      () => pluginFrom(value, "x.js"),
      new TypeError(`x.js: ${sentence}`),
    );
  }
});

Deno.test("an unknown need, unit or priority is refused with those that there are", () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [
      { id: "a", needs: ["can.rx"] },
      /^x\.js: needs\.0: .*\("can\.tx" \| .* but received "can\.rx"; did you mean can\.tx\?$/,
    ],
    [
      { id: "a", metrics: { m: { name: "x", unit: "miles" } } },
      /"km\/h" .* but received "miles"/,
    ],
    [
      { id: "a", notices: { n: { priority: "high", summary: "" } } },
      /"alarm" .* but received "high"$/,
    ],
  ];
  for (const [value, message] of wrong) {
    assert.throws(() => pluginFrom(value, "x.js"), {
      name: "TypeError",
      message,
    });
  }
});

Deno.test("a metric that a plugin writes under two names is refused, as the last one would win", () => {
  const own = { name: "x.n", unit: "" };
  assert.throws(
    () =>
      pluginFrom({ id: "twice", metrics: { a: "v.b.soc", b: "v.b.soc" } }, "t"),
    /metrics: v\.b\.soc is written by a and by b: give one of them a name and unit of its own/,
  );
  assert.throws(
    () => pluginFrom({ id: "own", metrics: { a: own, b: { ...own } } }, "t"),
    /x\.n is written by a and by b/,
  );
});
