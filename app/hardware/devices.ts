/**
 * The devices of a gateway as the settings name them, each at a place of its own where another can take
 * over while the program runs. Of drivers only those are loaded that are named.
 */
import { GatedCan } from "../../hal/can_gate.ts";
import { readSystemFile } from "../../hal/linux/system_files.ts";
import type { Hal } from "../../hal/mod.ts";
import {
  type Candidate,
  GpsPlace,
  GsmPlace,
  SupplyPlace,
} from "../../hal/places.ts";
import { loadCan } from "./can_device.ts";
import type { DeviceContext, TellTime } from "./context.ts";
import { boardOf } from "./machine.ts";
import type { ModemDevice } from "./modem_device.ts";
import type { HardwareSettings } from "./settings.ts";
import type { Wish } from "./wishes.ts";

/** The parts of a HAL that are devices. */
export type DeviceParts = Pick<Hal, "can" | "gsm" | "gps" | "supply">;

/** The devices of a gateway. */
export interface Devices {
  /** Parts that replace the simulated ones, as they are at the time; an absent device replaces one too. */
  readonly parts: Partial<DeviceParts>;
  /** Model of the computer; empty if the system does not tell. */
  readonly board: string;
  /** The operator lock (parameter 13) changed. */
  operatorChanged(): void;
  /** Whether the device at a place works; false where there is none. */
  works(place: Wish["place"]): boolean;
  /** Opens a device beside the one at its place. */
  candidate(wish: Wish): Promise<Candidate>;
  /** Closes the device at a place. */
  clear(wish: Wish): Promise<void>;
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
  return (context) => new PlacedDevices(settings, drivers, context);
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

class PlacedDevices implements Devices {
  readonly board = boardOf(readSystemFile);
  readonly parts: Partial<DeviceParts>;
  readonly #context: DeviceContext & TellTime;
  readonly #gsm: GsmPlace;
  readonly #gps: GpsPlace;
  readonly #supply: SupplyPlace;
  readonly #can: GatedCan;
  #modem: ModemDevice | undefined;

  constructor(
    settings: HardwareSettings,
    drivers: Drivers,
    context: DeviceContext & TellTime,
  ) {
    this.#context = context;
    this.#modem = settings.modem &&
      drivers.modem?.makeModem(settings.modem, context);
    const gsm = this.#gsm = new GsmPlace(this.#modem?.gsm);
    const gps = this.#gps = new GpsPlace(
      settings.gps &&
        drivers.gps?.makeGps(settings.modem, settings.gps, gsm, context),
    );
    const supply = this.#supply = new SupplyPlace(
      settings.supply &&
        drivers.supply?.makeSupply(settings.supply, gsm, context),
    );
    const can = this.#can = new GatedCan(
      drivers.can.map(([bus, makeCan]) => [bus, makeCan(this.#canOptions)]),
    );
    this.parts = settings.simulate
      ? {
        ...settings.can.length > 0 && { can },
        ...settings.modem && { gsm },
        ...settings.gps && { gps },
        ...settings.supply && { supply },
      }
      : {
        can,
        get gsm() {
          return gsm.taken ? gsm : undefined;
        },
        get gps() {
          return gps.taken ? gps : undefined;
        },
        supply,
      };
  }

  get #canOptions() {
    const { clock, carIsOn } = this.#context;
    return {
      clock,
      busShouldLive: () =>
        carIsOn() || (this.#supply.volts() ?? 0) > CONVERTER_WORKS,
      silenceMs: BUS_SILENCE,
    };
  }

  operatorChanged(): void {
    this.#modem?.selectOperator();
  }

  works(place: Wish["place"]): boolean {
    switch (place) {
      case "modem":
        return this.#gsm.taken && this.#gsm.problem === undefined;
      case "gps":
        return this.#gps.taken && this.#gps.problem === undefined;
      case "supply":
        return this.#supply.volts() !== undefined;
      default: {
        const bus = busOf(place);
        return this.#can.buses.some(({ number, state }) =>
          number === bus && state === "up"
        );
      }
    }
  }

  async candidate(wish: Wish): Promise<Candidate> {
    const context = this.#context;
    switch (wish.kind) {
      case "can": {
        const makeCan = await loadCan(wish.settings);
        const driver = makeCan(this.#canOptions);
        return this.#can.candidate(wish.settings.bus, driver);
      }
      case "modem": {
        const { makeModem } = await import("./modem_device.ts");
        return this.#modemCandidate(makeModem(wish.settings, context));
      }
      case "gps": {
        const { makeGps } = await import("./gps_device.ts");
        const { settings, modem } = wish;
        return this.#gps.candidate(
          makeGps(modem, settings, this.#gsm, context),
        );
      }
      case "supply": {
        const { makeSupply } = await import("./supply_device.ts");
        return this.#supply.candidate(
          makeSupply(wish.settings, this.#gsm, context),
        );
      }
    }
  }

  #modemCandidate(modem: ModemDevice): Candidate {
    const candidate = this.#gsm.candidate(modem.gsm);
    return {
      ...candidate,
      put: async () => {
        this.#modem?.stopAsking();
        this.#modem = modem;
        await candidate.put();
      },
      drop: async () => {
        modem.stopAsking();
        await candidate.drop();
      },
    };
  }

  async clear({ kind, place }: Wish): Promise<void> {
    switch (kind) {
      case "can":
        return await this.#can.remove(busOf(place));
      case "modem":
        this.#modem?.stopAsking();
        this.#modem = undefined;
        return await this.#gsm.clear();
      case "gps":
        return await this.#gps.clear();
      case "supply":
        return await this.#supply.clear();
    }
  }

  async close(): Promise<void> {
    this.#supply.close();
    this.#modem?.stopAsking();
    await Promise.all([this.#can.close(), this.#gps.close()]);
    await this.#gsm.close();
  }
}

/** Number of the bus of a place such as `can2`. */
function busOf(place: string): number {
  return Number(/\d+$/.exec(place)?.[0] ?? 1);
}
