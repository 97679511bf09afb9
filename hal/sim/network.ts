import type { Network, Socket } from "../mod.ts";

/** Takes a connection: `socket` is the server's end of it. */
export type Accept = (socket: Socket) => void;

/** A network inside the program, with one server that answers at every address. */
export class SimNetwork implements Network {
  /** Attempts so far, as `host:port`, with `tls ` before it if that was asked for. */
  readonly attempts: string[] = [];
  /** The server, or undefined while nobody listens. */
  accept: Accept | undefined;
  /** Attempts by TLS are refused, as by a server that has none. */
  noTls = false;
  /** Attempts get no answer at all, as behind a firewall. */
  blackHole = false;

  /** @param accept the server */
  constructor(accept?: Accept) {
    this.accept = accept;
  }

  connect(host: string, port: number, tls: boolean): Promise<Socket> {
    this.attempts.push(`${tls ? "tls " : ""}${host}:${port}`);
    if (this.blackHole) return new Promise(() => {});
    if (!this.accept || (tls && this.noTls)) {
      return Promise.reject(new Error("Connection refused"));
    }
    const [here, there] = socketPair();
    this.accept(there);
    return Promise.resolve(here);
  }
}

/** Both ends of a connection inside the program; closing one ends both directions. */
export function socketPair(): [Socket, Socket] {
  const forth = new OneWay(), back = new OneWay();
  const close = () => {
    forth.end();
    back.end();
  };
  return [
    { readable: back.readable, writable: forth.writable, close },
    { readable: forth.readable, writable: back.writable, close },
  ];
}

/** Bytes written on one end can be read on the other; a write is done when they have been queued. */
class OneWay {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  #queue: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor() {
    this.readable = new ReadableStream<Uint8Array>({
      start: (queue) => {
        this.#queue = queue;
      },
      cancel: () => {
        this.#queue = undefined;
      },
    });
    this.writable = new WritableStream<Uint8Array>({
      write: (bytes) => {
        if (!this.#queue) throw new Error("the connection is closed");
        if (bytes.length > 0) this.#queue.enqueue(bytes);
      },
    });
  }

  end(): void {
    this.#queue?.close();
    this.#queue = undefined;
  }
}
