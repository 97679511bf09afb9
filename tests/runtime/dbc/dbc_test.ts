import assert from "node:assert/strict";
import { dbc, definePlugin } from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

const DEMO = `VERSION "1"

NS_ :
	BA_DEF_
	SG_MUL_VAL_

BS_:

BU_: NODE

BO_ 291 demo: 8 NODE
 SG_ page M : 0|8@1+ (1,0) [0|0] "" Vector__XXX
 SG_ amps m2 : 15|11@0- (0.5,0) [-512|511.5] "A" Vector__XXX
 SG_ mode m1 : 8|4@1+ (1,0) [0|15] "" Vector__XXX
 SG_ inner m3M : 8|8@1+ (1,0) [0|0] "" Vector__XXX
 SG_ deep m0 : 16|8@1+ (1,-40) [0|0] "\u00b0C" Vector__XXX

BO_ 2564485392 long: 8 NODE
 SG_ ratio : 0|32@1- (1E+000,0) [0|0] "" NODE,Other
 SG_ count : 32|16@1+ (.25,0) [0|0] "" NODE

BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
 SG_ unused : 0|8@1+ (1,0) [0|0] "" Vector__XXX

CM_ SG_ 291 amps "charging \\"plus\\",
over lines; BO_ 1 not: 8 x";
VAL_ 291 mode 0 "off" 1 "on" ;
BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
BA_ "GenMsgCycleTime" BO_ 291 100;
SIG_VALTYPE_ 2564485392 ratio : 1;
SG_MUL_VAL_ 291 deep inner 0-3, 8-8;
SIG_GROUP_ 291 group 1 : amps mode;
`;

Deno.test("a file's messages, signals and what is told of them", () => {
  const { messages, problems } = dbc(DEMO.replaceAll("\n", "\r\n"));
  assert.deepEqual(problems, []);
  const [demo, long, none] = messages;
  assert.ok(demo && long && !none);
  assert.deepEqual(
    [demo.id, demo.name, demo.length, demo.cycle, long.id],
    [0x123, "demo", 8, 100, 0x18daf110],
  );
  const signals = new Map(demo.signals.map((signal) => [signal.name, signal]));
  const page = { at: "B0.0 u8 le" };
  assert.deepEqual(signals.get("amps")?.signal, {
    at: "B1.7 s11",
    per: 2,
    when: [{ ...page, is: 2 }],
  });
  assert.match(
    signals.get("amps")?.comment ?? "",
    /^charging "plus",\s+over lines; BO_/,
  );
  assert.deepEqual([...signals.get("mode")?.values ?? []], [[0, "off"], [
    1,
    "on",
  ]]);
  assert.deepEqual(signals.get("deep")?.signal, {
    at: "B2.0 u8 le",
    offset: -40,
    when: [{ ...page, is: 3 }, { at: "B1.0 u8 le", within: [[0, 3], [8, 8]] }],
  });
  assert.equal(signals.get("deep")?.unit, "\u00b0C");
  assert.deepEqual(long.signals.map(({ signal }) => signal), [
    { at: "B0 f32 le" },
    { at: "B4.0 u16 le", per: 4 },
  ]);
});

Deno.test("files are UTF-8, with or without mark, UTF-16, or Windows-1252", () => {
  const line = 'BO_ 1 a: 8 N\n SG_ t : 0|8@1+ (1,0) [0|0] "\u00b0C" N\n';
  const latin = Uint8Array.from(line, (char) => char.charCodeAt(0));
  const wide = (little: boolean) =>
    Uint8Array.from([..."\ufeff", ...line].flatMap((char) => {
      const code = char.charCodeAt(0), bytes = [code & 0xff, code >> 8];
      return little ? bytes : bytes.reverse();
    }));
  for (
    const file of [
      latin,
      new TextEncoder().encode(line),
      new TextEncoder().encode(`\ufeff${line}`),
      wide(true),
      wide(false),
    ]
  ) {
    assert.equal(dbc(file).messages[0]?.signals[0]?.unit, "\u00b0C");
  }
});

Deno.test("frame tables know how often a message comes, where the file tells", () => {
  const frames = dbc(DEMO).frames({ amps: "amps", ratio: "ratio" });
  assert.deepEqual(
    [frames[0x123]?.cycle, frames[0x18daf110]?.cycle],
    [100, undefined],
  );
  assert.ok(!("cycle" in (frames[0x18daf110] ?? {})));
});

Deno.test("its signals decode frames, also shorter ones, and only their page", async () => {
  const file = dbc(DEMO);
  const plugin = definePlugin({
    id: "demo",
    metrics: {
      amps: { name: "x.amps", unit: "A" },
      deep: { name: "x.deep", unit: "\u00b0C" },
      ratio: { name: "x.ratio", unit: "" },
      count: { name: "x.count", unit: "" },
    },
    frames: file.frames({
      amps: "demo.amps",
      deep: "deep",
      ratio: "ratio",
      count: "count",
    }),
  });
  await using car = await bench(plugin);
  const values = () =>
    ["x.amps", "x.deep", "x.ratio", "x.count"].map((name) => car.metric(name));
  car.frame(0x123, "02F40064");
  assert.deepEqual(values(), [-48, undefined, undefined, undefined]);
  car.frame(0x123, "0308320000000000");
  car.frame(0x123, "0304640000000000");
  car.frame(0x18daf110, "0000C03F");
  assert.deepEqual(values(), [-48, 10, 1.5, undefined]);
  car.frame(0x18daf110, "0000C03F0A000000");
  assert.equal(car.metric("x.count"), 2.5);
});

Deno.test("what cannot be expressed is told, and the rest is read", () => {
  const { messages, problems } = dbc(`
BO_ 1 a: 64 N
 SG_ far : 100|8@1+ (1,0) [0|0] "" N
 SG_ wide : 60|8@1+ (1,0) [0|0] "" N
 SG_ odd : 3|32@1- (1,0) [0|0] "" N
 SG_ lost m1 : 0|8@1+ (1,0) [0|0] "" N
 SG_ broken : 0|8@2+ (1,0)
 SG_ good : 0|8@1+ (1,0) [0|0] "" N
BO_ 4000 high: 8 N
BO_ 1 again: 8 N
BO_ 2147483649 small: 8 N
BO_ 3221225472 unused: 0 N
BO_ 3000000000 beyond: 8 N
BO_ 2 muddle: 8 N
 SG_ one M : 0|8@1+ (1,0) [0|0] "" N
 SG_ two M : 8|8@1+ (1,0) [0|0] "" N
 SG_ there m4 : 16|8@1+ (1,0) [0|0] "" N
SIG_VALTYPE_ 1 odd 1;
`);
  assert.deepEqual(
    messages.map(({ signals }) =>
      signals.map(({ name, signal }) => `${name} ${signal.at}`)
    ),
    [["good B0.0 u8 le"], [], [
      "one B0.0 u8 le",
      "two B1.0 u8 le",
      "there B2.0 u8 le",
    ]],
  );
  assert.deepEqual(problems, [
    "Not understood: SG_ broken : 0|8@2+ (1,0)",
    "a.far: bits 100|8 do not fit into a frame of 8 bytes",
    "a.wide: bits 60|8 do not fit into a frame of 8 bytes",
    "a.odd: is an IEEE number that does not fill bytes: expected 32 bits from the first of a byte on, not 3|32",
    "a.lost: its switch is not known",
    "high: 4000 is no identifier",
    "again: its identifier is that of another message",
    "beyond: 3000000000 is no identifier",
    "muddle: has two switches, so its pages are not told apart",
  ]);
});

Deno.test("numbers that no frame table can have are told or left out", () => {
  const { messages, problems } = dbc(`
BO_ 1 a: 8 N
 SG_ steep : 0|8@1+ (1E400,0) [0|0] "" N
 SG_ far : 8|8@1+ (1,-1E400) [0|0] "" N
 SG_ good : 16|8@1+ (1,0) [-1E400|1E400] "" N
BO_ 2 b: 8 N
BO_ 3 c: 8 N
BA_DEF_DEF_ "GenMsgCycleTime" 20;
BA_ "GenMsgCycleTime" BO_ 1 -5;
BA_ "GenMsgCycleTime" BO_ 2 1E400;
`);
  assert.deepEqual(problems, [
    "a.steep: its factor or its offset is too large for a number",
    "a.far: its factor or its offset is too large for a number",
  ]);
  assert.deepEqual(messages.map(({ cycle }) => cycle), [
    undefined,
    undefined,
    20,
  ]);
});

Deno.test("signals of a message that is not understood are those of no other", () => {
  const { messages, problems } = dbc(`
 SG_ early : 0|8@1+ (1,0) [0|0] "" N
BO_ 1 good: 8 N
 SG_ a : 0|8@1+ (1,0) [0|0] "" N
BO_ 2 bad-name: 8 N
 SG_ b : 0|8@1+ (1,0) [0|0] "V" N
 SG_ c-d : 0|8@1+ (1,0) [0|0] "%" N
BO_ 3 next: 8 N
 SG_ e : 0|8@1+ (0,0) [0|0] "" N
 SG_ f : 0|8@1+ (1,0) [0|0] "" N
`);
  assert.deepEqual(
    messages.map(({ name, signals }) => [name, ...signals.map((s) => s.name)]),
    [["good", "a"], ["next", "f"]],
  );
  assert.deepEqual(problems, [
    "early: its message is not understood",
    "Not understood: BO_ 2 bad-name: 8 N",
    "b: its message is not understood",
    'Not understood: SG_ c-d : 0|8@1+ (1,0) [0|0] "%" N',
    "next.e: its factor is 0",
  ]);
});

Deno.test("odd but sound: names by table, ranges in several statements, a default cycle, no sender, blanks anywhere", () => {
  const { messages, problems } = dbc(`VAL_TABLE_ Gears 1 "D" 0 "P" ;
BA_DEF_DEF_ "GenMsgCycleTime" 50;
BO_   2147483939  low  :8
 SG_  gear:0|2@1+(1,0)[0|0]""N,M
BO_ 7 pages: 8 N
 SG_ page M : 0|8@1+ (1,0) [0|0] "" N
 SG_ some m1 : 8|8@1+ (1,0) [0|0] "" N
BA_ "GenMsgCycleTime" BO_ 7 20;
CM_ BO_ 7 "a comment; with // and a
BO_ 9 fake: 8 N
line break";
VAL_ 2147483939 gear Gears ;
SG_MUL_VAL_ 7 some page 1-2;
SG_MUL_VAL_ 7 some page 8-9;`);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    messages.map(({ id, cycle }) => [id, cycle]),
    [[0x8000_0123, 50], [7, 20]],
  );
  assert.deepEqual([...messages[0]?.signals[0]?.values ?? []], [
    [1, "D"],
    [0, "P"],
  ]);
  assert.deepEqual(messages[1]?.signals[1]?.signal.when, [
    { at: "B0.0 u8 le", within: [[1, 2], [8, 9]] },
  ]);
});

Deno.test("statements may run over lines wherever there is a blank", () => {
  const { messages, problems } = dbc(`BO_
 7 a:
8 N
BA_DEF_
BO_ "GenMsgCycleTime" INT 0 65535;
 SG_ b
 : 0|8@1+
 (1,0) [0|0] "" N
CM_
 SG_ 7 b "of the signal";
CM_
BO_ 7 "of the message";
BA_ "GenMsgCycleTime"
BO_ 7 20;`);
  assert.deepEqual(problems, []);
  const [a] = messages;
  assert.deepEqual([a?.comment, a?.cycle], ["of the message", 20]);
  assert.deepEqual(
    a?.signals.map(({ name, comment }) => [name, comment]),
    [["b", "of the signal"]],
  );
});

Deno.test("a signal that is not there, or twice, is told by name", () => {
  const file = dbc(
    DEMO + '\nBO_ 5 other: 8 N\n SG_ amps : 0|8@1+ (1,0) [0|0] "" N\n',
  );
  assert.throws(
    () => file.frames({ a: "nothing" }),
    /There is no signal nothing/,
  );
  assert.throws(
    () => file.frames({ a: "amps" }),
    /expected one of demo.amps, other.amps/,
  );
});

Deno.test("whatever a file is, nothing is thrown", () => {
  for (let cut = 0; cut < DEMO.length; cut += 7) {
    dbc(DEMO.slice(cut));
    dbc(DEMO.slice(0, cut));
  }
  assert.deepEqual(dbc(new Uint8Array([0xff, 0, 0x22])).messages, []);
});
