/** The GPS receiver as the settings name it; loaded where there is one. */
import {
  GpsdGps,
  MmGps,
  ModemGps,
  NmeaGps,
  TimedGps,
} from "../../hal/gps/mod.ts";
import { openSerial } from "../../hal/linux/open_serial.ts";
import type { Gps, Gsm } from "../../hal/mod.ts";
import { systemMmcli } from "../../hal/modem/mmcli.ts";
import { systemNetwork } from "../../hal/net.ts";
import type { DeviceContext, TellTime } from "./context.ts";
import type { GpsSettings, HardwareSettings } from "./settings.ts";

/**
 * Makes the receiver, which tells its time too.
 * @param gsm the modem of a receiver that is inside one on a port
 */
export function makeGps(
  modem: HardwareSettings["modem"],
  settings: GpsSettings,
  gsm: Gsm,
  context: DeviceContext & TellTime,
): Gps {
  const receiver = receiverOf(modem, settings, gsm, context);
  return new TimedGps(receiver, (ms) => context.tellTime("gps", ms));
}

function receiverOf(
  modem: HardwareSettings["modem"],
  settings: GpsSettings,
  gsm: Gsm,
  { clock, carIsOn }: DeviceContext,
): Gps {
  switch (settings.kind) {
    case "modem":
      if (modem?.kind === "mm") {
        return new MmGps(modem.modem, clock, systemMmcli, carIsOn);
      }
      return new ModemGps({
        gsm,
        clock,
        isCarOn: carIsOn,
        receiver: settings.receiver,
      });
    case "gpsd":
      return new GpsdGps(settings, systemNetwork, clock);
    case "nmea": {
      const { path, baudRate } = settings;
      return new NmeaGps(
        `nmea:${path}`,
        () => openSerial(path, { baudRate }, clock),
        clock,
      );
    }
  }
}
