import type { Log } from "../../log.ts";

/** Where a request comes from. */
export interface RequestInfo {
  readonly remoteAddr?: { readonly hostname?: string };
}

/** A server that listens. */
export interface Listening {
  /** Where a browser finds it. */
  readonly url: string;
  readonly port: number;
  /** Ends it; requests that run are cut off. */
  close(): Promise<void>;
}

/**
 * Listens on an address.
 * @throws Error with a sentence when it cannot
 */
export function listen(
  hostname: string,
  port: number,
  handler: (request: Request, info: RequestInfo) => Promise<Response>,
  log: Log,
): Listening {
  const ending = new AbortController();
  const server = opened(hostname, port, () =>
    Deno.serve({
      hostname,
      port,
      signal: ending.signal,
      onListen: () => {},
      onError(error) {
        log("error", "web request failed", { error: String(error) });
        return new Response(null, { status: 500 });
      },
    }, (request, { remoteAddr }) =>
      handler(request, { remoteAddr: { hostname: remoteAddr.hostname } })));
  const shown = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${shown}:${server.addr.port}/`,
    port: server.addr.port,
    async close() {
      ending.abort();
      await server.finished;
    },
  };
}

function opened<T>(hostname: string, port: number, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const where = `The web console cannot listen at ${hostname}:${port}`;
    if (error instanceof Deno.errors.AddrInUse) {
      throw new Error(
        `${where}: another program does, perhaps this one a second time. Choose another port with --http, or --http off`,
        { cause: error },
      );
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new Error(
        `${where}: the program lacks the permission --allow-net=${hostname}:${port}`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${where}: ${reason}`);
  }
}
