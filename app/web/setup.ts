/** The first steps in the web console: what is plugged in, which version this is, what is still to be done. */
import type { Alert } from "../../runtime/contract/alerts.ts";
import type { DeviceChoices, Setup } from "../../runtime/links/http/gateway.ts";
import { PARAM, parameters } from "../../runtime/settings/params.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Closing } from "../assembly.ts";
import type { HardwareSettings } from "../hardware/settings.ts";
import { UpdateLook } from "../update.ts";

/** What the first steps have to do with beside the runtime. */
export interface SetupOptions {
  /** Devices of a gateway as they are at the time; undefined where all is simulated. */
  readonly devices?:
    | DeviceChoices & { readonly hardware: HardwareSettings }
    | undefined;
  /** Ends the program where it is started again. */
  readonly restart?: (() => void) | undefined;
  /** Gets what ends the look for newer versions. */
  readonly closing: Closing;
}

/** The first steps of a runtime. */
export function webSetup(
  runtime: Runtime,
  { devices: chosen, restart, closing }: SetupOptions,
): Setup {
  const { hal: { clock }, log } = runtime.options;
  const updates = new UpdateLook({
    clock,
    log,
    url: () => runtime.core.update.url,
  });
  closing.defer(() => updates.close());
  const isDefault = (number: number) =>
    runtime.params.get(number) === parameters[number]?.fallback;
  /** One look at the ports at a time. */
  let looking: ReturnType<Setup["probe"]> | undefined;
  return {
    async probe() {
      const { findings } = await import("../hardware/probe.ts");
      looking ??= findings(pathsOf(chosen?.hardware)).finally(() => {
        looking = undefined;
      });
      return await looking;
    },
    chosen,
    restart,
    get newer() {
      return updates.newer;
    },
    async changes() {
      const { default: text } = await import("../../CHANGELOG.md", {
        with: { type: "text" },
      });
      return text;
    },
    alerts() {
      const { newer } = updates;
      const notes: Alert[] = [];
      for (const text of chosen?.leftOut ?? []) {
        notes.push({
          level: "alert",
          text,
          todo: "Choose it again, or change the service's environment",
          page: "devices",
        });
      }
      if (chosen && chosen.devices.every(({ used }) => used === "")) {
        notes.push({
          level: "note",
          text: "The gateway has no devices yet",
          todo: "Set-up shows what is plugged in",
          page: "setup",
        });
      }
      if (chosen && isDefault(PARAM.password)) {
        notes.push({
          level: "note",
          text: "The module password is still the one that everybody knows",
          todo: "Set-up leads through the first steps",
          page: "setup",
        });
      }
      if (newer !== undefined) {
        notes.push({
          level: "note",
          text: `Version ${newer} is there`,
          todo: "Set-up tells what this one has",
          page: "setup",
        });
      }
      return notes;
    },
  };
}

/** Serial ports that are in use. */
function pathsOf(hardware: HardwareSettings | undefined): readonly string[] {
  if (!hardware) return [];
  const { can, modem, gps, diag } = hardware;
  return [...can, modem, gps, diag].flatMap((device) =>
    device && "path" in device ? [device.path] : []
  );
}
