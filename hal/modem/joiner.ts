import { type Place, placeKey } from "./storage.ts";
import type { PartOf } from "./user_data.ts";

/** A message with all its parts, or one whose parts did not all arrive. */
export interface Joined {
  readonly from: string;
  readonly text: string;
  /** When the service centre took the first part, s since 1970. */
  readonly time: number | undefined;
  /** It lay in the modem's memory at the start. */
  readonly waited: boolean;
  /** Places in the modem's memory that the parts occupy. */
  readonly places: readonly Place[];
}

/** One part, or a whole message. */
export interface Piece {
  readonly from: string;
  readonly text: string;
  readonly time: number | undefined;
  readonly waited: boolean;
  readonly place: Place | undefined;
}

interface Incomplete {
  /** Sender, reference and number of parts: what all parts of a message have in common. */
  readonly common: string;
  readonly from: string;
  readonly parts: Map<number, Piece>;
  readonly places: Map<string, Place>;
  readonly total: number;
  /** When the newest part came, monotonic ms. */
  at: number;
}

/** How long lost parts are waited for, ms; networks repeat parts within minutes. */
const PATIENCE_MS = 15 * 60_000;
/** Parts of one message were sent within that, s: references begin anew, and one part may have waited for days. */
const APART = PATIENCE_MS / 1000;
/** Incomplete messages at the same time, at most: the oldest of whoever has most of them gives way. */
const MOST = 16;

/** Joins the parts of concatenated messages, in whatever order they come. */
export class Joiner {
  /** In the order of their newest parts. */
  readonly #waiting = new Set<Incomplete>();

  /** Number of messages that wait for parts. */
  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Takes a part. Returns the whole message when it was the last one missing, and in `dropped` a
   * message that had to give way.
   */
  add(
    piece: Piece,
    part: PartOf,
    now: number,
  ): { readonly whole?: Joined; readonly dropped?: Joined } {
    const { from, place } = piece, { reference, total } = part;
    const common = `${reference}/${total}/${from}`;
    const message: Incomplete = this.#find(common, piece) ??
      { common, from, parts: new Map(), places: new Map(), total, at: now };
    // Deleted and added again, to be the newest
    this.#waiting.delete(message);
    message.at = now;
    message.parts.set(part.sequence, piece);
    if (place) message.places.set(placeKey(place), place);
    if (message.parts.size === message.total) return { whole: joined(message) };
    this.#waiting.add(message);
    return this.#waiting.size > MOST ? this.#dropOne() : {};
  }

  /** The message that a part belongs to, if others of it came. */
  #find(common: string, { time }: Piece): Incomplete | undefined {
    return [...this.#waiting].find((message) =>
      message.common === common &&
      [...message.parts.values()].every((part) => areTogether(part.time, time))
    );
  }

  /** Gives up messages whose missing parts did not come in time. */
  expire(now: number): Joined[] {
    const expired = [...this.#waiting].filter(({ at }) =>
      now - at >= PATIENCE_MS
    );
    return expired.map((message) => this.#giveUp(message));
  }

  /** One who sends beginnings without end takes away nobody else's. */
  #dropOne(): { readonly dropped?: Joined } {
    const waiting = [...this.#waiting];
    const of = ({ from }: Incomplete) =>
      waiting.filter((message) => message.from === from).length;
    const most = Math.max(...waiting.map(of));
    const message = waiting.find((one) => of(one) === most);
    return message ? { dropped: this.#giveUp(message) } : {};
  }

  #giveUp(message: Incomplete): Joined {
    this.#waiting.delete(message);
    return joined(message);
  }
}

/** Whether two parts may be of one message, by when they were sent; what nobody told speaks against nothing. */
function areTogether(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || Math.abs(a - b) <= APART;
}

function joined({ from, parts, places }: Incomplete): Joined {
  const order = [...parts].sort(([a], [b]) => a - b).map(([, piece]) => piece);
  return {
    from,
    text: order.map(({ text }) => text).join(""),
    time: order[0]?.time,
    waited: order.some(({ waited }) => waited),
    places: [...places.values()],
  };
}
