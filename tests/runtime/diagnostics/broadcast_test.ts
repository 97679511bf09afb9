/** Questions to all units of a bus: whose answers they hear, and when they are asked. */
import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import {
  type DiagBroadcast,
  Diagnostics,
  kwp,
  SimulatedNode,
} from "../../../runtime/diagnostics/mod.ts";

const ASK: DiagBroadcast = {
  to: 0x7df,
  among: [0x700, 0x7ff],
  units: [{ to: 0x743, from: 0x763 }],
  request: [0x21, 0x01],
  within: 3000,
};

/** Units that answer 21 gg with gg and as many bytes as they like. */
function world(units: readonly (readonly [bus: number, own: number])[]) {
  const clock = new SimClock(), sent: string[] = [];
  const listeners = new Map<string, (data: Uint8Array, id: number) => void>();
  let open = true;
  const nodes = units.map(([bus, own]) => ({
    bus,
    node: new SimulatedNode({
      to: 0x743,
      from: 0x763,
      also: [0x7df],
      answers: { "2101": [0x61, 1, own], "2102": [0x61, 2, own] },
      replyTime: 500,
      after: (ms, work) => clock.after(ms, work),
      emit: (id, data) => listeners.get(`${bus} ${id}`)?.(data, id),
    }),
  }));
  const diagnostics = new Diagnostics({
    clock,
    send(id, data, bus) {
      if (!open) return Promise.reject(new Error("the gate is closed"));
      sent.push(`${clock.monotonic()} ${bus} ${id.toString(16)}`);
      for (const one of nodes) if (one.bus === bus) one.node.receive(id, data);
      return Promise.resolve();
    },
    listen(bus, ids, run) {
      for (const id of ids) {
        assert.ok(!listeners.has(`${bus} ${id}`), `${id} is heard twice`);
        listeners.set(`${bus} ${id}`, run);
      }
    },
  });
  return { clock, diagnostics, sent, shut: () => open = false };
}

/** Lets seconds pass, in steps of 50 ms. */
async function pass(clock: SimClock, seconds: number): Promise<void> {
  for (let n = 0; n < seconds * 20; n++) await clock.run(50);
}

const hex = (answers: readonly { from: number; data: Uint8Array }[]) =>
  answers.map(({ from, data }) => `${from.toString(16)} ${data.toHex()}`);

Deno.test("answers of another bus are none, and a unit may be spoken to before and behind", async () => {
  const { clock, diagnostics } = world([[1, 0x11], [2, 0x22]]);
  const at = { to: 0x743, from: 0x763 };
  const before = diagnostics.request(at, kwp(2));
  const all = diagnostics.broadcast(ASK);
  const other = diagnostics.broadcast({ ...ASK, bus: 2 });
  await pass(clock, 10);
  assert.deepEqual([...await before], [0x11]);
  assert.deepEqual(hex(await all), ["763 610111"]);
  assert.deepEqual(hex(await other), ["763 610122"]);
  const behind = diagnostics.request(at, kwp(2));
  await pass(clock, 2);
  assert.deepEqual([...await behind], [0x11]);
});

Deno.test("it is asked when a unit has answered what it was asked before, and one question at a time", async () => {
  const { clock, diagnostics, sent } = world([[1, 0x11]]);
  const first = diagnostics.request({ to: 0x743, from: 0x763 }, kwp(2));
  const all = [1, 2].map((group) =>
    diagnostics.broadcast({ ...ASK, request: [0x21, group] })
  );
  await pass(clock, 9);
  await first;
  assert.deepEqual((await Promise.all(all)).map(hex), [
    ["763 610111"],
    ["763 610211"],
  ]);
  const times = sent.map((line) => Number(line.split(" ")[0]));
  assert.deepEqual(sent.map((line) => line.split(" ")[2]), [
    "743",
    "7df",
    "7df",
  ]);
  const [asked = 0, one = 0, two = 0] = times;
  assert.ok(one >= asked + 500 && two >= one + 3000, `${times}`);
});

Deno.test("what cannot be asked is not sent, and a closed gate is told", async () => {
  const { clock, diagnostics, sent, shut } = world([[1, 0x11]]);
  for (
    const wrong of [
      { request: [] },
      { request: [0x22, 1, 2, 3, 4, 5, 6, 7] },
      { among: [0x700, 0x800] as const },
      { among: [0x7ff, 0x700] as const },
    ]
  ) {
    assert.throws(
      () => void diagnostics.broadcast({ ...ASK, ...wrong }),
      RangeError,
    );
  }
  shut();
  const refused = assert.rejects(
    diagnostics.broadcast(ASK),
    /it was not sent: the gate is closed/,
  );
  await pass(clock, 1);
  await refused;
  assert.deepEqual(sent, []);
});

Deno.test("frames that only a question to all may hear are none of diagnostics", () => {
  const { diagnostics } = world([]);
  assert.equal(diagnostics.hearAll(ASK), true);
  assert.equal(diagnostics.hearAll(ASK), false);
  assert.equal(diagnostics.received(1), 0);
});

Deno.test("only those among whom it was asked answer, each once, whoever was asked before", async () => {
  const { clock, diagnostics } = world([[1, 0x11]]);
  const ask = async (among: readonly [number, number]) => {
    const answers = diagnostics.broadcast({ ...ASK, among });
    await pass(clock, 4);
    return hex(await answers);
  };
  assert.deepEqual(await ask([0x700, 0x7ff]), ["763 610111"]);
  assert.deepEqual(await ask([0x750, 0x75f]), []);
  assert.deepEqual(await ask([0x760, 0x76f]), ["763 610111"]);
});

Deno.test("identifiers that are listened to have an end, and so has the time for answers", () => {
  const { diagnostics } = world([]);
  const all = (n: number): DiagBroadcast => ({
    ...ASK,
    among: [n * 256, n * 256 + 255],
  });
  for (let n = 0; n < 16; n++) diagnostics.hearAll(all(n));
  assert.equal(diagnostics.hearAll(all(3)), false);
  assert.throws(() => diagnostics.hearAll(all(16)), /at most 4096/);
  assert.throws(
    () => diagnostics.hearAll({ ...ASK, within: Infinity }),
    /at most 60000 ms, not Infinity/,
  );
});
