import type { IConnackPacket } from "mqtt-types";
import type { Message } from "./broker.ts";

/** What a broker takes, as one of MQTT 5 tells at login. */
export interface Limits {
  /** The highest QoS. */
  readonly qos: number;
  /** Whether it keeps values. */
  readonly retain: boolean;
  /** Bytes of a packet. */
  readonly bytes: number;
  /** Messages with a QoS above 0 that are not acknowledged yet. */
  readonly underWay: number;
}

/** A message's head, length, number and properties have fewer bytes than this. */
const AROUND = 16;

const encoder = new TextEncoder();

/** Of a broker's answer to the login. */
export function limitsOf(
  { properties = {} }: Pick<IConnackPacket, "properties">,
): Limits {
  return {
    qos: properties.maximumQoS ?? 2,
    retain: properties.retainAvailable ?? true,
    bytes: properties.maximumPacketSize ?? Infinity,
    underWay: properties.receiveMaximum ?? 65_535,
  };
}

/**
 * A message as such a broker takes it: it would end the connection because of any other one.
 * @throws Error when it is too large, or has to be acknowledged for certain and cannot be
 */
export function fitting(message: Message, limits: Limits): Message {
  const { topic, payload, qos, retain } = message;
  const bytes = AROUND + encoder.encode(topic).length +
    encoder.encode(payload).length;
  if (bytes > limits.bytes) {
    throw new Error(`too large: the broker takes ${limits.bytes} bytes`);
  }
  if (qos === 2 && limits.qos === 0) {
    throw new Error("the broker acknowledges nothing");
  }
  const most = limits.qos >= qos ? qos : limits.qos === 1 ? 1 : 0;
  return { topic, payload, qos: most, retain: retain && limits.retain };
}
