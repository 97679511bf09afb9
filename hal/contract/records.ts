/** What is stored: its time, journal, history, messages to the owner. */

/** When something happened: fixed once, whatever the wall clock does later. */
export interface Stamp {
  /** Wall time in ms since 1970, or undefined while it could not be trusted. */
  readonly wall: number | undefined;
  /** Run of the program that wrote it. */
  readonly run: number;
  /** Monotonic milliseconds within that run. */
  readonly monotonic: number;
}

/** One entry of the append-only journal of configuration changes. */
export interface JournalEntry {
  /** Who asked: a link and a principal, never a number or password. */
  readonly who: string;
  /** What was done, such as `param` or `sdo`. */
  readonly what: string;
  /** Which one, such as `8` or `2920.05`. */
  readonly key: string;
  /** The value before, as text; secret ones are masked. */
  readonly old: string;
  /** The value from now on, as text. */
  readonly new: string;
}

/** A history record as a plugin wrote it. */
export interface HistoryRecord {
  /** Type on the wire, such as `RT-GPS-Log`. */
  readonly type: string;
  /** Record number; meaning depends on the type. */
  readonly number: number;
  /** Seconds the server has to keep it; the age at which a record not yet sent is dropped. */
  readonly lifetime: number;
  /** Seconds it is kept here; never less than `lifetime`. */
  readonly keep: number;
  /** Fields in order, joined by commas. */
  readonly data: string;
}

/** Who records wait for: the OVMS server, the MQTT broker. */
export type RecordReader = "server" | "broker";

/** A message to the owner on one channel. */
export interface OutboxItem {
  /** Name of the channel, such as `sms`. */
  readonly channel: string;
  /** Kind of notice, such as `charge`. */
  readonly kind: string;
  /** What it says, lines ended with LF. */
  readonly text: string;
}

/** `waiting`, then once one of the others. */
export type Delivery =
  | "waiting"
  | "sent"
  | "delivered"
  | "undelivered"
  | "failed"
  | "summarised"
  | "expired";

/** Something stored, with its number and time. */
export type Stored<T> = T & { readonly id: number; readonly at: Stamp };

/** A message with what became of it on its channel so far. */
export interface OutboxEntry extends Stored<OutboxItem> {
  /** How far it got. */
  readonly state: Delivery;
  /** Tries that failed. */
  readonly tries: number;
  /** Why the last one failed; empty where none did. */
  readonly error: string;
}

/** Which history is asked for. */
export interface HistoryQuery {
  /** Type of the records, such as `RT-GPS-Log`; default: all. */
  readonly type?: string;
  /** Wall time in ms, inclusive. */
  readonly since?: number;
  /** Wall time in ms, exclusive. */
  readonly until?: number;
  /** Only records with a greater id, for paging. */
  readonly after?: number;
  /** So many at most; default: all. */
  readonly limit?: number;
}
