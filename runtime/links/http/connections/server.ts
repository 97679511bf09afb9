/**
 * HTTP for connections that somebody else accepted: `Deno.serve` accepts them itself, as many as there
 * are, and ends at the first one for which the process has no descriptor. Loaded with the first
 * connection, as Node's server takes memory.
 */
import { Buffer } from "node:buffer";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { Duplex } from "node:stream";
import { GONE, type Guest } from "./guests.ts";

/** Answers a request. */
export type Answer = (request: Request, from: string) => Promise<Response>;

/** What is needed of a connection. */
export type Connection = Pick<
  Deno.TcpConn,
  "remoteAddr" | "read" | "write" | "closeWrite" | "setNoDelay"
>;

/** Serves one connection after the other. */
export interface HttpServer {
  take(connection: Connection, guest: Guest): void;
}

/** Headers of a request: browsers and proxies send some thirty, and thousands take their time to be read. */
const HEADERS = 100;
/** Bytes that are read at once. */
const PIECE = 16 * 1024;
/** Bytes that the server gets at once: it takes all requests in them for its own, also of whoever has left meanwhile. */
const SIP = 1024;

/** Makes the server. */
export function httpServer(answer: Answer): HttpServer {
  const guests = new WeakMap<object, Guest>();
  const server = createServer((request, response) => {
    const guest = guests.get(request.socket);
    response.on("close", () => guest?.answered());
    // Requests behind one another are all read before the first is answered: a flood would fill the memory
    if (guest?.asks() === false) return void request.socket.destroy();
    void respond(request, response, guest, answer);
  });
  // A server that does not listen ends a connection behind its first answer
  Object.defineProperty(server, "listening", { value: true });
  // Guests know their limits
  server.keepAliveTimeout = 0;
  server.timeout = 0;
  return {
    take(connection, guest) {
      const stream = new ConnectionStream(connection, guest);
      guests.set(stream, guest);
      server.emit("connection", stream);
    },
  };
}

/** A connection as Node's server takes it. */
class ConnectionStream extends Duplex {
  readonly remoteAddress: string;

  constructor(readonly connection: Connection, readonly guest: Guest) {
    super();
    this.remoteAddress = connection.remoteAddr.hostname;
    // Else the second part of an answer waits until the first was acknowledged
    connection.setNoDelay();
    // The peer is gone, which the end of the stream tells as well
    this.on("error", () => {});
  }

  override _read(): void {
    this.#hear().catch((error) => this.destroy(error));
  }

  async #hear(): Promise<void> {
    await this.guest.turn();
    const piece = Buffer.allocUnsafe(PIECE);
    const count = await this.connection.read(piece);
    if (count === null) return void this.push(null);
    this.guest.heard();
    for (let at = 0; at < count && !this.destroyed; at += SIP) {
      this.push(piece.subarray(at, Math.min(at + SIP, count)));
    }
  }

  override _write(
    bytes: Uint8Array,
    _: string,
    done: (error?: Error | null) => void,
  ): void {
    this.#write(bytes).then(() => done(), done);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      at += await this.connection.write(bytes.subarray(at));
    }
  }

  override _final(done: () => void): void {
    this.connection.closeWrite().then(() => done(), () => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    this.guest.close();
    done(error);
  }
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  guest: Guest | undefined,
  answer: Answer,
): Promise<void> {
  const left = new AbortController();
  guest?.enters("body");
  // An answer may be there before the end of what was asked
  incoming.on("end", () => left.signal.aborted || guest?.enters("answering"));
  outgoing.on("close", () => {
    left.abort();
    guest?.enters("rest");
  });
  if (incoming.rawHeaders.length > 2 * HEADERS) {
    outgoing.writeHead(431, { connection: "close" }).end();
    return;
  }
  const request = requestOf(incoming, left.signal);
  if (!request) {
    outgoing.writeHead(400, { connection: "close" }).end();
    return;
  }
  const from = incoming.socket.remoteAddress ?? "";
  // What a request does not want to be read is let go, so that its end comes
  if (request.body === null) incoming.resume();
  try {
    await send(await answer(request, from), outgoing, guest);
  } catch {
    outgoing.destroy();
  }
}

/**
 * What was asked; undefined for what no browser sends.
 * @param left tells that whoever asked is gone, or has the answer
 */
function requestOf(
  incoming: IncomingMessage,
  left: AbortSignal,
): Request | undefined {
  const { method = "GET", url = "", rawHeaders } = incoming;
  const { host = "" } = incoming.headers;
  if (!url.startsWith("/") || !/^[\w.:[\]-]+$/.test(host)) return undefined;
  try {
    const headers = new Headers();
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
    }
    const hasBody = method !== "GET" && method !== "HEAD";
    return new Request(`http://${host}${url}`, {
      method,
      headers,
      signal: left,
      ...(hasBody ? { body: bodyOf(incoming) } : {}),
    });
  } catch {
    return undefined;
  }
}

function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const pieces = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next().catch(gone);
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel() {
      incoming.resume();
    },
  });
}

function gone(cause: unknown): never {
  throw new DOMException(
    `The connection ended within the request: ${cause}`,
    GONE,
  );
}

async function send(
  response: Response,
  outgoing: ServerResponse,
  guest: Guest | undefined,
): Promise<void> {
  const { status, headers, body } = response;
  outgoing.writeHead(status, [...headers].flat());
  if (body === null) return void outgoing.end();
  const reader = body.getReader();
  const gone = () => void reader.cancel().catch(() => {});
  outgoing.on("close", gone);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || outgoing.destroyed) break;
      if (!outgoing.write(value)) await taken(outgoing, guest);
    }
  } finally {
    outgoing.off("close", gone);
  }
  outgoing.end();
}

/** Waits for what was written to be taken, or for the end of the connection. */
async function taken(
  outgoing: ServerResponse,
  guest: Guest | undefined,
): Promise<void> {
  guest?.enters("taking");
  const { promise, resolve } = Promise.withResolvers<void>();
  outgoing.once("drain", resolve);
  outgoing.once("close", resolve);
  await promise;
  outgoing.off("drain", resolve);
  outgoing.off("close", resolve);
  if (!outgoing.destroyed) guest?.enters("answering");
}
