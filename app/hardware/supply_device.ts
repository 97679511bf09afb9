/** What measures the 12 V supply, as the settings name it; loaded where there is something. */
import { readSystemFile } from "../../hal/linux/system_files.ts";
import type { Gsm } from "../../hal/mod.ts";
import type { MeasuredSupply } from "../../hal/places.ts";
import {
  commandSupply,
  fileSupply,
  modemSupply,
} from "../../hal/supply/mod.ts";
import type { DeviceContext } from "./context.ts";
import type { SupplySettings } from "./settings.ts";

/** Makes it. @param gsm the modem that may measure it */
export function makeSupply(
  settings: SupplySettings,
  gsm: Gsm,
  { clock }: DeviceContext,
): MeasuredSupply {
  switch (settings.kind) {
    case "modem":
      return modemSupply({ gsm, clock, scaling: settings.scaling });
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
