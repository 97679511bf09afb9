import assert from "node:assert/strict";
import { Frame, fromHex } from "../../../hal/can_frame.ts";
import {
  formatOf,
  LogReport,
  type LogSink,
  readLog,
  Recorder,
} from "../../../hal/replay/mod.ts";

/** A sink in memory that takes at most `portion` bytes a write and `room` in all. */
class MemorySink implements LogSink {
  text = "";
  writes = 0;
  closed = 0;
  constructor(readonly portion = Infinity, public room = Infinity) {}

  writeSync(bytes: Uint8Array): number {
    this.writes++;
    if (this.room <= 0) throw new Error("No space left on device");
    const taken = bytes.subarray(0, Math.min(this.portion, this.room));
    this.room -= taken.length;
    this.text += new TextDecoder().decode(taken);
    return taken.length;
  }

  close(): void {
    this.closed++;
  }
}

const frame = new Frame(0x155, fromHex("0596"));

Deno.test("the file's ending decides the format", () => {
  assert.equal(formatOf("/var/log/drive.crtd"), "crtd");
  assert.equal(formatOf("DRIVE.CRTD"), "crtd");
  assert.equal(formatOf("drive.log"), "candump");
  assert.equal(formatOf("crtd"), "candump");
});

Deno.test("lines are buffered until flush or close", () => {
  const sink = new MemorySink();
  const recorder = new Recorder(sink, "candump");
  recorder.record(1000, frame);
  assert.equal(sink.writes, 0);
  recorder.flush();
  assert.equal(sink.text, "(1.000000) can0 155#0596\n");
  recorder.record(2000, frame, true);
  recorder.close();
  recorder.close();
  assert.equal(
    sink.text,
    "(1.000000) can0 155#0596\n(2.000000) can0 155#0596 T\n",
  );
  assert.equal(sink.closed, 1);
  assert.deepEqual([recorder.recorded, recorder.lost], [2, 0]);
});

Deno.test("a sink that takes its bytes in portions loses none", () => {
  const sink = new MemorySink(7);
  const recorder = new Recorder(sink, "crtd");
  for (let n = 0; n < 5000; n++) recorder.record(n, frame);
  recorder.close();
  const report = new LogReport();
  const bytes = new TextEncoder().encode(sink.text);
  const times = Array.from(readLog(bytes, report), ({ timeMs }) => timeMs);
  assert.deepEqual(times, Array.from({ length: 5000 }, (_, n) => n));
  assert.deepEqual([report.format, report.bad], ["crtd", 0]);
});

Deno.test("a full disk ends the recording, nothing else", () => {
  const sink = new MemorySink(Infinity, 100_000);
  const recorder = new Recorder(sink, "candump");
  for (let n = 0; n < 10_000; n++) recorder.record(n, frame);
  recorder.close();
  assert.match(recorder.problem ?? "", /No space left on device/);
  assert.equal(recorder.recorded + recorder.lost, 10_000);
  assert.ok(recorder.lost > 5000);
  const lines = sink.text.match(/\n/g)?.length ?? 0;
  assert.ok(lines >= recorder.recorded);
  assert.equal(sink.closed, 1);
});

Deno.test("a sink that takes nothing more is a failure, not a loop", () => {
  const recorder = new Recorder(new MemorySink(0), "candump");
  recorder.record(1, frame);
  recorder.close();
  assert.match(recorder.problem ?? "", /nothing more could be written/);
});

Deno.test("frames after close are counted as lost", () => {
  const sink = new MemorySink();
  const recorder = new Recorder(sink, "candump");
  recorder.close();
  recorder.record(1, frame);
  assert.deepEqual([recorder.recorded, recorder.lost], [0, 1]);
  assert.equal(sink.text, "");
});
