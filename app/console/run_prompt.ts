/** The program with a prompt, on a gateway or the simulated car in real time. */
import type { Clock } from "../../hal/mod.ts";
import { SystemClock } from "../../hal/clock.ts";
import {
  assemble,
  type Closing,
  type MakeDevices,
  openRunStore,
  type Parts,
  type RunOptions,
  startCar,
} from "../assembly.ts";
import type { ServiceEnvironment } from "../hardware/service.ts";
import type { Chosen } from "../hardware/chosen.ts";
import type { DeviceKeeper } from "../hardware/keeper.ts";
import type { TellTime } from "../hardware/context.ts";
import { LASTS, type RunMark, SAFE_START } from "../isolation/safe_start.ts";
import type { HardwareSettings } from "../hardware/settings.ts";
import type { Log } from "../../runtime/log.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { hasData } from "../exec.ts";
import { UsageError } from "../usage_error.ts";
import { onSignals, Stopping } from "../stopping.ts";
import { promptLink } from "./prompt.ts";
import { Screen } from "./screen.ts";
import { historyOf, waiting, web } from "./session.ts";

/** Time between two looks for the first data, and after which none is to be expected, ms. */
const LOOK = 50, PATIENCE = 10_000;
/** The number of the simulated car's owner, one of those that no network gives out. */
const OWN_NUMBER = "+4915228817386";

/** Runs the gateway, or the simulated car, until the user, the system or a low battery ends it; the exit code. */
export async function runCar(options: RunOptions): Promise<number> {
  const { hardware } = options.settings;
  const code = await runUntilEnd(options);
  // The same whatever was chosen later: what is run is named at the start only.
  if (hardware?.shutdown) {
    const { LOW_SUPPLY, runShutdownCommand } = await import(
      "../hardware/low_supply.ts"
    );
    const trouble = code === LOW_SUPPLY
      ? await runShutdownCommand(hardware.shutdown.command)
      : undefined;
    if (trouble !== undefined) console.error(trouble);
  }
  return code;
}

async function runUntilEnd(given: RunOptions): Promise<number> {
  await using closing = new AsyncDisposableStack();
  const stopping = new Stopping();
  closing.defer(onSignals(stopping));
  const screen = new Screen();
  const clock = await clockOf(given.settings.hardware);
  const { options, chosen } = await withChosen(given, clock, closing);
  const { action, settings: { hardware } } = options;
  const parts = assemble(
    options,
    clock,
    closing,
    screen.log,
    hardware && await deviceMaker(hardware, clock),
  );
  const { runtime, sim, log } = parts;
  for (const sentence of chosen?.leftOut ?? []) log("warning", sentence);
  const around = {
    closing,
    devices: await kept(given, parts, chosen, closing),
    ...restartOf(stopping),
  };
  const url = await web(options, parts, around);
  if (!hardware) registerOwner(runtime);
  runtime.start();
  // A controller command that runs ends safely before the devices are closed.
  closing.defer(() => runtime.settle());
  if (action.server !== "offline") {
    const { connectServer } = await import("../server.ts");
    await connectServer(runtime, action.server, closing, screen.tell);
  }
  const { connectMqtt } = await import("../mqtt.ts");
  connectMqtt(
    runtime,
    await broker(options, runtime, closing, screen),
    closing,
  );
  const car = isSimulated(options)
    ? await startCar(parts, action, closing)
    : undefined;
  const world = car && {
    hal: sim,
    get car() {
      return car.vehicle;
    },
    wait: waiting(clock, screen),
  };
  if (options.mark) attendMark(options.mark, options, runtime, closing);
  await watchOutside(options, log, closing);
  // Without any input there was nobody to end it: the program runs as a service.
  let code = 0;
  const ended = (lines: number, fine: boolean) => {
    if (!screen.interactive && !fine) code = 1;
    if (screen.interactive || lines > 0) stopping.ask();
  };
  const history = historyOf(options);
  const prompt = await promptLink({
    world,
    history,
    ended,
    ...car && { ready: () => firstData(parts) },
  });
  screen.open(prompt.start(runtime), closing);
  screen.welcome(url);
  if (!hardware) {
    await stopping.promise;
    return code;
  }
  const { attend } = await import("../hardware/attend.ts");
  const environment = serviceEnvironment();
  const attendance = { hardware, parts, clock, environment, stopping };
  const exitCode = await attend(attendance, closing);
  await stopping.promise;
  return exitCode() || code;
}

/**
 * A gateway's devices are those that flags and environment name, and those that its owner chose.
 * @throws UsageError when it has none, and nobody could choose them
 */
async function withChosen(
  options: RunOptions,
  clock: Clock,
  closing: Closing,
): Promise<{ readonly options: RunOptions; readonly chosen?: Chosen }> {
  const { settings, offer } = options;
  if (!settings.hardware) return { options };
  const { chosenDevices } = await import("../hardware/chosen.ts");
  const { hasDevice } = await import("../hardware/settings.ts");
  const store = openRunStore(settings, clock, offer, closing);
  const chosen = chosenDevices(settings.hardware.flags, store);
  const { hardware } = chosen;
  if (!settings.web && !hasDevice(hardware.flags)) {
    throw new UsageError(
      "--gateway without a device: name one, such as --can, --modem or their variables OVMS_EDGE_CAN, OVMS_EDGE_MODEM, or leave out --http off and choose them in the web console",
    );
  }
  return {
    options: { ...options, settings: { ...settings, hardware }, store },
    chosen,
  };
}

/** Devices that are chosen while the gateway runs take the places of those that it has. */
async function kept(
  { settings: { hardware } }: RunOptions,
  { runtime, log, devices }: Parts<Clock>,
  chosen: Chosen | undefined,
  closing: Closing,
): Promise<DeviceKeeper | undefined> {
  if (!hardware || !chosen || !devices) return undefined;
  const { DeviceKeeper } = await import("../hardware/keeper.ts");
  const { hal: { clock, store } } = runtime.options;
  const keeper = new DeviceKeeper({
    given: hardware.flags,
    chosen,
    devices,
    store,
    clock,
    log,
    runtime,
  });
  closing.defer(() => keeper.close());
  return keeper;
}

/** A program that the system starts again may end for that. */
function restartOf(
  stopping: Stopping,
): { readonly restart?: () => void } {
  return serviceEnvironment().socket === undefined
    ? {}
    : { restart: () => stopping.ask() };
}

/** Tells of a safe start; a run that lasts is not to blame for what comes later. */
function attendMark(
  mark: RunMark,
  { settings, offer }: RunOptions,
  runtime: Runtime,
  closing: Closing,
): void {
  const { hal: { clock }, log } = runtime.options;
  closing.defer(clock.after(LASTS, () => mark.lasted()));
  if (!offer.safe || settings.safe) return;
  log("warning", SAFE_START);
  runtime.notify(
    "core.safe",
    {
      priority: "alarm",
      summary: "The program started without plugins from outside",
      always: true,
    },
    SAFE_START,
  );
}

/** Plugins that are being written are loaded anew by themselves. */
async function watchOutside(
  { settings, offer: { outside } }: RunOptions,
  log: Log,
  closing: Closing,
): Promise<void> {
  if (!settings.watch || !outside) return;
  const { watchPlugins } = await import("../isolation/watch.ts");
  closing.defer(watchPlugins(outside, log));
}

/** Address of the broker that flags name; one of the program's own where that is wanted. */
async function broker(
  { settings: { mqtt } }: RunOptions,
  runtime: Runtime,
  closing: AsyncDisposableStack,
  { tell }: Screen,
): Promise<string | undefined> {
  if (mqtt !== "demo") return mqtt;
  const { startDemoBroker } = await import("../demo/mqtt.ts");
  return await startDemoBroker(runtime, closing, tell);
}

/** Resolves when the simulated car has told all that its first answer needs, or tells nothing. */
function firstData(
  { runtime, log }: Pick<Parts<Clock>, "runtime" | "log">,
): Promise<void> {
  const { clock } = runtime.options.hal;
  const { promise, resolve } = Promise.withResolvers<void>();
  const since = clock.monotonic();
  const stop = clock.every(LOOK, () => {
    const late = clock.monotonic() - since >= PATIENCE;
    if (!late && !hasData(runtime)) return;
    if (late) log("info", "the simulated car tells nothing");
    stop();
    resolve();
  });
  return promise;
}

/** Whoever sits at a simulated car is its owner, and gets its texts, until another phone registers. */
function registerOwner({ owner, params }: Runtime): void {
  if (owner.phone !== undefined) return;
  params.assume(new Map([[PARAM.phone, OWN_NUMBER]]));
}

/** The car is simulated where its bus is. */
function isSimulated({ settings: { hardware } }: RunOptions): boolean {
  return !hardware || hardware.simulate && hardware.can.length === 0;
}

/** The history of a simulated car may have any time; a real one's only a time that is known. */
async function clockOf(
  hardware: HardwareSettings | undefined,
): Promise<SystemClock> {
  if (!hardware) return new SystemClock();
  const { bootClock, isSynchronised } = await import(
    "../../hal/linux/kernel_time.ts"
  );
  return new SystemClock(isSynchronised, bootClock());
}

async function deviceMaker(
  hardware: HardwareSettings,
  clock: SystemClock,
): Promise<MakeDevices> {
  const { loadDevices } = await import("../hardware/devices.ts");
  const make = await loadDevices(hardware);
  const tellTime: TellTime["tellTime"] = (source, ms) => clock.tell(source, ms);
  return (context) => make({ ...context, tellTime });
}

function serviceEnvironment(): ServiceEnvironment {
  return {
    socket: Deno.env.get("NOTIFY_SOCKET"),
    watchdog: Deno.env.get("WATCHDOG_USEC"),
  };
}
