/** `--watch-can`: what is on the buses, a line for each identifier, with the bytes that change. */
import {
  frameName,
  FrameWatch,
  type WatchedFrame,
} from "../runtime/frames/frame_watch.ts";

/** A byte that changed is shown as changing for so long, ms. */
const RECENT = 1000;
const REVERSE = "\x1b[7m", UNDERLINED = "\x1b[4m", PLAIN = "\x1b[0m";

/** Collects frames, and writes them down as a table. */
export class CanWatch extends FrameWatch {
  /**
   * The table: bus, identifier, time between two frames, count, bytes. With colour, bytes that changed
   * within the last second are reversed and those that changed before underlined; without, all of
   * these have a star.
   */
  lines(colour: boolean): readonly string[] {
    return [
      "Bus       ID    Period   Frames  Data",
      ...this.frames().map((seen) => lineOf(seen, colour)),
    ];
  }
}

function lineOf(seen: WatchedFrame, colour: boolean): string {
  const { bus, count, period, data, ages } = seen;
  const time = period === undefined ? "" : `${Math.round(period)} ms`;
  const bytes = [...data].map((byte, at) =>
    byteText(byte, ages[at] ?? Infinity, colour)
  );
  return `${String(bus).padEnd(3)} ${frameName(seen).padStart(8)} ${
    time.padStart(9)
  } ${String(count).padStart(8)}  ${bytes.join(" ")}`.trimEnd();
}

function byteText(byte: number, age: number, colour: boolean): string {
  const digits = byte.toString(16).toUpperCase().padStart(2, "0");
  if (!colour) return digits + (age === Infinity ? " " : "*");
  if (age === Infinity) return digits;
  return `${age < RECENT ? REVERSE : UNDERLINED}${digits}${PLAIN}`;
}
