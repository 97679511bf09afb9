/** `--demo-server`: an OVMS server on this machine and an app, so that the whole chain can be seen. */
import { systemNetwork } from "../../hal/net.ts";
import {
  type DemoServer,
  OvmsClient,
  startDemoServer,
} from "../../testing/ovms_server/mod.ts";
import { newToken } from "../../runtime/links/ovms/crypt.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { UsageError } from "../usage_error.ts";

const HOST = "127.0.0.1";
/** The protocol's own port, or any free one where that is taken. */
const PORTS = [6867, 0];
const VEHICLE = "DEMO";
/** What only says how old the rest is. */
const AGE = "T";

/**
 * Starts the server and makes it the car's.
 * @param tell takes lines for people
 * @returns what ends it
 * @throws UsageError when the car has a server already: its settings must not be lost
 */
export function startDemo(
  { params }: Runtime,
  tell: (lines: readonly string[]) => void,
): () => Promise<void> {
  const known = params.get(PARAM.server);
  if (known !== "" && !known.startsWith(`${HOST}:`)) {
    throw new UsageError(
      `--demo-server would replace the server ${known} in the store: name another one with --store`,
    );
  }
  const vehicle = params.get(PARAM.vehicleId) || VEHICLE;
  const password = params.get(PARAM.serverPassword) ||
    newToken((count) => crypto.getRandomValues(new Uint8Array(count)));
  const demo = listen(vehicle, password, (text) => {
    // Records come by the minute; who wants to see them asks the server.
    if (!/sent [Hh]/.test(text)) tell([`demo server: ${text}`]);
  });
  // For this run only: what the store has of a server, or not, stays.
  params.assume(
    new Map([
      [PARAM.server, `${HOST}:${demo.port}`],
      [PARAM.vehicleId, vehicle],
      [PARAM.serverPassword, password],
    ]),
  );
  const app = watch(demo, { vehicle, password }, tell);
  return async () => {
    await demo.stop();
    await app;
  };
}

function listen(
  vehicle: string,
  password: string,
  log: (text: string) => void,
): DemoServer {
  for (const port of PORTS) {
    try {
      return startDemoServer({ port, vehicle, password, log });
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  throw new UsageError(`No port of ${HOST} is free for --demo-server`);
}

/** An app that looks on: shows what it gets until the server ends. */
async function watch(
  { port }: DemoServer,
  login: { readonly vehicle: string; readonly password: string },
  tell: (lines: readonly string[]) => void,
): Promise<void> {
  const socket = await systemNetwork.connect(HOST, port, false);
  const app = await OvmsClient.login(socket, { kind: "A", ...login });
  let over = false;
  app.ended.then(() => over = true);
  while (!over) {
    const text = await app.next(/^/).catch(() => AGE);
    if (!text.startsWith(AGE)) tell([`app: ${text.replaceAll("\r", "\n  ")}`]);
  }
}
