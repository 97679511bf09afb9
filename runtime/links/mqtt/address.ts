/** Where a broker is, and how it is spoken to. */
export interface BrokerAddress {
  readonly scheme: "mqtt" | "mqtts" | "ws" | "wss";
  readonly host: string;
  readonly port: number;
  /** Path of a WebSocket, `/mqtt` unless given; empty else. */
  readonly path: string;
  /** Login; empty where the address names none. */
  readonly user: string;
  /** Prefix of all topics; empty where the address names none. */
  readonly prefix: string;
}

const PORTS = { mqtt: 1883, mqtts: 8883, ws: 8083, wss: 8084 } as const;
const EXPECTED =
  "expected mqtt:// or mqtts:// (ws:// or wss:// by WebSocket), such as mqtts://user@broker.example:8883";

/**
 * Reads a broker's address: `mqtts://user@host:8883/prefix`.
 * @throws RangeError with a sentence that never repeats the text, which may hold a password
 */
export function parseBroker(text: string): BrokerAddress {
  const scheme = /^(mqtts?|wss?):\/\//.exec(text)?.[1];
  if (!isScheme(scheme)) {
    throw new RangeError(`the broker's address is none: ${EXPECTED}`);
  }
  // As http, whose parts the standard splits alike on every platform.
  const url = URL.parse(text.replace(/^\w+/, "http"));
  if (!url || url.hostname === "") {
    throw new RangeError(`the broker's address has no host: ${EXPECTED}`);
  }
  if (url.password !== "") {
    throw new RangeError(
      "the broker's address holds a password: set it as mqtt.password, where it stays secret",
    );
  }
  const path = decodeURIComponent(url.pathname).replace(/^\/|\/$/g, "");
  const isSocket = scheme === "ws" || scheme === "wss";
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || portOf(scheme, text),
    path: isSocket ? `/${path || "mqtt"}` : "",
    user: decodeURIComponent(url.username),
    prefix: isSocket ? "" : path,
  };
}

/** Hosts at home or in the car: what their names end with, and what their addresses begin with. */
const NEAR =
  /^(localhost|[^.:]+|.+\.(local|lan|home\.arpa|internal)|127\..*|10\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|::1|f[cd][0-9a-f]{2}:.*|fe80:.*)$/i;

/** Whether somebody on the way could write into the connection: without TLS, through networks of others. */
export function isForgeable(
  { scheme, host }: Pick<BrokerAddress, "scheme" | "host">,
): boolean {
  return (scheme === "mqtt" || scheme === "ws") && !NEAR.test(host);
}

/** Port 80 is the one that http leaves out. */
function portOf(scheme: keyof typeof PORTS, text: string): number {
  return /^\w+:\/\/[^/]*:80(\/|$)/.test(text) ? 80 : PORTS[scheme];
}

function isScheme(text: string | undefined): text is keyof typeof PORTS {
  return text !== undefined && text in PORTS;
}
