import { createHash } from "node:crypto";
import type { Clock, GsmEvents, SmsOrigin } from "../mod.ts";
import { type Joined, Joiner, type Piece } from "./joiner.ts";
import { type Delivered, fromHex, readDeliver, readReport } from "./pdu.ts";
import { plainLine } from "./plain_line.ts";
import { type Place, placeKey, type RawMessage } from "./storage.ts";
import { alphabetOf, readUserData } from "./user_data.ts";

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
  remove(place: Place): Promise<void>;
  /** Reads the memory once more. */
  again(): void;
}

interface Known {
  readonly body: string;
  /** As its message has it: in the same place another message may lie by the time that this one was handled. */
  readonly place: Place;
  /** Settled when the deletion ended, if it runs. */
  deletion?: Promise<void>;
  state: "in hand" | "to delete";
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
  readonly #known = new Map<string, Known>();
  /** Stored messages of a list that is being read. */
  #listed: { readonly delivered: Delivered; readonly place: Place }[] = [];
  /** What could not be read of stored messages: a line may have got lost on its way. */
  readonly #unreadable = new Map<string, string>();
  #doubtful = false;
  /** The memory was read once since the program began. */
  #hasListed = false;
  #handling: Promise<void> = Promise.resolve();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /**
   * Takes a message; what is wrong with it is counted. A stored one waits for the end of its list.
   * @param memory where it is stored, if it is
   */
  add(message: RawMessage, memory: string): void {
    const index = storedIndex(message);
    const place = index === undefined ? undefined : { memory, index };
    if (place && !this.#isNew(place, message.body)) return;
    const delivered = this.#read(message);
    if (delivered !== undefined && place) {
      this.#unreadable.delete(placeKey(place));
    }
    if (delivered && place) this.#listed.push({ delivered, place });
    else if (delivered) this.#join(delivered, undefined, false);
    else if (delivered === undefined) this.#garbled(message.body, place);
    else if (place) this.#remove([place]);
  }

  /** A stored message is given up when it is read a second time as it was. */
  #garbled(body: string, place: Place | undefined): void {
    if (!place) {
      this.counters.garbled++;
      return;
    }
    const key = placeKey(place);
    if (this.#unreadable.get(key) === body) {
      this.#unreadable.delete(key);
      this.counters.garbled++;
      return this.#remove([place]);
    }
    this.#unreadable.set(key, body);
    this.#known.delete(key);
    this.#doubtful = true;
  }

  /** The modem's memory was listed: its messages are handed over by age, since places are used again. */
  endOfList(): void {
    const listed = this.#listed.sort((a, b) =>
      (a.delivered.time ?? 0) - (b.delivered.time ?? 0)
    );
    this.#listed = [];
    for (const { delivered, place } of listed) {
      this.#join(delivered, place, !this.#hasListed);
    }
    this.#hasListed = true;
    if (this.#doubtful) this.#options.again();
    this.#doubtful = false;
  }

  /** Gives up messages whose missing parts did not come. */
  expire(): void {
    const now = this.#options.clock.monotonic();
    for (const { places } of this.#joiner.expire(now)) this.#drop(places);
  }

  /** False for a message that is in hand already; if it was handled before, only its deletion is missing. */
  #isNew(place: Place, body: string): boolean {
    const key = placeKey(place), known = this.#known.get(key);
    if (known?.body !== body) {
      this.#known.set(key, { body, place, state: "in hand" });
      return true;
    }
    if (known.state === "to delete") this.#remove([known.place]);
    return false;
  }

  /**
   * Null: written in the modem, by another program, and only in the way here; or a report of a delivery.
   * Undefined: not readable.
   */
  #read({ header, body }: RawMessage): Delivered | null | undefined {
    try {
      switch (header.kind) {
        case "text":
          return header.hex
            ? readHexText(header, body)
            : { from: header.from, text: body };
        case "pdu": {
          if ((header.status ?? 0) > RECEIVED) return null;
          const report = readReport(body, header.octets);
          if (!report) return readDeliver(body, header.octets);
          this.#options.events.report?.(report);
          return null;
        }
        case "unusable":
          return undefined;
      }
    } catch {
      return undefined;
    }
  }

  #join(delivered: Delivered, place: Place | undefined, waited: boolean): void {
    const { from, text, time, part } = delivered;
    const piece: Piece = { from, text, time, waited, place };
    if (!part) {
      return this.#hand({ ...piece, places: place ? [place] : [] });
    }
    const now = this.#options.clock.monotonic();
    const { whole, dropped, repeated } = this.#joiner.add(piece, part, now);
    if (whole) this.#hand(whole);
    if (dropped) this.#drop(dropped.places);
    if (repeated && place) this.#remove([place]);
  }

  #hand(message: Joined): void {
    this.#handling = this.#handling.then(() => this.#handle(message));
  }

  async #handle(message: Joined): Promise<void> {
    const { from, text, places } = message;
    try {
      this.counters.received++;
      await this.#options.events.sms(
        from,
        plainLine(text),
        this.#originOf(message),
      );
    } catch {
      // It stays in the modem's memory, and is offered again when that is read the next time.
      this.counters.failed++;
      for (const place of places) {
        const key = placeKey(place);
        if (this.#known.get(key)?.place === place) this.#known.delete(key);
      }
      this.#joiner.forget(message);
      return;
    }
    this.#remove(places);
  }

  /** Without a time stamp two messages with the same text could not be told apart: there is no key. */
  #originOf({ from, text, time, waited, places }: Joined): SmsOrigin {
    return {
      key: time === undefined
        ? undefined
        : createHash("sha256").update(`${time} ${from} ${text}`)
          .digest("base64url"),
      sentAt: time === undefined ? undefined : time * 1000,
      waited,
      remove: async () => {
        this.#remove(places);
        for (const place of places) {
          await this.#known.get(placeKey(place))?.deletion;
          if (this.#known.has(placeKey(place))) {
            throw new Error("the modem does not delete the message");
          }
        }
      },
    };
  }

  #drop(places: readonly Place[]): void {
    this.counters.garbled++;
    this.#remove(places);
  }

  /**
   * Deletes stored messages, each once: as soon as one is gone its place may hold another. One that
   * cannot be deleted now is deleted, not handled, when it is found again.
   */
  #remove(places: readonly Place[]): void {
    for (const place of places) {
      const key = placeKey(place), known = this.#known.get(key);
      if (known?.place !== place || known.deletion) continue;
      known.state = "to delete";
      known.deletion = this.#options.remove(place).then(
        () => {
          if (this.#known.get(key) === known) this.#known.delete(key);
        },
        () => {},
      ).finally(() => delete known.deletion);
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
