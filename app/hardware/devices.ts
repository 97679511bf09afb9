/** Makes the devices of a gateway as the settings name them. Nothing is opened yet. */
import { GatedCan } from "../../hal/can_gate.ts";
import {
  GpsdGps,
  MmGps,
  ModemGps,
  NmeaGps,
  TimedGps,
} from "../../hal/gps/mod.ts";
import {
  CandumpDriver,
  type CanOptions,
  openSerial,
  readSystemFile,
  SlcanDriver,
  SocketcandDriver,
  SocketCanDriver,
} from "../../hal/linux/mod.ts";
import type {
  CanDriver,
  Clock,
  Gps,
  Gsm,
  Hal,
  Stop,
  Store,
  Supply,
  TimeSource,
} from "../../hal/mod.ts";
import {
  AtModem,
  MmModem,
  SimPin,
  systemMmcli,
  watchNetworkTime,
} from "../../hal/modem/mod.ts";
import { boardOf } from "./machine.ts";
import { systemNetwork } from "../../hal/net.ts";
import { tcpPort } from "../../hal/tcp_port.ts";
import {
  commandSupply,
  fileSupply,
  modemSupply,
} from "../../hal/supply/mod.ts";
import {
  reportsWanted,
  simPinOf,
} from "../../runtime/settings/core_settings.ts";
import { PARAM, Params } from "../../runtime/settings/params.ts";
import type { CanSettings } from "./can_settings.ts";
import type {
  GpsSettings,
  HardwareSettings,
  ModemSettings,
  SupplySettings,
} from "./settings.ts";

/** What devices are made with. */
export interface DeviceContext {
  readonly clock: Clock;
  readonly store: Store;
  /** Whether the car, by what it said last, is on or charging. */
  readonly carIsOn: () => boolean;
}

/** Where devices that know the time tell it, ms since 1970 UTC. */
export interface TellTime {
  readonly tellTime: (source: TimeSource, ms: number) => void;
}

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

/** A charged 12 V battery at rest has less: above, the car's converter works, V. */
const CONVERTER_WORKS = 13;
/** A bus that lives is never silent for so long, ms. */
const BUS_SILENCE = 5000;

/** An adapter behind a radio link may be out of reach for a moment, ms. */
const RADIO_ANSWER = 3000;

/** Makes the devices. */
export function makeDevices(
  settings: HardwareSettings,
  context: DeviceContext & TellTime,
): Devices {
  const { tellTime } = context;
  const gsm = settings.modem && makeModem(settings.modem, context);
  const receiver = settings.gps &&
    makeGps(settings, settings.gps, gsm, context);
  const gps = receiver && new TimedGps(receiver, (ms) => tellTime("gps", ms));
  const stopAsking = gsm instanceof AtModem &&
    watchNetworkTime(gsm, context.clock, (ms) => tellTime("network", ms));
  const supply = settings.supply && makeSupply(settings.supply, gsm, context);
  const busShouldLive = () =>
    context.carIsOn() || (supply?.volts() ?? 0) > CONVERTER_WORKS;
  const options = {
    clock: context.clock,
    busShouldLive,
    silenceMs: BUS_SILENCE,
  };
  const can = new GatedCan(
    settings.can.map((line) => [line.bus, makeCan(line, options)]),
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
    operatorChanged: () => gsm instanceof AtModem && gsm.selectOperator(),
    async close() {
      supply?.close();
      if (stopAsking) stopAsking();
      await Promise.all([can.close(), gps?.close()]);
      await gsm?.close();
    },
  };
}

function makeCan(settings: CanSettings, options: CanOptions): CanDriver {
  switch (settings.kind) {
    case "socketcan":
      return new SocketCanDriver(settings.network, options);
    case "candump":
      return new CandumpDriver(settings.network, options);
    case "slcan": {
      const { path, bitRate, baudRate } = settings;
      return new SlcanDriver(path, { ...options, bitRate, baudRate });
    }
    case "tcp": {
      const { host, port, bitRate } = settings, at = `${host}:${port}`;
      return new SlcanDriver(at, {
        ...options,
        bitRate,
        name: `tcp:${at}`,
        answerMs: RADIO_ANSWER,
        port: tcpPort(settings, systemNetwork, options.clock),
      });
    }
    case "socketcand":
      return new SocketcandDriver(settings, systemNetwork, options);
  }
}

function makeModem(
  settings: ModemSettings,
  { clock, store }: DeviceContext,
): Gsm {
  if (settings.kind === "mm") {
    return new MmModem({
      modem: settings.modem,
      clock,
      run: systemMmcli,
      reports: reportsWanted(store),
    });
  }
  const { path, baudRate, setup } = settings;
  return new AtModem({
    name: `modem:${path}`,
    clock,
    open: () => openSerial(path, { baudRate }, clock),
    delivery: "stored",
    operatorLock: () => new Params(store).get(PARAM.operator),
    pin: new SimPin(store, () => simPinOf(store)),
    setup,
    reports: reportsWanted(store),
  });
}

function makeGps(
  { modem }: HardwareSettings,
  settings: GpsSettings,
  gsm: Gsm | undefined,
  { clock, carIsOn }: DeviceContext,
): Gps | undefined {
  switch (settings.kind) {
    case "modem":
      if (modem?.kind === "mm") {
        return new MmGps(modem.modem, clock, systemMmcli, carIsOn);
      }
      return gsm && new ModemGps({
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

function makeSupply(
  settings: SupplySettings,
  gsm: Gsm | undefined,
  { clock }: DeviceContext,
): (Supply & { close: Stop }) | undefined {
  switch (settings.kind) {
    case "modem":
      return gsm && modemSupply({ gsm, clock, scaling: settings.scaling });
    case "file":
      return fileSupply({
        clock,
        path: settings.path,
        scaling: settings.scaling,
        read: (path) => Promise.try(() => readFile(path)),
      });
    case "command":
      return commandSupply({ clock, ...settings });
  }
}

/** For files of the kernel Deno's own way would ask for all permissions; for others it needs no C library. */
function readFile(path: string): string {
  return /^\/(dev|proc|sys)\//.test(path)
    ? readSystemFile(path)
    : Deno.readTextFileSync(path);
}
