/** Opens what a run of the program needs: store, log, HAL, recording, runtime. */
import type { CanBuses, Clock, Hal, Store } from "../hal/mod.ts";
import { openSeries } from "../hal/series/mod.ts";
import { type SimHal, simHal } from "../hal/sim/mod.ts";
import type { Log } from "../runtime/log.ts";
import { PARAM } from "../runtime/settings/params.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { NamedText } from "../runtime/contract/simulator.ts";
import { CarOnBus } from "./car/car_on_bus.ts";
import {
  applySettings,
  chooseVehicle,
  makeRuntime,
  openGatewayStore,
  openUserStore,
} from "./gateway.ts";
import { isBusy } from "./hardware/car_state.ts";
import type { DeviceContext } from "./hardware/context.ts";
import type { DeviceParts, Devices } from "./hardware/devices.ts";
import { openLog } from "./log/mod.ts";
import { LogRing } from "./log/ring.ts";
import { secretsOf } from "../runtime/settings/secrets.ts";
import type { RunMark } from "./isolation/safe_start.ts";
import type { Offer } from "./offer.ts";
import { RecordedCan } from "./recordings/recorded_can.ts";
import { CanWatch } from "./watch_can.ts";
import { type Action, STANDARD_INPUT } from "./action.ts";
import { MEMORY, type Settings } from "./settings.ts";
import { catchStrays } from "./log/stray.ts";
import { fileTrouble, reasonOf, UsageError } from "./usage_error.ts";

/** The action of running, in one of its ways. */
export type RunAction = Extract<Action, { readonly do: "run" }>;

/** What a run is made from. */
export interface RunOptions {
  readonly settings: Settings;
  readonly action: RunAction;
  /** Plugins and vehicle types to choose from. */
  readonly offer: Offer;
  /** Marks whether this run lasts. */
  readonly mark?: RunMark;
  /** Puts a recorder before the buses; left out where nothing is recorded. */
  readonly recorded?: Recorded | undefined;
  /** The store that is open already, where something had to be known from it first. */
  readonly store?: Store;
}

/** What makes buses whose frames are recorded. */
export type Recorded = (
  hal: Pick<Hal, "can" | "clock">,
  log: Log,
  closing: Closing,
) => CanBuses;

/** Takes what has to be closed at the end, the last first. */
export type Closing = Pick<AsyncDisposableStack, "defer">;

/** What is open while the program runs. */
export interface Parts<C extends Clock> {
  /** Not started yet. */
  readonly runtime: Runtime;
  /** The simulated HAL and its controls; on a gateway some or all of it is not used. */
  readonly sim: SimHal<C>;
  /** The HAL that the runtime has. */
  readonly hal: Hal;
  readonly log: Log;
  /** The newest of what was logged. */
  readonly ring: LogRing;
  /** Devices of a gateway. */
  readonly devices?: Devices | undefined;
}

/** Makes the devices that take the place of simulated ones. */
export type MakeDevices = (context: DeviceContext) => Devices;

/** Steps of the simulated car, in which its frames come in a bunch; finer where they are recorded, ms. */
const STEP = 100, RECORDED_STEP = 10;
/** Time between two pictures of the buses, ms. */
const WATCH = 500;

/**
 * Opens the store of a run.
 * @throws UsageError with one sentence when it cannot be opened
 */
export function openRunStore(
  { hardware, store: path, vehicle }: Settings,
  clock: Clock,
  offer: Offer,
  closing: Closing,
): Store {
  const store = hardware
    ? openGatewayStore(path, clock, vehicle, offer)
    : openUserStore(path, clock, offer);
  closing.defer(() => store.close());
  return store;
}

/**
 * Opens everything on a clock.
 * @param closing gets what has to be closed
 * @param write takes the lines of the log
 * @param makeDevices for a gateway; without it all is simulated
 * @throws UsageError with one sentence for what cannot be opened
 */
export function assemble<C extends Clock>(
  { settings, action, offer, recorded, store: opened }: RunOptions,
  clock: C,
  closing: Closing,
  write: (line: string) => void,
  makeDevices?: MakeDevices,
): Parts<C> {
  const store = opened ?? openRunStore(settings, clock, offer, closing);
  const ring = new LogRing();
  const log = openLog({
    ring,
    level: settings.logLevel,
    clock,
    write,
    secrets: () => secretsOf(store),
  });
  try {
    chooseVehicle(store, settings.vehicle, offer);
  } catch (error) {
    // A gateway whose disk takes nothing runs with the type that it had.
    if (!settings.hardware || store.problems.length === 0) throw error;
    log("error", reasonOf(error));
  }
  for (const problem of [...store.problems, ...offer.leftOut ?? []]) {
    log("warning", problem);
  }
  const sim = simHal(clock, store);
  const devices = makeDevices?.({
    clock,
    store,
    carIsOn: () => isBusy(runtime.host.metrics),
  });
  // Devices are closed when nobody uses them any more, and before the store.
  if (devices) closing.defer(() => devices.close());
  const series = openSeries(
    settings.store === MEMORY ? MEMORY : `${settings.store}.series`,
  );
  closing.defer(() => series.close());
  if (series.problem !== undefined) log("warning", series.problem);
  const real = halOf({ ...sim, series }, devices?.parts);
  const can = recorded?.(real, log, closing) ?? real.can;
  const seen = action.watchCan ? watched({ can, clock }, closing) : can;
  const hal = halOf({ ...sim, series }, devices?.parts, seen);
  const admitted = allowed(offer, settings, store, log);
  const runtime = makeRuntime(
    settings,
    hal,
    admitted,
    log,
    devices?.board,
  );
  closing.defer(catchStrays({
    log,
    fault(plugin, error) {
      const loaded = runtime.host.find(plugin);
      if (loaded) runtime.host.fault(loaded, "left behind", error);
    },
  }));
  applySettings(runtime, settings.set);
  runtime.params.watch((changed) => {
    if (changed.has(PARAM.operator)) devices?.operatorChanged();
  });
  if (offer.outside) {
    offer.outside.attach(runtime, clock);
    closing.defer(() => offer.outside?.settle());
  }
  closing.defer(() => runtime.stop());
  return { runtime, sim, hal, log, ring, devices };
}

/** The HAL with the devices of a gateway as they are at the time: the owner may choose others. */
function halOf(
  sim: Hal,
  parts: Partial<DeviceParts> = {},
  can = parts.can ?? sim.can,
): Hal {
  return {
    ...sim,
    can,
    get gsm() {
      return "gsm" in parts ? parts.gsm : sim.gsm;
    },
    get gps() {
      return "gps" in parts ? parts.gps : sim.gps;
    },
    supply: parts.supply ?? sim.supply,
  };
}

/**
 * Leaves out plugins from outside that the owner did not allow what they ask for.
 * @throws UsageError when something is granted to a name that nobody has; where plugins could not be
 * loaded, it may be the name of one of them, which does not keep the gateway from starting
 */
function allowed(
  offer: Offer,
  { grants }: Settings,
  store: Store,
  log: Log,
): Offer {
  const { outside } = offer;
  if (!outside) return offer;
  const ask = (question: string) =>
    Deno.stdin.isTerminal() && confirm(question);
  const { plugins, leftOut, unknown } = outside.admit(store, {
    ...grants,
    ask,
  });
  for (const sentence of leftOut) log("warning", sentence);
  for (const id of unknown) {
    const sentence =
      `--grant ${id}: there is no plugin from outside of that name`;
    if ((offer.leftOut ?? []).length === 0) throw new UsageError(sentence);
    log("warning", sentence);
  }
  return {
    ...offer,
    extra: offer.extra.filter((plugin) =>
      !outside.plugins.includes(plugin) || plugins.includes(plugin)
    ),
  };
}

/** Lines of the log on standard error. */
export function toStderr(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(line));
}

/** Shows what is on the buses: on a terminal all the time, else at the end. */
function watched(
  { can, clock }: { readonly can: CanBuses; readonly clock: Clock },
  closing: Closing,
): RecordedCan {
  const watch = new CanWatch(), screen = Deno.stdout.isTerminal();
  const show = () => {
    const clear = screen ? "\x1b[H\x1b[J" : "";
    console.log(`${clear}${watch.lines(screen).join("\n")}`);
  };
  const stop = screen ? clock.every(WATCH, show) : () => {};
  closing.defer(() => {
    stop();
    show();
  });
  return new RecordedCan(can, clock, watch);
}

/**
 * Opens a recording for reading.
 * @throws UsageError with one sentence when it cannot be read
 */
export async function openRecording(
  file: string,
): Promise<ReadableStream<Uint8Array>> {
  if (file === STANDARD_INPUT) return Deno.stdin.readable;
  try {
    const recording = await Deno.open(file);
    if (!(await recording.stat()).isDirectory) return recording.readable;
    recording.close();
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${fileTrouble(error)}`);
  }
  throw new UsageError(`${file} cannot be read: it is a folder`);
}

/** A file of the user's. */
function readText(file: string): NamedText {
  try {
    return { name: file, text: Deno.readTextFileSync(file) };
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${fileTrouble(error)}`);
  }
}

/**
 * Puts the vehicle that the store names on the simulated bus, and whichever takes its place later.
 * @throws UsageError with one sentence when it cannot be simulated
 */
export async function startCar(
  { runtime, sim, log }: Pick<Parts<Clock>, "runtime" | "sim" | "log">,
  { record, controller }: RunAction,
  closing: Closing,
): Promise<CarOnBus> {
  const car = new CarOnBus(sim, {
    step: record === undefined ? STEP : RECORDED_STEP,
    controller: controller === undefined ? undefined : readText(controller),
    log,
  });
  closing.defer(() => car.leave());
  await car.enter(runtime.vehicle);
  runtime.params.watch((changed) => {
    if (!changed.has(PARAM.vehicleType)) return;
    // None was chosen, which is no fault
    if (runtime.params.get(PARAM.vehicleType) === "") return car.leave();
    car.enter(runtime.vehicle).catch((error) =>
      log("warning", reasonOf(error))
    );
  });
  return car;
}
