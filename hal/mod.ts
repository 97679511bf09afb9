/**
 * The hardware abstraction layer: interfaces, nothing else.
 *
 * Simulated (`hal/sim`), replayed (`hal/replay`) and real devices (`hal/linux`) stand behind
 * these; the runtime knows only what is written here.
 * @module
 */

/** Ends what the call that returned it began; calling it again does nothing. */
export type Stop = () => void;

// ---- clock -----------------------------------------------------------------

/** Wall time and whether to believe it: a gateway without a clock chip starts with a wrong one. */
export interface WallTime {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly ms: number;
  /** False until the system is synchronised, or a GPS receiver or the mobile network told the time. */
  readonly trusted: boolean;
}

/** Who can tell the time besides the system. */
export type TimeSource = "gps" | "network";

/** The only source of time. The simulated one can be advanced by hand. */
export interface Clock {
  /** Milliseconds since the program started; never jumps, never runs backwards. */
  monotonic(): number;
  /** The wall's time, which may jump. */
  wall(): WallTime;
  /**
   * Calls `work` every `ms` milliseconds until stopped.
   * @param work is told how often it could not be called since the last time, as when the program was halted
   */
  every(ms: number, work: (missed: number) => void): Stop;
  /** Calls `work` once after `ms` milliseconds, unless stopped before. */
  after(ms: number, work: () => void): Stop;
}

// ---- drivers ---------------------------------------------------------------

/** What drivers of modem and GPS receiver tell of themselves; simulated ones leave it out. */
export interface DriverReport {
  /** A name for people, such as `modem:/dev/ttyUSB2`. */
  readonly name: string;
  /** Why the device does not work at present, or undefined while it does. */
  readonly problem?: string | undefined;
  /** What it does without, or what is wrong although it works; sentences for DIAG and log. */
  readonly notes?: readonly string[];
  /** What it counts, by names that tell what; shown in DIAG and as metrics. */
  readonly counters?: Readonly<Record<string, number>>;
}

// ---- CAN -------------------------------------------------------------------

/** One frame. Only valid during the call that hands it over: drivers fill the same object again. */
export interface CanFrame {
  readonly id: number;
  readonly data: Uint8Array;
  readonly extended: boolean;
  /** Number of the bus it was on, from 1. */
  readonly bus: number;
  /** Byte `at`. */
  u8(at: number): number;
  /** Bytes `at` and `at + 1`, big endian. */
  u16(at: number): number;
  /** Four bytes from `at` on, big endian. */
  u32(at: number): number;
  /** The k-th 12-bit value, counted from the first bit of byte 0. */
  u12(k: number): number;
  /** Bit `bit` (0 = lowest) of byte `at`. */
  bit(at: number, bit: number): boolean;
}

/** What a CAN driver counts; shown in DIAG and as metrics. */
export interface CanCounters {
  /** Frames handed over. */
  received: number;
  /** Frames put on the bus. */
  sent: number;
  /** Error frames, refused sends and lines that could not be read. */
  errors: number;
  /** Frames that the adapter or the kernel lost. */
  overruns: number;
  /** How often the device was opened again. */
  reopened: number;
}

/** A CAN interface as its driver offers it: one bus. It starts listen-only. */
export interface CanDriver {
  /** A name for people, such as `simulated` or `slcan:/dev/ttyACM0`. */
  readonly name: string;
  readonly counters: Readonly<CanCounters>;
  /** `up`, or a sentence that says what is missing. */
  readonly state: string;
  /**
   * Opens the interface and hands every frame to `receive`.
   * @param ids identifiers that somebody decodes; a driver may filter by them
   */
  open(receive: (frame: CanFrame) => void, ids: readonly number[]): void;
  /** Switches between listening only and taking part in the bus. */
  listenOnly(on: boolean): void;
  /** Puts a frame on the bus; rejects when it did not get there. */
  send(id: number, data: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** One bus of a gateway, as DIAG, metrics and web console tell of it. */
export interface CanBusReport
  extends Pick<CanDriver, "name" | "state" | "counters"> {
  /** From 1. */
  readonly number: number;
}

/** Identifiers that somebody decodes, by the number of their bus. An empty list stands for all. */
export type CanIds = ReadonlyMap<number, readonly number[]>;

/** The CAN buses of a gateway behind one write gate: while `writable` is false, nothing is ever sent on any. */
export interface CanBuses {
  /** All that there are, and those that `open` asked for in vain, by their numbers. */
  readonly buses: readonly CanBusReport[];
  /** The gate of all buses; feature 15 moves it. False at the start. */
  writable: boolean;
  /**
   * Opens all buses and hands every frame to `receive`; again, for another receiver or other frames.
   * @param ids what the drivers may filter by; a bus that is not in it delivers all frames
   */
  open(receive: (frame: CanFrame) => void, ids: CanIds): void;
  /**
   * Puts a frame on a bus; rejects when it did not get there.
   * @param bus number of the bus; 1 if left out
   */
  send(id: number, data: Uint8Array, bus?: number): Promise<void>;
  /** Shows `look` every frame that is handed over or was sent, besides the receiver, until stopped. */
  tap(look: (frame: CanFrame) => void): Stop;
  close(): Promise<void>;
}

// ---- GSM -------------------------------------------------------------------

/** Where a text message comes from, so that it is executed once and not late. */
export interface SmsOrigin {
  /**
   * The same for the same message, also after a restart; without sender or text in the clear. Undefined
   * for one that cannot be told from another.
   */
  readonly key: string | undefined;
  /** When the service centre took it, ms since 1970 UTC; undefined when it does not tell. */
  readonly sentAt: number | undefined;
  /** It lay in the modem's memory already when the program began to read that. */
  readonly waited: boolean;
  /** Deletes it from the modem at once; rejects when that fails. */
  remove(): Promise<void>;
}

/** What the modem hands over. */
export interface GsmEvents {
  /**
   * A complete text message. The stored message is deleted from the modem when the promise resolves.
   * @param from number as the network reports it; a name that could be taken for one stands in quotes
   * @param origin left out where the modem does not tell
   */
  sms(from: string, text: string, origin?: SmsOrigin): Promise<void>;
  /** What became of a message that a report was asked for; possibly days later. */
  report?(report: DeliveryReport): void;
}

/** What the service centre tells of a message that it took. */
export interface DeliveryReport {
  /** As `Gsm.send` told it. */
  readonly reference: number;
  /** The number that it was for, as the network writes it. */
  readonly to: string;
  /** `trying`: not delivered yet, and tried again. */
  readonly state: "delivered" | "trying" | "undelivered";
}

/** Why a message was not sent: what `Gsm.send` rejects with, unless the number or text is bad. */
export interface SendFailure extends Error {
  /** Another try may succeed. */
  readonly temporary: boolean;
  /** The modem had the whole message but did not confirm it: it may have gone out. */
  readonly perhapsSent: boolean;
}

/** State of modem and network. */
export interface GsmState {
  /** State number of the dialogue as DIAG shows it; 0x20 is ready. */
  readonly number: number;
  readonly registered: boolean;
  /** 0 to 31; 0 while unknown. */
  readonly signal: number;
  /** Short name of the operator, empty while unknown. */
  readonly operator: string;
  /** Kind of network, such as `LTE`; left out or empty while unknown. */
  readonly technology?: string;
}

/** References of the messages that the network took, one for each part; none where the modem tells none. */
export type Sent = readonly number[];

/** Codes of the module's LEDs, as DIAG shows them: 0 is off. */
export interface GsmLeds {
  /** What the dialogue does; 2 is ready. */
  readonly green: number;
  /** What is wrong: 1 signal lost, 2 no modem, 3 no SIM, 4 PIN, 6 no operator. */
  readonly red: number;
}

/** A GSM modem. */
export interface Gsm extends DriverReport {
  readonly state: GsmState;
  readonly leds: GsmLeds;
  open(events: GsmEvents): void;
  /**
   * Sends one text message of any length that one SMS (or joined parts) can carry; rejects with a
   * SendFailure if the network refused it.
   * @param reported asks for reports of its delivery
   */
  send(to: string, text: string, reported?: boolean): Promise<Sent>;
  /** Runs a USSD code; resolves with the network's text. */
  ussd(code: string): Promise<string>;
  /** Runs one raw AT command; resolves with the answer's lines. */
  command(at: string): Promise<readonly string[]>;
  /** Begins the dialogue anew, as after switching on. */
  restart(): void;
  close(): Promise<void>;
}

// ---- GPS and supply --------------------------------------------------------

/** One report of the receiver. Without a fix the position fields are left out. */
export interface GpsFix {
  readonly fix: boolean;
  /** Degrees, north positive. */
  readonly latitude?: number;
  /** Degrees, east positive. */
  readonly longitude?: number;
  /** Metres above sea level. */
  readonly altitude?: number;
  /** Course over ground, degrees. */
  readonly direction?: number;
  /** Speed over ground, km/h. */
  readonly speed?: number;
  readonly satellites?: number;
  readonly hdop?: number;
  /** Time of the fix by the satellites, ms since 1970 UTC; only with a fix. */
  readonly time?: number;
}

/** A GPS receiver. */
export interface Gps extends DriverReport {
  open(receive: (fix: GpsFix) => void): void;
  close(): Promise<void>;
}

/** The 12 V supply. */
export interface Supply {
  /** Volts, or undefined while unknown. */
  volts(): number | undefined;
}

// ---- network ---------------------------------------------------------------

/** A connection of bytes in both directions. */
export interface Socket {
  /** Ends when the other side closes, fails when the connection breaks. */
  readonly readable: ReadableStream<Uint8Array>;
  /** A write is done when the system has taken the bytes. */
  readonly writable: WritableStream<Uint8Array>;
  /** Ends both directions at once; what was not taken yet is lost. Calling it again does nothing. */
  close(): void;
}

/** Makes connections. */
export interface Network {
  /**
   * Connects over TCP.
   * @param host name or IP address
   * @param tls encrypt it, and check the other side's certificate
   */
  connect(host: string, port: number, tls: boolean): Promise<Socket>;
}

// ---- store -----------------------------------------------------------------

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
  readonly old: string;
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
  readonly state: Delivery;
  /** Tries that failed. */
  readonly tries: number;
  /** Why the last one failed; empty where none did. */
  readonly error: string;
}

/** Which history is asked for. */
export interface HistoryQuery {
  readonly type?: string;
  /** Wall time in ms, inclusive. */
  readonly since?: number;
  /** Wall time in ms, exclusive. */
  readonly until?: number;
  /** Only records with a greater id, for paging. */
  readonly after?: number;
  readonly limit?: number;
}

/**
 * What survives a power cut. Every call is synchronous: when it returns, its data is on the disk.
 * Reading never fails on damaged data; `problems` tells what was found.
 *
 * On a full disk `put` and `journal` throw and change nothing; records and messages are kept in
 * memory, as are acknowledgements and deliveries, until there is room; `problems` tells that too.
 */
export interface Store {
  /** Where it is, for people. */
  readonly name: string;
  /** Sentences about damage, a restored copy or a full disk; empty when all is well. */
  readonly problems: readonly string[];
  /** Number of this run of the program, counted up at each opening. */
  readonly run: number;
  /** Time as it is now, for what is about to be stored. */
  stamp(): Stamp;
  /** Several writes as one: all or nothing. */
  atomically<T>(work: () => T): T;

  /** A small value, or undefined. */
  get(section: string, key: string): string | undefined;
  /** All small values of a section. */
  entries(section: string): ReadonlyMap<string, string>;
  /** Writes small values at once; undefined removes one. */
  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void;

  /** Appends to the journal; entries are never changed or removed. */
  journal(entry: JournalEntry): Stored<JournalEntry>;
  /** Journal entries in order, newest `limit` of them. */
  journalled(limit?: number): readonly Stored<JournalEntry>[];

  /** Keeps a history record; with `queue` it also waits for the server, or for those that are named. */
  record(
    record: HistoryRecord,
    queue: boolean | readonly RecordReader[],
  ): Stored<HistoryRecord>;
  /** Records in order of their writing; with a time in the query, only those whose time is known. */
  history(query: HistoryQuery): readonly Stored<HistoryRecord>[];
  /** Types of records that are there, with their count. */
  historyTypes(): ReadonlyMap<string, number>;
  /** Records that wait for the server, or for another reader or any, oldest first. */
  unsent(
    limit: number,
    reader?: RecordReader | "any",
  ): readonly Stored<HistoryRecord>[];
  /** The server, or another reader, has these. */
  acknowledge(ids: readonly number[], reader?: RecordReader): void;

  /** Queues a message to the owner. */
  enqueue(item: OutboxItem): Stored<OutboxItem>;
  /** Messages that wait on a channel, or on all of them, oldest first. */
  waiting(channel?: string): readonly OutboxEntry[];
  /** Counts a try that failed; the message goes on waiting. */
  attempted(id: number, error: string): void;
  /** Ends a message's waiting. */
  deliver(id: number, state: Exclude<Delivery, "waiting">): void;
  /** Notes what a report said of a message that was sent. */
  reported(id: number, state: "delivered" | "undelivered"): void;
  /** The newest messages with their state. */
  outbox(limit: number): readonly OutboxEntry[];

  /** Gives this run's stamps without wall time the one they have by the clock's present offset. */
  date(): void;
  /** Drops a part of what is older than it has to be kept, and writes what had to wait for room on the disk; to be called every minute. */
  prune(): void;
  /** Makes the copy that is used should the file be damaged; to be called daily. Closing makes one too. */
  snapshot(): void;
  /** The owner knows the problems found at this opening: later openings no longer repeat them. */
  told(): void;
  close(): void;
}

/** All handles to the world. What a device lacks is absent. */
export interface Hal {
  readonly can: CanBuses;
  readonly gsm: Gsm | undefined;
  readonly gps: Gps | undefined;
  readonly supply: Supply;
  readonly clock: Clock;
  readonly store: Store;
  /** Courses of numbers over time; left out where nobody keeps them. */
  readonly series?: Series | undefined;
}

/** How finely a course is kept: single readings, minutes, hours. */
export type SeriesLevel = "raw" | "minute" | "hour";

/** What a number was in a stretch of time. */
export interface SeriesPoint {
  /** Begin of the stretch, ms since 1970 UTC. */
  readonly at: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** A point of a named course, made of `count` readings. */
export interface SeriesRow extends SeriesPoint {
  readonly name: string;
  readonly count: number;
}

/** Which part of a course is read. */
export interface SeriesQuery {
  readonly name: string;
  readonly level: SeriesLevel;
  /** ms since 1970 UTC; until is left out. */
  readonly since: number;
  readonly until: number;
  /** Points are put together to stretches of so many ms; default: as they are kept. */
  readonly step?: number;
}

/**
 * Courses of numbers over time. They are for looking at: the last minute may be lost when the power
 * is cut, and a damaged file is put aside and begun anew.
 */
export interface Series {
  /** What could not be kept, as a sentence; undefined while all is well. */
  readonly problem: string | undefined;
  /** Adds rows with one commit. */
  write(
    rows: Readonly<Partial<Record<SeriesLevel, readonly SeriesRow[]>>>,
  ): void;
  /** Points in the order of time. */
  read(query: SeriesQuery): readonly SeriesPoint[];
  /** Names of all courses, and when each was heard first and last, ms since 1970 UTC. */
  names(): ReadonlyMap<
    string,
    { readonly first: number; readonly last: number }
  >;
  /** Drops some of what is older, ms since 1970 UTC by level; more with the next call. */
  prune(before: Readonly<Record<SeriesLevel, number>>): void;
  /** Size on the disk, bytes. */
  readonly bytes: number;
  close(): void;
}
