import { randomBytes } from "node:crypto";
import type { Clock, Network, Stop, WallTime } from "../../../hal/mod.ts";
import { type Address, parseAddress, TLS_PORT } from "./address.ts";
import { Backoff } from "./backoff.ts";
import {
  Connection,
  type ConnectionOwner,
  type Ending,
  type LinkCounters,
  reasonOf,
} from "./connection.ts";
import { newToken, type RandomBytes } from "./crypt.ts";
import { atMost } from "../../at_most.ts";
import { once } from "../../once.ts";
import { Paranoid } from "./paranoid.ts";
import { CarProtocol, type Credentials } from "./protocol.ts";

/** What the framework's message session sees of a server connection. */
export interface ServerTransport {
  /**
   * Sends plain `MP-0 ...` lines in their order, all or none.
   * @returns false when there is no connection, or when too much waits for the network already
   */
  send(lines: readonly string[]): boolean;
  /** True from the verified login to the loss of the connection. */
  readonly connected: boolean;
}

/** What the link tells the message session. */
export interface LinkEvents {
  /**
   * Logged in; in paranoid mode the token is announced already. Somebody who replays an old login
   * gets this far as well, but no further: data that has no acknowledgement of its own is safe
   * after the first `line`, which the server sends at once.
   */
  up(): void;
  /** The connection that was up is lost. */
  down(reason: string): void;
  /**
   * A message of the server such as `MP-0 C4,2,M`, without paranoid wrapping; answers to pings never.
   * @returns what to wait for before the next one is read, so that a server cannot send more than is done
   */
  line(plain: string): Promise<void> | void;
  /** The server refused the login three times in a row: told once, until a login succeeds or settings change. */
  refused(): void;
}

/** The parameters of a connection, asked for at each login. */
export interface ServerSettings extends Credentials {
  /** Parameter 4: `host` or `host:port`. */
  readonly server: string;
  /** Parameter 1, the key of paranoid mode. */
  readonly modulePassword: string;
  /** Parameter 10 begins with `P`. */
  readonly paranoid: boolean;
}

/** A moment in the link's life, for the track view. */
export interface LinkEvent {
  readonly kind: "connected" | "lost" | "refused";
  readonly at: WallTime;
  /** Empty when connected. */
  readonly reason: string;
}

/**
 * Whether TLS is used, on port 6870 if parameter 4 names none; `first` tries it where parameter 4
 * names no other port, and takes a plain connection where it is not to be had.
 */
export type TlsUse = boolean | "first";

/** What a link is made of. */
export interface LinkOptions {
  readonly clock: Clock;
  readonly network: Network;
  /** The present settings, or undefined while server, vehicle id or password are not set. */
  readonly settings: () => ServerSettings | undefined;
  /** Default false. */
  readonly tls?: TlsUse;
  /** Takes sentences about failures, without secrets and positions. */
  readonly log?: (text: string) => void;
  /** Connection, loss and refusal at their time. */
  readonly event?: (event: LinkEvent) => void;
  /** Randomness of tokens and waiting times. */
  readonly random?: RandomBytes;
}

/** While the settings are incomplete, they are looked at again after this time. */
const LOOK_AGAIN = 60_000;
/** A server without TLS is asked for it again after this time. */
const PLAIN_FOR = 3_600_000;
/** What was sent last gets this time to reach the network when the link is closed. */
const FLUSH_WITHIN = 2_000;

/** The connection to an OVMS v2 server, kept up from `open` to `close` whatever the server does. */
export class OvmsLink implements ServerTransport {
  readonly counters: Readonly<LinkCounters>;
  readonly #options: LinkOptions;
  readonly #random: RandomBytes;
  readonly #owner: ConnectionOwner;
  readonly #backoff = new Backoff();
  #events: LinkEvents | undefined;
  #connection: Connection | undefined;
  #up = false;
  /** Why the last try failed, and how many before it did for the same reason. */
  #why: string | undefined;
  #alike = 0;
  #toldRefusal = false;
  #paranoidToken: string | undefined;
  #state = "closed";
  #timer: Stop = () => {};
  /** The present connection is by TLS. */
  #tls = false;
  /** Until this time (ms, monotonic) the server is taken to have no TLS. */
  #plainUntil = 0;
  #toldPlain = false;

  constructor(options: LinkOptions) {
    const counters = noCounts();
    this.counters = counters;
    this.#options = options;
    this.#random = options.random ?? ((count) => randomBytes(count));
    this.#owner = {
      clock: options.clock,
      network: options.network,
      counters,
      up: () => this.#isUp(),
      proven: () => this.#toldRefusal = false,
      line: (plain) => this.#tell((events) => events.line(plain)),
      ended: (ending) => this.#ended(ending),
    };
  }

  get connected(): boolean {
    return this.#connection?.online ?? false;
  }

  /** Whether what the server sends now may be old: its answers come late. */
  get isLate(): boolean {
    return this.#connection?.isLate ?? false;
  }

  /** Bytes that the network has not taken yet. */
  get pending(): number {
    return this.#connection?.pending ?? 0;
  }

  /** True while the present connection is in paranoid mode, in which the server keeps no history. */
  get paranoid(): boolean {
    return this.#connection?.paranoid ?? false;
  }

  /** True while somebody on the way could write into the connection. */
  get forgeable(): boolean {
    return !this.#tls && !this.paranoid;
  }

  /** For people: `closed`, `not set up`, `connecting`, `connected`, or why it waits. */
  get state(): string {
    return this.#state;
  }

  send(lines: readonly string[]): boolean {
    return this.#connection?.send(lines) ?? false;
  }

  /** Asks the server whether it is still there. */
  ask(): void {
    this.#connection?.ask();
  }

  /** Begins to connect. */
  open(events: LinkEvents): void {
    this.#events = events;
    this.#connect();
  }

  /**
   * Connects anew and forgets earlier failures: the settings have changed. What was sent before leaves
   * first.
   */
  async restart(reason: string): Promise<void> {
    await this.#flush();
    if (!this.#events) return;
    this.#backoff.reset();
    this.#toldRefusal = this.#toldPlain = false;
    this.#plainUntil = 0;
    this.#drop(reason);
    this.#connect();
  }

  /** Ends the connection after what was sent has left, and connects no more. */
  async close(): Promise<void> {
    await this.#flush();
    this.#drop("closed by this side");
    this.#events = undefined;
    this.#state = "closed";
  }

  /** Resolves when what was sent has left, or takes too long. */
  async #flush(): Promise<void> {
    const { clock } = this.#options, connection = this.#connection;
    if (connection) await atMost(clock, FLUSH_WITHIN, connection.flushed());
  }

  #connect(): void {
    this.#timer();
    const settings = this.#options.settings();
    if (!settings) return this.#later("not set up", LOOK_AGAIN);
    let address: Address;
    try {
      const use = this.#options.tls ?? false;
      this.#tls = use === "first" ? this.#triesTls(settings.server) : use;
      address = parseAddress(settings.server, this.#tls);
    } catch (error) {
      return this.#later(reasonOf(error), LOOK_AGAIN);
    }
    this.#state = "connecting";
    const protocol = new CarProtocol(settings, this.#random);
    const paranoid = settings.paranoid
      ? this.#paranoid(settings.modulePassword)
      : undefined;
    this.#connection = new Connection(this.#owner, protocol, paranoid);
    this.#connection.open(address, this.#tls);
  }

  /** Whoever names a port says by it whether that is TLS. */
  #triesTls(server: string): boolean {
    return parseAddress(server, true).port === TLS_PORT &&
      this.#options.clock.monotonic() >= this.#plainUntil;
  }

  /** Whether the server's name has the port that is TLS's. */
  #insistsOnTls(): boolean {
    const { server = "" } = this.#options.settings() ?? {};
    return server !== "" && parseAddress(server, false).port === TLS_PORT;
  }

  /** Takes a plain connection where the server has no TLS; told once. */
  #fallBack(reason: string): void {
    const { clock, log } = this.#options;
    this.#plainUntil = clock.monotonic() + PLAIN_FOR;
    if (!this.#toldPlain) {
      log?.(
        `server link: no TLS on port ${TLS_PORT} (${reason}): the connection is plain, and commands that could be forged are refused`,
      );
    }
    this.#toldPlain = true;
    this.#connect();
  }

  /** The token is the same until the program ends, so that apps can still read stored messages. */
  #paranoid(modulePassword: string): Paranoid {
    this.#paranoidToken ??= newToken(this.#random);
    return new Paranoid(modulePassword, this.#paranoidToken);
  }

  #isUp(): void {
    this.#up = true;
    this.#state = "connected";
    if (this.#alike > 0) {
      this.#options.log?.(
        `server link: connected, after ${this.#alike + 1} failed tries`,
      );
    }
    this.#why = undefined;
    this.#alike = 0;
    this.#event("connected", "");
    this.#tell((events) => events.up());
  }

  #isDown(reason: string): void {
    if (!this.#up) return;
    this.#up = false;
    this.#event("lost", reason);
    this.#tell((events) => events.down(reason));
  }

  #ended(ending: Ending): void {
    this.#connection = undefined;
    const fallsBack = this.#options.tls === "first" && this.#tls &&
      ending.kind === "unreachable" && !this.#insistsOnTls();
    if (fallsBack) return this.#fallBack(ending.reason);
    const [high = 0, low = 0] = this.#random(2);
    const wait = this.#backoff.wait(ending, (high * 256 + low) / 65_536);
    this.#later(ending.reason, wait);
    this.#isDown(ending.reason);
    if (this.#backoff.refused) this.#refused(ending.reason);
  }

  #refused(reason: string): void {
    if (this.#toldRefusal) return;
    this.#toldRefusal = true;
    this.#event("refused", reason);
    this.#tell((events) => events.refused());
  }

  #later(reason: string, ms: number): void {
    const next = `next try in ${Math.ceil(ms / 1000)} s`;
    this.#alike = reason === this.#why ? this.#alike + 1 : 0;
    this.#why = reason;
    // A server that is away for days is one line, and a count where the state is shown.
    if (this.#alike === 0) {
      this.#options.log?.(`server link: ${reason}; ${next}`);
    }
    this.#state = this.#alike === 0
      ? `${reason}; ${next}`
      : `${reason}, ${this.#alike + 1} times; ${next}`;
    this.#timer();
    this.#timer = once(this.#options.clock, ms, () => this.#connect());
  }

  /** Gives the connection up without trying again. */
  #drop(reason: string): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
    this.#timer();
    this.#isDown(reason);
  }

  #event(kind: LinkEvent["kind"], reason: string): void {
    const at = this.#options.clock.wall();
    this.#options.event?.({ kind, at, reason });
  }

  /** A fault of the session above must not end the link. */
  #tell<T>(what: (events: LinkEvents) => T): T | undefined {
    if (!this.#events) return undefined;
    try {
      return what(this.#events);
    } catch (error) {
      this.#owner.counters.faults++;
      // The error's text may quote the message, which may hold a position or a password.
      const name = error instanceof Error ? error.name : typeof error;
      this.#options.log?.(
        `server link: the session failed while it handled a message (${name})`,
      );
      return undefined;
    }
  }
}

function noCounts(): LinkCounters {
  return {
    connections: 0,
    logins: 0,
    refusals: 0,
    garbage: 0,
    overlong: 0,
    impostors: 0,
    undecipherable: 0,
    unreadable: 0,
    faults: 0,
    messagesIn: 0,
    messagesOut: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
}
