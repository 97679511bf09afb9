/** What the service manager is told: started, alive, ending. */
import { ServiceManager } from "../../hal/linux/service_manager.ts";
import type { Clock } from "../../hal/mod.ts";
import { driversOf } from "../../runtime/metrics/drivers.ts";
import type { Log } from "../../runtime/log.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf } from "../usage_error.ts";

/** What systemd sets in the environment. */
export interface ServiceEnvironment {
  /** `NOTIFY_SOCKET`: where messages go. */
  readonly socket: string | undefined;
  /** `WATCHDOG_USEC`: the service counts as dead after so many microseconds without a sign. */
  readonly watchdog: string | undefined;
}

/** Without a watchdog only the status is told, ms. */
const STATUS_EVERY = 30_000;

/**
 * Tells systemd that the program runs, and goes on telling as long as the vehicle's seconds go on: an
 * event loop that turns around a stuck runtime is not alive.
 * @returns tells that it ends, and stops; undefined where there is no systemd
 */
export function reportToSystemd(
  { socket, watchdog }: ServiceEnvironment,
  { runtime, clock, log }: {
    readonly runtime: Runtime;
    readonly clock: Clock;
    readonly log: Log;
  },
): (() => void) | undefined {
  if (!socket) return undefined;
  const manager = opened(socket, log);
  if (!manager) return undefined;
  const tell = (...lines: readonly string[]) => {
    try {
      manager.tell(...lines);
    } catch (error) {
      log("warning", "systemd was not told", { error: reasonOf(error) });
    }
  };
  let seconds = runtime.seconds;
  tell("READY=1", `STATUS=${statusOf(runtime)}`);
  const stop = clock.every(periodOf(watchdog), () => {
    if (runtime.seconds === seconds) return;
    seconds = runtime.seconds;
    tell("WATCHDOG=1", `STATUS=${statusOf(runtime)}`);
  });
  return () => {
    stop();
    tell("STOPPING=1");
    manager.close();
  };
}

function opened(socket: string, log: Log): ServiceManager | undefined {
  try {
    return new ServiceManager(socket);
  } catch (error) {
    log("warning", "systemd cannot be told", { error: reasonOf(error) });
    return undefined;
  }
}

/** Three signs in the time after which one must have come, ms. */
function periodOf(watchdog: string | undefined): number {
  const ms = Number(watchdog) / 1000;
  return ms > 0 ? Math.max(1000, ms / 3) : STATUS_EVERY;
}

function statusOf(runtime: Runtime): string {
  return driversOf(runtime.options.hal).map(({ part, state }) =>
    `${part.toUpperCase()} ${state}`
  ).join("; ");
}
