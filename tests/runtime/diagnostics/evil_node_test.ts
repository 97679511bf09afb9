/** Units that do what no unit should: each question ends in bounded time, with few frames, and costs others nothing. */
import assert from "node:assert/strict";
import {
  DiagError,
  Diagnostics,
  kwp,
  service,
} from "../../../runtime/diagnostics/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { bytes, NodeRig } from "./rig.ts";

/** Longest that one question may take, ms. */
const LONGEST = 60_000;

/** Frames that a unit sends again and again while it is asked; `#` counts 1 to F and 0. */
interface Evil {
  readonly every: number;
  readonly frames: readonly string[];
  readonly ask?: ReturnType<typeof kwp>;
  /** Frames that we may send for it. */
  readonly most: number;
}

const LONG = service(0x2e, ...new Array<number>(4000).fill(1));
const KINDS: Readonly<Record<string, Evil>> = {
  "begins again, slowly": {
    every: 900,
    frames: ["1F FF 61 01 00 00 00 00"],
    most: 5,
  },
  "begins again, quickly": {
    every: 2,
    frames: ["1F FF 61 01 00 00 00 00"],
    most: 5,
  },
  "begins and lets wait in turn": {
    every: 400,
    frames: ["03 7F 21 78", "10 14 61 01 00 00 00 00"],
    most: 5,
  },
  "lets wait for ever": { every: 900, frames: ["03 7F 21 78"], most: 1 },
  "trickles": { every: 990, frames: ["2# 00 00 00 00 00 00 00"], most: 2 },
  "takes a frame a second": {
    every: 990,
    frames: ["30 01 7F"],
    ask: LONG,
    most: 60,
  },
  "waits, and takes one frame then": {
    every: 900,
    frames: ["31 00 00", "31 00 00", "30 01 00"],
    ask: LONG,
    most: 30,
  },
};

/** Asks such a unit: how long it took, what was sent, and how it ended. */
async function asked({ every, frames, ask = kwp(1) }: Evil) {
  const rig = new NodeRig(0x797, 0x7bb), { clock } = rig;
  let ended: unknown, count = 0;
  const answer = rig.node.request(0x797, ask)
    .then(() => ended = "answered", (error) => ended = error);
  const next = () => {
    const frame = frames[count++ % frames.length] ?? "";
    rig.receive(frame.replace("#", (count & 15).toString(16)));
    if (ended === undefined) clock.after(every, next);
  };
  // What trickles begins soundly
  if (frames.some((frame) => frame.includes("#"))) {
    await clock.run(1);
    rig.receive("1F FF 61 01 00 00 00 00");
  }
  clock.after(every, next);
  let ms = 0;
  for (; ms < 2 * LONGEST && ended === undefined; ms += 100) {
    await clock.run(100);
  }
  rig.node.close();
  await answer;
  return { ms, sent: rig.sent.length, ended };
}

for (const [what, evil] of Object.entries(KINDS)) {
  Deno.test(`a question to a unit that ${what} ends, and few frames are sent`, async () => {
    const { ms, sent, ended } = await asked(evil);
    assert.ok(ms < LONGEST, `it took ${ms} ms`);
    assert.ok(sent <= evil.most, `${sent} frames were sent`);
    assert.ok(
      ended instanceof DiagError && ended.kind !== "cancelled",
      `${ended}`,
    );
  });
}

Deno.test("flow control that nobody asked for does not hasten a request", async () => {
  const rig = new NodeRig(0x797, 0x7bb);
  const answer = rig.node.request(0x797, service(0x2e, 1, 2, 3, 4, 5, 6, 7, 8));
  answer.catch(() => {});
  await rig.clock.run(1);
  // 100 ms apart
  for (let n = 0; n < 50; n++) rig.receive("30 00 64");
  await rig.clock.run(50);
  assert.equal(rig.sent.length, 2);
  rig.node.close();
});

Deno.test("a frame longer than those of classical CAN is none", async () => {
  const rig = new NodeRig(0x797, 0x7bb);
  const answer = rig.node.request(0x797, kwp(1));
  await rig.clock.run(1);
  rig.receive(
    `07 61 01${" 11".repeat(61)}`,
    `00 3E 61 01${" 11".repeat(60)}`,
    "03 61 01 22",
  );
  assert.deepEqual([...await answer], [0x22]);
});

Deno.test("what a unit says unasked, or beyond any answer, is no load of ours", async () => {
  const rig = new NodeRig(0x797, 0x7bb);
  for (let n = 0; n < 10_000; n++) rig.node.receive(bytes("03 61 02 00"));
  assert.equal(rig.node.load, 0);
  const answer = rig.node.request(0x797, kwp(1));
  await rig.clock.run(1);
  for (let n = 0; n < 10_000; n++) rig.node.receive(bytes("03 61 02 00"));
  rig.receive("03 61 01 22");
  await answer;
  assert.ok(rig.node.load <= 1200, `${rig.node.load} frames`);
  assert.ok(rig.node.counters.frames > 20_000);
});

Deno.test("questions to one unit, and units that are asked, have an end", async () => {
  const rig = new NodeRig(0x797, 0x7bb);
  const refused: string[] = [];
  for (let n = 0; n < 100; n++) {
    rig.node.request(0x797, kwp(1)).catch(({ kind }: DiagError) =>
      refused.push(kind)
    );
  }
  await rig.clock.run(1);
  assert.deepEqual(refused, new Array(68).fill("unsent"));
  rig.node.close();

  const heard = new Set<number>();
  const diagnostics = new Diagnostics({
    clock: new SimClock(),
    send: () => Promise.resolve(),
    listen: (_, ids) => ids.forEach((id) => heard.add(id)),
  });
  const node = (to: number, from: number) => diagnostics.node({ to, from });
  for (let n = 0; n < 512; n++) node(0x10000 + n, 0x20000 + n);
  assert.throws(() => node(1, 2), /at most 512 control units can be asked/);
  assert.throws(() => node(3, 0x20000), /at most 512/);
  // Those that are known still are
  assert.equal(node(0x10000, 0x20000).node.from, 0x20000);
  assert.equal(heard.size, 1024);
});

Deno.test("a unit that begins again and again is told once to go on with its answer to all", async () => {
  const clock = new SimClock(), sent: string[] = [];
  let hear = (_data: Uint8Array, _id: number) => {};
  const diagnostics = new Diagnostics({
    clock,
    send: (id, data) => {
      sent.push(`${id.toString(16)} ${data.toHex()}`);
      return Promise.resolve();
    },
    listen: (_bus, _ids, run) => hear = run,
  });
  const answers = diagnostics.broadcast({
    to: 0x7df,
    among: [0x700, 0x7ff],
    units: [{ to: 0x743, from: 0x763 }],
    request: [0x21, 0x01],
    within: 1000,
  });
  await clock.run(1);
  for (let n = 0; n < 1000; n++) hear(bytes("10 14 61 01 00 00 00 00"), 0x763);
  await clock.run(1000);
  assert.equal((await answers).length, 1);
  assert.equal(sent.length, 2);
});
