/** Ends the program when the 12 V battery runs low, after the owner was told. */
import type { Clock, Hal, Stop } from "../../hal/mod.ts";
import type { Log } from "../../runtime/log.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf } from "../usage_error.ts";
import { isBusy } from "./car_state.ts";
import type { ShutdownSettings } from "./settings.ts";
import { SupplyGuard } from "./supply_guard.ts";

/** Exit code of a program that ended to spare the battery: the service manager must not start it again. */
export const LOW_SUPPLY = 3;

const NOTICE = "core.shutdown";
const DECL = {
  priority: "alarm",
  summary: "12 V battery too low: the gateway ends",
  always: true,
} as const;
const KIND = `${DECL.priority}:${NOTICE}`;
/** Seconds that the message to the owner gets at least and at most. */
const AT_LEAST = 2, AT_MOST = 120;

/** What is watched, and what is done. */
export interface LowSupplyOptions {
  readonly settings: ShutdownSettings;
  readonly runtime: Runtime;
  readonly hal: Pick<Hal, "supply" | "store">;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the program. */
  readonly end: () => void;
}

/** Begins to watch; returns what ends it. */
export function watchSupply(options: LowSupplyOptions): Stop {
  const { settings, runtime, hal, clock, log, end } = options;
  const guard = new SupplyGuard(settings);
  /** Seconds since the owner was told; undefined before. */
  let told: number | undefined;
  return clock.every(1000, () => {
    if (told === undefined) {
      const volts = hal.supply.volts();
      const busy = isBusy(runtime.host.metrics, true);
      if (!guard.second({ volts, busy })) return;
      told = 0;
      log("warning", "12 V battery too low: ending", { volts });
      runtime.notify(NOTICE, DECL, shutdownText(volts));
      return;
    }
    told++;
    if (told === AT_MOST || told >= AT_LEAST && !isWaiting(hal)) end();
  });
}

function isWaiting({ store }: LowSupplyOptions["hal"]): boolean {
  return store.waiting().some(({ kind }) => kind === KIND);
}

function shutdownText(volts: number | undefined): string {
  return `12V BATTERY ${
    volts?.toFixed(1) ?? "?"
  }V: THE GATEWAY SWITCHES ITSELF OFF. Charge or drive soon; no more messages until it is on again`;
}

/** Runs the command that follows the end, such as the system's power-off; its trouble becomes a sentence. */
export async function runShutdownCommand(
  [command, ...args]: readonly string[],
): Promise<string | undefined> {
  if (command === undefined) return undefined;
  try {
    const { success, code } = await new Deno.Command(command, {
      args,
      stdin: "null",
    }).output();
    return success ? undefined : `${command} failed with code ${code}`;
  } catch (error) {
    return error instanceof Deno.errors.NotCapable
      ? `${command} was not run: start with --allow-run=${command}`
      : `${command} was not run: ${reasonOf(error)}`;
  }
}
