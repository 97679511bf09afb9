import assert from "node:assert/strict";
import { objectsOfExport } from "../../../../plugins/twizy/sim/sevcon.ts";
import { Bench, failureOf } from "./sevcon/bench.ts";

const GENERAL = ["abort", 0x08000000];

Deno.test("the log-in and write of the specification, both sides byte by byte", async () => {
  const bench = new Bench();
  await bench.read(0x5000, 1);
  await bench.write(0x5000, 3, 0);
  await bench.write(0x5000, 2, 0x4bdf);
  await bench.read(0x5000, 1);
  await bench.write(0x2920, 1, 500);
  await bench.read(0x2920, 1);
  await bench.read(0x5110, 0);
  assert.deepEqual(bench.seen(), [
    "601 40 00 50 01 00 00 00 00",
    "581 4F 00 50 01 00 00 00 00",
    "601 22 00 50 03 00 00 00 00",
    "581 60 00 50 03 00 00 00 00",
    "601 22 00 50 02 DF 4B 00 00",
    "581 60 00 50 02 00 00 00 00",
    "601 40 00 50 01 00 00 00 00",
    "581 4F 00 50 01 04 00 00 00",
    "601 22 20 29 01 F4 01 00 00",
    "581 60 20 29 01 00 00 00 00",
    "601 40 20 29 01 00 00 00 00",
    "581 4B 20 29 01 F4 01 00 00",
    "601 40 10 51 00 00 00 00 00",
    "581 4F 10 51 00 05 00 00 00",
  ]);
});

Deno.test("the specification's other exchanges", async () => {
  const bench = new Bench();
  assert.equal(
    await bench.ask("40 76 60 00 00 00 00 00"),
    "581 43 76 60 00 D8 D6 00 00",
  );
  assert.equal(
    await bench.ask("40 08 10 00 00 00 00 00"),
    "581 41 08 10 00 27 00 00 00",
  );
  await bench.login();
  assert.equal(
    await bench.ask("22 00 28 00 01 00 00 00"),
    "581 60 00 28 00 00 00 00 00",
  );
  assert.equal(
    await bench.ask("40 10 51 00 00 00 00 00"),
    "581 4F 10 51 00 7F 00 00 00",
  );
  bench.node.faults.add({ do: "abort", code: 0x06090030 });
  assert.equal(
    await bench.ask("22 20 29 01 F4 01 00 00"),
    "581 80 20 29 01 30 00 09 06",
  );
});

Deno.test("a reply comes 5 ms after its request", async () => {
  const bench = new Bench();
  bench.node.receive(0x601, Uint8Array.of(0x40, 0, 0x10, 0, 0, 0, 0, 0));
  await bench.clock.run(4);
  assert.deepEqual(bench.seen(), []);
  await bench.clock.run(1);
  assert.deepEqual(bench.seen(), ["581 43 00 10 00 00 00 00 00"]);
});

Deno.test("strings come in segments", async () => {
  const bench = new Bench();
  const name = await bench.text(0x1008, 0);
  assert.equal(name, "Gen4 (Renault Twizy)05 December 2012 10");
  assert.equal(await bench.text(0x100a, 0), "0712.0002");
  assert.deepEqual(await failureOf(bench.read(0x1008, 0)), [
    "protocol",
    0x05040005,
  ]);
});

Deno.test("blocks are written in segments and read back", async () => {
  const block = { index: "5600", sub: "08", text: "old" };
  const objects = objectsOfExport({ objects: [block] })
    .map((object) => ({ ...object, access: "rw" as const }));
  const bench = new Bench({ objects });
  const { client } = bench;
  await bench.login();
  for (const length of [0, 1, 4, 5, 7, 8, 14, 100]) {
    const bytes = Uint8Array.from({ length }, (_, n) => n * 7 % 256);
    await bench.run(client.writeBytes(0x5600, 8, bytes));
    assert.deepEqual(await bench.run(client.readBytes(0x5600, 8)), bytes);
  }
});

Deno.test("segments out of order are refused", async () => {
  const bench = new Bench();
  const segment = (toggle: string) =>
    bench.ask(`${toggle} 00 00 00 00 00 00 00`);
  assert.equal(await segment("60"), "581 80 00 00 00 01 00 04 05");
  await bench.ask("40 08 10 00 00 00 00 00");
  assert.equal(await segment("60"), "581 00 47 65 6E 34 20 28 52");
  assert.equal(await segment("60"), "581 80 08 10 00 00 00 03 05");
  await bench.ask("40 08 10 00 00 00 00 00");
  assert.equal(await segment("00"), "581 80 08 10 00 01 00 04 05");
  await bench.ask("40 08 10 00 00 00 00 00");
  assert.equal(await bench.ask("80 08 10 00 00 00 04 05"), undefined);
  assert.equal(await segment("60"), "581 80 00 00 00 01 00 04 05");
});

Deno.test("what is no request gets no answer, an unknown one is refused", async () => {
  const bench = new Bench();
  assert.equal(await bench.ask("40 00 10"), undefined);
  assert.equal(
    await bench.ask("E0 00 10 00 00 00 00 00"),
    "581 80 00 10 00 01 00 04 05",
  );
  bench.node.receive(0x602, Uint8Array.of(0x40, 0, 0x10, 0, 0, 0, 0, 0));
  await bench.clock.drain();
  assert.deepEqual(bench.seen().slice(1), []);
});

Deno.test("unknown objects and accesses that are not allowed are refused", async () => {
  const bench = new Bench();
  await bench.enterPreOp();
  const refused: [Promise<unknown>, number][] = [
    [bench.read(0x2921, 0), 0x06020000],
    [bench.read(0x2920, 0x70), 0x06090011],
    [bench.read(0x5000, 2), 0x06010001],
    [bench.read(0x4641, 1), 0x06010001],
    [bench.write(0x5110, 0, 5), 0x06010002],
    [bench.write(0x1000, 0, 5), 0x06010002],
    [
      bench.run(bench.client.writeBytes(0x2920, 1, Uint8Array.of(1))),
      0x06070010,
    ],
  ];
  for (const [access, code] of refused) {
    assert.deepEqual(await failureOf(access), ["abort", code]);
  }
});

Deno.test("writing needs access level 4, which the password gives", async () => {
  const bench = new Bench();
  assert.deepEqual(await failureOf(bench.write(0x2920, 1, 500)), GENERAL);
  assert.equal(await bench.read(0x5310, 0), 8);
  await bench.write(0x5000, 2, 0x1234);
  assert.equal(await bench.read(0x5000, 1), 0);
  assert.deepEqual(await failureOf(bench.write(0x2800, 0, 1)), GENERAL);
  await bench.login();
  assert.equal(await bench.read(0x5000, 1), 4);
  await bench.write(0x2920, 1, 500);
  assert.equal(await bench.read(0x2920, 1), 500);
  await bench.write(0x5000, 2, 0);
  assert.equal(await bench.read(0x5000, 1), 0);
});

Deno.test("some objects are written only in pre-operational state", async () => {
  const bench = new Bench();
  await bench.login();
  assert.deepEqual(await failureOf(bench.write(0x4611, 1, 900)), GENERAL);
  assert.equal(await bench.read(0x5310, 0), 4);
  assert.equal(await bench.read(0x4611, 1), 880);
  await bench.write(0x2800, 0, 1);
  assert.equal(await bench.read(0x5110, 0), 127);
  await bench.write(0x4611, 1, 900);
  await bench.write(0x4641, 1, 1);
  assert.equal(await bench.read(0x4611, 1), 900);
  await bench.write(0x2800, 0, 0);
  assert.equal(await bench.read(0x5110, 0), 5);
});

Deno.test("values that an object does not take are refused", async () => {
  const bench = new Bench();
  await bench.enterPreOp();
  const values: [number, number, number][] = [
    [0x2920, 1, 1001],
    [0x3813, 0x24, 32768],
    [0x4641, 1, 2],
  ];
  for (const [index, sub, value] of values) {
    const write = bench.write(index, sub, value);
    assert.deepEqual(await failureOf(write), GENERAL);
    assert.equal(await bench.read(0x5310, 0), 10);
  }
  await bench.write(0x2870, 7, -800);
  assert.equal(await bench.read(0x2870, 7), 64736);
});

Deno.test("pre-operational state is refused while the car moves or is in GO", async () => {
  for (const refusal of ["moving", "inGo"] as const) {
    const bench = new Bench();
    bench.node[refusal] = true;
    await bench.enterPreOp();
    assert.equal(await bench.read(0x5110, 0), 5);
    await bench.write(0x2800, 0, 0);
    bench.node[refusal] = false;
    await bench.write(0x2800, 0, 1);
    assert.equal(await bench.read(0x5110, 0), 127);
  }
});

Deno.test("a stuck controller stays pre-operational, one without log-in at level 0", async () => {
  const stuck = new Bench();
  stuck.node.stuck = true;
  await stuck.enterPreOp();
  await stuck.write(0x2800, 0, 0);
  assert.equal(await stuck.read(0x5110, 0), 127);

  const closed = new Bench();
  closed.node.nologin = true;
  await closed.login();
  assert.equal(await closed.read(0x5000, 1), 0);
});

Deno.test("after power up it greets, starts logged out and keeps its values", async () => {
  const bench = new Bench();
  const { node } = bench;
  await bench.login();
  await bench.write(0x2920, 1, 500);
  bench.seen();
  node.power(false);
  node.step(1000);
  assert.equal(node.state, 0);
  node.power(true);
  node.step(100);
  node.step(400);
  assert.equal(await bench.ask("40 00 50 01 00 00 00 00"), undefined);
  for (let ms = 0; ms < 1000; ms += 10) node.step(10);
  assert.deepEqual(bench.seen(), ["701 05", "701 05"]);
  assert.equal(await bench.read(0x5000, 1), 0);
  assert.equal(await bench.read(0x2920, 1), 500);
});

Deno.test("started in pre-operational state it says so; the heartbeat follows the state", async () => {
  const bench = new Bench();
  const { node } = bench;
  await bench.enterPreOp();
  node.power(false);
  bench.seen();
  node.power(true);
  for (let ms = 0; ms < 700; ms += 10) node.step(10);
  assert.deepEqual(bench.seen(), [
    "701 00",
    "081 00 10 01 81 46 00 00 00",
    "701 7F",
  ]);
  await bench.login();
  await bench.write(0x2800, 0, 0);
  bench.seen();
  node.step(500);
  assert.deepEqual(bench.seen(), ["701 05"]);
  await bench.write(0x1017, 0, 0);
  bench.seen();
  node.step(5000);
  assert.deepEqual(bench.seen(), []);
});

Deno.test("a step sends where it is told to", () => {
  const bench = new Bench();
  const ids: number[] = [];
  bench.node.step(1000, (id) => ids.push(id));
  assert.deepEqual(ids, [0x701, 0x701, 0x701]);
  assert.deepEqual(bench.seen(), []);
});

Deno.test("key presses are a fault outside GO and are ignored in pre-operational state", async () => {
  const bench = new Bench();
  const { node } = bench;
  const press = () => {
    bench.seen();
    node.pressKey();
    node.releaseKey();
    return bench.seen();
  };
  const fault = ["081 00 10 01 8E 48 00 00 00", "081 00 00 00 8E 48 00 00 08"];
  assert.deepEqual(press(), fault);
  assert.deepEqual(press(), fault);
  node.inGo = true;
  assert.deepEqual(press(), []);
  node.inGo = false;
  await bench.enterPreOp();
  assert.deepEqual(press(), []);
  node.power(false);
  assert.deepEqual(press(), []);
});

Deno.test("lost replies are not carried out and count one a try", async () => {
  const bench = new Bench();
  await bench.login();
  bench.node.faults.add({
    do: "lose",
    access: "w",
    index: 0x2920,
    sub: 1,
    times: 2,
  });
  bench.seen();
  await bench.write(0x2920, 1, 500);
  const request = "601 22 20 29 01 F4 01 00 00";
  const abort = "601 80 20 29 01 00 00 04 05";
  assert.deepEqual(bench.seen(), [
    request,
    abort,
    request,
    abort,
    request,
    "581 60 20 29 01 00 00 00 00",
  ]);
  const disarm = bench.node.faults.add({ do: "lose" });
  const lost = ["timeout", 0x05040000];
  assert.deepEqual(await failureOf(bench.write(0x2920, 1, 700)), lost);
  assert.deepEqual(await failureOf(bench.read(0x2920, 1)), lost);
  disarm();
  assert.equal(await bench.read(0x2920, 1), 500);
});

Deno.test("a late reply comes nevertheless, and its write is carried out", async () => {
  const bench = new Bench();
  await bench.login();
  bench.node.faults.add({ do: "delay", ms: 500, times: 1 });
  await bench.write(0x2920, 1, 500);
  bench.seen();
  bench.node.faults.add({ do: "delay", ms: 2500, times: 1 });
  await bench.write(0x2920, 1, 600);
  assert.deepEqual(bench.seen().map((frame) => frame.slice(0, 6)), [
    "601 22",
    "601 80",
    "601 22",
    "581 60",
    "581 60",
  ]);
  assert.equal(await bench.read(0x2920, 1), 600);
});

Deno.test("an abort on demand hits one object so many times and carries nothing out", async () => {
  const bench = new Bench();
  await bench.login();
  bench.node.faults.add({
    do: "abort",
    code: 0x06090030,
    access: "w",
    index: 0x2920,
    sub: 1,
    times: 2,
  });
  const write = () => failureOf(bench.write(0x2920, 1, 500));
  assert.deepEqual(await write(), ["abort", 0x06090030]);
  assert.equal(await bench.read(0x2920, 1), 1000);
  await bench.write(0x2920, 3, 100);
  assert.deepEqual(await write(), ["abort", 0x06090030]);
  assert.equal(await write(), undefined);
});

Deno.test("a fault can wait for an access", async () => {
  const bench = new Bench();
  bench.node.faults.add({ do: "abort", code: 0x08000024, after: 2, times: 1 });
  const results = [];
  for (let n = 0; n < 4; n++) {
    results.push(await failureOf(bench.read(0x1000, 0)));
  }
  assert.deepEqual(results, [
    undefined,
    undefined,
    ["abort", 0x08000024],
    undefined,
  ]);
});

Deno.test("faults armed together take turns, and all can be disarmed", async () => {
  const bench = new Bench();
  const { faults } = bench.node;
  faults.add({ do: "abort", code: 0x08000020, times: 1 });
  faults.add({ do: "abort", code: 0x08000021, access: "r", times: 1 });
  faults.add({ do: "abort", code: 0x08000022 });
  const read = () => failureOf(bench.read(0x1000, 0));
  assert.deepEqual([await read(), await read(), await read()], [
    ["abort", 0x08000020],
    ["abort", 0x08000021],
    ["abort", 0x08000022],
  ]);
  faults.clear();
  assert.equal(await read(), undefined);
});

Deno.test("a lost segment is asked for again with the whole text", async () => {
  const bench = new Bench();
  bench.node.faults.add({ do: "lose", after: 3, times: 1 });
  assert.equal(await bench.text(0x100a, 0), "0712.0002");
  bench.node.faults.add({ do: "lose", after: 2, times: 1 });
  assert.equal(await bench.text(0x100a, 0), "0712.0002");
  assert.ok(bench.seen().includes("601 80 0A 10 00 00 00 04 05"));
});

Deno.test("silence lasts until it is lifted", async () => {
  const bench = new Bench();
  await bench.login();
  bench.node.faults.add({ do: "silence", access: "w", times: 1 });
  const silent = ["timeout", 0x05040000];
  assert.deepEqual(await failureOf(bench.write(0x2920, 1, 500)), silent);
  assert.deepEqual(await failureOf(bench.read(0x2920, 1)), silent);
  bench.node.offline = false;
  assert.equal(await bench.read(0x2920, 1), 1000);
});

Deno.test("power lost in the middle: nothing carried out, no reply, a fresh start", async () => {
  const bench = new Bench();
  const { node } = bench;
  await bench.enterPreOp();
  node.faults.add({ do: "power-off", access: "w", times: 1 });
  assert.deepEqual(await failureOf(bench.write(0x4611, 1, 900)), [
    "timeout",
    0x05040000,
  ]);
  node.power(true);
  node.step(560);
  assert.equal(node.state, 127);
  assert.equal(await bench.read(0x4611, 1), 880);
  assert.equal(await bench.read(0x5000, 1), 0);
});

Deno.test("a reply on its way dies with the power", async () => {
  const bench = new Bench();
  bench.node.receive(0x601, Uint8Array.of(0x40, 0, 0x10, 0, 0, 0, 0, 0));
  bench.node.power(false);
  await bench.clock.drain();
  assert.deepEqual(bench.seen(), []);
});

Deno.test("no frame brings the controller or the client down", async () => {
  const bench = new Bench();
  const random = seeded(5);
  await bench.enterPreOp();
  for (let n = 0; n < 3000; n++) {
    const frame = Uint8Array.from({ length: 8 }, () => random(256));
    // Mostly an object that is there, so that accesses get past the look-up
    if (random(4) > 0) frame.set([0x08, 0x10, 0], 1);
    const part = frame.subarray(0, random(20));
    bench.node.receive(0x601, part);
    bench.client.receive(part);
    if (n % 100 === 0) await bench.clock.drain();
  }
  await bench.clock.drain();
  assert.equal(await bench.text(0x100a, 0), "0712.0002");
});

/** Whole numbers below `limit`, the same each time. */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
}
