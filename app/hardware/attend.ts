/** What a gateway has beside its devices: service manager, guard of the 12 V battery, DIAG console. */
import type { Clock, Hal, Stop } from "../../hal/mod.ts";
import { driversOf } from "../../runtime/metrics/drivers.ts";
import type { Log } from "../../runtime/log.ts";
import type { Closing, Parts } from "../assembly.ts";
import type { Stopping } from "../stopping.ts";
import type { ServiceEnvironment } from "./service.ts";
import type { HardwareSettings } from "./settings.ts";

/** What a gateway is attended with. */
export interface Attendance {
  readonly hardware: HardwareSettings;
  readonly parts: Omit<Parts<Clock>, "sim">;
  readonly clock: Clock;
  readonly environment: ServiceEnvironment;
  readonly stopping: Stopping;
}

/**
 * Begins, once the runtime is started.
 * @returns tells the program's exit code, at its end
 */
export async function attend(
  { hardware, parts, clock, environment, stopping }: Attendance,
  closing: Closing,
): Promise<() => number> {
  const { runtime, hal, log } = parts;
  closing.defer(logDrivers(hal, clock, log));
  let code = 0;
  if (hardware.shutdown) {
    const { LOW_SUPPLY, watchSupply } = await import("./low_supply.ts");
    const end = () => {
      code = LOW_SUPPLY;
      stopping.ask();
    };
    const { shutdown: settings } = hardware;
    closing.defer(watchSupply({ settings, runtime, hal, clock, log, end }));
  }
  if (hardware.diag) {
    const { diagLink } = await import("./diag_port.ts");
    const { openSerial } = await import("../../hal/linux/open_serial.ts");
    const { path, baudRate } = hardware.diag;
    const open = () => openSerial(path, { baudRate }, clock);
    const diag = diagLink(open).start(runtime);
    closing.defer(() => diag.close());
  }
  if (environment.socket) {
    const { reportToSystemd } = await import("./service.ts");
    const ending = reportToSystemd(environment, { runtime, clock, log });
    if (ending) closing.defer(ending);
  }
  return () => code;
}

/** A state that lasts is no news, and one that flickers not worth a line each time, ms. */
const LOOK_EVERY = 5000;

/** Logs each change of a driver's state. */
function logDrivers(hal: Hal, clock: Clock, log: Log): Stop {
  const known = new Map<string, string>();
  return clock.every(LOOK_EVERY, () => {
    for (const { part, name, state: is, notes } of driversOf(hal)) {
      const state = [is, ...notes].join(", ");
      if (known.get(part) === state) continue;
      known.set(part, state);
      log(state === "up" ? "info" : "warning", "driver", { name, state });
    }
  });
}
