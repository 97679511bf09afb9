import assert from "node:assert/strict";
import { SdoError } from "../../../runtime/canopen/mod.ts";
import { failure } from "./failure.ts";
import { FakeNode } from "./fake_node.ts";

const LOST = undefined;

Deno.test("the log-in and write of the specification come out byte by byte", async () => {
  const node = new FakeNode([
    "4F 00 50 01 00 00 00 00",
    "60 00 50 03 00 00 00 00",
    "60 00 50 02 00 00 00 00",
    "4F 00 50 01 04 00 00 00",
    "60 20 29 01 00 00 00 00",
    "4B 20 29 01 F4 01 00 00",
    "4F 10 51 00 05 00 00 00",
  ]);
  const { client } = node;
  const read = async (index: number, sub: number) => {
    const { value, size } = await client.read(index, sub);
    return [value, size];
  };
  const values = await node.run((async () => {
    const before = await read(0x5000, 1);
    await client.write(0x5000, 3, 0);
    await client.write(0x5000, 2, 0x4bdf);
    const level = await read(0x5000, 1);
    await client.write(0x2920, 1, 500);
    return [before, level, await read(0x2920, 1), await read(0x5110, 0)];
  })());
  assert.deepEqual(values, [[0, 1], [4, 1], [500, 2], [5, 1]]);
  assert.deepEqual(node.sent, [
    "601 40 00 50 01 00 00 00 00",
    "601 22 00 50 03 00 00 00 00",
    "601 22 00 50 02 DF 4B 00 00",
    "601 40 00 50 01 00 00 00 00",
    "601 22 20 29 01 F4 01 00 00",
    "601 40 20 29 01 00 00 00 00",
    "601 40 10 51 00 00 00 00 00",
  ]);
});

Deno.test("the number of data bytes is taken from the reply", async () => {
  const cases: [string, number, number][] = [
    ["43 76 60 00 D8 D6 00 00", 55000, 4],
    ["43 76 60 00 FF FF FF FF", 0xffffffff, 4],
    ["47 76 60 00 01 02 03 FF", 0x030201, 3],
    ["4B 76 60 00 FF FF FF FF", 0xffff, 2],
    ["4F 76 60 00 7F FF FF FF", 0x7f, 1],
    ["42 76 60 00 01 00 00 80", 0x80000001, 4],
  ];
  for (const [reply, value, size] of cases) {
    const node = new FakeNode([reply]);
    const got = await node.run(node.client.read(0x6076, 0));
    assert.deepEqual([got.value, got.size, got.bytes.length], [
      value,
      size,
      size,
    ]);
  }
});

Deno.test("a negative number is written as two's complement", async () => {
  const node = new FakeNode(["60 70 28 07 00 00 00 00"]);
  await node.run(node.client.write(0x2870, 7, -640));
  assert.deepEqual(node.sent, ["601 22 70 28 07 80 FD FF FF"]);
});

Deno.test("what fits no request is refused before anything is sent", async () => {
  const node = new FakeNode([]);
  const { client } = node;
  await assert.rejects(client.write(0x2920, 1, 2 ** 32), RangeError);
  await assert.rejects(client.write(0x2920, 1, 1.5), RangeError);
  await assert.rejects(client.write(0x2920, 1, -(2 ** 31) - 1), RangeError);
  await assert.rejects(client.read(0x10000, 0), RangeError);
  await assert.rejects(client.read(0x1000, 256), RangeError);
  assert.deepEqual(node.sent, []);
});

Deno.test("an abort carries its code and standard name and is not retried", async () => {
  const node = new FakeNode(["80 20 29 01 30 00 09 06"]);
  const write = node.run(node.client.write(0x2920, 1, 5000));
  await assert.rejects(write, (error) => {
    assert.ok(error instanceof SdoError);
    assert.deepEqual(
      [error.kind, error.index, error.sub, error.code, error.standardName],
      [
        "abort",
        0x2920,
        1,
        0x06090030,
        "Invalid value for parameter (download only)",
      ],
    );
    assert.equal(
      error.message,
      "SDO 2920.01: refused with 0x06090030, Invalid value for parameter (download only)",
    );
    return true;
  });
  assert.equal(node.sent.length, 1);
});

Deno.test("a code that the standard does not know is named so", async () => {
  const node = new FakeNode(["80 20 29 01 0A 00 00 08"]);
  await assert.rejects(
    node.run(node.client.read(0x2920, 1)),
    failure("abort", 0x0800000a, /0x0800000a, Unknown abort code/),
  );
});

Deno.test("a lost reply costs one abort and one try, after three tries it is an error", async () => {
  const node = new FakeNode([]);
  const times: number[] = [];
  const { clock } = node;
  const read = node.client.read(0x2920, 1);
  read.catch(() => {});
  for (let ms = 0; ms <= 6030; ms++) {
    const before = node.sent.length;
    await clock.run(1);
    if (node.sent.length > before) times.push(clock.monotonic());
  }
  await assert.rejects(read, failure("timeout", 0x05040000, /2000 ms/));
  const request = "601 40 20 29 01 00 00 00 00";
  const abort = "601 80 20 29 01 00 00 04 05";
  assert.deepEqual(node.sent, [
    request,
    abort,
    request,
    abort,
    request,
    abort,
  ]);
  assert.deepEqual(times, [5, 2005, 2010, 4010, 4015, 6015]);
});

Deno.test("reads and writes are tried again after a lost reply", async () => {
  const node = new FakeNode([
    LOST,
    LOST,
    "4B 20 29 01 E8 03 00 00",
    LOST,
    "60 20 29 01 00 00 00 00",
  ]);
  const { value } = await node.run(node.client.read(0x2920, 1));
  await node.run(node.client.write(0x2920, 1, 500));
  assert.equal(value, 1000);
  assert.equal(node.sent.length, 8);
});

Deno.test("patience can be set", async () => {
  const node = new FakeNode([], { tries: 1, timeout: 300, pause: 20 });
  const read = node.client.read(0x2920, 1);
  read.catch(() => {});
  await node.clock.run(19);
  assert.equal(node.sent.length, 0);
  await node.clock.run(300);
  assert.equal(node.sent.length, 1);
  await node.clock.run(1);
  await assert.rejects(read, failure("timeout", 0x05040000, /300 ms/));
});

Deno.test("replies for other objects and replies that nobody asked for are ignored", async () => {
  const node = new FakeNode([[
    "4B 20 29 02 01 00 00 00",
    "4B 21 29 01 02 00 00 00",
    "80 21 29 01 00 00 00 08",
    "4B 21 29 01",
    "00 01 02 03 04 05 06 07",
    "4B 20 29 01 E8 03 00 00",
    "4B 20 29 01 03 00 00 00",
  ]]);
  node.receive("4B 20 29 01 04 00 00 00");
  const { value } = await node.run(node.client.read(0x2920, 1));
  assert.equal(value, 1000);
});

Deno.test("a reply of another kind is a protocol error, of which the node is told", async () => {
  for (const reply of ["60 20 29 01 00 00 00 00", "E0 20 29 01 00 00 00 00"]) {
    const node = new FakeNode([reply]);
    await assert.rejects(
      node.run(node.client.read(0x2920, 1)),
      failure("protocol", 0x05040001),
    );
    assert.equal(node.sent[1], "601 80 20 29 01 01 00 04 05");
  }
});

Deno.test("a write's late acknowledgement does not disturb the read that follows", async () => {
  const node = new FakeNode([
    LOST,
    "60 20 29 01 00 00 00 00",
    ["60 20 29 01 00 00 00 00", "4B 20 29 01 F4 01 00 00"],
  ]);
  await node.run(node.client.write(0x2920, 1, 500));
  const { value } = await node.run(node.client.read(0x2920, 1));
  assert.equal(value, 500);
});

Deno.test("a closed gate is an error of its own kind, at once and without another try", async () => {
  const node = new FakeNode([]);
  node.closed = true;
  await assert.rejects(
    node.run(node.client.read(0x2920, 1)),
    failure("gate", undefined, /not sent: CAN is read only/),
  );
  assert.deepEqual(node.sent, []);
});

Deno.test("a gate that closes while a reply is awaited ends the transfer at the next try", async () => {
  const node = new FakeNode([]);
  const write = node.client.write(0x2920, 1, 500);
  write.catch(() => {});
  await node.clock.run(10);
  node.closed = true;
  await assert.rejects(node.run(write), failure("gate", undefined));
  assert.equal(node.sent.length, 1);
});

Deno.test("an interface that throws instead of rejecting does no harm", async () => {
  const node = new FakeNode([], {
    send: () => {
      throw new Error("unplugged");
    },
  });
  await assert.rejects(
    node.run(node.client.read(0x2920, 1)),
    failure("gate", undefined, /unplugged/),
  );
});

Deno.test("a refusal that comes late, after the reply, leaves the next transfer alone", async () => {
  const refuse: (() => void)[] = [];
  const node = new FakeNode([], {
    send: () => new Promise((_, reject) => refuse.push(() => reject("late"))),
  });
  const read = node.client.read(0x2920, 1);
  await node.clock.run(5);
  node.receive("4B 20 29 01 E8 03 00 00");
  assert.equal((await read).value, 1000);
  const next = node.client.read(0x2920, 3);
  await node.clock.run(5);
  refuse[0]?.();
  await node.clock.run(1);
  node.receive("4B 20 29 03 B6 00 00 00");
  assert.equal((await next).value, 182);
});

Deno.test("transfers run one after the other, also after a failure", async () => {
  const node = new FakeNode([
    "80 20 29 01 00 00 02 06",
    "60 20 29 03 00 00 00 00",
    "4B 20 29 03 B6 00 00 00",
  ]);
  const { client } = node;
  const all = Promise.allSettled([
    client.read(0x2920, 1),
    client.write(0x2920, 3, 182),
    client.read(0x2920, 3),
  ]);
  await node.clock.run(9);
  assert.equal(node.sent.length, 1);
  await node.clock.run(30);
  assert.deepEqual((await all).map((result) => result.status), [
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
  assert.deepEqual(node.sent, [
    "601 40 20 29 01 00 00 00 00",
    "601 22 20 29 03 B6 00 00 00",
    "601 40 20 29 03 00 00 00 00",
  ]);
});

Deno.test("cancelling tells the node while it is being asked, and only then", async () => {
  const stages: [number, string[]][] = [
    [0, []],
    [4, []],
    [6, ["601 40 20 29 01 00 00 00 00", "601 80 20 29 01 21 00 00 08"]],
    [2007, ["601 40 20 29 01 00 00 00 00", "601 80 20 29 01 00 00 04 05"]],
  ];
  for (const [after, frames] of stages) {
    const node = new FakeNode([]);
    const stop = new AbortController();
    const read = node.client.read(0x2920, 1, stop.signal);
    read.catch(() => {});
    await node.clock.run(after);
    stop.abort();
    await assert.rejects(read, failure("cancelled", 0x08000021));
    await node.clock.drain();
    assert.deepEqual(node.sent, frames, `cancelled after ${after} ms`);
  }
});

Deno.test("a transfer cancelled while it waits sends nothing, the others go on", async () => {
  const node = new FakeNode([
    "4B 20 29 01 E8 03 00 00",
    "4B 20 29 03 B6 00 00 00",
  ]);
  const stop = new AbortController();
  const first = node.client.read(0x2920, 1);
  const second = node.client.write(0x2920, 2, 1, stop.signal);
  const third = node.client.read(0x2920, 3);
  second.catch(() => {});
  stop.abort();
  const values = await node.run(Promise.all([first, third]));
  assert.deepEqual(values.map(({ value }) => value), [1000, 182]);
  await assert.rejects(second, failure("cancelled", 0x08000021));
  assert.equal(node.sent.length, 2);
});

Deno.test("a closed client cancels what runs and what comes", async () => {
  const node = new FakeNode([]);
  const running = node.client.read(0x2920, 1);
  running.catch(() => {});
  await node.clock.run(100);
  node.client.close();
  await assert.rejects(running, failure("cancelled", 0x08000021));
  await assert.rejects(
    node.client.read(0x2920, 1),
    failure("cancelled", 0x08000021),
  );
  assert.equal(node.sent.length, 2);
});

Deno.test("other nodes have other identifiers", () => {
  const { client } = new FakeNode([], { node: 5 });
  assert.deepEqual([client.requestId, client.replyId], [0x605, 0x585]);
});
