/** Lines of recordings, read one by one. */
import assert from "node:assert/strict";
import { Frame, fromHex, toHex } from "../../../../hal/can_frame.ts";
import {
  FORMATS,
  LogEntry,
  type LogFormat,
} from "../../../../hal/replay/mod.ts";

/** A line as its format reads it. */
type Read = ReturnType<ReturnType<typeof readerOf>>;

/** Reads a line as if it were the whole recording. */
export function readerOf(format: LogFormat) {
  return (line: string) => {
    const bytes = new TextEncoder().encode(line), entry = new LogEntry();
    const reader = FORMATS[format].open(bytes, {});
    const kind = reader.line(bytes, 0, bytes.length, entry);
    const { timeMs, sent, frame } = entry;
    return { kind, timeMs, sent, id: frame.id, data: toHex(frame.data), frame };
  };
}
type Reader = ReturnType<typeof readerOf>;

/** A line of the car as each format has it: 0x155 with these eight bytes. */
const TIME = 1436509052249.713, DATA = "0596E7546D58006F";

/** Whether a line is read as that one. */
export function isThatFrame({ kind, timeMs, id, data, sent, frame }: Read) {
  assert.deepEqual(
    { kind, timeMs, id, data, sent, extended: frame.extended },
    {
      kind: "frame",
      timeMs: TIME,
      id: 0x155,
      data: DATA,
      sent: false,
      extended: false,
    },
  );
}

/** Lines with the time, identifier and data that they have to be read as. */
export function areRead(
  read: Reader,
  lines: readonly (readonly [string, number, number, string])[],
): void {
  for (const [line, ...expected] of lines) {
    const { kind, timeMs, id, data } = read(line);
    assert.equal(kind, "frame", line);
    assert.deepEqual([timeMs, id, data], expected, line);
  }
}

/** What is written of frames is read as the same frames. */
export function isReadAgain(
  read: Reader,
  write: (timeMs: number, frame: Frame, sent: boolean) => string,
): void {
  const frames = [
    new Frame(0x155, fromHex(DATA)),
    new Frame(0x0, fromHex("")),
    new Frame(0x18daf110, fromHex("02"), true),
  ];
  for (const frame of frames) {
    for (const sent of [false, true]) {
      const { kind, timeMs, ...again } = read(write(TIME, frame, sent));
      assert.deepEqual([kind, timeMs, again.sent], ["frame", TIME, sent]);
      assert.deepEqual(
        [again.id, again.data, again.frame.extended],
        [frame.id, toHex(frame.data), frame.extended],
      );
    }
  }
}
