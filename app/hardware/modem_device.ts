/** The modem as the settings name it; loaded where there is one. */
import { openSerial } from "../../hal/linux/open_serial.ts";
import type { Gsm, Stop } from "../../hal/mod.ts";
import {
  AtModem,
  MmModem,
  SimPin,
  systemMmcli,
  watchNetworkTime,
} from "../../hal/modem/mod.ts";
import {
  reportsWanted,
  simPinOf,
} from "../../runtime/settings/core_settings.ts";
import { PARAM, Params } from "../../runtime/settings/params.ts";
import type { DeviceContext, TellTime } from "./context.ts";
import type { ModemSettings } from "./settings.ts";

/** A modem, and what belongs to it. */
export interface ModemDevice {
  readonly gsm: Gsm;
  /** The operator lock changed. */
  readonly selectOperator: () => void;
  /** Ends asking for the network's time. */
  readonly stopAsking: Stop;
}

/** Makes the modem; nothing is opened yet. */
export function makeModem(
  settings: ModemSettings,
  { clock, store, tellTime }: DeviceContext & TellTime,
): ModemDevice {
  if (settings.kind === "mm") {
    const gsm = new MmModem({
      modem: settings.modem,
      clock,
      run: systemMmcli,
      reports: reportsWanted(store),
    });
    return { gsm, selectOperator: () => {}, stopAsking: () => {} };
  }
  const { path, baudRate, setup } = settings;
  const gsm = new AtModem({
    name: `modem:${path}`,
    clock,
    open: () => openSerial(path, { baudRate }, clock),
    delivery: "stored",
    operatorLock: () => new Params(store).get(PARAM.operator),
    pin: new SimPin(store, () => simPinOf(store)),
    setup,
    reports: reportsWanted(store),
  });
  return {
    gsm,
    selectOperator: () => gsm.selectOperator(),
    stopAsking: watchNetworkTime(gsm, clock, (ms) => tellTime("network", ms)),
  };
}
