import type { Clock, Socket } from "../../hal/mod.ts";
import { proof, randomToken, type Stream, streams } from "./crypt.ts";
import type { VehicleData } from "./data.ts";
import type { Faults } from "./faults.ts";

/** Who called: `A` an app, `B` a batch client, `C` a car. */
export type Kind = "A" | "B" | "C";

/** A connection that is logged in. */
export interface Session {
  readonly kind: Kind;
  /** Vehicle id in upper case. */
  readonly vehicle: string;
  readonly data: VehicleData;
  readonly out: Stream;
  readonly back: Stream;
}

/** What a connection needs of the server. */
export interface Host {
  readonly clock: Clock;
  readonly faults: Faults;
  /** Seconds of silence after which a caller is given up. */
  readonly timeouts: { readonly car: number; readonly app: number };
  /** Lines of an earlier connection, for replay. */
  readonly recorded: string[];
  find(vehicle: string): VehicleData | undefined;
  refused(data: VehicleData, kind: Kind, peer: Peer): void;
  loggedIn(peer: Peer): void;
  /** A message: code letter and data, up to the first LF. */
  message(peer: Peer, text: string): void;
  traffic(session: Session, received: number, sent: number): void;
  left(peer: Peer): void;
}

const SECOND = 1000;
/** Checks for silence run after so long without a byte, and then as often. */
const CHECK = 30 * SECOND;
const PING_BEFORE = 60 * SECOND;
const PING_DISTANCE = 300 * SECOND;
const PREFIX = "MP-0 ";
const LOGIN = /^MP-([ABC]) 0 (\S+) (\S+) (\S+)/;
const RECORDED_LINES = 2;

/** One connection to the server. */
export class Peer {
  /** Set by the login. */
  session: Session | undefined;
  /** For a car: clients whose commands wait for their reply, also those that have left since. */
  readonly waiting: Peer[] = [];
  /** Where the call came from. */
  readonly from: string;
  readonly #host: Host;
  readonly #socket: Socket;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #tail: Promise<void> = Promise.resolve();
  #part = "";
  #received: number;
  #sent: number;
  #pinged: number;
  #recording = false;
  #over = false;
  #check = () => {};

  constructor(host: Host, socket: Socket, from: string) {
    this.#host = host;
    this.#socket = socket;
    this.from = from;
    this.#writer = socket.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#received = this.#sent = this.#pinged = host.clock.monotonic();
    this.#watch();
  }

  /** Reads until the connection ends. */
  async run(): Promise<void> {
    try {
      for await (const bytes of this.#socket.readable) {
        if (!this.#over) this.#take(bytes);
        if (this.#over) break;
      }
    } catch {
      // A broken connection is an ended one.
    }
    this.close();
  }

  /** Sends a message: code letter and data. After the end of the connection it does nothing. */
  send(text: string): void {
    const { session } = this;
    if (!session || this.#over || this.#host.faults.halfOpen) return;
    this.#sent = this.#host.clock.monotonic();
    const line = session.out.encrypt(PREFIX + text);
    this.#host.traffic(session, 0, line.length + 2);
    this.#line(line);
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#check();
    this.#socket.close();
    this.#host.left(this);
  }

  #take(bytes: Uint8Array): void {
    if (this.#host.faults.halfOpen) return;
    this.#received = this.#host.clock.monotonic();
    this.#watch();
    const pieces = (this.#part + new TextDecoder("latin1").decode(bytes))
      .split("\n");
    this.#part = pieces.pop() ?? "";
    for (const piece of pieces) {
      if (!this.#over) this.#understand(piece.replaceAll("\r", ""));
    }
  }

  #understand(line: string): void {
    if (!this.session) return this.#login(line);
    this.#host.traffic(this.session, line.length + 2, 0);
    const text = this.session.back.decrypt(line);
    if (!text.startsWith(PREFIX) || text.length === PREFIX.length) this.close();
    else {this.#host.message(
        this,
        text.slice(PREFIX.length).split("\n")[0] ?? "",
      );}
  }

  /** Refusals are silent. */
  #login(line: string): void {
    const [, kind, token = "", digest = "", name = ""] = LOGIN.exec(line) ?? [];
    const vehicle = name.toUpperCase();
    const data = this.#host.find(vehicle);
    if (!data || (kind !== "A" && kind !== "B" && kind !== "C")) {
      return this.close();
    }
    const padding = /=*$/;
    const expected = proof(data.password, token).replace(padding, "");
    if (digest.replace(padding, "") !== expected) {
      this.#host.refused(data, kind, this);
      return this.close();
    }
    if (!this.#host.faults.silent) {
      this.#welcome(kind, vehicle, data, token, digest);
    }
  }

  #welcome(
    kind: Kind,
    vehicle: string,
    data: VehicleData,
    token: string,
    digest: string,
  ): void {
    const { faults, recorded } = this.#host;
    if (faults.replay) return recorded.forEach((line) => this.#put(line));
    if (faults.mirroredToken) return this.#put(`MP-S 0 ${token} ${digest}`);
    const own = randomToken();
    const password = faults.wrongDigest
      ? `not ${data.password}`
      : data.password;
    if (kind === "C") this.#record();
    this.#line(`MP-S 0 ${own} ${proof(password, own)}`);
    if (faults.garbage) return this.#put("AAAA");
    if (faults.overlong) return this.#put("A".repeat(1 << 20));
    this.session = {
      kind,
      vehicle,
      data,
      ...streams(data.password, own, token),
    };
    this.#host.loggedIn(this);
  }

  /** The first lines to this caller are kept for replay, in place of earlier ones. */
  #record(): void {
    this.#recording = true;
    this.#host.recorded.length = 0;
  }

  #line(line: string): void {
    const { recorded } = this.#host;
    this.#recording &&= recorded.length < RECORDED_LINES;
    if (this.#recording) recorded.push(line);
    this.#put(line);
  }

  #put(line: string): void {
    const bytes = new TextEncoder().encode(`${line}\r\n`);
    this.#tail = this.#tail.then(() => this.#write(bytes)).catch(() => {});
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { clock, faults } = this.#host;
    if (faults.slow === 0) return await this.#writer.write(bytes);
    for (const byte of bytes) {
      await new Promise<void>((resolve) => clock.after(faults.slow, resolve));
      if (this.#over) return;
      await this.#writer.write(Uint8Array.of(byte));
    }
  }

  /** Begins to watch for silence anew. */
  #watch(): void {
    this.#check();
    this.#check = this.#host.clock.every(CHECK, () => this.#silence());
  }

  #silence(): void {
    const { faults } = this.#host;
    if (faults.halfOpen || faults.silent) return;
    if (!this.session) return this.close();
    const { car, app } = this.#host.timeouts;
    const timeout = SECOND * (this.session.kind === "C" ? car : app);
    const now = this.#host.clock.monotonic();
    if (now - this.#received >= timeout) return this.close();
    if (now - this.#sent < timeout - PING_BEFORE) return;
    if (now - this.#pinged < PING_DISTANCE) return;
    this.#pinged = now;
    this.send("AFA");
  }
}
