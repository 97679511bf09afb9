import type { Clock, Stop } from "../../../../hal/mod.ts";
import type { Log } from "../../../log.ts";
import { Guest, Guests } from "./guests.ts";
import { networksOf } from "../login/network.ts";
import { Pace } from "./pace.ts";
import type { Answer, HttpServer } from "./server.ts";

/** Where a request comes from. */
export interface RequestInfo {
  readonly remoteAddr?: { readonly hostname?: string };
}

/** A server that listens. */
export interface Listening {
  /** Where a browser finds it. */
  readonly url: string;
  readonly port: number;
  /** Ends it; requests that run are cut off. */
  close(): Promise<void>;
}

/** What a listener works with. */
export interface ListenOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether an address is a proxy's, behind which there are many. */
  readonly isProxy?: (address: string) => boolean;
}

/** Seconds between two words in the log about those that found no place, ms. */
const QUIET = 60_000;
/** Between two tries to accept, where the process can take no connection, ms. */
const AGAIN = 200;
/** Between two who come too often, ms: several hundred a second leave time for everything else. */
const BREATH = 2;
/** Between two looks for a place, ms. */
const SOON = 20;
const SECOND = 1000;
/** Connections that wait where the system keeps them, and cost this process nothing. */
const WAITING = 4096;

/**
 * Listens on an address.
 * @throws Error with a sentence when it cannot
 */
export function listen(
  hostname: string,
  port: number,
  answer: Answer,
  options: ListenOptions,
): Listening {
  const listener = opened(
    hostname,
    port,
    () => Deno.listen({ hostname, port, tcpBacklog: WAITING }),
  );
  const door = new Door(listener, answer, options);
  const shown = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${shown}:${listener.addr.port}/`,
    port: listener.addr.port,
    close: () => door.close(),
  };
}

/** What a connection may end with before it is accepted, by the doing of whoever opened it. */
const GONE_BEFORE = [
  Deno.errors.NotConnected,
  Deno.errors.ConnectionReset,
  Deno.errors.ConnectionAborted,
];

/** Lets guests in, whatever goes wrong with one of them. */
export class Door {
  readonly #guests: Guests;
  readonly #pace: Pace;
  readonly #accepting: Promise<void>;
  #server: Promise<HttpServer> | undefined;
  #sweeping: Stop | undefined;
  #closed = false;
  #refused = 0;
  #toldAt = -Infinity;

  /** @param listener where guests knock; `close` closes it */
  constructor(
    readonly listener: Pick<Deno.TcpListener, "accept" | "close">,
    readonly answer: Answer,
    readonly options: ListenOptions,
  ) {
    this.#guests = new Guests(() => options.clock.monotonic());
    this.#pace = new Pace(options.clock);
    this.#accepting = this.#accept();
  }

  async #accept(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#enter(await this.listener.accept());
      } catch (error) {
        if (this.#closed) return;
        // Whoever turns away at the door costs the others neither time nor places
        if (GONE_BEFORE.some((gone) => error instanceof gone)) continue;
        this.#guests.makeRoom();
        this.#tell(String(error));
        await this.#pause(AGAIN);
      }
    }
  }

  async #enter(connection: Deno.TcpConn): Promise<void> {
    const { clock, isProxy } = this.options;
    const { hostname } = connection.remoteAddr;
    const guest: Guest = new Guest(
      () => clock.monotonic(),
      () => this.#leave(guest, connection),
      networksOf(hostname)[0] ?? "",
      isProxy?.(hostname) === true ? undefined : this.#pace,
    );
    if (!await this.#admitted(guest)) {
      connection.close();
      return this.#tell("all connections are in use");
    }
    this.#sweeping ??= clock.every(SECOND, () => this.#guests.sweep());
    if (!guest.isSlowed) return await this.#serve(connection, guest);
    void this.#serveLater(connection, guest);
    // Of who comes too often thousands may wait at the door
    await this.#pause(BREATH);
  }

  async #serve(connection: Deno.TcpConn, guest: Guest): Promise<void> {
    try {
      const server = await (this.#server ??= this.#load());
      server.take(connection, guest);
    } catch (error) {
      guest.close();
      throw error;
    }
  }

  /** Before it has its turn it costs no more than its place. */
  async #serveLater(connection: Deno.TcpConn, guest: Guest): Promise<void> {
    await guest.turn();
    if (guest.isGone) return;
    try {
      await this.#serve(connection, guest);
    } catch (error) {
      this.#tell(String(error));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.options.clock.after(ms, resolve));
  }

  /** While all are busy for a moment, the next ones wait where the system keeps them. */
  async #admitted(guest: Guest): Promise<boolean> {
    for (;;) {
      const admitted = this.#guests.admit(guest);
      if (admitted !== "later" || this.#closed) return admitted === "yes";
      await this.#pause(SOON);
    }
  }

  async #load(): Promise<HttpServer> {
    const { httpServer } = await import("./server.ts");
    return httpServer(this.answer);
  }

  #leave(guest: Guest, connection: Deno.TcpConn): void {
    this.#guests.left(guest);
    try {
      connection.close();
    } catch {
      // It is closed already
    }
    if (this.#guests.size > 0) return;
    this.#sweeping?.();
    this.#sweeping = undefined;
  }

  #tell(why: string): void {
    this.#refused++;
    const { clock, log } = this.options, now = clock.monotonic();
    if (now - this.#toldAt < QUIET) return;
    log("warning", "web connection refused", { why, refused: this.#refused });
    this.#toldAt = now;
  }

  /** Lets nobody in any more, and sends away who is in. */
  async close(): Promise<void> {
    this.#closed = true;
    this.listener.close();
    this.#guests.close();
    await this.#accepting;
  }
}

function opened<T>(hostname: string, port: number, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const where = `The web console cannot listen at ${hostname}:${port}`;
    if (error instanceof Deno.errors.AddrInUse) {
      throw new Error(
        `${where}: another program does, perhaps this one a second time. Choose another port with --http, or --http off`,
        { cause: error },
      );
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new Error(
        `${where}: the program lacks the permission --allow-net=${hostname}:${port}`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${where}: ${reason}`);
  }
}
