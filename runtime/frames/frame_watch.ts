/** What is on the buses: each identifier with its period, count and bytes, and when each byte changed. */
import type { CanFrame } from "../../hal/mod.ts";

/** How much the newest time between two frames counts in the average. */
const NEWEST = 0.1;
/** Identifiers that are told apart: a broken bus makes up more than anybody reads. */
const MOST = 2000;
/** Two to the power of the bits of an extended identifier. */
const EXTENDED = 2 ** 29;

/** One identifier as it was seen. */
export interface WatchedFrame {
  readonly bus: number;
  readonly id: number;
  readonly extended: boolean;
  readonly count: number;
  /** Time since the last one, ms. */
  readonly age: number;
  /** Average time between two, ms; undefined after a single one. */
  readonly period: number | undefined;
  readonly data: Uint8Array;
  /** For each byte the time since it changed last, ms; Infinity for never. */
  readonly ages: readonly number[];
}

interface Seen {
  readonly bus: number;
  readonly id: number;
  readonly extended: boolean;
  count: number;
  /** When the last one came, ms. */
  at: number;
  period: number;
  data: Uint8Array;
  /** When each byte changed last, ms; -Infinity for never. */
  readonly changed: number[];
}

/** Collects frames. */
export class FrameWatch {
  readonly #seen = new Map<number, Seen>();
  #now = 0;
  #left = 0;

  /** Takes a frame; its data is copied. The name is that of recorders, in whose place it may stand. */
  record(at: number, { bus, id, extended, data }: CanFrame): void {
    this.#now = at;
    const key = (bus * 2 + Number(extended)) * EXTENDED + id;
    const known = this.#seen.get(key);
    if (known) note(known, at, data);
    else if (this.#seen.size >= MOST) this.#left++;
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

  /** Frames that were left out, as there are too many identifiers. */
  get left(): number {
    return this.#left;
  }

  /**
   * All identifiers by bus and number.
   * @param now time from which ages count, ms; default: the time of the last frame
   */
  frames(now = this.#now): readonly WatchedFrame[] {
    return [...this.#seen.values()]
      .sort((a, b) => a.bus - b.bus || a.id - b.id)
      .map(({ at, period, changed, ...seen }) => ({
        ...seen,
        age: now - at,
        period: Number.isNaN(period) ? undefined : period,
        ages: changed.map((at) => now - at),
      }));
  }
}

/** An identifier as people write it: three hex digits, or eight of an extended one. */
export function frameName(
  { id, extended }: Pick<CanFrame, "id" | "extended">,
): string {
  return id.toString(16).toUpperCase().padStart(extended ? 8 : 3, "0");
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
