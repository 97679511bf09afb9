import type { Clock, GsmEvents } from "../mod.ts";
import type { AtToken } from "./at_reader.ts";
import { type Joined, Joiner } from "./joiner.ts";
import { type Delivered, fromHex, readDeliver } from "./pdu.ts";
import { alphabetOf, readUserData } from "./user_data.ts";

/** A message as the reader found it. */
export type RawMessage = Extract<AtToken, { readonly kind: "message" }>;

/** What the inbox counts. */
export interface InboxCounters {
  /** Whole messages handed over. */
  received: number;
  /** Messages that could not be read, are no text, or lost a part. */
  garbled: number;
  /** Messages whose handler failed. */
  failed: number;
}

/** What the inbox needs from outside. */
export interface InboxOptions {
  readonly events: GsmEvents;
  readonly clock: Clock;
  /** Deletes a message in the modem's memory. */
  remove(index: number): Promise<void>;
}

interface Known {
  readonly body: string;
  state: "in hand" | "deleting" | "to delete";
}

/** Statuses of messages that were received; higher ones were written in the modem. */
const RECEIVED = 1;

/**
 * Reads, joins and hands over messages: each once, one after the other, in the order they came.
 * A stored message is deleted when it was handled, or can never be.
 */
export class Inbox {
  readonly counters: InboxCounters = { received: 0, garbled: 0, failed: 0 };
  readonly #options: InboxOptions;
  readonly #joiner = new Joiner();
  /** Stored messages that are being handled or joined, so that reading the memory again does not double them. */
  readonly #known = new Map<number, Known>();
  /** Stored messages of a list that is being read. */
  #listed: { readonly delivered: Delivered; readonly index: number }[] = [];
  #handling: Promise<void> = Promise.resolve();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Takes a message; what is wrong with it is counted. A stored one waits for the end of its list. */
  add(message: RawMessage): void {
    const index = storedIndex(message);
    if (index !== undefined && !this.#isNew(index, message.body)) return;
    const delivered = this.#read(message);
    if (delivered === undefined) this.#drop(index === undefined ? [] : [index]);
    else if (delivered && index === undefined) this.#join(delivered, undefined);
    else if (delivered && index !== undefined) {
      this.#listed.push({ delivered, index });
    }
  }

  /** The modem's memory was listed: its messages are handed over by age, since places are used again. */
  endOfList(): void {
    const listed = this.#listed.sort((a, b) =>
      (a.delivered.time ?? 0) - (b.delivered.time ?? 0)
    );
    this.#listed = [];
    for (const { delivered, index } of listed) this.#join(delivered, index);
  }

  /** Gives up messages whose missing parts did not come. */
  expire(): void {
    const now = this.#options.clock.monotonic();
    for (const { indexes } of this.#joiner.expire(now)) this.#drop(indexes);
  }

  /** False for a message that is in hand already; if it was handled before, only its deletion is missing. */
  #isNew(index: number, body: string): boolean {
    const known = this.#known.get(index);
    if (known?.body !== body) {
      this.#known.set(index, { body, state: "in hand" });
      return true;
    }
    if (known.state === "to delete") this.#remove([index]);
    return false;
  }

  /** Null: not ours; undefined: not readable. */
  #read({ header, body }: RawMessage): Delivered | null | undefined {
    try {
      switch (header.kind) {
        case "text":
          return header.hex
            ? readHexText(header, body)
            : { from: header.from, text: body };
        case "pdu":
          return (header.status ?? 0) > RECEIVED
            ? null
            : readDeliver(body, header.octets);
        case "unusable":
          return undefined;
      }
    } catch {
      return undefined;
    }
  }

  #join({ from, text, part }: Delivered, index: number | undefined): void {
    if (!part) {
      const indexes = index === undefined ? [] : [index];
      return this.#hand({ from, text, indexes });
    }
    const now = this.#options.clock.monotonic();
    const { whole, dropped } = this.#joiner.add(from, text, part, index, now);
    if (whole) this.#hand(whole);
    if (dropped) this.#drop(dropped.indexes);
  }

  #hand(message: Joined): void {
    this.#handling = this.#handling.then(() => this.#handle(message));
  }

  async #handle({ from, text, indexes }: Joined): Promise<void> {
    try {
      this.counters.received++;
      // CR and LF in a message count as blanks.
      await this.#options.events.sms(from, text.replace(/[\r\n]/g, " "));
    } catch {
      // It stays in the modem's memory, and is offered again when that is read the next time.
      this.counters.failed++;
      for (const index of indexes) this.#known.delete(index);
      return;
    }
    this.#remove(indexes);
  }

  #drop(indexes: readonly number[]): void {
    this.counters.garbled++;
    this.#remove(indexes);
  }

  /**
   * Deletes stored messages, each once: as soon as one is gone its place may hold another. One that
   * cannot be deleted now is deleted, not handled, when it is found again.
   */
  #remove(indexes: readonly number[]): void {
    for (const index of indexes) {
      const known = this.#known.get(index);
      if (!known || known.state === "deleting") continue;
      known.state = "deleting";
      this.#options.remove(index).then(
        () => {
          if (this.#known.get(index) === known) this.#known.delete(index);
        },
        () => known.state = "to delete",
      );
    }
  }
}

function storedIndex({ header }: RawMessage): number | undefined {
  return header.kind === "pdu" ? header.index : undefined;
}

/** A text mode message shown in hexadecimal: UCS-2, or with a header in front. */
function readHexText(
  header: Extract<RawMessage["header"], { kind: "text" }>,
  body: string,
): Delivered {
  const alphabet = alphabetOf(header.dcs);
  if (!alphabet || !/^([0-9a-f]{2})+$/i.test(body)) {
    throw new Error("the message is not hexadecimal");
  }
  const octets = fromHex(body);
  const fit = Math.floor(octets.length * 8 / 7);
  const isSeptets = Math.ceil(header.length * 7 / 8) === octets.length;
  const length = isSeptets ? header.length : fit;
  return {
    from: header.from,
    ...readUserData(octets, alphabet, (header.first & 0x40) !== 0, length),
  };
}
