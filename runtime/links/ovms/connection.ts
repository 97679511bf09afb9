import type { Clock, Network, Socket, Stop } from "../../../hal/mod.ts";
import type { Address } from "./address.ts";
import type { Attempt } from "./backoff.ts";
import { LineSplitter } from "./lines.ts";
import { once } from "../../once.ts";
import { isWrapped, type Paranoid } from "./paranoid.ts";
import { type CarProtocol, type Fault, PREFIX } from "./protocol.ts";

const SECOND = 1000;
const CONNECT_WITHIN = 30 * SECOND;
const LOGIN_WITHIN = 30 * SECOND;
/** So long after the last answer the server is asked whether it is still there. */
const PING_AFTER = 300 * SECOND;
const PONG_WITHIN = 60 * SECOND;
/** What comes longer than this after the last question that was answered may be old: somebody on the way may delay it. */
const FRESH_FOR = PING_AFTER + 2 * PONG_WITHIN;
/** Bytes that wait for the network longer than this mean that nobody takes them any more. */
const WRITE_WITHIN = 60 * SECOND;
/** Bytes that may wait for the network; with more, nothing new is taken. */
const PENDING_LIMIT = 65_536;

/** What a link counts since its start. */
export interface LinkCounters {
  /** Connections that came about. */
  connections: number;
  /** Logins that the server accepted and in which it proved to know the password. */
  logins: number;
  /** Logins answered by closing the connection without a text. */
  refusals: number;
  /** Lines that were no welcome before login, or not base64 after it. */
  garbage: number;
  /** Lines that were too long. */
  overlong: number;
  /** Welcomes with a wrong digest or with the car's own token. */
  impostors: number;
  /** Lines that did not decrypt to a message. */
  undecipherable: number;
  /** Paranoid messages that could not be read. */
  unreadable: number;
  /** Faults of the session above while it handled a message. */
  faults: number;
  /** Messages of the server. */
  messagesIn: number;
  /** Messages to the server. */
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
}

/** How a connection ended. */
export interface Ending extends Attempt {
  /** A part of a sentence, without secrets. */
  readonly reason: string;
}

/** What a connection needs, and whom it tells. */
export interface ConnectionOwner {
  readonly clock: Clock;
  readonly network: Network;
  readonly counters: LinkCounters;
  /** The server is verified; from now on messages can be sent. */
  up(): void;
  /** The first message of the server could be read: the server knows this connection's key. */
  proven(): void;
  /**
   * A message of the server other than answers to pings, `MP-0 ` with code and data.
   * @returns what to wait for before the next one is read
   */
  line(plain: string): Promise<void> | void;
  /** Called once; afterwards the connection does nothing more. */
  ended(ending: Ending): void;
}

const FAULTS: Readonly<
  Record<Fault, { count: keyof LinkCounters; reason: string }>
> = {
  garbage: {
    count: "garbage",
    reason: "the server sent a line that is not of the protocol",
  },
  mirrored: {
    count: "impostors",
    reason: "the server mirrored the car's own token",
  },
  digest: {
    count: "impostors",
    reason: "the server does not know the server password",
  },
  prefix: {
    count: "undecipherable",
    reason: "the server sent a line that does not decrypt to a message",
  },
};

const encoder = new TextEncoder();

/** One connection to the server, from dialling to its end; it is not used again. */
export class Connection {
  readonly #owner: ConnectionOwner;
  readonly #protocol: CarProtocol;
  readonly #paranoid: Paranoid | undefined;
  readonly #splitter = new LineSplitter();
  #socket: Socket | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #pending = 0;
  #heard = false;
  #provenAt: number | undefined;
  #over = false;
  /** Aborted when nobody waits for the connection any more. */
  readonly #wanted = new AbortController();
  /** A ping is not answered yet. */
  #asked = false;
  /** When the last question was asked, the login or a ping, and the last one of which the answer is there. */
  #askedAt = -Infinity;
  #answered = -Infinity;
  /** Time limit of the present phase: connecting, login, silence, answer to a ping. */
  #limit: Stop = () => {};
  #writeLimit: Stop = () => {};

  constructor(
    owner: ConnectionOwner,
    protocol: CarProtocol,
    paranoid: Paranoid | undefined,
  ) {
    this.#owner = owner;
    this.#protocol = protocol;
    this.#paranoid = paranoid;
  }

  /** True between the verified welcome and the end. */
  get online(): boolean {
    return !this.#over && this.#protocol.loggedIn;
  }

  /** True when messages are wrapped. */
  get paranoid(): boolean {
    return this.#paranoid !== undefined;
  }

  /** Bytes that the network has not taken yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether what comes now may be old: the server's answers come late, or not at all. */
  get isLate(): boolean {
    return this.#owner.clock.monotonic() - this.#answered > FRESH_FOR;
  }

  /** Connects and logs in. */
  async open({ host, port }: Address, tls: boolean): Promise<void> {
    this.#within(CONNECT_WITHIN, () =>
      this.#end(
        "unreachable",
        "no connection to the server within 30 s",
      ));
    try {
      const { network } = this.#owner, { signal } = this.#wanted;
      const socket = await network.connect(host, port, tls, signal);
      if (this.#over) socket.close();
      else await this.#run(socket);
    } catch (error) {
      this.#end(
        "unreachable",
        `no connection to the server: ${reasonOf(error)}`,
      );
    }
  }

  /**
   * Sends messages, all or none.
   * @param plain `MP-0 ` with code and data, before paranoid wrapping
   * @returns false when not online, or when too much waits for the network already
   */
  send(plain: readonly string[]): boolean {
    if (!this.online || this.#pending > PENDING_LIMIT) return false;
    for (const message of plain) {
      this.#transmit(this.#paranoid?.wrap(message) ?? message);
    }
    return true;
  }

  /** Asks whether the server is still there, unless it is being asked. */
  ask(): void {
    if (!this.online || this.#asked) return;
    this.#asked = true;
    this.#askedAt = this.#owner.clock.monotonic();
    this.#transmit(`${PREFIX}A`);
    this.#awaitLine();
  }

  /** Ends the connection without telling its owner. */
  close(): void {
    this.#over = true;
    this.#wanted.abort();
    this.#limit();
    this.#writeLimit();
    this.#socket?.close();
  }

  /** Resolves when the network has taken everything that was sent before. */
  async flushed(): Promise<void> {
    try {
      await this.#writer?.write(new Uint8Array());
    } catch {
      // The end of the connection is noticed where it is read.
    }
  }

  async #run(socket: Socket): Promise<void> {
    this.#owner.counters.connections++;
    this.#socket = socket;
    this.#writer = socket.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#within(LOGIN_WITHIN, () =>
      this.#end(
        "failed",
        "the server did not answer the login within 30 s",
      ));
    this.#askedAt = this.#owner.clock.monotonic();
    this.#write(this.#protocol.login);
    await this.#read(socket);
  }

  async #read(socket: Socket): Promise<void> {
    let reason = "the server closed the connection";
    try {
      for await (const segment of socket.readable) {
        await this.#received(segment);
        if (this.#over) return;
      }
    } catch (error) {
      reason = `the connection broke: ${reasonOf(error)}`;
    }
    if (this.#heard) this.#end("failed", reason);
    else this.#end("refused", "the server closed the connection at login");
  }

  async #received(segment: Uint8Array): Promise<void> {
    this.#heard = true;
    this.#owner.counters.bytesIn += segment.length;
    for (const line of this.#splitter.push(segment)) {
      if (this.#over) return;
      if (line === undefined) {
        this.#owner.counters.overlong++;
        this.#end("failed", "the server sent a line that is too long");
        return;
      }
      const full = this.#line(line);
      if (full) await this.#hold(full);
    }
  }

  /** Reads nothing while there is enough to do: the network holds back what the server sends. */
  async #hold(full: Promise<void>): Promise<void> {
    // The server may answer a ping, and is not heard
    this.#limit();
    await full;
    if (!this.#over) this.#listen();
  }

  #line(line: string): Promise<void> | void {
    const received = this.#protocol.receive(line);
    if (received.kind === "fault") {
      const { count, reason } = FAULTS[received.fault];
      this.#owner.counters[count]++;
      this.#end("failed", reason);
    } else if (received.kind === "welcome") this.#welcome();
    else {
      this.#alive(received.plain);
      this.#owner.counters.messagesIn++;
      return this.#message(received.plain);
    }
  }

  #welcome(): void {
    this.#owner.counters.logins++;
    if (this.#paranoid) this.#transmit(this.#paranoid.announcement);
    this.#understood();
    this.#owner.up();
  }

  #alive(plain: string): void {
    if (isAnswer(plain)) this.#understood();
    else if (this.#asked) this.#awaitLine();
    if (this.#provenAt !== undefined) return;
    this.#provenAt = this.#owner.clock.monotonic();
    this.#owner.proven();
  }

  /** The last question is answered. */
  #understood(): void {
    this.#asked = false;
    this.#answered = this.#askedAt;
    this.#listen();
  }

  /** Asks again after a while; until there is an answer any line shows that the server is there. */
  #listen(): void {
    if (this.#asked) this.#awaitLine();
    else this.#within(PING_AFTER, () => this.ask());
  }

  #awaitLine(): void {
    this.#within(PONG_WITHIN, () =>
      this.#end(
        "failed",
        "the server did not answer a ping within 60 s",
      ));
  }

  #message(plain: string): Promise<void> | void {
    return isWrapped(plain) ? this.#wrapped(plain) : this.#plain(plain);
  }

  #plain(plain: string): Promise<void> | void {
    if (!isAnswer(plain)) return this.#owner.line(plain);
  }

  #wrapped(plain: string): Promise<void> | void {
    const inner = this.#paranoid?.unwrap(plain);
    if (inner !== undefined) return this.#plain(inner);
    this.#owner.counters.unreadable++;
    // The server expects one reply to each command, so the session has to hear of it.
    const code = plain.charAt(PREFIX.length + 2);
    if (code === "C") return this.#owner.line(PREFIX + code);
  }

  #transmit(plain: string): void {
    this.#owner.counters.messagesOut++;
    this.#write(this.#protocol.seal(plain));
  }

  #write(line: string): void {
    if (!this.#writer || this.#over) return;
    const bytes = encoder.encode(`${line}\r\n`);
    if (this.#pending === 0) this.#awaitWrites();
    this.#pending += bytes.length;
    this.#owner.counters.bytesOut += bytes.length;
    this.#writer.write(bytes).then(
      () => this.#written(bytes.length),
      // A broken connection ends where it is read, which also tells a refusal from a loss.
      () => {},
    );
  }

  #written(count: number): void {
    this.#pending -= count;
    if (this.#over) return;
    if (this.#pending === 0) this.#writeLimit();
    else this.#awaitWrites();
  }

  #awaitWrites(): void {
    this.#writeLimit();
    this.#writeLimit = once(this.#owner.clock, WRITE_WITHIN, () =>
      this.#end(
        "failed",
        "the network took nothing for 60 s",
      ));
  }

  #within(ms: number, work: () => void): void {
    this.#limit();
    this.#limit = once(this.#owner.clock, ms, work);
  }

  #end(kind: Attempt["kind"], reason: string): void {
    if (this.#over) return;
    this.close();
    const now = this.#owner.clock.monotonic();
    const stood = this.#provenAt === undefined
      ? undefined
      : now - this.#provenAt;
    if (kind === "refused") this.#owner.counters.refusals++;
    this.#owner.ended({ kind, reason, stood });
  }
}

/** Whether a message answers a ping. */
function isAnswer(plain: string): boolean {
  return plain[PREFIX.length] === "a";
}

/** The text of something that was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
