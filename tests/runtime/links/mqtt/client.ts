/** A client of a broker, made of the link's own adapter. */
import { Buffer } from "node:buffer";
import { connect } from "node:net";
// @ts-types="mqtt-types"
import mqtt from "mqtt";
import {
  type Broker,
  type BrokerEvents,
  type BrokerLogin,
  connectBroker,
  type Ended,
  type Received,
} from "../../../../runtime/links/mqtt/mod.ts";
import { parseBroker } from "../../../../runtime/links/mqtt/address.ts";
import type { Mosquitto } from "./mosquitto.ts";

/** What becomes of its will, in tests. */
export const WILL = {
  topic: "will",
  payload: "no",
  qos: 1,
  retain: true,
} as const;

/** A login at a broker on this machine, with a client id of its own. */
export function loginAt(
  { port }: Pick<Mosquitto, "port">,
  more: Partial<BrokerLogin> = {},
): BrokerLogin {
  return {
    address: parseBroker(`mqtt://127.0.0.1:${port}`),
    user: "",
    password: "",
    clientId: `test-${Math.random()}`,
    keepAlive: 60,
    version: "3.1.1",
    resumes: true,
    ca: "",
    cert: "",
    key: "",
    will: WILL,
    ...more,
  };
}

/** A client with what came to it. */
export class Client {
  readonly messages: Received[] = [];
  readonly ended = Promise.withResolvers<Ended>();
  readonly up = Promise.withResolvers<void>();
  readonly broker: Broker;
  #seen = () => {};

  constructor(login: BrokerLogin) {
    const events: BrokerEvents = {
      up: () => this.up.resolve(),
      message: (message) => {
        this.messages.push(message);
        this.#seen();
      },
      ended: (why) => this.ended.resolve(why),
    };
    this.broker = connectBroker(login, events);
  }

  /** Sends a message; resolves when the broker has it. */
  send(topic: string, payload: string): Promise<void> {
    return this.broker.publish({ topic, payload, qos: 1, retain: false });
  }

  /** Resolves with the text of the first message on a topic. */
  async on(topic: string): Promise<string> {
    for (;;) {
      const found = this.messages.find((message) => message.topic === topic);
      if (found) return new TextDecoder().decode(found.payload);
      await new Promise<void>((resolve) => this.#seen = resolve);
    }
  }
}

/** Sends messages of any bytes from a client of its own; resolves when the broker has them. */
export async function sendBytes(
  { port }: Pick<Mosquitto, "port">,
  messages: readonly (readonly [topic: string, payload: Uint8Array])[],
): Promise<void> {
  const client = new mqtt.MqttClient(() => connect(port, "127.0.0.1"), {
    reconnectPeriod: 0,
    timerVariant: "native",
  });
  await new Promise<void>((resolve) => client.on("connect", () => resolve()));
  for (const [topic, payload] of messages) {
    await client.publishAsync(topic, Buffer.from(payload), { qos: 1 });
  }
  await client.endAsync();
}
