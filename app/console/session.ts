/** What belongs to every prompt: its history, its words for time, the web console beside it. */
import { dirname, join } from "node:path";
import type { Clock } from "../../hal/mod.ts";
import type { Parts, RunOptions } from "../assembly.ts";
import type { Texts } from "../../runtime/contract/texts.ts";
import type { SetupOptions } from "../web/setup.ts";
import type { World } from "../car/controls.ts";
import { MEMORY } from "../settings.ts";
import { HistoryFile } from "./history_file.ts";
import type { Screen } from "./screen.ts";

/** What the web console has to do with beside the runtime. */
interface Around {
  readonly closing: AsyncDisposableStack;
  /** Devices of a gateway. */
  readonly devices?: SetupOptions["devices"];
  /** Ends the program where it is started again. */
  readonly restart?: (() => void) | undefined;
}

/** Opens the web console; where it is, or undefined. */
export async function web(
  { settings, offer }: RunOptions,
  { runtime, log, ring }: Pick<Parts<Clock>, "runtime" | "log" | "ring">,
  { closing, devices, restart }: Around,
): Promise<string | undefined> {
  if (settings.web === undefined) return undefined;
  const { openWeb } = await import("../web/mod.ts");
  const gateway = async () => {
    const { webBackups } = await import("../web/backup.ts");
    const { webPlugins } = await import("../web/plugins.ts");
    const { webSetup } = await import("../web/setup.ts");
    return {
      log: ring,
      backup: webBackups(runtime, offer),
      plugins: webPlugins(runtime, offer, settings.store, closing),
      setup: webSetup(runtime, { devices, restart, closing }),
      texts: programTexts,
    };
  };
  return await openWeb(runtime, settings.web, log, gateway, closing);
}

async function programTexts(): Promise<readonly Texts[]> {
  const { programTexts } = await import("../texts/mod.ts");
  return programTexts;
}

/** Beside the store; where that is nothing but memory, nothing is kept. */
export function historyOf({ settings: { store } }: RunOptions): HistoryFile {
  return new HistoryFile(
    store === MEMORY ? undefined : join(dirname(store), "prompt-history"),
  );
}

/** In the prompt time passes by itself; a script's lines wait for it. */
export function waiting(clock: Clock, screen: Screen): World["wait"] {
  return async (ms) => {
    if (screen.interactive) {
      return "Time passes by itself here; :wait is for --exec and for scripts";
    }
    await new Promise<void>((resolve) => void clock.after(ms, resolve));
    return "";
  };
}
