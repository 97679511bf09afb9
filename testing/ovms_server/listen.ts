import { SystemClock } from "../../hal/clock.ts";
import { socketOf } from "../../hal/net.ts";
import { OvmsServer } from "./server.ts";

/** A server that can be called over TCP. */
export interface Listening {
  readonly port: number;
  /** Takes no more calls and ends those there are, as a killed server would; what is kept stays. */
  stop(): Promise<void>;
}

/** Lets a server be called over TCP, from this machine only. @param port 0 for any free one */
export function listen(server: OvmsServer, port: number): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const done = (async () => {
    for await (const connection of listener) {
      server.accept(socketOf(connection), connection.remoteAddr.hostname);
    }
  })();
  return {
    port: listener.addr.port,
    async stop() {
      listener.close();
      server.disconnect();
      await done;
    },
  };
}

/** A server for trying things out without internet. */
export interface DemoServer {
  readonly port: number;
  readonly server: OvmsServer;
  stop(): Promise<void>;
}

/**
 * Starts a server for one vehicle.
 * @param options port 0 takes any free one; `log` gets logins and messages without their contents
 */
export function startDemoServer(options: {
  readonly port: number;
  readonly vehicle: string;
  readonly password: string;
  readonly log: (text: string) => void;
}): DemoServer {
  const server = new OvmsServer({
    clock: new SystemClock(),
    vehicles: { [options.vehicle]: options.password },
    log: options.log,
  });
  const listening = listen(server, options.port);
  options.log(
    `listening on 127.0.0.1:${listening.port} for vehicle ${options.vehicle}`,
  );
  return {
    port: listening.port,
    server,
    async stop() {
      server.stop();
      await listening.stop();
    },
  };
}
