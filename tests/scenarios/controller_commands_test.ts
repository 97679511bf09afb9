import assert from "node:assert/strict";
import { objectsOfModel } from "../../plugins/twizy/sim/sevcon.ts";
import { controllerCommands } from "./controller_commands.ts";
import { Bench, failureOf } from "../plugins/twizy/sim/sevcon/bench.ts";

/** Entries in the form of the scenarios' model. */
function entry(
  index: string,
  sub: string,
  bytes: number,
  value: number,
  rules: Record<string, boolean> = {},
): Record<string, unknown> {
  return {
    index,
    sub,
    bytes,
    readOnly: false,
    needsPreOp: false,
    writeOnly: false,
    segmented: false,
    ...rules,
    default: value,
  };
}

const MODEL = [
  entry("0x1000", "0x00", 4, 131474, { readOnly: true }),
  entry("0x1008", "0x00", 4, 0, { readOnly: true, segmented: true }),
  entry("0x2800", "0x00", 1, 0),
  entry("0x2916", "0x01", 4, 57000),
  entry("0x2920", "0x01", 2, 1000),
  entry("0x4611", "0x01", 2, 880, { needsPreOp: true }),
  entry("0x4640", "0x02", 2, 175, { readOnly: true }),
  entry("0x5000", "0x01", 1, 0, { readOnly: true }),
  entry("0x5000", "0x02", 2, 0, { writeOnly: true }),
  entry("0x5000", "0x03", 4, 0),
  entry("0x5110", "0x00", 1, 5, { readOnly: true }),
  entry("0x5310", "0x00", 2, 0, { readOnly: true }),
];

function scenario() {
  const bench = new Bench({
    objects: objectsOfModel(MODEL),
    generalError: 0x0b,
  });
  return { bench, control: controllerCommands(bench.node) };
}

Deno.test("dump gives the numbers without identity, log-in and last error", () => {
  const { control } = scenario();
  assert.deepEqual(control("dump"), {
    "2800.00": 0,
    "2916.01": 57000,
    "2920.01": 1000,
    "4611.01": 880,
    "4640.02": 175,
    "5110.00": 5,
  });
});

Deno.test("general aborts set 000B, or what generr says", async () => {
  const { bench, control } = scenario();
  const general = ["abort", 0x08000000];
  assert.deepEqual(await failureOf(bench.write(0x2920, 1, 5)), general);
  assert.equal(await bench.read(0x5310, 0), 0x0b);
  await bench.login();
  control("generr 0012");
  assert.deepEqual(await failureOf(bench.write(0x4611, 1, 5)), general);
  assert.equal(await bench.read(0x5310, 0), 0x12);
  control("generr 0013");
  control("abort w 2920 1 08000000 1");
  assert.deepEqual(await failureOf(bench.write(0x2920, 1, 5)), general);
  assert.equal(await bench.read(0x5310, 0), 0x13);
});

Deno.test("the model knows types by their bytes and takes all values", async () => {
  const { bench } = scenario();
  await bench.login();
  await bench.write(0x2916, 1, 0xffffffff);
  assert.equal(await bench.read(0x2916, 1), 0xffffffff);
  await bench.write(0x2920, 1, 65535);
  assert.equal(await bench.read(0x2920, 1), 65535);
  const name = "Gen4 (Renault Twizy)05 December 2012 10";
  assert.equal(await bench.text(0x1008, 0), name);
  const write = bench.write(0x4640, 2, 5);
  assert.deepEqual(await failureOf(write), ["abort", 0x06010002]);
});

Deno.test("set changes any object, the access level and the state too", async () => {
  const { bench, control } = scenario();
  await bench.enterPreOp();
  control("set 5000 1 0");
  control("set 2920 1 900");
  assert.equal(await bench.read(0x5000, 1), 0);
  assert.equal(await bench.read(0x2920, 1), 900);
  assert.equal(bench.node.state, 127);
  control("set 5110 0 5");
  assert.equal(bench.node.state, 5);
});

Deno.test("abort hits the next n accesses of one kind", async () => {
  const { bench, control } = scenario();
  control("abort r 2920 1 06020000 2");
  const read = () => failureOf(bench.read(0x2920, 1));
  const refused = ["abort", 0x06020000];
  assert.deepEqual([await read(), await read(), await read()], [
    refused,
    refused,
    undefined,
  ]);
});

Deno.test("timeout loses each try, 99 for good, 0 none any more", async () => {
  const { bench, control } = scenario();
  await bench.login();
  bench.seen();
  control("timeout w 2920 1 2");
  await bench.write(0x2920, 1, 5);
  assert.equal(bench.seen().length, 6);
  control("timeout w 2920 1 99");
  for (let n = 0; n < 40; n++) {
    const write = failureOf(bench.write(0x2920, 1, 6));
    assert.deepEqual(await write, ["timeout", 0x05040000]);
  }
  assert.equal(await bench.read(0x2920, 1), 5);
  control("timeout w 2920 1 0");
  await bench.write(0x2920, 1, 6);
  assert.equal(await bench.read(0x2920, 1), 6);
});

Deno.test("delay adds 5 ms a poll, until it is set anew", async () => {
  const { bench, control } = scenario();
  const wait = async () => {
    bench.node.receive(0x601, Uint8Array.of(0x40, 0x20, 0x29, 1, 0, 0, 0, 0));
    let ms = 0;
    for (bench.seen(); bench.bus.length === 0; ms++) await bench.clock.run(1);
    return ms;
  };
  control("delay r 2920 1 100");
  assert.deepEqual([await wait(), await wait()], [505, 505]);
  control("delay r 2920 1 0");
  assert.equal(await wait(), 5);
});

Deno.test("offline, moving, stuck and nologin switch on and off", () => {
  const { bench: { node }, control } = scenario();
  for (const name of ["offline", "moving", "stuck", "nologin"] as const) {
    assert.equal(control(`${name} 1`), undefined);
    assert.equal(node[name], true);
    control(`${name} 0`);
    assert.equal(node[name], false);
  }
});

Deno.test("what is no command is refused and changes nothing", () => {
  const { control } = scenario();
  const before = control("dump");
  const lines = [
    "",
    "reset",
    "toString",
    "set 2920 1",
    "set 2920 xyz 5",
    "set 2920 1 5x",
    "abort x 2920 1 0 1",
    "abort w 2920 1",
    "timeout w 2920",
    "delay w 2920 1 -1",
    "moving",
    "generr",
  ];
  for (const line of lines) {
    assert.throws(() => control(line), /is no command of the controller/);
  }
  assert.deepEqual(control("dump"), before);
});
