/** What the link needs of an MQTT library; tests put a stand-in here. */
import type { BrokerAddress } from "./address.ts";

/** One message, out or in. */
export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** A message that came; its payload is whatever bytes somebody sent. */
export interface Received {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** It was kept by the broker, from before the subscription. */
  readonly retain: boolean;
  /** The broker may have delivered it before. */
  readonly dup: boolean;
}

/** Why a connection ended. */
export interface Ended {
  /** For people; without names, passwords and topics. */
  readonly reason: string;
  /** The broker's reason code, where it refused the connection. */
  readonly code?: number;
}

/** What happens on a connection; after `ended` nothing does. */
export interface BrokerEvents {
  up(): void;
  message(message: Received): void;
  ended(why: Ended): void;
}

/** How a connection is made. */
export interface BrokerLogin {
  readonly address: BrokerAddress;
  /** Empty: none is sent. */
  readonly user: string;
  readonly password: string;
  readonly clientId: string;
  /** Seconds. */
  readonly keepAlive: number;
  readonly version: "3.1.1" | "5";
  /** With MQTT 5: what the broker kept in a short pause is wanted; else it is to forget it. */
  readonly resumes: boolean;
  /** File with the certificates (PEM) that are trusted; empty: the system's. */
  readonly ca: string;
  /** Files with the client's certificate and its key (PEM); empty: none. */
  readonly cert: string;
  readonly key: string;
  readonly will: Message;
}

/** One connection, from `connect` to its end; it never comes back by itself. */
export interface Broker {
  /** Resolves when the broker has it: at once with QoS 0; rejects when it refuses, or the connection ends. */
  publish(message: Message): Promise<void>;
  /** Resolves with the filters that the broker refuses. */
  subscribe(filters: readonly string[]): Promise<readonly string[]>;
  /** Ends it after what was published has left, which the broker may never tell; `ended` is not called. */
  close(): Promise<void>;
  /** Ends it at once; `ended` is not called. */
  cut(): void;
}

/** Makes connections. */
export type ConnectBroker = (
  login: BrokerLogin,
  events: BrokerEvents,
) => Broker;
