import type { Clock, Socket, Stop } from "../../hal/mod.ts";
import { VehicleData } from "./data.ts";
import { type Faults, noFaults } from "./faults.ts";
import { Groups } from "./groups.ts";
import { type Host, type Kind, Peer, type Session } from "./peer.ts";
import { answer } from "./queries.ts";

/** What a server is made of. */
export interface OvmsServerOptions {
  readonly clock: Clock;
  /** Passwords of the vehicles by their id. */
  readonly vehicles: Readonly<Record<string, string>>;
  /** Seconds of silence after which a caller is given up; as shipped 960 for cars and 1200 for apps. */
  readonly timeouts?: { readonly car: number; readonly app: number };
  /** Takes what happens: logins, losses and messages. */
  readonly log?: (text: string) => void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const VERSION = "simulated";
/** What the genuine server tells about a car that never sent anything, in seconds. */
const NEVER = 3_020_399;

/**
 * A server of the OVMS v2 protocol, after what the genuine one was seen to do on the wire. Offered:
 * protection scheme 0 for cars, apps and batch clients, commands and replies, history, last messages,
 * paranoid mode, pings. Not offered: scheme 1, auto provisioning, push services, the HTTP interface.
 */
export class OvmsServer implements Host {
  readonly clock: Clock;
  readonly faults: Faults = noFaults();
  readonly timeouts: { readonly car: number; readonly app: number };
  readonly recorded: string[] = [];
  readonly #vehicles: ReadonlyMap<string, VehicleData>;
  readonly #log: (text: string) => void;
  readonly #peers = new Set<Peer>();
  readonly #groups = new Groups();
  readonly #housekeeping: Stop;

  constructor(options: OvmsServerOptions) {
    this.clock = options.clock;
    this.timeouts = options.timeouts ?? { car: 960, app: 1200 };
    this.#log = options.log ?? (() => {});
    this.#vehicles = new Map(
      Object.entries(options.vehicles).map(([id, password]) => [
        id.toUpperCase(),
        new VehicleData(password),
      ]),
    );
    this.#housekeeping = this.clock.every(MINUTE, () => this.#purge());
  }

  /** What is kept of a vehicle. */
  find(vehicle: string): VehicleData | undefined {
    return this.#vehicles.get(vehicle.toUpperCase());
  }

  /** Whether the vehicle's car is connected. */
  isOnline(vehicle: string): boolean {
    return this.#car(vehicle.toUpperCase()) !== undefined;
  }

  /** Takes a connection. */
  accept(socket: Socket, from = "simulated"): void {
    if (this.faults.closeAtOnce) return socket.close();
    const peer = new Peer(this, socket, from);
    this.#peers.add(peer);
    peer.run();
  }

  /** Ends all connections as a killed server would; what is kept stays. */
  disconnect(): void {
    for (const peer of [...this.#peers]) peer.close();
  }

  /** Ends all connections and the server's own work. */
  stop(): void {
    this.disconnect();
    this.#housekeeping();
  }

  refused(data: VehicleData, kind: Kind, { from }: Peer): void {
    this.#log(`refused a login of kind ${kind} from ${from}`);
    if (kind !== "C" || data.loginFailed) return;
    data.loginFailed = true;
    this.#notice(data, `AVehicle authentication failed (${from})`);
  }

  loggedIn(peer: Peer): void {
    const { session } = peer;
    if (!session) return;
    this.#log(`${session.vehicle}: ${NAMES[session.kind]} connected`);
    if (session.kind === "C") this.#carCame(peer, session);
    else this.#clientCame(peer, session);
  }

  left(peer: Peer): void {
    const { session } = peer;
    this.#peers.delete(peer);
    if (!session) return;
    this.#log(`${session.vehicle}: ${NAMES[session.kind]} disconnected`);
    if (session.kind === "C") {
      this.#groups.carLeft(session.vehicle);
      return this.#toClients(session.vehicle, "Z0");
    }
    this.#groups.appLeft(peer);
    if (session.kind !== "A") return;
    this.#car(session.vehicle)?.send(`Z${this.#apps(session.vehicle)}`);
  }

  traffic({ kind, data }: Session, received: number, sent: number): void {
    if (kind === "B") return;
    const day = new Date(this.clock.wall().ms).toISOString().slice(0, 10);
    const counts = data.trafficOf(day);
    if (kind === "C") {
      counts.carIn += received;
      counts.carOut += sent;
    } else {
      counts.appIn += received;
      counts.appOut += sent;
    }
  }

  message(peer: Peer, text: string): void {
    const { session } = peer;
    if (!session) return;
    const code = text.charAt(0), data = text.slice(1);
    if (code === "A") return peer.send("a");
    if (code === "a") return;
    this.#log(`${session.vehicle}: ${NAMES[session.kind]} sent ${gist(text)}`);
    if (code === "P") return this.#pushed(session, data);
    if (code === "E" && data.startsWith("T")) return this.#token(session, data);
    const inner = code === "E" ? data.charAt(1) : code;
    if (session.kind === "C") this.#fromCar(peer, session, inner, code, data);
    else this.#fromClient(peer, session, inner, code, data);
  }

  // ---- logins

  #carCame(peer: Peer, { vehicle, data }: Session): void {
    if (data.loginFailed) {
      data.loginFailed = false;
      this.#notice(data, `AVehicle authentication successful (${peer.from})`);
    }
    for (const other of [...this.#peers]) {
      if (other !== peer && isOf(other, "C", vehicle)) other.close();
    }
    this.#toClients(vehicle, "Z1");
    peer.send(`Z${this.#apps(vehicle)}`);
  }

  #clientCame(peer: Peer, { kind, vehicle, data }: Session): void {
    const car = this.#car(vehicle);
    if (kind === "A") car?.send(`Z${this.#apps(vehicle)}`);
    peer.send(car ? "Z1" : "Z0");
    let toldToken = false;
    for (const [code, { text, paranoid }] of inOrder(data.messages)) {
      if (paranoid && !toldToken) peer.send(`ET${data.paranoidToken}`);
      toldToken ||= paranoid;
      peer.send(paranoid ? `EM${code}${text}` : code + text);
    }
    const age = (this.clock.wall().ms - (data.updated ?? 0)) / SECOND;
    peer.send(`T${data.updated === undefined ? NEVER : Math.round(age)}`);
  }

  // ---- messages

  #fromCar(
    peer: Peer,
    session: Session,
    inner: string,
    code: string,
    data: string,
  ): void {
    switch (inner) {
      case "C":
      case "G":
        return;
      case "c":
        return this.#reply(peer, session, code, data);
      case "H":
        return this.#history(session, data);
      case "h":
        return this.#acknowledged(peer, session, data);
      case "g":
        return this.#groups.update(session.vehicle, data);
      default:
        return this.#update(session, inner, code, data);
    }
  }

  #fromClient(
    peer: Peer,
    { kind, vehicle, data: kept }: Session,
    inner: string,
    code: string,
    data: string,
  ): void {
    if (inner === "G" && kind === "A") {
      return this.#groups.subscribe(peer, data);
    }
    const car = this.#car(vehicle);
    if (inner === "C") {
      const lines = code === "C" ? answer(kept, data) : undefined;
      if (lines) return lines.forEach((line) => peer.send(line));
      car?.waiting.push(peer);
      car?.send(code + data);
    } else if (kind === "A" && !"cHhgG".includes(inner)) car?.send(code + data);
  }

  /** Replies find their client by order only; of 1 and 3 all lines up to the last, and every error. */
  #reply(car: Peer, { vehicle }: Session, code: string, data: string): void {
    if (car.waiting.length === 0) return this.#toClients(vehicle, code + data);
    const [command, result, index, count] = data.split(",", 4).map(Number);
    const more = (command === 1 || command === 3) &&
      (result !== 0 || (index ?? 0) < (count ?? 0) - 1);
    const client = more ? car.waiting[0] : car.waiting.shift();
    client?.send(code + data);
  }

  /** A paranoid wrapper has no commas, so its record is too short and dropped. */
  #history(session: Session, data: string): void {
    const [, type, number, lifetime, text] =
      /^([^,]*),([^,]*),([^,]*),(.*)$/.exec(data) ?? [];
    if (type !== undefined && text !== undefined) {
      this.#record(session.data, 0, type, number, lifetime, text);
    }
  }

  #acknowledged(peer: Peer, session: Session, data: string): void {
    const [, code, difference, type, number, lifetime, text] =
      /^([^,]*),([^,]*),([^,]*),([^,]*),([^,]*),(.*)$/.exec(data) ?? [];
    if (type !== undefined && text !== undefined) {
      this.#record(
        session.data,
        seconds(difference),
        type,
        number,
        lifetime,
        text,
      );
    }
    peer.send(`h${code ?? data.split(",")[0]}`);
  }

  #record(
    data: VehicleData,
    difference: number,
    type: string,
    number: string | undefined,
    lifetime: string | undefined,
    text: string,
  ): void {
    const now = this.clock.wall().ms;
    data.record({
      type,
      number: Number(number) || 0,
      at: now + difference,
      expires: now + seconds(lifetime) - difference,
      data: text,
    });
  }

  #update(session: Session, inner: string, code: string, data: string): void {
    const { vehicle, data: kept } = session;
    const paranoid = code === "E";
    const text = paranoid ? data.slice(2) : data;
    const now = this.clock.wall().ms;
    kept.keep(inner, text, paranoid);
    kept.record({
      type: inner,
      number: 0,
      at: now,
      expires: now + DAY,
      data: text,
    });
    kept.updated = now;
    this.#toClients(vehicle, code + data);
    if (inner === "F") this.#toClients(vehicle, `f${VERSION}`);
    this.#toClients(vehicle, "T0");
  }

  #token({ vehicle, data: kept }: Session, data: string): void {
    this.#toClients(vehicle, `E${data}`);
    kept.newParanoidToken(data.slice(1));
  }

  #pushed({ vehicle, data: kept }: Session, data: string): void {
    this.#toClients(vehicle, `P${data}`);
    this.#notice(kept, data);
  }

  #notice(data: VehicleData, text: string): void {
    data.pushes.push(text);
    const at = this.clock.wall().ms;
    const type = "*-Log-Notification";
    const line = `${text.charAt(0)},${text.slice(1)}`;
    data.record({ type, number: 0, at, expires: at + 30 * DAY, data: line });
  }

  // ---- who is there

  #car(vehicle: string): Peer | undefined {
    return [...this.#peers].find((peer) => isOf(peer, "C", vehicle));
  }

  /** Apps; batch clients do not count. */
  #apps(vehicle: string): number {
    return [...this.#peers].filter((peer) => isOf(peer, "A", vehicle)).length;
  }

  #toClients(vehicle: string, text: string): void {
    for (const peer of this.#peers) {
      if (isOf(peer, "A", vehicle) || isOf(peer, "B", vehicle)) peer.send(text);
    }
  }

  #purge(): void {
    const now = this.clock.wall().ms;
    for (const data of this.#vehicles.values()) data.purge(now);
  }
}

const NAMES: Readonly<Record<Kind, string>> = {
  A: "app",
  B: "batch client",
  C: "car",
};

function isOf({ session }: Peer, kind: Kind, vehicle: string): boolean {
  return session?.kind === kind && session.vehicle === vehicle;
}

/** A message's code and number; the rest may be a position or a password. */
function gist(text: string): string {
  return /^(?:EM.|[CcHh][\w*-]{0,32}|.)/s.exec(text)?.[0] ?? "";
}

function seconds(text: string | undefined): number {
  return (Number(text) || 0) * SECOND;
}

/** F first, then S, then the others by their letter. */
function inOrder<T>(messages: ReadonlyMap<string, T>): [string, T][] {
  const rank = (code: string) => ({ F: 0, S: 1 })[code] ?? 2;
  return [...messages].sort(([a], [b]) =>
    rank(a) - rank(b) || (a < b ? -1 : 1)
  );
}
