import assert from "node:assert/strict";
import { failure } from "./failure.ts";
import { bytes, FakeNode, hex } from "./fake_node.ts";

const LOST = undefined;

Deno.test("a number that comes in segments is refused as the specification says", async () => {
  const node = new FakeNode(["41 08 10 00 27 00 00 00"]);
  await assert.rejects(
    node.run(node.client.read(0x1008, 0)),
    failure("protocol", 0x05040005, /segments/),
  );
  assert.deepEqual(node.sent, [
    "601 40 08 10 00 00 00 00 00",
    "601 80 08 10 00 05 00 04 05",
  ]);
});

const NAME = "Gen4 (Renault Twizy)05 December 2012 10";

/** The reply to the announcement and those to the six requests for a segment. */
function segmentsOf(text: string): string[] {
  const data = new TextEncoder().encode(text);
  const replies = [`41 08 10 00 ${hex(Uint8Array.of(data.length))} 00 00 00`];
  for (let at = 0, toggle = 0; at < data.length; at += 7, toggle ^= 1) {
    const part = data.subarray(at, at + 7), frame = new Uint8Array(8);
    frame[0] = toggle << 4 | (7 - part.length) << 1 |
      (at + 7 >= data.length ? 1 : 0);
    frame.set(part, 1);
    replies.push(hex(frame));
  }
  return replies;
}

Deno.test("a string comes in segments with alternating toggle bits", async () => {
  const node = new FakeNode(segmentsOf(NAME));
  assert.equal(await node.run(node.client.readText(0x1008, 0)), NAME);
  assert.deepEqual(node.sent, [
    "601 40 08 10 00 00 00 00 00",
    "601 60 00 00 00 00 00 00 00",
    "601 70 00 00 00 00 00 00 00",
    "601 60 00 00 00 00 00 00 00",
    "601 70 00 00 00 00 00 00 00",
    "601 60 00 00 00 00 00 00 00",
    "601 70 00 00 00 00 00 00 00",
  ]);
});

Deno.test("strings may be short, empty, of unknown length or padded", async () => {
  const cases: [string[], string][] = [
    [["43 08 10 00 47 65 6E 34"], "Gen4"],
    [["41 08 10 00 00 00 00 00", "0F 00 00 00 00 00 00 00"], ""],
    [["40 08 10 00 00 00 00 00", "09 41 42 43 00 00 00 00"], "ABC"],
    [["41 08 10 00 04 00 00 00", "07 41 B5 00 00 00 00 00"], "Aµ"],
  ];
  for (const [replies, text] of cases) {
    const node = new FakeNode(replies);
    assert.equal(await node.run(node.client.readText(0x1008, 0)), text);
  }
});

Deno.test("a wrong toggle bit, a wrong length and too much data end an upload", async () => {
  const [announce = "", first = "", second = ""] = segmentsOf(NAME);
  const cases: [string[], number, string][] = [
    [[announce, first, first], 0x05030000, "00 00 03 05"],
    [
      [announce.replace("27", "08"), first, "1B 41 42 00 00 00 00 00"],
      0x06070010,
      "10 00 07 06",
    ],
    [[announce.replace("27", "29")], 0x05040005, "05 00 04 05"],
    [
      ["40 08 10 00 00 00 00 00", first, second, first, second, first, second],
      0x05040005,
      "05 00 04 05",
    ],
  ];
  for (const [replies, code, data] of cases) {
    const node = new FakeNode(replies, { limit: 40 });
    await assert.rejects(
      node.run(node.client.readText(0x1008, 0)),
      failure("protocol", code),
    );
    assert.equal(node.sent.at(-1), `601 80 08 10 00 ${data}`);
  }
});

Deno.test("a lost segment starts the whole upload again", async () => {
  const replies = segmentsOf(NAME);
  const node = new FakeNode([...replies.slice(0, 3), LOST, ...replies]);
  assert.equal(await node.run(node.client.readText(0x1008, 0)), NAME);
  assert.deepEqual(node.sent.slice(3, 6), [
    "601 60 00 00 00 00 00 00 00",
    "601 80 08 10 00 00 00 04 05",
    "601 40 08 10 00 00 00 00 00",
  ]);
});

Deno.test("cancelling between two segments tells the node", async () => {
  const node = new FakeNode(segmentsOf(NAME));
  const stop = new AbortController();
  const read = node.client.readText(0x1008, 0, stop.signal);
  read.catch(() => {});
  await node.clock.run(22);
  stop.abort();
  await assert.rejects(read, failure("cancelled", 0x08000021));
  assert.equal(node.sent.at(-1), "601 80 08 10 00 21 00 00 08");
});

Deno.test("more than four bytes are written in segments", async () => {
  const node = new FakeNode([
    "60 00 56 08 00 00 00 00",
    "20 00 00 00 00 00 00 00",
    "30 00 00 00 00 00 00 00",
  ]);
  const data = bytes("01 02 03 04 05 06 07 08 09");
  await node.run(node.client.writeBytes(0x5600, 8, data));
  assert.deepEqual(node.sent, [
    "601 21 00 56 08 09 00 00 00",
    "601 00 01 02 03 04 05 06 07",
    "601 1B 08 09 00 00 00 00 00",
  ]);
});

Deno.test("up to four bytes are written in one frame that tells their number", async () => {
  const cases: [string, string][] = [
    ["01", "2F 00 56 08 01 00 00 00"],
    ["01 02", "2B 00 56 08 01 02 00 00"],
    ["01 02 03", "27 00 56 08 01 02 03 00"],
    ["01 02 03 FF", "23 00 56 08 01 02 03 FF"],
  ];
  for (const [data, frame] of cases) {
    const node = new FakeNode(["60 00 56 08 00 00 00 00"]);
    await node.run(node.client.writeBytes(0x5600, 8, bytes(data)));
    assert.deepEqual(node.sent, [`601 ${frame}`]);
  }
});

Deno.test("nothing at all is written as one empty segment", async () => {
  const node = new FakeNode([
    "60 00 56 08 00 00 00 00",
    "20 00 00 00 00 00 00 00",
  ]);
  await node.run(node.client.writeBytes(0x5600, 8, new Uint8Array()));
  assert.deepEqual(node.sent, [
    "601 21 00 56 08 00 00 00 00",
    "601 0F 00 00 00 00 00 00 00",
  ]);
});

Deno.test("a wrong toggle bit ends a download, a refusal in the middle too", async () => {
  const data = new Uint8Array(20);
  const accepted = "60 00 56 08 00 00 00 00";
  const toggled = new FakeNode([accepted, "30 00 00 00 00 00 00 00"]);
  await assert.rejects(
    toggled.run(toggled.client.writeBytes(0x5600, 8, data)),
    failure("protocol", 0x05030000),
  );
  assert.equal(toggled.sent.at(-1), "601 80 00 56 08 00 00 03 05");

  const full = new FakeNode([accepted, "80 00 56 08 20 00 00 08"]);
  await assert.rejects(
    full.run(full.client.writeBytes(0x5600, 8, data)),
    failure("abort", 0x08000020),
  );
  assert.equal(full.sent.length, 2);
});
