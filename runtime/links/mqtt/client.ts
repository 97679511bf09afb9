/** The adapter to MQTT.js, in the build that reads no environment. */
import { readFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
// @ts-types="mqtt-types"
import mqtt from "mqtt";
import type { IClientOptions } from "mqtt-types";
import type { Broker, BrokerEvents, BrokerLogin } from "./broker.ts";

/** What a connection gets to be made, ms. */
const WITHIN = 30_000;
/** A larger message is none of ours: with MQTT 5 the broker keeps it back, bytes. */
const LARGEST = 65_536;
/** Reason codes of MQTT from which on a subscription is refused. */
const REFUSED = 128;

/** Connects with a broker. */
export function connectBroker(
  login: BrokerLogin,
  events: BrokerEvents,
): Broker {
  const client = open(login);
  let over = false, error: unknown;
  const end = () => {
    if (over) return;
    over = true;
    const why = { reason: reasonOf(error), ...codeOf(error) };
    client.end(true, () => events.ended(why));
  };
  client.on("error", (cause) => {
    error = cause;
    // A refusal is not always followed by the end of the connection.
    end();
  });
  client.on("close", end);
  client.on("connect", () => over || events.up());
  client.on("message", (topic, payload, { retain, dup }) => {
    if (over) return;
    events.message({ topic, payload, retain, dup });
  });
  return {
    publish: ({ topic, payload, qos, retain }) =>
      new Promise((resolve, reject) =>
        client.publish(
          topic,
          payload,
          { qos, retain },
          (error) => error ? reject(error) : resolve(),
        )
      ),
    subscribe: (filters) =>
      new Promise((resolve, reject) =>
        client.subscribe([...filters], { qos: 1 }, (error, _, packet) => {
          const granted = packet?.granted ?? [];
          const denied = filters.filter((_, at) =>
            Number(granted[at] ?? 0) >= REFUSED
          );
          if (denied.length > 0 || !error) resolve(denied);
          else reject(error);
        })
      ),
    close: async () => {
      over = true;
      await client.endAsync().catch(() => {});
    },
  };
}

function open(login: BrokerLogin): mqtt.MqttClient {
  const { address: { scheme, host, port, path } } = login;
  const options = optionsOf(login);
  if (scheme === "ws" || scheme === "wss") {
    const name = host.includes(":") ? `[${host}]` : host;
    return mqtt.connect(`${scheme}://${name}:${port}${path}`, options);
  }
  const stream = (): Duplex =>
    scheme === "mqtt" ? connectTcp(port, host) : connectTls({
      host,
      port,
      servername: host,
      ...(login.ca === "" ? {} : { ca: readFileSync(login.ca) }),
    });
  return new mqtt.MqttClient(stream, options);
}

function optionsOf(login: BrokerLogin): IClientOptions {
  const { user, password, version } = login;
  return {
    clientId: login.clientId,
    ...(user === "" ? {} : { username: user }),
    ...(password === "" ? {} : { password }),
    ...(version === "5"
      ? {
        protocolVersion: 5,
        properties: { sessionExpiryInterval: 0, maximumPacketSize: LARGEST },
      }
      : { protocolVersion: 4 }),
    // A command that was sent while the car was away is late, and late ones are not executed.
    clean: true,
    keepalive: login.keepAlive,
    connectTimeout: WITHIN,
    reconnectPeriod: 0,
    timerVariant: "native",
    will: login.will,
  };
}

function codeOf(error: unknown): { readonly code?: number } {
  return typeof error === "object" && error !== null && "code" in error &&
      typeof error.code === "number"
    ? { code: error.code }
    : {};
}

function reasonOf(error: unknown): string {
  if (error === undefined) return "the broker ended the connection";
  return error instanceof Error ? error.message : String(error);
}
