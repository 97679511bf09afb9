import type { Clock, Store } from "../../hal/mod.ts";
import { bounded, MESSAGE } from "../commands/text.ts";
import { LATE } from "../held_up.ts";
import type { Log } from "../log.ts";
import {
  environmentMessage,
  firmwareMessage,
  groupMessage,
  locationMessage,
  speedOf,
  stateMessage,
  tyreMessage,
  tyresMessage,
  type View,
} from "./compose.ts";
import { HistoryQueue } from "./history.ts";
import { refused } from "../commands/replies.ts";
import { NO_SERVER, type ServerTransport } from "./transport.ts";

export type { ServerTransport };

/** What a session needs of the rest of the runtime. */
export interface SessionOptions {
  readonly view: () => View;
  readonly store: Store;
  readonly clock: Clock;
  /** Whether what comes now may be late, as the program was held up. */
  readonly isLate: () => boolean;
  /**
   * Runs a server command, the part behind `C`; resolves with the lines of its reply.
   * @param guarded why one with power over car or gateway is refused; undefined where it is not
   */
  readonly command: (
    text: string,
    guarded: string | undefined,
  ) => Promise<readonly string[]>;
  readonly capabilities: () => string;
  /** Names of the groups that see the position. */
  readonly groups: () => readonly string[];
  /** Whether positions are streamed while driving: feature 8, bit 0. */
  readonly streams: () => boolean;
  readonly log: Log;
}

/** Messages that are sent when their text changed. */
type Kind = "S" | "L" | "W" | "Y" | "D" | "F" | "V" | "g1" | "g2";

/** Seconds between regular messages: with apps, while driving or charging, parked. */
const WITH_APPS = 60, BUSY = 600, PARKED = 3600;
/** The regular work runs so many seconds after a login. */
const AFTER_LOGIN = 10;
/** Commands that wait before no more are read, and that are carried out in a second. */
const WAITING = 16, A_SECOND = 50;
/** Lines that are read in a second, and for how many of them counts one that is answered with all that there is. */
const READ_A_SECOND = 500, MUCH = 50;
/** The internal GPS reports every other second. */
const STREAM = 2;
const PREFIX = "MP-0 ";

/**
 * What the vehicle says to a server, without the wire: regular and unasked messages, history,
 * commands and their replies.
 */
export class MessageSession {
  readonly #sent = new Map<Kind, string>();
  readonly #history: HistoryQueue;
  /** Whichever connection to a server is attached at the time. */
  #transport = NO_SERVER;
  #apps = 0;
  #seconds = 0;
  /** Counts connections, so that a late reply does not go to the next one. */
  #connection = 0;

  /** The commands so far, each with its reply. */
  #commands: Promise<void> = Promise.resolve();
  /** Those of them that are not answered yet, and those that were carried out in this second. */
  #waiting = 0;
  #done = 0;
  /** Lines that were read in this second. */
  #read = 0;
  /** The firmware message went out since the last login. */
  #introduced = true;
  /** Replies that the connection could not take, and commands that are too many, wait for it. */
  #nextSecond: PromiseWithResolvers<void> | undefined;

  constructor(readonly options: SessionOptions) {
    this.#history = new HistoryQueue({
      ...options,
      transport: () => this.#transport,
    });
  }

  /** Speaks over this connection from now on; returns what takes it away again. */
  attach(transport: ServerTransport): () => void {
    this.#transport = transport;
    return () => {
      if (this.#transport === transport) this.#transport = NO_SERVER;
    };
  }

  get connected(): boolean {
    return this.#transport.connected;
  }

  /** Apps that look on at present; setting it does not bring the burst that a server's Z does. */
  get apps(): number {
    return this.#apps;
  }

  set apps(apps: number) {
    this.#apps = apps;
  }

  /** Resolves when the commands that have come so far are answered. */
  get idle(): Promise<void> {
    return this.#commands;
  }

  /** A server logged in: what waits goes out, and the regular work soon follows. */
  loggedIn(): void {
    this.#seconds = PARKED - AFTER_LOGIN;
    this.#introduced = false;
    // Another server knows nothing yet, and this one may have missed what a dying connection took.
    this.#sent.clear();
    this.up();
  }

  /** A connection is there (again). */
  up(): void {
    this.#changed();
    this.flush();
  }

  down(): void {
    this.#apps = 0;
    this.#changed();
  }

  #changed(): void {
    this.#connection++;
    this.#history.reset();
    this.#endSecond();
  }

  /** One second of the vehicle's clock. */
  second(): void {
    this.#seconds = (this.#seconds + 1) % PARKED;
    this.#endSecond();
    if (!this.connected) return;
    this.#history.second();
    if (this.#seconds % this.#interval() === 0) {
      // What it is that logged in is told once, also while no app asks for it.
      const first: readonly Kind[] = this.#introduced ? [] : ["F"];
      this.#introduced = true;
      this.#sendChanged("g1", "g2", "S", "L", "W", "Y", "D", "V", ...first);
    }
  }

  #endSecond(): void {
    this.#done = this.#read = 0;
    this.#nextSecond?.resolve();
    this.#nextSecond = undefined;
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
    if (speedOf(this.options.view()) > 0) this.#sendChanged("L");
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
      case "Y":
        return tyresMessage(view);
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
    const messages = kinds.flatMap((kind) => {
      const text = this.#compose(kind);
      return text === undefined ? [] : [[kind, text] as const];
    });
    if (messages.length === 0) return;
    const lines = messages.map(([, text]) => PREFIX + text);
    if (!this.#transport.send(lines)) return;
    for (const [kind, text] of messages) this.#sent.set(kind, text);
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
    return this.connected &&
      this.#transport.send([`${PREFIX}P${bounded(text, MESSAGE)}`]);
  }

  /**
   * One message of the server, `MP-0 ` included. Unknown ones are ignored.
   * @returns what to wait for before the next one is read, as so many commands are not done yet, or so many
   * lines came in this second
   */
  line(plain: string): Promise<void> | void {
    if (!plain.startsWith(PREFIX)) return;
    const code = plain.charAt(PREFIX.length),
      data = plain.slice(PREFIX.length + 1);
    this.#read += code === "Z" ? MUCH : 1;
    const done = code === "C" ? this.#commandCame(data) : undefined;
    if (code === "Z") this.#appsChanged(data);
    else if (code === "A") this.#transport.send([`${PREFIX}a`]);
    else if (code === "h") this.#history.confirmed(Number(data));
    return this.#read < READ_A_SECOND ? done : this.#secondEnds();
  }

  #appsChanged(data: string): void {
    const apps = Number.parseInt(data, 10);
    this.#apps = Number.isNaN(apps) ? 0 : apps;
    if (this.#apps > 0) this.#send(["S", "L", "W", "Y", "F", "D"]);
  }

  /** Commands run one after the other, so that replies leave in the order in which commands came. */
  #commandCame(text: string): Promise<void> | void {
    const connection = this.#connection, { clock, isLate } = this.options;
    const isOld = isLate() || this.#transport.isLate === true;
    const came = isOld ? -Infinity : clock.monotonic();
    this.#waiting++;
    this.#commands = this.#commands
      .then(() => this.#command(text, connection, came))
      .finally(() => this.#waiting--);
    if (this.#waiting >= WAITING) return this.#commands;
  }

  /** @param came when it did (ms, monotonic), as far as that is known */
  async #command(
    text: string,
    connection: number,
    came: number,
  ): Promise<void> {
    const isSame = () => connection === this.#connection;
    // Whoever asked over a connection that is gone has no way to get an answer, and may ask again.
    while (isSame() && this.#done >= A_SECOND) await this.#secondEnds();
    if (!isSame()) return;
    this.#done++;
    const reply = await this.#answer(text, came);
    // Who has the reply may ask the server for the records that the command wrote.
    await this.#history.turn;
    const lines = reply.map((line) => PREFIX + bounded(line, MESSAGE));
    while (isSame() && !this.#transport.send(lines) && this.connected) {
      // A reply that is left out would give all later ones to the wrong client.
      await this.#secondEnds();
    }
  }

  #secondEnds(): Promise<void> {
    this.#nextSecond ??= Promise.withResolvers();
    return this.#nextSecond.promise;
  }

  async #answer(text: string, came: number): Promise<readonly string[]> {
    const { guarded } = this.#transport, { clock, log } = this.options;
    const code = (text.split(",", 1)[0] ?? "").trim();
    if (clock.monotonic() - came > LATE * 1000) {
      log("warning", "command not executed", { code, why: "too late" });
      return refused(code, "1,Too late");
    }
    try {
      const lines = await this.options.command(text, guarded);
      if (guarded !== undefined && lines.some((is) => is.endsWith(guarded))) {
        log("warning", "command refused over a plain connection", { code });
      }
      return lines;
    } catch (error) {
      log("error", "command failed", { code, error: String(error) });
      return refused(code, "1,Command failed");
    }
  }

  /** Sends records that wait, oldest first. */
  flush(): void {
    this.#history.flush();
  }
}
