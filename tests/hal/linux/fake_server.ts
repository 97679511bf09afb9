import { freePort, listenAgain } from "../../ports.ts";

/** A server on the loopback interface with one client at a time, which can go away and come back. */
export class FakeServer {
  /** Port, the same after each return. */
  readonly port = freePort();
  #listener: Deno.TcpListener | undefined;
  #serving: Promise<void> = Promise.resolve();
  #client: Deno.TcpConn | undefined;

  /** @param serve speaks with a client until the end of its connection */
  constructor(private readonly serve: (client: Deno.TcpConn) => Promise<void>) {
    this.#listen();
  }

  plug(): Promise<void> {
    return listenAgain(() => this.#listen());
  }

  async unplug(): Promise<void> {
    this.#listener?.close();
    this.#listener = undefined;
    this.#drop();
    await this.#serving;
  }

  #drop(): void {
    try {
      this.#client?.close();
    } catch {
      // Whoever read it has noticed its end already.
    }
    this.#client = undefined;
  }

  #listen(): void {
    const { port } = this;
    const listener = Deno.listen({ hostname: "127.0.0.1", port });
    this.#listener = listener;
    this.#serving = this.#accept(listener);
  }

  async #accept(listener: Deno.TcpListener): Promise<void> {
    for await (const client of listener) {
      this.#client = client;
      await this.serve(client).catch(() => {});
      this.#drop();
    }
  }
}

/** Reads from a connection as from a device: 0 bytes at the end, also when it was torn. */
export async function readSome(
  client: Deno.TcpConn,
  buffer: Uint8Array<ArrayBuffer>,
): Promise<number> {
  try {
    return await client.read(buffer) ?? 0;
  } catch {
    return 0;
  }
}
