/** Puts HAL, plugins and runtime together as the settings say. */
import type { Clock, Hal, Store } from "../hal/mod.ts";
import {
  openSteadyStore,
  openStore,
  readStore,
  StoreInUseError,
  type StoreOptions,
  StoreRefusedError,
  StoreUnwritableError,
} from "../hal/store/mod.ts";
import type { Log } from "../runtime/log.ts";
import { PARAM, Params } from "../runtime/settings/params.ts";
import { Runtime } from "../runtime/runtime.ts";
import { deviceSettings } from "./hardware/chosen.ts";
import { safeValueOf } from "./safe_value.ts";
import type { Settings } from "./settings.ts";
import {
  allPlugins,
  type Offer,
  ownOffer,
  refusing,
  vehicleOf,
} from "./offer.ts";
import { fileTrouble, reasonOf, UsageError } from "./usage_error.ts";

/** Who sets what the command line says, for the journal. */
const STARTED_BY = "console start";

/**
 * Opens the store.
 * @throws UsageError with one sentence when it is in use, of a newer program, or cannot be written
 */
export function openUserStore(
  path: string,
  clock: Clock,
  offer: Offer = ownOffer,
): Store {
  return opened(path, () => openStore(optionsOf(path, clock, offer)));
}

/**
 * Opens the store of a gateway, which nobody attends: also where its disk takes no writes.
 * @param vehicle type of a vehicle where no stored one can be read
 * @throws UsageError with one sentence when it is in use or of a newer program
 */
export function openGatewayStore(
  path: string,
  clock: Clock,
  vehicle: string | undefined,
  offer: Offer,
): Store {
  const { type } = vehicleOf(offer, vehicle);
  const params = { [PARAM.vehicleType]: type };
  return opened(
    path,
    () => openSteadyStore(optionsOf(path, clock, offer), { params }),
  );
}

/**
 * Opens the store for reading: as it is now, should another program have it or the disk take no writes.
 * @throws UsageError with one sentence when it cannot be read
 */
export function readUserStore(
  path: string,
  clock: Clock,
  offer: Offer = ownOffer,
): Store {
  return opened(path, () => {
    const options = optionsOf(path, clock, offer);
    try {
      return openStore(options);
    } catch (error) {
      if (error instanceof StoreRefusedError) throw error;
      const store = readStore(options);
      if (!store) throw error;
      return store;
    }
  });
}

function optionsOf(path: string, clock: Clock, offer: Offer): StoreOptions {
  return { path, clock, safe: safeValueOf(allPlugins(offer)) };
}

function opened(path: string, open: () => Store): Store {
  try {
    return open();
  } catch (error) {
    throw new UsageError(
      error instanceof StoreInUseError || error instanceof StoreRefusedError ||
        error instanceof StoreUnwritableError
        ? error.message
        : `The store ${path} cannot be opened: ${fileTrouble(error)}`,
    );
  }
}

/** Names the vehicle type in the store: the wanted one, or the program's own in a store that is new. */
export function chooseVehicle(
  store: Store,
  wanted: string | undefined,
  offer: Offer = ownOffer,
): void {
  const params = new Params(store);
  const isNew = store.entries("params").size === 0;
  if (wanted === undefined && !isNew) return;
  const { type } = vehicleOf(offer, wanted);
  refusing(() => params.set(new Map([[PARAM.vehicleType, type]]), STARTED_BY));
}

/**
 * Makes the runtime.
 * @throws UsageError when plugins collide; the sentence names both
 */
export function makeRuntime(
  settings: Settings,
  hal: Hal,
  offer: Offer,
  log: Log,
  board = "",
): Runtime {
  const { country, smsBudget, allowAt } = settings;
  return refusing(() =>
    new Runtime({
      hal,
      ...offer,
      log,
      country,
      allowAt,
      board,
      settings: { devices: deviceSettings },
      ...(smsBudget === undefined ? {} : { smsBudget }),
    })
  );
}

/**
 * Sets settings as `--set name=value` has them; nothing behind `=` means their default.
 * @throws UsageError with one sentence for what cannot be
 */
export function applySettings(
  { settings }: Runtime,
  wanted: readonly string[],
): void {
  for (const text of wanted) {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === "") {
      throw new UsageError(
        `--set cannot be "${text}": expected a name and a value such as sms.budget=10`,
      );
    }
    try {
      settings.set(name.trim(), value === "" ? undefined : value, STARTED_BY);
    } catch (error) {
      const isKnown = settings.list()
        .some((known) => known.name === name.trim());
      const why = reasonOf(error), end = why.endsWith("?") ? " " : "; ";
      throw new UsageError(
        `--set ${name}: ${why}${isKnown ? "" : `${end}--list names all`}`,
      );
    }
  }
}
