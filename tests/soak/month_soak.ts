/**
 * What a month costs in data: an hour of driving and four of charging a day, an app that looks on for
 * ten minutes a day, a server that keeps all history.
 *
 *     deno run --allow-read --allow-env tests/soak/month_soak.ts [days=30]
 *
 * Prints bytes and records, and ends with 1 if thirty days would cost 5 MB or more, or 10 MB over MQTT,
 * where no client looks on.
 * @module
 */
import { settled, SimClock } from "../../hal/sim/clock.ts";
import { SimNetwork, socketPair } from "../../hal/sim/network.ts";
import { OvmsClient, OvmsServer } from "../../testing/ovms_server/mod.ts";
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import { mqttLink } from "../../runtime/links/mqtt/mod.ts";
import type { Message } from "../../runtime/links/mqtt/mod.ts";
import { Gateway, PASSWORD, VEHICLE } from "../runtime/links/ovms/gateway.ts";
import { pass } from "./passing.ts";

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;
const MIDNIGHT = Date.UTC(2026, 2, 1);
/** Days of a month, and the bytes that it may cost. */
export const MONTH = 30, LIMIT = 5_000_000, MQTT_LIMIT = 10_000_000;
/** Bytes of an MQTT message beside topic and payload, handshake included, by its QoS. */
const AROUND = [4, 10, 18] as const;
/** What came of some days. */
export interface MonthResult {
  /** Bytes of the protocol, without those of TCP and IP. */
  readonly up: number;
  readonly down: number;
  readonly messagesUp: number;
  readonly messagesDown: number;
  /** Records that the server got, by type. */
  readonly records: ReadonlyMap<string, number>;
  readonly logins: number;
  /** The same over MQTT: bytes of values, and of records and notices. */
  readonly mqtt: { readonly values: number; readonly notices: number };
  /** Reports of the log that are no news. */
  readonly complaints: readonly string[];
}

/** Lives through some days. */
export async function live(days: number): Promise<MonthResult> {
  const month = new Month();
  await settled();
  for (let day = 0; day < days; day++) await month.day();
  return await month.end();
}

class Month {
  readonly #clock = new SimClock(MIDNIGHT);
  readonly #server = new OvmsServer({
    clock: this.#clock,
    vehicles: { [VEHICLE]: PASSWORD },
  });
  readonly #gateway = new Gateway({
    clock: this.#clock,
    network: new SimNetwork((socket) => this.#server.accept(socket)),
  });
  readonly #car = new SimTwizy({ soc: 90, seed: 1 });
  readonly #records = new Map<string, number>();
  readonly #mqtt = { values: 0, notices: 0 };
  readonly #broker = mqttLink({
    url: "mqtt://me@broker.example",
    connect: (_, events) => {
      queueMicrotask(() => events.up());
      return {
        publish: (message) => {
          this.#published(message);
          // As a broker does: the link listens to what is below client/.
          if (message.topic.includes("/client/")) {
            const payload = new TextEncoder().encode(message.payload);
            events.message({ ...message, payload, dup: false });
          }
          return Promise.resolve();
        },
        subscribe: () => Promise.resolve([]),
        close: () => Promise.resolve(),
        cut: () => {},
      };
    },
  }).start(this.#gateway.runtime);

  #published({ topic, payload, qos }: Message): void {
    const bytes = AROUND[qos] + topic.length + payload.length;
    this.#mqtt[qos === 0 ? "values" : "notices"] += bytes;
  }

  /** To work and back, ten minutes with the app, and the cable for the evening. */
  async day(): Promise<void> {
    const car = this.#car;
    await this.#pass(7 * HOUR);
    await this.#drive();
    await this.#pass(9 * HOUR);
    await this.#drive();
    car.plug();
    const [here, there] = socketPair();
    this.#server.accept(there);
    const login = { kind: "A", vehicle: VEHICLE, password: PASSWORD } as const;
    const app = await OvmsClient.login(here, login);
    await this.#pass(10 * MINUTE);
    app.close();
    await this.#pass(4 * HOUR - 10 * MINUTE);
    car.unplug();
    await this.#pass(3 * HOUR);
    this.#count();
  }

  async end(): Promise<MonthResult> {
    const { counters } = this.#gateway.server.link;
    const complaints = this.#gateway.log.filter((line) =>
      /^(warning|error)/.test(line)
    );
    await this.#broker.close();
    await this.#gateway.stop();
    this.#server.stop();
    return {
      up: counters.bytesOut,
      down: counters.bytesIn,
      messagesUp: counters.messagesOut,
      messagesDown: counters.messagesIn,
      records: this.#records,
      logins: counters.logins,
      mqtt: this.#mqtt,
      complaints,
    };
  }

  async #drive(): Promise<void> {
    this.#car.key(true);
    await this.#pass(5 * SECOND);
    this.#car.drive("highway");
    await this.#pass(HOUR / 2 - 10 * SECOND);
    this.#car.halt();
    await this.#pass(5 * SECOND);
    this.#car.key(false);
  }

  #pass(ms: number): Promise<void> {
    const { hal } = this.#gateway;
    return pass({ clock: this.#clock, hal, car: this.#car }, ms);
  }

  /** Counted every day, since the server forgets what it was given for a day. */
  #count(): void {
    const since = this.#clock.wall().ms - 24 * HOUR;
    for (const { type, at } of this.#server.find(VEHICLE)?.history ?? []) {
      // Single letters are the server's own copies of messages.
      if (at < since || type.length === 1) continue;
      this.#records.set(type, (this.#records.get(type) ?? 0) + 1);
    }
  }
}

if (import.meta.main) {
  const days = Number(Deno.args[0]?.split("=").at(-1) ?? MONTH);
  const result = await live(days);
  const { up, down, messagesUp, messagesDown, logins } = result;
  console.table(Object.fromEntries(result.records));
  const total = (up + down) / days * MONTH;
  console.log(
    `${days} days: ${up} bytes up in ${messagesUp} messages, ${down} bytes down in ${messagesDown}, ` +
      `${logins} logins; a month of ${MONTH} days: ${
        (total / 1e6).toFixed(2)
      } MB`,
  );
  const { values, notices } = result.mqtt;
  const overMqtt = (values + notices) / days * MONTH;
  const kB = (bytes: number) => Math.round(bytes / days / 1000);
  console.log(
    `MQTT: ${kB(values)} kB of values and ${
      kB(notices)
    } kB of records and notices a day; a month of ${MONTH} days: ${
      (overMqtt / 1e6).toFixed(2)
    } MB`,
  );
  for (const line of new Set(result.complaints)) console.log(line);
  Deno.exit(total < LIMIT && overMqtt < MQTT_LIMIT ? 0 : 1);
}
