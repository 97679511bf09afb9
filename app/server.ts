import type { Clock } from "../hal/mod.ts";
import { systemNetwork } from "../hal/net.ts";
import { OvmsLink, type ServerSettings } from "../runtime/links/ovms/mod.ts";
import type { Log } from "../runtime/log.ts";
import { PARAM } from "../runtime/params.ts";
import type { Runtime } from "../runtime/runtime.ts";

/** Connects the runtime with the OVMS server of its parameters, as soon as and as long as they name one. */
export function connectServer(
  runtime: Runtime,
  clock: Clock,
  log: Log,
): OvmsLink {
  const { session } = runtime;
  const link = new OvmsLink({
    clock,
    network: systemNetwork,
    settings: () => serverSettings(runtime),
    // A server that nobody has named is no trouble.
    log: (text) => log(serverSettings(runtime) ? "warning" : "info", text),
  });
  runtime.attachServer({
    get connected() {
      return link.connected;
    },
    confirms: false,
    send: (lines) => link.send(lines),
  });
  runtime.onReconnect(() => link.restart("the settings changed"));
  link.open({
    up: () => session.loggedIn(),
    down: () => session.down(),
    line: (plain) => session.line(plain),
    refused: () => log("error", "the server refuses the login"),
  });
  return link;
}

/** The settings, or undefined while one that is needed is empty. */
function serverSettings({ params }: Runtime): ServerSettings | undefined {
  const settings = {
    server: params.get(PARAM.server),
    vehicle: params.get(PARAM.vehicleId),
    password: params.get(PARAM.serverPassword),
    modulePassword: params.get(PARAM.password),
    paranoid: params.get(PARAM.paranoid).startsWith("P"),
  };
  const { server, vehicle, password } = settings;
  return server === "" || vehicle === "" || password === ""
    ? undefined
    : settings;
}
