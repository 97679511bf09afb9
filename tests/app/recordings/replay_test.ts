import assert from "node:assert/strict";
import { runLines } from "../../../app/exec.ts";
import { Pace } from "../../../app/recordings/pace.ts";
import { RecordedCan } from "../../../app/recordings/recorded_can.ts";
import { replay, ReplayReport } from "../../../app/recordings/replay.ts";
import { reportLines } from "../../../app/recordings/replay_texts.ts";
import { Stopping } from "../../../app/stopping.ts";
import { readLog, Recorder } from "../../../hal/replay/mod.ts";
import { SimClock, simHal } from "../../../hal/sim/mod.ts";
import { BEGIN, recording, sparse, stream } from "./recordings.ts";
import { type TestWorld, testWorld } from "../world.ts";

const HOUR = 3_600_000, DAY = 24 * HOUR;

function play(
  { hal: { bus }, clock }: TestWorld,
  text: string,
  stopping = new Stopping(),
): Promise<ReplayReport> {
  const pace = new Pace("max", clock);
  return replay(stream(text), { bus, clock, pace, stopping });
}

Deno.test("after a recording the car's state is that of its end, at its time", async () => {
  using world = testWorld(false);
  const report = await play(world, recording(8));
  assert.equal(report.bad, 0);
  assert(report.frames > 500);
  const end = world.clock.wall().ms - BEGIN;
  assert(end > 8_500 && end <= 9_000, `${end} ms`);
  assert(await runLines(world, ["STAT?"]));
  assert.match(world.outputs.join(), /SOC: 6[34]\.\d\d%/);
});

Deno.test("bad lines are counted and named, and change nothing", async () => {
  using world = testWorld(false);
  const lines = recording(6).split("\n");
  lines.splice(2, 0, "(1.0) can0 155", "nonsense");
  const report = await play(world, lines.join("\n"));
  const said = reportLines(report, "x.log");
  assert.match(said[0] ?? "", /^x\.log: \d+ frames .*, 2 bad lines:$/);
  assert.deepEqual(said.slice(1), [
    "  line 3: (1.0) can0 155",
    "  line 4: nonsense",
  ]);
  assert(await runLines(world, ["STAT?"]));
});

Deno.test("of many bad lines the first ones are named", () => {
  const report = new ReplayReport();
  const text = `x\nx\n${recording(1)}`;
  const { length } = [...readLog(new TextEncoder().encode(text), report)];
  report.played = length;
  report.bad += 10;
  assert.deepEqual(reportLines(report, "x").slice(1, 4), [
    "  line 1: x",
    "  line 2: x",
    "  and 10 more",
  ]);
});

Deno.test("a recording of which nothing can be played is told in one sentence", () => {
  const report = new ReplayReport();
  assert.throws(
    () => reportLines(report, "x.log"),
    /^UsageError: x\.log is empty$/,
  );
  report.lines = 3;
  report.bad = 3;
  assert.throws(
    () => reportLines(report, "x.log"),
    /cannot be read: no line .* candump, crtd, gvret/,
  );
  report.frames = 7;
  report.buses.set(2, 7);
  assert.throws(
    () => reportLines(report, "x.log"),
    /it has bus 2 \(7 frames\), choose with --bus$/,
  );
});

Deno.test("an hour without frames passes second by second", async () => {
  using world = testWorld(false);
  await play(world, sparse(BEGIN, 2) + sparse(BEGIN + HOUR, 1));
  assert.equal(world.runtime.seconds, 3601);
});

Deno.test("days between two recordings, or a clock that jumps back, are not waited for", async () => {
  for (const second of [BEGIN + 3 * DAY, BEGIN - 3 * DAY]) {
    using world = testWorld(false);
    await play(world, sparse(BEGIN, 10) + sparse(second, 10));
    assert(world.runtime.seconds <= 21, `${world.runtime.seconds} s`);
    assert.equal(world.clock.wall().ms, second + 10_000);
  }
});

Deno.test("frames a little out of order keep their time", async () => {
  using world = testWorld(false);
  const lines = sparse(BEGIN, 4).split("\n");
  const swapped = [lines[0], lines[2], lines[1], lines[3], ""].join("\n");
  await play(world, swapped);
  assert.equal(world.clock.wall().ms, BEGIN + 4000);
});

Deno.test("a recording without dates leaves the wall time untrusted", async () => {
  const clock = new SimClock(0, false), hal = simHal(clock);
  await replay(stream(sparse(5000, 3)), {
    bus: hal.bus,
    clock,
    pace: new Pace("max", clock),
    stopping: new Stopping(),
  });
  assert.deepEqual(clock.wall(), { ms: 8000, trusted: false });
  hal.store.close();
});

Deno.test("it ends where the user wants", async () => {
  using world = testWorld(false);
  const stopping = new Stopping();
  world.clock.after(4500, stopping.ask);
  const report = await play(world, sparse(BEGIN, 100), stopping);
  assert(report.frames < 10, `${report.frames}`);
  await stopping.promise;
});

Deno.test("a recording has what the bus carried, in both directions, and nothing else", async () => {
  const clock = new SimClock(BEGIN), hal = simHal(clock), bytes: number[] = [];
  const recorder = new Recorder({
    writeSync: (part) => bytes.push(...part) && part.length,
    close() {},
  }, "candump");
  const can = new RecordedCan(hal.can, clock, recorder), got: number[] = [];
  can.open((frame) => got.push(frame.id), new Map());
  hal.bus.inject(0x155, Uint8Array.of(1, 2));
  clock.advance(10);
  await assert.rejects(can.send(0x601, Uint8Array.of(9)), /read only/);
  can.writable = true;
  assert(hal.can.writable, "the gate is the bus's own");
  hal.bus.attach({
    receive: () => hal.bus.inject(0x581, Uint8Array.of(8)),
  });
  await can.send(0x601, Uint8Array.of(7));
  recorder.close();
  assert.deepEqual(got, [0x155, 0x581]);
  const frames = [...readLog(Uint8Array.from(bytes))].length;
  assert.equal(frames, 3);
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  assert.match(text, /^\(1775026800\.000000\) \S+ 155#0102/);
  assert.match(text, /\(1775026800\.010000\) \S+ 601#07 T/);
  hal.store.close();
});
