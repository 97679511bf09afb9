/** The program with a prompt: on a gateway or the simulated car in real time, or on a recording. */
import { dirname, join } from "node:path";
import { SystemClock } from "../../hal/clock.ts";
import type { Clock } from "../../hal/mod.ts";
import { SimClock } from "../../hal/sim/mod.ts";
import {
  assemble,
  type Closing,
  type MakeDevices,
  openRecording,
  type RunOptions,
  startCar,
  toStderr,
} from "../assembly.ts";
import type { World } from "../car/controls.ts";
import type { ServiceEnvironment } from "../hardware/service.ts";
import type { TellTime } from "../hardware/devices.ts";
import type { HardwareSettings } from "../hardware/settings.ts";
import { Pace } from "../pace.ts";
import type { Log } from "../../runtime/log.ts";
import { busesOf } from "../../runtime/contract/vehicle.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { goOn, replay } from "../replay.ts";
import { reportLines } from "../replay_texts.ts";
import { MEMORY } from "../settings.ts";
import { onSignals, Stopping } from "../stopping.ts";
import { HistoryFile } from "./history_file.ts";
import { makePrompt } from "./prompt.ts";
import type { Terminal } from "./terminal.ts";

/** The number of the simulated car's owner, one of those that no network gives out. */
const OWN_NUMBER = "+4915228817386";

/** Runs the gateway, or the simulated car, until the user, the system or a low battery ends it; the exit code. */
export async function runCar(options: RunOptions): Promise<number> {
  const { hardware } = options.settings;
  const code = await runUntilEnd(options);
  if (hardware?.shutdown && code !== 0) {
    const { runShutdownCommand } = await import("../hardware/low_supply.ts");
    const trouble = await runShutdownCommand(hardware.shutdown.command);
    if (trouble !== undefined) console.error(trouble);
  }
  return code;
}

async function runUntilEnd(options: RunOptions): Promise<number> {
  await using closing = new AsyncDisposableStack();
  const { action, settings: { hardware } } = options;
  const stopping = new Stopping();
  closing.defer(onSignals(stopping));
  const screen = new Screen(), clock = await clockOf(hardware);
  const parts = assemble(
    options,
    clock,
    closing,
    screen.log,
    hardware && await deviceMaker(hardware, clock),
  );
  const { runtime, sim, log } = parts;
  const url = await web(options, runtime, log, closing);
  if (!hardware) registerOwner(runtime);
  runtime.start();
  // A controller command that runs ends safely before the devices are closed.
  closing.defer(() => runtime.settle());
  if (action.server !== "offline") {
    const { connectServer } = await import("../server.ts");
    await connectServer(runtime, action.server, closing, screen.tell);
  }
  const { connectMqtt } = await import("../mqtt.ts");
  connectMqtt(runtime, options.settings.mqtt, closing);
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
  // Without any input there was nobody to end it: the program runs as a service.
  const terminal = makePrompt(runtime, world, historyOf(options), (lines) => {
    if (screen.interactive || lines > 0) stopping.ask();
  });
  screen.open(terminal, closing);
  screen.welcome(url);
  if (!hardware) {
    await stopping.promise;
    return 0;
  }
  const { attend } = await import("../hardware/attend.ts");
  const environment = serviceEnvironment();
  const attendance = { hardware, parts, clock, environment, stopping };
  const exitCode = attend(attendance, closing);
  await stopping.promise;
  return exitCode();
}

/** Whoever sits at a simulated car is its owner, and gets its texts, until another phone registers. */
function registerOwner({ params }: Runtime): void {
  if (params.get(PARAM.phone) !== "") return;
  params.assume(new Map([[PARAM.phone, OWN_NUMBER]]));
}

/** Opens the web console; where it is, or undefined. */
async function web(
  { settings }: RunOptions,
  runtime: Runtime,
  log: Log,
  closing: AsyncDisposableStack,
): Promise<string | undefined> {
  if (settings.web === undefined) return undefined;
  const { openWeb } = await import("../web.ts");
  return openWeb(runtime, settings.web, log, closing);
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
  const { isSynchronised } = await import("../../hal/linux/mod.ts");
  return new SystemClock(isSynchronised);
}

async function deviceMaker(
  hardware: HardwareSettings,
  clock: SystemClock,
): Promise<MakeDevices> {
  const { makeDevices } = await import("../hardware/devices.ts");
  const tellTime: TellTime["tellTime"] = (source, ms) => clock.tell(source, ms);
  return (context) => makeDevices(hardware, { ...context, tellTime });
}

function serviceEnvironment(): ServiceEnvironment {
  return {
    socket: Deno.env.get("NOTIFY_SOCKET"),
    watchdog: Deno.env.get("WATCHDOG_USEC"),
  };
}

/** Runs a recording; afterwards time goes on until the input ends. The exit code. */
export async function runRecording(
  options: RunOptions,
  file: string,
): Promise<number> {
  const recording = await openRecording(file);
  await using closing = new AsyncDisposableStack();
  const stopping = new Stopping(), input = Promise.withResolvers<void>();
  closing.defer(onSignals(stopping));
  const screen = new Screen(), clock = new SimClock(0, false);
  const { runtime, sim, log } = assemble(options, clock, closing, screen.log);
  const url = await web(options, runtime, log, closing);
  sim.supply.value = undefined;
  runtime.start();
  const world: World = {
    hal: sim,
    car: undefined,
    wait: waiting(clock, screen),
  };
  const terminal = makePrompt(runtime, world, historyOf(options), () => {
    if (screen.interactive) stopping.ask();
    input.resolve();
  });
  screen.open(terminal, closing);
  screen.welcome(url);
  const report = await replay(recording, {
    bus: sim.bus,
    clock,
    pace: new Pace(options.action.speed, clock),
    stopping,
  }, {
    ...options.action.reading,
    vehicle: runtime.vehicle ? busesOf(runtime.vehicle) : [1],
  });
  screen.tell(reportLines(report, file));
  void input.promise.then(stopping.ask);
  await goOn(clock, stopping);
  return 0;
}

/** Beside the store; where that is nothing but memory, nothing is kept. */
function historyOf({ settings: { store } }: RunOptions): HistoryFile {
  return new HistoryFile(
    store === MEMORY ? undefined : join(dirname(store), "prompt-history"),
  );
}

/** In the prompt time passes by itself; a script's lines wait for it. */
function waiting(clock: Clock, screen: Screen): World["wait"] {
  return async (ms) => {
    if (screen.interactive) {
      return "Time passes by itself here; :wait is for --exec and for scripts";
    }
    await new Promise<void>((resolve) => void clock.after(ms, resolve));
    return "";
  };
}

/** Where lines of log and reports go: standard error, but not into the middle of what somebody types. */
class Screen {
  #terminal: Terminal | undefined;

  get interactive(): boolean {
    return this.#terminal?.interactive ?? false;
  }

  open(terminal: Terminal, closing: Closing): void {
    this.#terminal = terminal;
    terminal.open();
    closing.defer(() => {
      terminal.close();
      this.#terminal = undefined;
    });
  }

  readonly log = (line: string): void => {
    if (this.interactive && Deno.stderr.isTerminal()) {
      this.#terminal?.print(line.trimEnd());
    } else {
      toStderr(line);
    }
  };

  /** Tells somebody who sits there where the web console is. */
  welcome(url: string | undefined): void {
    if (url !== undefined && this.interactive) {
      this.#terminal?.print(`Web console: ${url}`);
    }
  }

  readonly tell = (lines: readonly string[]): void => {
    for (const line of lines) this.log(`${line}\n`);
  };
}
