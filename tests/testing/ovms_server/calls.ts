import { SimClock } from "../../../hal/sim/clock.ts";
import { socketPair } from "../../../hal/sim/network.ts";
import { OvmsClient, OvmsServer } from "../../../testing/ovms_server/mod.ts";
import type { Socket } from "../../../hal/mod.ts";

/** Noon of the first day of 2026. */
export const START = Date.UTC(2026, 0, 1, 12);
const VEHICLE = "TWIZY42", PASSWORD = "NETPASS";

/** A server inside the program with one vehicle. */
export function world(
  timeouts = { car: 960, app: 1200 },
): { clock: SimClock; server: OvmsServer } {
  const clock = new SimClock(START);
  const vehicles = { [VEHICLE]: PASSWORD };
  return { clock, server: new OvmsServer({ clock, vehicles, timeouts }) };
}

/** A bare connection to it. */
export function call(server: OvmsServer): Socket {
  const [here, there] = socketPair();
  server.accept(there);
  return here;
}

/** Logs in. */
export function login(
  server: OvmsServer,
  kind: "A" | "B" | "C",
  other: { vehicle?: string; password?: string } = {},
): Promise<OvmsClient> {
  return OvmsClient.login(call(server), {
    kind,
    vehicle: VEHICLE,
    password: PASSWORD,
    ...other,
  });
}

/** Everything a socket says until its end. */
export async function said(socket: Socket): Promise<string> {
  let text = "";
  for await (const bytes of socket.readable) {
    text += new TextDecoder().decode(bytes);
  }
  return text;
}

/** Says something on a bare connection. */
export async function say(socket: Socket, text: string): Promise<void> {
  const writer = socket.writable.getWriter();
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
}
