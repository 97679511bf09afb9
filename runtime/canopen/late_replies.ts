import type { SdoObject, SdoReply } from "./sdo_frames.ts";

/** What a request asks for: to read, or to write. */
export type Direction = "upload" | "download";

/** Objects remembered at most; more than that a node does not owe. */
const REMEMBERED = 32;

/** The direction that a reply belongs to; an abort may belong to either. */
const DIRECTIONS: Readonly<Partial<Record<SdoReply["kind"], Direction>>> = {
  expedited: "upload",
  segmented: "upload",
  accepted: "download",
};

/** How many replies a node still owes for one object. */
type Owed = Record<Direction, number>;

/**
 * The requests that were given up without a reply. A node answers each request once at most, so that
 * many replies may still come, in the middle of a later transfer of the same object: nothing in a
 * frame tells to which request it belongs.
 */
export class LateReplies {
  readonly #owed = new Map<number, Owed>();

  /** A request was given up. */
  add(object: SdoObject, direction: Direction, count: number): void {
    if (count <= 0) return;
    const key = keyOf(object);
    const owed = this.#owed.get(key) ?? { upload: 0, download: 0 };
    owed[direction] += count;
    this.#owed.delete(key);
    this.#owed.set(key, owed);
    const oldest = this.#owed.keys().next().value;
    if (this.#owed.size > REMEMBERED && oldest !== undefined) {
      this.#owed.delete(oldest);
    }
  }

  /** Whether anything may still come, for whatever object. */
  get any(): boolean {
    return this.#owed.size > 0;
  }

  /** A reply came that may be one of those; whether it was one. */
  take(reply: SdoReply & SdoObject): boolean {
    const key = keyOf(reply), owed = this.#owed.get(key);
    if (!owed) return false;
    const direction = DIRECTIONS[reply.kind] ??
      (owed.download > 0 ? "download" : "upload");
    if (owed[direction] === 0) return false;
    owed[direction]--;
    if (owed.upload + owed.download === 0) this.#owed.delete(key);
    return true;
  }

  /** An abort without an object came; whether it may be one of those, of the oldest of them. */
  takeAny(): boolean {
    const [key, owed] = this.#owed.entries().next().value ?? [];
    if (key === undefined || !owed) return false;
    if (owed.download > 0) owed.download--;
    else owed.upload--;
    if (owed.upload + owed.download === 0) this.#owed.delete(key);
    return true;
  }
}

function keyOf({ index, sub }: SdoObject): number {
  return index << 8 | sub;
}
