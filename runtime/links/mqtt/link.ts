import type { Clock, Stop } from "../../../hal/mod.ts";
import type { Log } from "../../log.ts";
import { atMost } from "../../at_most.ts";
import { once } from "../../once.ts";
import type {
  Broker,
  BrokerLogin,
  ConnectBroker,
  Ended,
  Received,
} from "./broker.ts";
import { Retries } from "./retries.ts";
import { CONNECTED, SUBSCRIBED } from "./topics.ts";

/** The first connect comes after up to so many ms, so that a fleet does not come at once. */
const FIRST_WITHIN = 5_000;

/** What was published last gets this time to be acknowledged when the link is closed, ms. */
const LEAVE_WITHIN = 2_000;

/** Problems that are remembered for people. */
const REMEMBERED = 3;

/** How the link is set up: the login, and what all topics begin with. */
export interface LinkSetup {
  readonly login: Omit<BrokerLogin, "will" | "resumes">;
  /** Ends with a slash. */
  readonly prefix: string;
  /** A topic that is not below the prefix and is listened to as well. */
  readonly also?: string | undefined;
}

/** What the link tells. */
export interface LinkEvents {
  /** Connected, and listening. */
  up(): void;
  /** The connection that was up ended. */
  down(): void;
  /** A message, by its topic below the prefix. */
  message(topic: string, message: Received): void;
  /** A message on the other topic. */
  outside(message: Received): void;
  /** The broker refuses the login: no further try until the settings change. */
  refused(): void;
}

/** What the link is made of. */
export interface LinkOptions {
  readonly clock: Clock;
  readonly connect: ConnectBroker;
  /** As the settings are now; undefined while there is no broker. */
  readonly setup: () => LinkSetup | undefined;
  readonly log: Log;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

/** The connection with a broker, kept up from `open` to `close`. */
export class MqttLink {
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #retries = new Retries();
  #setup: LinkSetup | undefined;
  #broker: Broker | undefined;
  /** When the connection came up; undefined while it is not. */
  #up: number | undefined;
  #timer: Stop = () => {};
  #state = "closed";
  #over = false;
  /** Topics below the prefix that the broker keeps values of. */
  readonly #kept = new Set<string>();
  #problems: readonly string[] = [];
  /** Topics of which a refusal was logged. */
  #denied = false;
  /** The last connection was lost: how long before nobody could be heard is not known. */
  #lost = false;

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** What went wrong lately, the newest last. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  get connected(): boolean {
    return this.#up !== undefined;
  }

  /** For people: `closed`, `not set up`, `connecting`, `connected`, or why it waits. */
  get state(): string {
    return this.#state;
  }

  open(): void {
    this.#state = "connecting";
    this.#later(this.#options.random() * FIRST_WITHIN);
  }

  /** The settings have changed. */
  async restart(): Promise<void> {
    this.#retries.reset();
    const next = this.#options.setup();
    if (next && next.prefix !== this.#setup?.prefix) this.#clear();
    await this.#leave();
    if (!this.#over) this.#connect();
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#leave();
    this.#state = "closed";
  }

  /**
   * Publishes on a topic below the prefix.
   * @returns rejects when the broker does not take it
   */
  async publish(
    topic: string,
    payload: string,
    qos: 0 | 1 | 2,
    retain = false,
  ): Promise<void> {
    const prefix = this.#setup?.prefix ?? "";
    if (retain) this.#kept.add(topic);
    await this.publishAt(prefix + topic, payload, qos, retain, topic);
  }

  /** The same on a topic as it is. */
  async publishAt(
    topic: string,
    payload: string,
    qos: 0 | 1 | 2,
    retain: boolean,
    shown = topic,
  ): Promise<void> {
    const broker = this.#broker;
    if (!broker || !this.connected) throw new Error("there is no connection");
    try {
      await broker.publish({ topic, payload, qos, retain });
    } catch (error) {
      if (this.#broker === broker && !this.#denied) {
        this.#denied = true;
        this.warn(
          `a message on ${
            kindOf(shown)
          } was refused: check the broker's access list and limits`,
        );
      }
      throw error;
    }
  }

  #connect(): void {
    this.#timer();
    this.#denied = false;
    const setup = this.#setup = this.#options.setup();
    if (!setup) {
      this.#state = "not set up";
      return;
    }
    this.#state = "connecting";
    const will = {
      topic: setup.prefix + CONNECTED,
      payload: "no",
      qos: 1,
      retain: true,
    } as const;
    // Events of a connection that was given up come to nothing.
    const mine =
      <A extends readonly unknown[]>(run: (...args: A) => void) =>
      (...args: A) => {
        if (this.#broker === broker) run(...args);
      };
    let broker: Broker | undefined;
    try {
      const login = { ...setup.login, will, resumes: !this.#lost };
      broker = this.#broker = this.#options.connect(login, {
        up: mine(() => void this.#isUp(setup)),
        message: mine((message) => this.#message(setup, message)),
        ended: mine((why) => this.#ended(why)),
      });
    } catch (error) {
      this.#broker = undefined;
      this.#ended({ reason: reasonOf(error) });
    }
  }

  async #isUp({ prefix, also }: LinkSetup): Promise<void> {
    const broker = this.#broker;
    if (!broker) return;
    this.#up = this.#options.clock.monotonic();
    this.#state = "connected";
    this.#options.log("info", "mqtt connected");
    const filters = [
      ...SUBSCRIBED.map((filter) => prefix + filter),
      ...(also === undefined ? [] : [also]),
    ];
    this.publish(CONNECTED, "yes", 1, true).catch(() => {});
    try {
      const denied = await broker.subscribe(filters);
      const names = denied.map((filter) => filter.replace(prefix, ""));
      if (names.length > 0) {
        this.warn(`the broker's access list forbids ${names.join(", ")}`);
      }
    } catch {
      // The end of the connection is told as such.
    }
    if (this.#broker === broker) this.#events.up();
  }

  #message({ prefix, also }: LinkSetup, message: Received): void {
    const { topic } = message;
    try {
      if (topic === also) return this.#events.outside(message);
      this.#events.message(
        topic.startsWith(prefix) ? topic.slice(prefix.length) : topic,
        message,
      );
    } catch (error) {
      // The error's text may quote the message.
      this.warn(
        `a message was not understood (${
          error instanceof Error ? error.name : typeof error
        })`,
      );
    }
  }

  #ended(why: Ended): void {
    const { clock } = this.#options, up = this.#up;
    this.#lost = true;
    const lasted = up === undefined ? undefined : clock.monotonic() - up;
    this.#down();
    const wait = this.#retries.after(why, lasted);
    if (wait === "refused") {
      this.#state = `refused (${why.code}): check login and client id`;
      this.warn("the broker refuses the login: no further try");
      return this.#events.refused();
    }
    const state = `${why.reason}; next try in ${Math.ceil(wait / 1000)} s`;
    if (state !== this.#state) this.warn(state);
    this.#state = state;
    this.#later(wait);
  }

  #later(ms: number): void {
    this.#timer();
    this.#timer = once(this.#options.clock, ms, () => this.#connect());
  }

  #down(): void {
    this.#broker = undefined;
    if (this.#up === undefined) return;
    this.#up = undefined;
    this.#events.down();
  }

  /** The car has other topics from now on: those that the broker keeps would be a car that is none. */
  #clear(): void {
    if (!this.connected) return;
    for (const topic of this.#kept) {
      this.publish(topic, "", 0, true).catch(() => {});
    }
    this.#kept.clear();
  }

  /** Ends the connection in order: the will is not sent by the broker then. */
  async #leave(): Promise<void> {
    this.#timer();
    const broker = this.#broker;
    if (!broker) return;
    if (this.connected && this.#kept.size > 0) {
      // Where nothing is kept there is no car to be away. Whether the broker took it changes nothing.
      this.publish(CONNECTED, "no", 1, true).catch(() => {});
    }
    this.#lost = false;
    this.#down();
    await atMost(this.#options.clock, LEAVE_WITHIN, broker.close());
    broker.cut();
  }

  /** Tells, for people, what does not work. */
  warn(text: string): void {
    this.#options.log("warning", `mqtt: ${text}`);
    if (this.#problems.at(-1) === text) return;
    this.#problems = [...this.#problems, text].slice(-REMEMBERED);
  }
}

/** A topic without what somebody chose. */
function kindOf(topic: string): string {
  return topic.startsWith("client/")
    ? topic.replace(/^client\/[^/]*\/(\w+).*$/s, "client/+/$1")
    : topic;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
