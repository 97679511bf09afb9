import type { Network, Socket } from "./mod.ts";
import { speaksTls } from "./tls_probe.ts";

/** The network of the machine. */
export const systemNetwork: Network = {
  async connect(hostname, port, tls, signal) {
    return tls
      ? await connectTls({ hostname, port }, signal)
      : socketOf(await Deno.connect({ hostname, port }));
  },
};

/** Servers that took a connection and have not said a word of TLS, as `host:port`. */
const silent = new Set<string>();

/**
 * A certificate that is refused is a failed connection, not one that breaks when it is first used.
 *
 * Deno keeps the socket of a handshake that is not answered, also when it is closed. So one is left
 * behind by such a server, and before the next one it has to show that it answers.
 */
async function connectTls(
  to: { readonly hostname: string; readonly port: number },
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const name = `${to.hostname}:${to.port}`;
  if (silent.has(name)) await speaksTls(to.hostname, to.port, signal);
  const connection = await Deno.connectTls(to), socket = socketOf(connection);
  signal?.addEventListener("abort", socket.close);
  if (signal?.aborted) socket.close();
  silent.add(name);
  try {
    await connection.handshake();
  } catch (error) {
    socket.close();
    throw error;
  } finally {
    signal?.removeEventListener("abort", socket.close);
    if (signal?.aborted !== true) silent.delete(name);
  }
  return socket;
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
