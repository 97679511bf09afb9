import type { BytePort, OpenPort } from "./byte_port.ts";
import type { Clock, Network, Socket } from "./mod.ts";
import { pause } from "./pause.ts";
import { messageOf } from "./supervisor.ts";

/** The other side of a TCP connection. */
export interface TcpAddress {
  /** Name or IP address. */
  readonly host: string;
  readonly port: number;
}

/** A machine that is switched off does not even refuse; the system would wait two minutes for it, ms. */
const CONNECT_MS = 10_000;

/** Connects over TCP, in the form that links take; gives up after ten seconds, or when the signal aborts. */
export function tcpPort(
  { host, port }: TcpAddress,
  network: Network,
  clock: Clock,
): OpenPort {
  return async (signal) => {
    const connecting = network.connect(host, port, false);
    const socket = await within(connecting, clock, signal).catch((error) => {
      throw new Error(`${host}:${port}: ${messageOf(error)}`);
    });
    if (socket) return portOf(socket);
    // Nobody waits for it any more.
    connecting.then((late) => late.close(), () => {});
    throw new Error(`${host}:${port} does not answer`);
  };
}

/** What a promise brings, or undefined when it takes too long. */
async function within<T>(
  promise: Promise<T>,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  const waiting = new AbortController(), stop = () => waiting.abort();
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    const late = pause(clock, CONNECT_MS, waiting.signal);
    return await Promise.race([promise, late.then(() => undefined)]);
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

function portOf({ readable, writable, ...socket }: Socket): BytePort {
  return { readable, writable, close: () => Promise.resolve(socket.close()) };
}
