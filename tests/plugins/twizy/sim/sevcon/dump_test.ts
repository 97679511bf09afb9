import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import {
  objectsOfCsv,
  objectsOfExport,
  objectsOfModel,
  type ObjectSpec,
  SEVCON_OBJECTS,
} from "../../../../../plugins/twizy/sim/sevcon.ts";
import { Bench, failureOf } from "./bench.ts";

const HEADER = "Index,Subindex,DataType,Access,ValueHex,ValueDec,ValueStr";
/** Objects of a real controller. */
const FULL_SIZE = 1217;

/** A dump as large as a real one: the delivered objects and made-up ones of all types between. */
function madeUpDump(): string {
  const types: [string, string, string][] = [
    ["Unsigned8", "RO", "0x2a,42,"],
    ["Unsigned16", "RW", "0x1c52,7250,"],
    ["Unsigned32", "RW", "0x80000000,-2147483648,"],
    ["Integer16", "RW", "0xff55,65365,"],
    ["Boolean", "WO", ",,"],
    ["VisibleString", "RO", ',,"Preop, or not"'],
    ["Domain", "RO", ",,"],
  ];
  const delivered = SEVCON_OBJECTS.map(deliveredLine);
  const others = Array.from(
    { length: FULL_SIZE - delivered.length },
    (_, n) => {
      const [type, access, values] = types[n % types.length] ?? ["", "", ""];
      const index = (0x6200 + (n >> 5)).toString(16),
        sub = (n & 31).toString(16);
      return `0x${index},0x${sub.padStart(2, "0")},${type},${access},${values}`;
    },
  );
  return [HEADER, ...delivered, ...others, ""].join("\r\n");
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  B: "Boolean",
  U8: "Unsigned8",
  U16: "Unsigned16",
  U32: "Unsigned32",
  I16: "Integer16",
  text: "VisibleString",
};

function deliveredLine(
  { index, sub, type, access, value }: ObjectSpec,
): string {
  const hex = (n: number, digits = 0) =>
    `0x${n.toString(16).padStart(digits, "0")}`;
  const id = `${hex(index)},${hex(sub, 2)}`;
  const values = typeof value === "string"
    ? `,,${value}`
    : `${hex(value < 0 ? value + 0x10000 : value)},${value},`;
  return `${id},${TYPE_NAMES[type]},${access.toUpperCase()},${values}`;
}

Deno.test("a dump of full size is read object by object over the bus", async () => {
  const bench = new Bench({ objects: objectsOfCsv(madeUpDump()) });
  assert.equal(bench.node.objects.size, FULL_SIZE);
  const kinds = new Map<string, number>();
  for (const { index, sub, type } of [...bench.node.objects.entries()]) {
    const isText = type === "text" || type === "domain";
    const failure = await failureOf(
      isText ? bench.text(index, sub) : bench.read(index, sub),
    );
    const kind = failure ? failure.join(" ") : "read";
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const writeOnly = [...bench.node.objects.entries()]
    .filter(({ access }) => access === "wo").length;
  assert.ok(writeOnly > 100);
  assert.deepEqual(Object.fromEntries(kinds), {
    read: FULL_SIZE - writeOnly,
    [`abort ${0x06010001}`]: writeOnly,
  });
});

Deno.test("a dump's values, types and access count, but not its moment's state", async () => {
  const bench = new Bench({
    objects: objectsOfCsv([
      HEADER,
      "0x2800,0x00,Boolean,RW,0x1,1,",
      "0x2920,0x05,Unsigned16,RW,0x1f40,8000,",
      "0x4611,0x01,Unsigned16,RW,0x400,1024,",
      "0x2020,0x04,Integer32,RW,0xfffffffe,-2,",
      "0x5000,0x01,Unsigned8,RO,0x4,4,",
      "0x5110,0x00,Unsigned8,RO,0x7f,127,",
      '0x5610,0x02,VisibleString,RO,,,"a ""b"", c"',
    ].join("\n")),
  });
  assert.equal(bench.node.objects.size, SEVCON_OBJECTS.length + 2);
  assert.equal(bench.node.state, 5);
  assert.equal(await bench.read(0x5000, 1), 0);
  assert.equal(await bench.read(0x2920, 5), 8000);
  assert.equal(await bench.read(0x2020, 4), 0xfffffffe);
  assert.equal(await bench.read(0x6076, 0), 55000);
  assert.equal(await bench.text(0x5610, 2), 'a "b", c');
  await bench.login();
  const early = await failureOf(bench.write(0x4611, 1, 900));
  assert.deepEqual(early, ["abort", 0x08000000]);
});

Deno.test("a dump that cannot be read names the line", () => {
  const cases: [string, RegExp][] = [
    ["Index;Subindex", /first line is not Index,Subindex/],
    [`${HEADER}\n0x10,0x00,Unsigned7,RO,0x1,1,`, /Line 2 .*type "Unsigned7"/],
    [`${HEADER}\n\n0x10,0x00,Unsigned8,XX,0x1,1,`, /Line 3 .*access "XX"/],
    [`${HEADER}\n0x10,0x00,Unsigned8,RO,0x100,256,`, /at most 255, not 0x100/],
    [`${HEADER}\nindex,0x00,Unsigned8,RO,0x1,1,`, /at most 65535, not index/],
    [`${HEADER}\n0x10,0x100,Unsigned8,RO,0x1,1,`, /at most 255, not 256/],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => objectsOfCsv(text), message);
  }
});

Deno.test("an export of ours is loaded over the delivered controller", async () => {
  const bench = new Bench({
    objects: objectsOfExport({
      objects: [
        { index: "2920", sub: "05", value: 8000 },
        { index: 0x4611, sub: 0x01, value: 1024 },
        { index: "0x2870", sub: "07", value: -800 },
        { index: "1008", sub: "00", text: "Gen4" },
        { index: "6200", sub: "01", value: 300 },
        { index: "6200", sub: "02", value: 1, size: 4 },
        { index: "6200", sub: "03", text: "abc" },
        { index: "5110", sub: "00", value: 127 },
      ],
    }),
  });
  assert.equal(bench.node.objects.size, SEVCON_OBJECTS.length + 3);
  assert.equal(await bench.read(0x2920, 5), 8000);
  assert.equal(await bench.read(0x4611, 1), 1024);
  assert.equal(await bench.read(0x2870, 7), 65536 - 800);
  assert.equal(await bench.text(0x1008, 0), "Gen4");
  const sizes = [];
  for (const sub of [1, 2]) {
    sizes.push((await bench.run(bench.client.read(0x6200, sub))).size);
  }
  assert.deepEqual(sizes, [2, 4]);
  assert.equal(await bench.text(0x6200, 3), "abc");
  assert.equal(bench.node.state, 5);
});

Deno.test("an export that cannot be read names the object", () => {
  const cases: [unknown, RegExp][] = [
    [null, /objects to be a list/],
    [{ objects: [1] }, /objects to be a list/],
    [{ objects: [{ index: "zz", sub: "00", value: 1 }] }, /objects\[0\]: /],
    [{ objects: [{ index: "2920", sub: "01" }] }, /not undefined/],
    [
      { objects: [{ index: "2920", sub: "01", value: 70000 }] },
      /at most 65535/,
    ],
    [{ objects: [{ index: "62", sub: "1", value: 1, size: 3 }] }, /1, 2 or 4/],
  ];
  for (const [json, message] of cases) {
    assert.throws(() => objectsOfExport(json), message);
  }
  assert.throws(() => objectsOfModel({}), /the model to be a list/);
  assert.throws(() => objectsOfModel([{ index: "1", sub: "1" }]), /model\[0\]/);
});

/** The dump of a real controller, which is no part of the repository, or why there is none. */
function recordedDump(): { text: string } | { missing: string } {
  const variable = "OVMS_EDGE_TRACES";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  const folder = state === "granted" ? Deno.env.get(variable) : undefined;
  if (folder === undefined) return { missing: `${variable} is not set` };
  const file = `${folder}/sevcon-objects.csv`;
  if (!existsSync(file)) return { missing: `there is no ${file}` };
  return { text: readFileSync(file, "utf8") };
}

const recorded = recordedDump();
const reason = "missing" in recorded ? ` (skipped: ${recorded.missing})` : "";

Deno.test({
  name: `the dump of a real controller gives all its objects${reason}`,
  ignore: !("text" in recorded),
  fn: async () => {
    const text = "text" in recorded ? recorded.text : "";
    const bench = new Bench({ objects: objectsOfCsv(text) });
    assert.equal(bench.node.objects.size, FULL_SIZE);
    assert.equal(await bench.read(0x1018, 2), 0x0712302d);
    assert.equal(await bench.read(0x2920, 5), 7250);
    assert.equal(await bench.text(0x100a, 0), "0712.0002");
    let refused = 0;
    for (const { index, sub, type } of [...bench.node.objects.entries()]) {
      const isText = type === "text" || type === "domain";
      const failure = await failureOf(
        isText ? bench.text(index, sub) : bench.read(index, sub),
      );
      if (failure) refused++;
    }
    assert.equal(refused, 10);
  },
});
