import type { Network, Socket } from "./mod.ts";

/** The network of the machine. */
export const systemNetwork: Network = {
  async connect(hostname, port, tls) {
    return socketOf(
      tls
        ? await connectTls({ hostname, port })
        : await Deno.connect({ hostname, port }),
    );
  },
};

/** A certificate that is refused is a failed connection, not one that breaks when it is first used. */
async function connectTls(to: Deno.ConnectTlsOptions): Promise<Deno.Conn> {
  const connection = await Deno.connectTls(to);
  try {
    await connection.handshake();
  } catch (error) {
    socketOf(connection).close();
    throw error;
  }
  return connection;
}

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
