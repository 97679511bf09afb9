import type { HistoryRecord, Store, Stored } from "../../hal/mod.ts";
import type { Log } from "../log.ts";
import {
  environmentMessage,
  firmwareMessage,
  groupMessage,
  locationMessage,
  stateMessage,
  tyreMessage,
  type View,
} from "./compose.ts";

/** A connection to a server that takes and brings plain messages (`MP-0 ...`). */
export interface ServerTransport {
  /** Whether a server is logged in. */
  readonly connected: boolean;
  /** Whether the server confirms history records (message `h`). */
  readonly confirms: boolean;
  /** Sends these messages together; false when there is no connection. */
  send(lines: readonly string[]): boolean;
}

/** What a session needs of the rest of the runtime. */
export interface SessionOptions {
  readonly transport: ServerTransport;
  readonly view: () => View;
  readonly store: Store;
  /** Runs a server command, the part behind `C`; resolves with the lines of its reply. */
  readonly command: (text: string) => Promise<readonly string[]>;
  readonly capabilities: () => string;
  /** Names of the groups that see the position. */
  readonly groups: () => readonly string[];
  /** Whether positions are streamed while driving: feature 8, bit 0. */
  readonly streams: () => boolean;
  readonly log: Log;
}

/** Messages that are sent when their text changed. */
type Kind = "S" | "L" | "W" | "D" | "F" | "V" | "g1" | "g2";

/** Seconds between regular messages: with apps, while driving or charging, parked. */
const WITH_APPS = 60, BUSY = 600, PARKED = 3600;
/** The regular work runs so many seconds after a login. */
const AFTER_LOGIN = 10;
/** The internal GPS reports every other second. */
const STREAM = 2;
/** Records on their way at the same time. */
const WINDOW = 50;
const PREFIX = "MP-0 ";

/**
 * What the vehicle says to a server, without the wire: regular and unasked messages, history,
 * commands and their replies.
 */
export class MessageSession {
  readonly #sent = new Map<Kind, string>();
  /** Records that the server has not confirmed yet. */
  readonly #unconfirmed = new Set<number>();
  #apps = 0;
  #seconds = 0;
  /** Counts connections, so that a late reply does not go to the next one. */
  #connection = 0;

  constructor(readonly options: SessionOptions) {}

  get connected(): boolean {
    return this.options.transport.connected;
  }

  /** Apps that look on at present; setting it does not bring the burst that a server's Z does. */
  get apps(): number {
    return this.#apps;
  }

  set apps(apps: number) {
    this.#apps = apps;
  }

  /** A server logged in: what waits goes out, and the regular work soon follows. */
  loggedIn(): void {
    this.#seconds = PARKED - AFTER_LOGIN;
    this.up();
  }

  /** A connection is there (again). */
  up(): void {
    this.#connection++;
    this.#unconfirmed.clear();
    this.flush();
  }

  down(): void {
    this.#connection++;
    this.#apps = 0;
    this.#unconfirmed.clear();
  }

  /** One second of the vehicle's clock. */
  second(): void {
    this.#seconds = (this.#seconds + 1) % PARKED;
    if (!this.connected) return;
    if (this.#seconds % this.#interval() === 0) {
      this.#sendChanged("g1", "g2", "S", "L", "W", "D", "V");
    }
  }

  #interval(): number {
    if (this.#apps > 0) return WITH_APPS;
    const view = this.options.view(), state = view.get("v.c.state").value;
    const charging = state === "charging" || state === "topoff" ||
      state === "heating";
    return charging || view.get("v.e.on").value === true ? BUSY : PARKED;
  }

  /** Sends the position while driving; for a second in which nothing else was to be sent. */
  stream(): void {
    if (
      this.#apps === 0 || this.#seconds % STREAM !== 0 ||
      !this.options.streams()
    ) return;
    const speed = this.options.view().get("v.p.speed").value;
    if (typeof speed === "number" && speed > 0) this.#sendChanged("L");
  }

  #compose(kind: Kind): string | undefined {
    const view = this.options.view(),
      [group1 = "", group2 = ""] = this.options.groups();
    switch (kind) {
      case "S":
        return stateMessage(view);
      case "L":
        return locationMessage(view);
      case "W":
        return tyreMessage(view);
      case "D":
        return environmentMessage(view);
      case "F":
        return firmwareMessage(view);
      case "V":
        return this.options.capabilities();
      case "g1":
        return group1 === "" ? undefined : groupMessage(view, group1);
      case "g2":
        return group2 === "" ? undefined : groupMessage(view, group2);
    }
  }

  #sendChanged(...kinds: readonly Kind[]): void {
    this.#send(
      kinds.filter((kind) => this.#compose(kind) !== this.#sent.get(kind)),
    );
  }

  #send(kinds: readonly Kind[]): void {
    if (!this.connected) return;
    const lines: string[] = [];
    for (const kind of kinds) {
      const text = this.#compose(kind);
      if (text === undefined) continue;
      this.#sent.set(kind, text);
      lines.push(PREFIX + text);
    }
    if (lines.length > 0) this.options.transport.send(lines);
  }

  /** Sends what changed of the state, and of the environment if an app looks on. */
  changed(what: "state" | "environment"): void {
    if (what === "state") this.#sendChanged("S");
    else if (this.#apps > 0) this.#sendChanged("D", "S");
  }

  /** Sends a message whatever it was before. */
  now(kind: "S" | "D"): void {
    this.#send([kind]);
  }

  /** Pushes a text; false when there is no connection. */
  push(text: string): boolean {
    return this.connected && this.options.transport.send([`${PREFIX}P${text}`]);
  }

  /** One message of the server, `MP-0 ` included. Unknown ones are ignored. */
  line(plain: string): void {
    if (!plain.startsWith(PREFIX)) return;
    const code = plain.charAt(PREFIX.length),
      data = plain.slice(PREFIX.length + 1);
    if (code === "Z") this.#appsChanged(data);
    else if (code === "A") this.options.transport.send([`${PREFIX}a`]);
    else if (code === "h") this.#confirmed(data);
    else if (code === "C") void this.#command(data);
  }

  #appsChanged(data: string): void {
    const apps = Number.parseInt(data, 10);
    this.#apps = Number.isNaN(apps) ? 0 : apps;
    if (this.#apps > 0) this.#send(["S", "L", "W", "F", "D"]);
  }

  async #command(text: string): Promise<void> {
    const connection = this.#connection;
    const reply = await this.options.command(text);
    if (connection !== this.#connection) return;
    this.options.transport.send(reply.map((line) => PREFIX + line));
  }

  /** Sends records that wait, oldest first. */
  flush(): void {
    if (!this.connected) return;
    const { store, transport } = this.options;
    for (;;) {
      const free = WINDOW - this.#unconfirmed.size;
      if (free <= 0) return;
      const records = store.unsent(WINDOW).filter(({ id }) =>
        !this.#unconfirmed.has(id)
      ).slice(0, free);
      if (records.length === 0) return;
      if (!transport.send(records.map((record) => this.#recordLine(record)))) {
        return;
      }
      const ids = records.map(({ id }) => id);
      if (transport.confirms) {
        for (const id of ids) this.#unconfirmed.add(id);
      } else store.acknowledge(ids);
    }
  }

  #recordLine(record: Stored<HistoryRecord>): string {
    const { type, number, lifetime, data } = record,
      rest = [type, number, lifetime, data].join(",");
    if (!this.options.transport.confirms) return `${PREFIX}H${rest}`;
    const { run, monotonic, wall } = this.options.store.stamp(),
      { at } = record;
    // The difference is fixed by the record's own time, so that sending it again names the same second.
    const since = (now: number, then: number) =>
      Math.floor(now / 1000) - Math.floor(then / 1000);
    const age = at.run === run
      ? since(monotonic, at.monotonic)
      : wall !== undefined && at.wall !== undefined
      ? since(wall, at.wall)
      : 0;
    return `${PREFIX}h${record.id},${-Math.max(0, age)},${rest}`;
  }

  #confirmed(data: string): void {
    const id = Number(data);
    if (!this.#unconfirmed.delete(id)) return;
    this.options.store.acknowledge([id]);
    if (this.#unconfirmed.size < WINDOW / 2) this.flush();
  }
}
