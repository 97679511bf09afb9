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

/**
 * Joins the parts of concatenated messages, in whatever order they come. Networks repeat parts, and some
 * senders give all their messages one reference: a part is joined with those that were sent nearest to
 * it, and one of a message that was whole already is none of another.
 */
export class Joiner {
  /** In the order of their newest parts. */
  readonly #waiting = new Set<Incomplete>();
  /** Parts of messages that were whole, and when those were, monotonic ms. */
  readonly #used = new Map<
    string,
    { readonly of: Joined; readonly at: number }
  >();

  /** Number of messages that wait for parts. */
  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Takes a part. Returns the whole message when it was the last one missing, in `dropped` a message that
   * had to give way, and `repeated` for a part of a message that was whole before.
   */
  add(
    piece: Piece,
    part: PartOf,
    now: number,
  ): {
    readonly whole?: Joined;
    readonly dropped?: Joined;
    readonly repeated?: true;
  } {
    const { from, place } = piece, { reference, total } = part;
    const common = `${reference}/${total}/${from}`;
    if (this.#used.has(identity(common, part.sequence, piece))) {
      return { repeated: true };
    }
    const message: Incomplete = this.#find(common, part.sequence, piece) ??
      { common, from, parts: new Map(), places: new Map(), total, at: now };
    // Deleted and added again, to be the newest
    this.#waiting.delete(message);
    message.at = now;
    message.parts.set(part.sequence, piece);
    if (place) message.places.set(placeKey(place), place);
    if (message.parts.size === message.total) {
      return { whole: this.#use(message) };
    }
    this.#waiting.add(message);
    return this.#waiting.size > MOST ? this.#dropOne() : {};
  }

  /** The message that a part belongs to, if others of it came: of several the one sent nearest to it. */
  #find(
    common: string,
    sequence: number,
    piece: Piece,
  ): Incomplete | undefined {
    const { text, time } = piece;
    const lacks = ({ parts }: Incomplete) => {
      const there = parts.get(sequence);
      return !there || there.text === text && there.time === time;
    };
    const [nearest] = [...this.#waiting]
      .filter((message) => message.common === common && lacks(message))
      .map((message) => ({ message, apart: apartOf(message, piece) }))
      .filter(({ apart }) => apart <= APART)
      .sort((a, b) => a.apart - b.apart);
    return nearest?.message;
  }

  /** A part without a time may be one of the next message: it is not remembered. */
  #use(message: Incomplete): Joined {
    const { common, parts, at } = message, of = joined(message);
    for (const [sequence, piece] of parts) {
      if (piece.time === undefined) continue;
      this.#used.set(identity(common, sequence, piece), { of, at });
    }
    return of;
  }

  /** A message that was whole is going to be read again, with all its parts. */
  forget(message: Joined): void {
    for (const [part, { of }] of this.#used) {
      if (of === message) this.#used.delete(part);
    }
  }

  /** Gives up messages whose missing parts did not come in time. */
  expire(now: number): Joined[] {
    for (const [part, { at }] of this.#used) {
      if (now - at >= PATIENCE_MS) this.#used.delete(part);
    }
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

/** How far apart a part and the others of a message were sent, s; what nobody told speaks against nothing. */
function apartOf({ parts }: Incomplete, { time }: Piece): number {
  const apart = [...parts.values()].map((part) =>
    part.time === undefined || time === undefined
      ? 0
      : Math.abs(part.time - time)
  );
  return Math.max(...apart);
}

/** What tells a part from every other one. */
function identity(
  common: string,
  sequence: number,
  { time, text }: Piece,
): string {
  return `${common}/${sequence}/${time}/${text}`;
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
