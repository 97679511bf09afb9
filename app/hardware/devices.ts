/** Makes the devices of a gateway as the settings name them. Of drivers only those are loaded; nothing is opened yet. */
import { GatedCan } from "../../hal/can_gate.ts";
import { readSystemFile } from "../../hal/linux/system_files.ts";
import type { Hal } from "../../hal/mod.ts";
import { loadCan } from "./can_device.ts";
import type { DeviceContext, TellTime } from "./context.ts";
import { boardOf } from "./machine.ts";
import type { HardwareSettings } from "./settings.ts";

/** The parts of a HAL that are devices. */
export type DeviceParts = Pick<Hal, "can" | "gsm" | "gps" | "supply">;

/** The devices of a gateway. */
export interface Devices {
  /** Parts that replace the simulated ones; an absent device replaces one too. */
  readonly parts: Partial<DeviceParts>;
  /** Model of the computer; empty if the system does not tell. */
  readonly board: string;
  /** The operator lock (parameter 13) changed. */
  operatorChanged(): void;
  close(): Promise<void>;
}

/** Makes the devices; nothing is opened yet. */
export type MakeDevices = (context: DeviceContext & TellTime) => Devices;

/** A charged 12 V battery at rest has less: above, the car's converter works, V. */
const CONVERTER_WORKS = 13;
/** A bus that lives is never silent for so long, ms. */
const BUS_SILENCE = 5000;

/** Loads the drivers of the devices that the settings name. */
export async function loadDevices(
  settings: HardwareSettings,
): Promise<MakeDevices> {
  const drivers = await loadDrivers(settings);
  return (context) => makeDevices(settings, drivers, context);
}

type Drivers = Awaited<ReturnType<typeof loadDrivers>>;

async function loadDrivers({ can, modem, gps, supply }: HardwareSettings) {
  return {
    can: await Promise.all(
      can.map(async (line) => [line.bus, await loadCan(line)] as const),
    ),
    modem: modem && await import("./modem_device.ts"),
    gps: gps && await import("./gps_device.ts"),
    supply: supply && await import("./supply_device.ts"),
  };
}

function makeDevices(
  settings: HardwareSettings,
  drivers: Drivers,
  context: DeviceContext & TellTime,
): Devices {
  const modem = settings.modem &&
    drivers.modem?.makeModem(settings.modem, context);
  const gsm = modem?.gsm;
  const gps = settings.gps &&
    drivers.gps?.makeGps(settings, settings.gps, gsm, context);
  const supply = settings.supply &&
    drivers.supply?.makeSupply(settings.supply, gsm, context);
  const busShouldLive = () =>
    context.carIsOn() || (supply?.volts() ?? 0) > CONVERTER_WORKS;
  const options = {
    clock: context.clock,
    busShouldLive,
    silenceMs: BUS_SILENCE,
  };
  const can = new GatedCan(
    drivers.can.map(([bus, makeCan]) => [bus, makeCan(options)]),
  );
  return {
    board: boardOf(readSystemFile),
    parts: settings.simulate
      ? {
        ...settings.can.length > 0 && { can },
        ...gsm && { gsm },
        ...gps && { gps },
        ...supply && { supply },
      }
      : {
        can,
        gsm,
        gps,
        supply: supply ?? { volts: () => undefined },
      },
    operatorChanged: () => modem?.selectOperator(),
    async close() {
      supply?.close();
      modem?.stopAsking();
      await Promise.all([can.close(), gps?.close()]);
      await gsm?.close();
    },
  };
}
