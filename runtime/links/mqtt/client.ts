/** The adapter to MQTT.js, in the build that reads no environment. */
import { readFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
// @ts-types="mqtt-types"
import mqtt from "mqtt";
import type { IClientOptions, IConnackPacket } from "mqtt-types";
import type { Broker, BrokerEvents, BrokerLogin } from "./broker.ts";
import { Lanes } from "./lanes.ts";
import { fitting, limitsOf } from "./limits.ts";
import { withoutLarge } from "./packet_filter.ts";
import { webSocketStream } from "./websocket.ts";

/** What a connection gets to be made, ms. */
const WITHIN = 30_000;
/** With MQTT 5 the broker keeps commands for so long after the connection ended, s. */
const SESSION = 60;
/** A larger message is none of ours, bytes: with MQTT 5 the broker keeps it back, else it is not read. */
const LARGEST = 65_536;
/** Reason codes of MQTT from which on a subscription is refused. */
const REFUSED = 128;

/** Connects with a broker. */
export function connectBroker(
  login: BrokerLogin,
  events: BrokerEvents,
): Broker {
  let over = false, isGone = false, error: unknown;
  let limits = limitsOf({}), lanes = new Lanes(limits.underWay);
  const underWay = new Set<() => void>();
  // The library keeps some of them to itself.
  const client = open(login, (cause) => error ??= cause);
  const end = () => {
    if (over) return;
    over = true;
    const why = { reason: reasonOf(error), ...codeOf(error) };
    client.end(true, () => {
      events.ended(why);
      giveUp();
    });
  };
  /** In a session that goes on the library would wait for answers for ever, although it never connects again. */
  const giveUp = () => {
    isGone = true;
    for (const fail of underWay) fail();
    underWay.clear();
  };
  /** What the broker has not answered when the connection ends is not answered any more. */
  const asked = <T>(
    ask: (done: (error: unknown, value: T) => void) => void,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new Error("the connection ended"));
      if (isGone) return fail();
      underWay.add(fail);
      if (over) return;
      ask((error, value) => {
        // The library tells the end of a connection as if the broker had refused.
        if (error && (over || client.stream.destroyed)) return;
        underWay.delete(fail);
        if (error) reject(error);
        else resolve(value);
      });
    });
  client.on("error", (cause) => {
    error = cause;
    // A refusal is not always followed by the end of the connection.
    end();
  });
  client.on("close", end);
  client.on("connect", (connack) => {
    if (over) return;
    if (isTooOld(connack)) {
      error = new Error("the broker kept the session for too long");
      return end();
    }
    limits = limitsOf(connack);
    lanes = new Lanes(limits.underWay);
    events.up();
  });
  client.on("message", (topic, payload, { retain, dup }) => {
    if (over) return;
    events.message({ topic, payload, retain, dup });
  });
  return {
    publish: async (message) => {
      const { topic, payload, qos, retain } = fitting(message, limits);
      const publish = () =>
        asked<void>((done) =>
          client.publish(
            topic,
            payload,
            { qos, retain },
            (error) => done(error, undefined),
          )
        );
      await (qos === 0 ? publish() : lanes.run(publish));
    },
    subscribe: (filters) =>
      asked((done) =>
        client.subscribe([...filters], { qos: 1 }, (error, _, packet) => {
          const granted = packet?.granted ?? [];
          const denied = filters.filter((_, at) =>
            Number(granted[at] ?? 0) >= REFUSED
          );
          done(denied.length > 0 ? undefined : error, denied);
        })
      ),
    close: async () => {
      over = true;
      await client.endAsync().catch(() => {});
      giveUp();
    },
    cut: () => {
      over = true;
      client.stream.destroy();
      giveUp();
    },
  };
}

function open(
  login: BrokerLogin,
  failed: (cause: unknown) => void,
): mqtt.MqttClient {
  const { address: { scheme, host, port, path } } = login;
  const options = optionsOf(login);
  // Read before anything else happens: a file that is not there is told as such.
  const files = scheme === "mqtt" || scheme === "ws" ? {} : filesOf(login);
  if (scheme === "ws" || scheme === "wss") {
    const name = host.includes(":") ? `[${host}]` : host;
    const url = `${scheme}://${name}:${port}${path}`;
    return new mqtt.MqttClient(
      () =>
        withoutLarge(webSocketStream(url, clientOf(files)), LARGEST)
          .on("error", failed),
      options,
    );
  }
  const stream = (): Duplex => {
    const socket = scheme === "mqtt" ? connectTcp(port, host) : connectTls({
      host,
      port,
      ...(isAddress(host) ? {} : { servername: host }),
      ...files,
    });
    // Answers are small, and somebody waits for them.
    return withoutLarge(socket.setNoDelay(true), LARGEST).on("error", failed);
  };
  return new mqtt.MqttClient(stream, options);
}

/** Whether a session may hold commands of long ago: the broker keeps it for longer than it was asked to. */
function isTooOld({ sessionPresent, properties }: IConnackPacket): boolean {
  return sessionPresent && (properties?.sessionExpiryInterval ?? 0) > SESSION;
}

/** What makes the connection safe, beside what the system has: texts (PEM). */
interface Files {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

function filesOf({ ca, cert, key }: BrokerLogin): Files {
  return {
    ...(ca === "" ? {} : { ca: read("mqtt.ca", ca) }),
    ...(cert === "" ? {} : { cert: read("mqtt.cert", cert) }),
    ...(key === "" ? {} : { key: read("mqtt.key", key) }),
  };
}

/** The same for a WebSocket; undefined where what the system has is enough. */
function clientOf({ ca, cert, key }: Files): Deno.HttpClient | undefined {
  if (ca === undefined && cert === undefined) return undefined;
  return Deno.createHttpClient({
    ...(ca === undefined ? {} : { caCerts: [ca] }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  });
}

function read(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    throw new Error(
      `the file of ${setting} cannot be read (${code}): expected a file (PEM) that the program may read`,
    );
  }
}

/** Whether a host is no name, of which certificates speak. */
function isAddress(host: string): boolean {
  return host.includes(":") || /^[\d.]+$/.test(host);
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
        // What was sent in a short pause still comes; what is older is late, and late ones are not executed.
        clean: !login.resumes,
        properties: {
          sessionExpiryInterval: SESSION,
          maximumPacketSize: LARGEST,
        },
      }
      // This version has no limit for a session's age.
      : { protocolVersion: 4, clean: true }),
    keepalive: login.keepAlive,
    connectTimeout: WITHIN,
    reconnectPeriod: 0,
    timerVariant: "native",
    // Its cache of all numbers as bytes costs 30 MB.
    writeCache: false,
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
