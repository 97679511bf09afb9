import type { ServerTransport } from "./transport.ts";

const NO_SERVER: ServerTransport = {
  connected: false,
  confirms: false,
  send: () => false,
};

/** Stands for whichever connection to a server is attached at the time. */
export class ServerPort implements ServerTransport {
  #present = NO_SERVER;

  /** Puts a connection in its place; returns what takes it away again. */
  attach(transport: ServerTransport): () => void {
    this.#present = transport;
    return () => {
      if (this.#present === transport) this.#present = NO_SERVER;
    };
  }

  get connected(): boolean {
    return this.#present.connected;
  }

  get confirms(): boolean {
    return this.#present.confirms;
  }

  get discards(): boolean {
    return this.#present.discards ?? false;
  }

  get guarded(): string | undefined {
    return this.#present.guarded;
  }

  ask(): void {
    this.#present.ask?.();
  }

  send(lines: readonly string[]): boolean {
    return this.#present.send(lines);
  }
}
