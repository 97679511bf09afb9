/** The driver of a CAN interface: loaded where there is one of its kind. */
import type { CanOptions } from "../../hal/linux/linux_can.ts";
import type { CanDriver } from "../../hal/mod.ts";
import type { CanSettings } from "./can_settings.ts";

/** Makes a driver; nothing is opened yet. */
export type MakeCan = (options: CanOptions) => CanDriver;

/** An adapter behind a radio link may be out of reach for a moment, ms. */
const RADIO_ANSWER = 3000;

/** Loads what an interface needs. */
export async function loadCan(settings: CanSettings): Promise<MakeCan> {
  switch (settings.kind) {
    case "socketcan": {
      const { SocketCanDriver } = await import("../../hal/linux/socketcan.ts");
      return (options) => new SocketCanDriver(settings.network, options);
    }
    case "candump": {
      const { CandumpDriver } = await import("../../hal/linux/candump.ts");
      return (options) => new CandumpDriver(settings.network, options);
    }
    case "slcan": {
      const { SlcanDriver } = await import("../../hal/linux/slcan.ts");
      const { path, bitRate, baudRate } = settings;
      return (options) =>
        new SlcanDriver(path, { ...options, bitRate, baudRate });
    }
    case "tcp": {
      const { SlcanDriver } = await import("../../hal/linux/slcan.ts");
      const { tcpPort } = await import("../../hal/tcp_port.ts");
      const { systemNetwork } = await import("../../hal/net.ts");
      const { host, port, bitRate } = settings, at = `${host}:${port}`;
      return (options) =>
        new SlcanDriver(at, {
          ...options,
          bitRate,
          name: `tcp:${at}`,
          answerMs: RADIO_ANSWER,
          port: tcpPort(settings, systemNetwork, options.clock),
        });
    }
    case "socketcand": {
      const { SocketcandDriver } = await import(
        "../../hal/linux/socketcand.ts"
      );
      const { systemNetwork } = await import("../../hal/net.ts");
      return (options) =>
        new SocketcandDriver(settings, systemNetwork, options);
    }
  }
}
