import { Buffer } from "node:buffer";
import { createServer, type Socket } from "node:net";

/** Kinds of packets that a client sends. */
const CONNECT = 1, PUBLISH = 3, PUBREL = 6, SUBSCRIBE = 8;
/** Where a login has the version of MQTT. */
const VERSION_AT = 6;

/** A broker that takes logins and subscriptions, and acknowledges messages only while it is told to. */
export class MuteBroker {
  /** Logins so far, each with whether it begins a new session. */
  readonly logins: { readonly clean: boolean }[] = [];
  /** Topics of messages with QoS 1 and 2. */
  readonly topics: string[] = [];
  /** The highest QoS, and the largest packet so far, and whether there was a value to keep. */
  readonly most = { qos: 0, bytes: 0, retain: 0 };
  /** Whether it knows the client from before; with MQTT 5, what it says of itself at login. */
  session = 0;
  properties: readonly number[] = [];
  /** Whether it acknowledges a message on this topic. */
  acknowledges: (topic: string) => boolean = () => false;
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #sockets = new Set<Socket>();

  /** Listens on a port of its own, which is told. */
  listen(): Promise<number> {
    return new Promise((resolve) =>
      this.#server.listen(0, "127.0.0.1", () => {
        const address = this.#server.address();
        resolve(typeof address === "object" ? address?.port ?? 0 : 0);
      })
    );
  }

  /** Sends bytes of any kind. */
  say(...bytes: readonly number[]): void {
    for (const socket of this.#sockets) socket.write(Uint8Array.from(bytes));
  }

  /** Ends all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    let come = Buffer.alloc(0), version = 4;
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("data", (bytes: Uint8Array) => {
      come = Buffer.concat([come, bytes]);
      for (let packet = cut(come); packet; packet = cut(come)) {
        come = come.subarray(packet.whole);
        if (packet.kind === CONNECT) version = packet.body[VERSION_AT] ?? 0;
        const answer = this.#answer(packet, version);
        if (answer) socket.write(Uint8Array.of(...answer));
      }
    });
  }

  #answer(packet: Packet, version: number): readonly number[] | undefined {
    const { kind, flags, body } = packet;
    const id = body.subarray(0, 2), properties = version === 5 ? [0] : [];
    const { most } = this;
    most.bytes = Math.max(most.bytes, packet.whole);
    if (kind === CONNECT) {
      this.logins.push({ clean: ((body[VERSION_AT + 1] ?? 0) & 2) !== 0 });
      const told = version === 5
        ? [this.properties.length, ...this.properties]
        : [];
      return head(0x20, [this.session, 0, ...told]);
    }
    if (kind === SUBSCRIBE) {
      return head(0x90, [...id, ...properties, 1, 1, 1, 1]);
    }
    if (kind === PUBREL) return head(0x70, [...id]);
    if (kind !== PUBLISH) return undefined;
    const qos = (flags >> 1) & 3;
    most.qos = Math.max(most.qos, qos);
    most.retain = Math.max(most.retain, flags & 1);
    if (qos === 0) return undefined;
    const end = 2 + body.readUInt16BE(), topic = body.toString("utf8", 2, end);
    this.topics.push(topic);
    return this.acknowledges(topic)
      ? head(qos === 1 ? 0x40 : 0x50, [...body.subarray(end, end + 2)])
      : undefined;
  }
}

/** One packet, and how many bytes it has with its head. */
interface Packet {
  readonly kind: number;
  readonly flags: number;
  readonly body: Buffer;
  readonly whole: number;
}

/** The first packet of what came; undefined where it is not complete. */
function cut(come: Buffer): Packet | undefined {
  let length = 0, at = 1;
  for (;; at++) {
    const digit = come[at];
    if (digit === undefined) return undefined;
    length += (digit & 127) * 128 ** (at - 1);
    if (digit < 128) break;
  }
  const first = come[0] ?? 0, begin = at + 1, whole = begin + length;
  return come.length < whole ? undefined : {
    kind: first >> 4,
    flags: first & 15,
    body: come.subarray(begin, whole),
    whole,
  };
}

function head(first: number, body: readonly number[]): readonly number[] {
  return [first, body.length, ...body];
}
