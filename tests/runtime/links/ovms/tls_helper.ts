/** Logs in over TLS at the port given and prints how that went. Certificates are the process's own affair. */
import { SystemClock } from "../../../../hal/clock.ts";
import { systemNetwork } from "../../../../hal/net.ts";
import { OvmsLink } from "../../../../runtime/links/ovms/mod.ts";
import { SETTINGS } from "./bench.ts";

const { promise, resolve } = Promise.withResolvers<string>();
const link = new OvmsLink({
  clock: new SystemClock(),
  network: systemNetwork,
  tls: true,
  settings: () => ({ ...SETTINGS, server: `127.0.0.1:${Deno.args[0]}` }),
  log: resolve,
});
link.open({
  up: () => resolve("logged in"),
  down: () => {},
  line: () => {},
  refused: () => resolve("refused"),
});
console.log(await promise);
await link.close();
