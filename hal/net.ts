import type { Network, Socket } from "./mod.ts";

/** The network of the machine. */
export const systemNetwork: Network = {
  async connect(hostname, port, tls) {
    const connection = tls
      ? await Deno.connectTls({ hostname, port })
      : await Deno.connect({ hostname, port });
    return socketOf(connection);
  },
};

/** A connection of Deno as a socket. */
export function socketOf(connection: Deno.Conn): Socket {
  return {
    readable: connection.readable,
    writable: connection.writable,
    close() {
      try {
        connection.close();
      } catch {
        // Deno closes a connection by itself when its stream ended or failed.
      }
    },
  };
}
