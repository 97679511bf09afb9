/** `--watch-can`: what is on the buses, a line for each identifier, with the bytes that change. */
import type { CanFrame } from "../hal/mod.ts";

/** A byte that changed is shown as changing for so long, ms. */
const RECENT = 1000;
/** How much the newest time between two frames counts in the average. */
const NEWEST = 0.1;
const REVERSE = "\x1b[7m", UNDERLINED = "\x1b[4m", PLAIN = "\x1b[0m";

/** What is known of one identifier. */
interface Seen {
  readonly bus: number;
  readonly id: number;
  readonly extended: boolean;
  count: number;
  /** When the last one came, and the average time between two, ms. */
  at: number;
  period: number;
  data: Uint8Array;
  /** When each byte changed last, ms; -Infinity for never. */
  readonly changed: number[];
}

/** Collects frames, and writes them down as a table. */
export class CanWatch {
  readonly #seen = new Map<string, Seen>();
  #now = 0;

  /** Takes a frame; its data is copied. The name is that of recorders, in whose place it stands. */
  record(at: number, { bus, id, extended, data }: CanFrame): void {
    this.#now = at;
    const key = `${bus} ${id} ${extended}`, known = this.#seen.get(key);
    if (known) note(known, at, data);
    else {
      this.#seen.set(key, {
        bus,
        id,
        extended,
        count: 1,
        at,
        period: NaN,
        data: data.slice(),
        changed: new Array(8).fill(-Infinity),
      });
    }
  }

  /**
   * The table: bus, identifier, time between two frames, count, bytes. With colour, bytes that changed
   * within the last second are reversed and those that changed before underlined; without, all of
   * these have a star.
   */
  lines(colour: boolean): readonly string[] {
    const all = [...this.#seen.values()]
      .sort((a, b) => a.bus - b.bus || a.id - b.id);
    return [
      "Bus       ID    Period   Frames  Data",
      ...all.map((seen) => this.#line(seen, colour)),
    ];
  }

  #line(seen: Seen, colour: boolean): string {
    const { bus, id, extended, count, period, data, changed } = seen;
    const name = id.toString(16).toUpperCase().padStart(extended ? 8 : 3, "0");
    const time = Number.isNaN(period) ? "" : `${Math.round(period)} ms`;
    const bytes = [...data].map((byte, at) =>
      this.#byte(byte, changed[at] ?? -Infinity, colour)
    );
    return `${String(bus).padEnd(3)} ${name.padStart(8)} ${time.padStart(9)} ${
      String(count).padStart(8)
    }  ${bytes.join(" ")}`.trimEnd();
  }

  #byte(byte: number, changed: number, colour: boolean): string {
    const digits = byte.toString(16).toUpperCase().padStart(2, "0");
    if (!colour) return digits + (changed === -Infinity ? " " : "*");
    if (changed === -Infinity) return digits;
    const recent = this.#now - changed < RECENT;
    return `${recent ? REVERSE : UNDERLINED}${digits}${PLAIN}`;
  }
}

function note(seen: Seen, at: number, data: Uint8Array): void {
  const passed = at - seen.at, before = seen.data;
  seen.count++;
  seen.at = at;
  seen.period = Number.isNaN(seen.period)
    ? passed
    : seen.period + (passed - seen.period) * NEWEST;
  for (let k = 0; k < data.length; k++) {
    if (before[k] !== data[k]) seen.changed[k] = at;
  }
  if (before.length === data.length) before.set(data);
  else seen.data = data.slice();
}
