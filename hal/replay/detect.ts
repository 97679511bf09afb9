import { FORMATS } from "./formats/mod.ts";
import { LOG_FORMATS, type LogFormat } from "./formats/names.ts";
import { LogEntry, type ReadOptions } from "./log_entry.ts";

/** Lines that are looked at. */
const SAMPLE = 200;
/** Bytes that are looked at. */
export const HEAD = 64 * 1024;
const LF = 0x0a, CR = 0x0d;

/**
 * The format in which the first lines of a recording can be read best: most frames, fewest lines
 * that cannot be read; undefined if none gives a frame.
 */
export function detect(
  head: Uint8Array,
  options: ReadOptions = {},
): LogFormat | undefined {
  let best: LogFormat | undefined, most = 0;
  for (const name of LOG_FORMATS) {
    const score = scoreOf(name, head, options);
    if (score > most) {
      best = name;
      most = score;
    }
  }
  return best;
}

function scoreOf(
  name: LogFormat,
  head: Uint8Array,
  options: ReadOptions,
): number {
  const reader = FORMATS[name].open(head, options), entry = new LogEntry();
  let frames = 0, bad = 0, lines = 0;
  for (const [from, to] of linesOf(head)) {
    if (lines++ === SAMPLE) break;
    const kind = reader.line(head, from, to, entry);
    if (kind === "frame" || kind === "ignored") frames++;
    else if (kind === "bad") bad++;
  }
  // One line that can be read is enough beside many that no format can.
  return frames === 0 ? 0 : frames + 1 / (1 + bad);
}

/** Begin and end of each line, without its line end. */
export function* linesOf(
  bytes: Uint8Array,
  end = bytes.length,
): Generator<readonly [number, number], void, undefined> {
  for (let from = 0, next; from < end; from = next) {
    const lf = bytes.indexOf(LF, from);
    const stop = lf < 0 || lf >= end ? end : lf;
    next = stop + 1;
    yield [from, stop > from && bytes[stop - 1] === CR ? stop - 1 : stop];
  }
}
