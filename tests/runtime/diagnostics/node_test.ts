import assert from "node:assert/strict";
import {
  AnswerBytes,
  DiagError,
  kwp,
  obd,
  readObdCodes,
  readTroubleCodes,
  troubleCodeName,
  troubleCodes,
  uds,
} from "../../../runtime/diagnostics/mod.ts";
import { bytes, NodeRig, text } from "./rig.ts";

const VIN = "61 81 54 45 53 54 4C 45 41 46 56 4E 30 30 30 30 30 30 31 00 00";

/** The error with which a request ends. */
async function failure(
  rig: NodeRig,
  request: Promise<unknown>,
): Promise<DiagError> {
  try {
    await rig.end(request);
  } catch (error) {
    assert.ok(error instanceof DiagError, String(error));
    return error;
  }
  assert.fail("the request went well");
}

Deno.test("an identifier is read with one frame each way", async () => {
  const rig = new NodeRig(0x797, 0x79a);
  const asked = rig.node.request(0x797, uds(0x1205));
  await rig.clock.run(0);
  assert.deepEqual(rig.sent, ["797 03 22 12 05 55 55 55 55"]);
  rig.receive("05 62 12 05 01 F4 00 00");
  assert.equal(new AnswerBytes(await asked).u16(0), 500);
});

Deno.test("an answer that waited while the program was held up is none: it tells nothing of now", async () => {
  const rig = new NodeRig(0x797, 0x79a);
  for (const [ms, answered] of [[900, true], [2900, true], [30_000, false]]) {
    const asked = rig.node.request(0x797, uds(0x1205));
    await rig.clock.run(0);
    rig.clock.halt(Number(ms));
    rig.receive("05 62 12 05 01 F4 00 00");
    if (answered) assert.equal(new AnswerBytes(await asked).u16(0), 500);
    else assert.equal((await failure(rig, asked)).kind, "unanswered");
  }
});

Deno.test("a long answer gets flow control: all frames, 25 ms apart", async () => {
  const rig = new NodeRig(0x797, 0x79a);
  const asked = rig.node.request(0x797, kwp(0x81));
  await rig.clock.run(0);
  rig.receive("10 15 61 81 54 45 53 54");
  assert.deepEqual(rig.sent, [
    "797 02 21 81 55 55 55 55 55",
    "797 30 00 19 00 00 00 00 00",
  ]);
  rig.receive(
    "21 4C 45 41 46 56 4E 30",
    "22 30 30 30 30 30 31 00",
    "23 00 00 00 00 00 00 00",
  );
  assert.equal(new AnswerBytes(await asked).text(), "TESTLEAFVN0000001");
});

Deno.test("answers are asked for in blocks where that is set", async () => {
  const rig = new NodeRig(0x797, 0x79a, { block: 2, separation: 10 });
  const asked = rig.node.request(0x797, uds(0xf190));
  await rig.clock.run(0);
  rig.receive("10 28 62 F1 90 41 42 43");
  const flow = "797 30 02 0A 00 00 00 00 00";
  assert.deepEqual(rig.sent.slice(1), [flow]);
  rig.receive("21 44 45 46 47 48 49 4A", "22 4B 4C 4D 4E 4F 50 51");
  assert.deepEqual(rig.sent.slice(1), [flow, flow]);
  rig.receive("23 52 53 54 55 56 57 58", "24 59 5A 5B 5C 5D 5E 5F");
  rig.receive("25 60 61 62 63 64 65 AA");
  assert.equal((await asked).length, 37);
  assert.deepEqual(rig.sent.slice(1), [flow, flow, flow]);
});

Deno.test("a request of several frames goes as the node lets it", async () => {
  const rig = new NodeRig(0x700, 0x708);
  const unit = rig.attach({
    answers: { "2ef19001020304050607": [0x6e, 0xf1, 0x90] },
  });
  const ask = {
    request: [0x2e, 0xf1, 0x90, 1, 2, 3, 4, 5, 6, 7],
    answer: [0x6e, 0xf1, 0x90],
  };
  assert.deepEqual(
    await rig.end(rig.node.request(0x700, ask)),
    new Uint8Array(),
  );
  assert.deepEqual(unit.asked, ["2ef19001020304050607"]);
  assert.deepEqual(rig.sent, [
    "700 10 0A 2E F1 90 01 02 03",
    "700 21 04 05 06 07 55 55 55",
  ]);
});

Deno.test("a request that waited for its turn for too long is not sent", async () => {
  const rig = new NodeRig(0x700, 0x708);
  const clear = { request: [0x14], answer: [0x54], waits: 999 };
  const silent = failure(rig, rig.node.request(0x700, obd(1, 0)));
  const late = failure(rig, rig.node.request(0x700, clear));
  const patient = rig.node.request(0x700, { ...clear, waits: 2000 });
  assert.equal((await silent).kind, "unanswered");
  const { kind, message } = await late;
  assert.equal(kind, "unsent");
  assert.match(message, /it was not sent: its turn came after 1000 ms only/);
  await rig.clock.run(0);
  assert.deepEqual(rig.sent.map((frame) => frame.slice(4, 9)), [
    "02 01",
    "01 14",
  ]);
  rig.receive("01 54");
  assert.deepEqual(await patient, new Uint8Array());
});

Deno.test("a node that has no room for a request ends it at once", async () => {
  const rig = new NodeRig(0x700, 0x708);
  const long = { request: new Array(20).fill(0x22), answer: [0x62] };
  const refused = rig.node.request(0x700, long);
  await rig.clock.run(0);
  rig.receive("32 00 00");
  assert.match((await failure(rig, refused)).message, /has no room for it/);
  const silent = await failure(rig, rig.node.request(0x700, long));
  assert.match(silent.message, /no flow control within 1000 ms/);
  assert.deepEqual([silent.kind, rig.clock.monotonic() >= 1000], [
    "broken",
    true,
  ]);
});

Deno.test("extended addressing: the address stands in front, other testers' answers are not ours", async () => {
  const rig = new NodeRig(0x6f1, 0x607, { address: [0x07, 0xf1] });
  const asked = rig.node.request(0x6f1, uds(0x0102));
  await rig.clock.run(0);
  assert.deepEqual(rig.sent, ["6F1 07 03 22 01 02 55 55 55"]);
  rig.receive("F2 10 09 62 01 02 09 09", "F1 10 09 62 01 02 01 02");
  assert.deepEqual(rig.sent.slice(1), ["6F1 07 30 00 19 00 00 00 00"]);
  rig.receive("F1 21 03 04 05 06 55 55");
  assert.equal(text(await asked), "01 02 03 04 05 06");
});

Deno.test("flow control of a question to all goes to the node that answers", async () => {
  for (
    const [to, from, flow] of [[0x7df, 0x7eb, "7E3"], [
      0x18db33f1,
      0x18daf110,
      "18DA10F1",
    ]] as const
  ) {
    const rig = new NodeRig(to, from);
    const asked = rig.node.request(to, obd(9, 2));
    await rig.clock.run(0);
    rig.receive(
      "10 14 49 02 01 54 45 53",
      "21 54 43 41 52 30 30 30",
      "22 30 30 30 30 30 34 32",
    );
    assert.equal(new AnswerBytes(await asked).text(), "TESTCAR0000000042");
    assert.equal(rig.sent[1], `${flow} 30 00 19 00 00 00 00 00`);
  }
});

Deno.test("an answer that is announced is waited for", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  const unit = rig.attach({
    answers: { "2101": bytes(VIN.replace("81", "01")) },
  });
  unit.faults.add({ do: "pending", times: 3, ms: 4000 });
  assert.equal((await rig.end(rig.node.request(0x79b, kwp(1)))).length, 19);
  assert.deepEqual(rig.node.counters.refused, 0);
  unit.faults.clear();
  unit.faults.add({ do: "pending", times: 1, ms: 5001 });
  assert.equal(
    (await failure(rig, rig.node.request(0x79b, kwp(1)))).kind,
    "unanswered",
  );
});

Deno.test("a node that announces its answer for ever is given up", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  const unit = rig.attach({ answers: { "2101": [0x61, 1] } });
  unit.faults.add({ do: "pending", times: 1000, ms: 100 });
  const error = await failure(rig, rig.node.request(0x79b, kwp(1)));
  assert.deepEqual([error.kind, error.code], ["refused", 0x78]);
});

Deno.test("negative answers say what they are", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  const unit = rig.attach({ answers: { "2101": [0x61, 1] } });
  unit.faults.add({ do: "refuse", code: 0x21, count: 1 });
  const busy = await failure(rig, rig.node.request(0x79b, kwp(1)));
  assert.equal(
    busy.message,
    "Node 79B, request 21 01: refused with 0x21, busy, repeat the request",
  );
  const range = await failure(rig, rig.node.request(0x79b, kwp(9)));
  assert.equal(range.code, 0x31);
  const unknown = await failure(rig, rig.node.request(0x79b, uds(9)));
  assert.equal(unknown.code, 0x11);
  assert.equal(rig.node.counters.refused, 3);
});

Deno.test("a late answer to an earlier question is left aside, and the wait goes on", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  const asked = rig.node.request(0x79b, kwp(6));
  await rig.clock.run(0);
  rig.receive(
    "03 61 84 00 FF FF FF FF",
    "03 7F 22 12 FF FF FF FF",
    "03 61 06 2A FF FF FF FF",
  );
  assert.equal(text(await asked), "2A");
  assert.equal(rig.node.counters.foreign, 2);
  assert.deepEqual(rig.heard, ["61 84 00", "7F 22 12", "61 06 2A"]);
});

Deno.test("answers of which frames are lost, doubled or out of order give nothing, and the next is whole", async () => {
  const answer = bytes(VIN.replace("81", "01"));
  const faults = [
    { do: "lose", frame: 2 },
    { do: "double", frame: 1 },
    { do: "swap", frame: 1 },
    { do: "foreign", frame: 2, data: [0x02, 0x61, 0x84] },
    { do: "foreign", frame: 2, data: [0x10, 0x0b, 0x59, 0x02, 0x7b, 0, 0, 0] },
  ] as const;
  for (const fault of faults) {
    const rig = new NodeRig(0x79b, 0x7bb);
    const unit = rig.attach({ answers: { "2101": answer } });
    unit.faults.add({ ...fault, count: 1 });
    const error = await failure(rig, rig.node.request(0x79b, kwp(1)));
    assert.equal(error.kind, "broken", JSON.stringify(fault));
    assert.ok(rig.node.counters.broken >= 1, JSON.stringify(fault));
    assert.deepEqual(
      await rig.end(rig.node.request(0x79b, kwp(1))),
      answer.subarray(2),
    );
  }
});

Deno.test("a lost last frame is noticed after a second; a doubled first frame does no harm", async () => {
  const answer = bytes(VIN.replace("81", "01"));
  const rig = new NodeRig(0x79b, 0x7bb);
  const unit = rig.attach({ answers: { "2101": answer } });
  unit.faults.add({ do: "lose", frame: 3, count: 1 });
  const error = await failure(rig, rig.node.request(0x79b, kwp(1)));
  assert.match(error.message, /broke off: no further frame within 1000 ms/);
  unit.faults.add({ do: "double", frame: 0, count: 1 });
  assert.deepEqual(
    await rig.end(rig.node.request(0x79b, kwp(1))),
    answer.subarray(2),
  );
});

Deno.test("a silent node is given up after a second, and a late answer waited out before the next question", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  const unit = rig.attach({
    answers: { "2101": bytes(VIN.replace("81", "01")), "2106": [0x61, 6, 7] },
  });
  unit.faults.add({ do: "late", ms: 1000, count: 1 });
  const late = rig.node.request(0x79b, kwp(1)),
    next = rig.node.request(0x79b, kwp(6));
  const error = await failure(rig, late);
  assert.equal(
    error.message,
    "Node 79B, request 21 01: no answer within 1000 ms; see that the car is on, then try again",
  );
  assert.equal((await failure(rig, next)).kind, "unanswered");
  assert.equal(text(await rig.end(rig.node.request(0x79b, kwp(6)))), "07");
});

Deno.test("questions to one node take turns; those to two nodes do not wait for each other", async () => {
  const one = new NodeRig(0x79b, 0x7bb), two = new NodeRig(0x797, 0x79a);
  one.attach({ answers: { "2101": [0x61, 1, 1], "2102": [0x61, 2, 2] } });
  two.attach({ answers: { "2181": bytes(VIN) } });
  const all = Promise.all([
    one.node.request(0x79b, kwp(1)),
    one.node.request(0x79b, kwp(2)),
    two.node.request(0x797, kwp(0x81)),
  ]);
  await one.clock.run(0);
  await two.clock.run(0);
  assert.deepEqual([one.sent.length, two.sent.length], [1, 1]);
  await two.clock.run(1000);
  assert.deepEqual([one.sent.length, two.sent.length], [1, 2]);
  const [a, b] = await one.end(all);
  assert.deepEqual([text(a), text(b)], ["01", "02"]);
});

Deno.test("while nothing may be sent, a question fails with the reason, and flow control is not sent either", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  rig.closed = true;
  const error = await failure(rig, rig.node.request(0x79b, kwp(1)));
  assert.deepEqual([error.kind, rig.sent], ["unsent", []]);
  assert.match(error.message, /it was not sent: CAN is read only/);
  rig.closed = false;
  const asked = rig.node.request(0x79b, kwp(1));
  await rig.clock.run(0);
  rig.closed = true;
  rig.receive("10 15 61 01 54 45 53 54");
  assert.equal((await failure(rig, asked)).kind, "unsent");
  assert.equal(rig.sent.length, 1);
});

Deno.test("an answer longer than 4095 bytes is refused with an overflow", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  const asked = rig.node.request(0x79b, kwp(1));
  await rig.clock.run(0);
  rig.receive("10 00 00 00 10 00 61 01");
  assert.match((await failure(rig, asked)).message, /too long: 4096 bytes/);
  assert.equal(rig.sent[1], "79B 32 00 00 00 00 00 00 00");
});

Deno.test("a question can be taken back, and none survives the end", async () => {
  const rig = new NodeRig(0x79b, 0x7bb), abort = new AbortController();
  const asked = rig.node.request(0x79b, kwp(1), abort.signal);
  await rig.clock.run(0);
  abort.abort();
  assert.equal((await failure(rig, asked)).kind, "cancelled");
  const last = rig.node.request(0x79b, kwp(1)),
    waiting = rig.node.request(0x79b, kwp(2));
  waiting.catch(() => {});
  await rig.clock.run(0);
  rig.node.close();
  assert.equal((await failure(rig, last)).kind, "cancelled");
  assert.equal((await failure(rig, waiting)).kind, "cancelled");
  assert.equal(rig.sent.length, 2);
});

Deno.test("trouble codes are read and named", async () => {
  const rig = new NodeRig(0x79b, 0x7bb);
  rig.attach({
    answers: {
      "1902ff": bytes("59 02 7B 0A 1F 00 09 C1 00 08 28"),
      "03": [0x43, 2, 0x01, 0x43, 0xd0, 0x00],
    },
  });
  const codes = await rig.end(rig.node.request(0x79b, troubleCodes(0xff)));
  assert.deepEqual(readTroubleCodes(new AnswerBytes(codes)), [
    { name: "P0A1F-00", status: 0x09 },
    { name: "U0100-08", status: 0x28 },
  ]);
  const stored = await rig.end(rig.node.request(0x79b, obd(3)));
  assert.deepEqual(readObdCodes(new AnswerBytes(stored)), [
    { name: "P0143", status: undefined },
    { name: "U1000", status: undefined },
  ]);
  assert.deepEqual([0x0a1f, 0x4123, 0x8001].map(troubleCodeName), [
    "P0A1F",
    "C0123",
    "B0001",
  ]);
});

Deno.test("reading beyond an answer's end says so", () => {
  const answer = new AnswerBytes(bytes("FF 80 00 00 41 00"));
  assert.deepEqual(
    [
      answer.u24(0),
      answer.s32(0),
      answer.u32le(1),
      answer.s16le(0),
      answer.bit(1, 7),
      answer.text(4),
    ],
    [0xff8000, -0x800000, 0x41000080, -32513, true, "A"],
  );
  assert.throws(
    () => answer.u32(3),
    /The answer has 6 bytes, too few for 4 from byte 3 on/,
  );
});
