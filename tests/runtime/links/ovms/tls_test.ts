import { equal, match } from "node:assert/strict";
import { socketOf } from "../../../../hal/net.ts";
import { SimClock } from "../../../../hal/sim/clock.ts";
import { OvmsServer } from "../../../../testing/ovms_server/mod.ts";
import { SETTINGS } from "./bench.ts";

const file = (name: string) => new URL(name, import.meta.url).pathname;
/** An authority of these tests, and what it signed for 127.0.0.1 (until 2126). */
const CA = file("tls/ca.pem"),
  CERT = file("tls/cert.pem"),
  KEY = file("tls/key.pem");

/** How a login over TLS ends for a program that is started with these flags. */
async function login(...flags: readonly string[]): Promise<string> {
  const server = new OvmsServer({
    clock: new SimClock(),
    vehicles: { [SETTINGS.vehicle]: SETTINGS.password },
  });
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: await Deno.readTextFile(CERT),
    key: await Deno.readTextFile(KEY),
  });
  const accepting = (async () => {
    for (;;) {
      const connection = await listener.accept().catch(() => undefined);
      if (!connection) return;
      server.accept(socketOf(connection));
    }
  })();
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-net=127.0.0.1",
      ...flags,
      file("tls_helper.ts"),
      String(listener.addr.port),
    ],
  }).output();
  listener.close();
  server.stop();
  await accepting;
  equal(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("TLS: a server whose certificate is trusted is logged in to", async () => {
  equal(await login(`--cert=${CA}`), "logged in");
});

Deno.test("TLS: a server whose certificate nobody vouches for gets no login", async () => {
  match(await login(), /no connection to the server.*UnknownIssuer/);
});
