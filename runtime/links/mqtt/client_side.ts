import type { LinkServices } from "../link.ts";
import type { Received } from "./broker.ts";
import { Clients } from "./clients.ts";
import { Commands } from "./commands.ts";
import { configValue } from "./config_values.ts";
import { Echo } from "./echo.ts";
import { Intake } from "./intake.ts";
import { incoming, isConfigName, namedBy } from "./topics.ts";

/** What clients are answered with. */
export interface ClientSideParts {
  readonly services: LinkServices;
  /** Publishes a text below the prefix, kept by the broker or not; what it does not take is lost. */
  readonly publish: (topic: string, text: string, retain: boolean) => void;
  /** Publishes an answer; rejects when the broker does not take it. */
  readonly answer: (topic: string, text: string) => Promise<void>;
  readonly warn: (text: string) => void;
  /** Why commands with power over car or gateway are refused; undefined where they are not. */
  readonly guarded: () => string | undefined;
  /** Publishes all values. */
  readonly all: () => void;
  /** Publishes the metrics that match. */
  readonly request: (wanted: (name: string) => boolean) => void;
  /** A client came that was not there before. */
  readonly came: () => void;
}

/** What clients say below `client/`, and who of them is there: commands, requests, that they look on. */
export class ClientSide {
  readonly #parts: ClientSideParts;
  readonly #clients = new Clients();
  readonly #intake = new Intake();
  readonly #commands: Commands;
  readonly #echo: Echo;

  constructor(parts: ClientSideParts) {
    const { services, publish, warn, guarded, all } = parts;
    this.#parts = parts;
    this.#commands = new Commands({
      text: (line, from) => services.text(line, from),
      msg: (line, guarded) => services.msg(line, guarded, "mqtt"),
      guarded,
      isLate: () => services.isLate,
      update: all,
    });
    this.#echo = new Echo({
      clock: services.options.hal.clock,
      publish: (topic, text) => publish(topic, text, false),
      lost: () =>
        warn(
          "messages below client/ do not come back: the broker's access list seems to forbid them, so that no commands can come",
        ),
    });
  }

  /** Clients that are there. */
  get count(): number {
    return this.#clients.count;
  }

  /** The connection is up. */
  up(): void {
    this.#tellCount();
    this.#echo.begin();
  }

  down(): void {
    this.#clients.clear();
    this.#echo.end();
  }

  /** One second of a connection. */
  second(): void {
    const before = this.#clients.count;
    this.#clients.second();
    if (this.#intake.second()) {
      this.#parts.warn(
        "clients send more than 50 messages a second: the rest is dropped",
      );
    }
    if (this.#clients.count !== before) this.#tellCount();
  }

  /** A message below the prefix. */
  message(topic: string, message: Received): void {
    const { payload, retain } = message;
    const wanted = incoming(topic), text = textOf(payload);
    if (wanted && wanted.kind !== "active" && !this.#intake.takes()) return;
    if (wanted?.kind === "command") {
      const { client, id } = wanted;
      return void this.#command(client, id, text, message);
    }
    // What the broker kept is from before: nobody waits for it any more.
    if (!wanted || text === undefined || retain) return;
    if (wanted.kind === "active") this.#active(wanted.client, text);
    if (wanted.kind === "metrics") this.#parts.request(namedBy(text));
    if (wanted.kind === "config") this.#config(wanted.client, text.trim());
  }

  async #command(
    client: string,
    id: string,
    line: string | undefined,
    message: Received,
  ): Promise<void> {
    const { answer, services: { options: { log } } } = this.#parts;
    try {
      await this.#intake.during(async () => {
        const text = await this.#commands.run(line, message);
        if (text === undefined) return;
        await answer(`client/${client}/response/${id}`, text);
      });
    } catch (error) {
      // Neither command nor answer: both may hold a password or a position.
      const name = error instanceof Error ? error.name : typeof error;
      log("warning", "mqtt: no answer", { error: name });
    }
  }

  #config(client: string, name: string): void {
    if (!isConfigName(name)) return;
    const { services, publish } = this.#parts;
    const value = configValue(name, services);
    publish(`client/${client}/config/${name}`, value, false);
  }

  #active(client: string, text: string): void {
    if (this.#echo.heard(client)) return;
    const before = this.#clients.count;
    if (this.#clients.active(client, text)) this.#parts.came();
    if (this.#clients.count !== before) this.#tellCount();
  }

  #tellCount(): void {
    this.#parts.publish("metric/s/v3/peers", String(this.count), true);
  }
}

/** Longest message that a client may send, bytes. */
const LONGEST = 1000;

/** A client's text; undefined for one that is none. */
export function textOf(payload: Uint8Array): string | undefined {
  if (payload.length > LONGEST) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(payload);
  } catch {
    return undefined;
  }
}
