import { Frame, fromHex } from "../../../hal/can_frame.ts";
import { required } from "../../../runtime/contract/optional.ts";
import { definePlugin, type Plugin } from "../../../runtime/contract/plugin.ts";
import { Host } from "../../../runtime/vehicle/host.ts";

/** Metrics of the plugins that are tried. */
export const metrics = { soc: { name: "x.soc", unit: "%" } } as const;

/** Plugins at work, each with a context of its metrics. */
export function hostOf(...plugins: readonly Plugin[]) {
  const log: string[] = [];
  const host = new Host(
    plugins,
    (level, event, details) => {
      if (level === "error") log.push(`${event}: ${JSON.stringify(details)}`);
    },
  );
  host.wire((plugin, state) => ({
    state,
    metrics: Object.fromEntries(
      Object.entries({ ...plugin.metrics, ...plugin.reads }).map((
        [alias, ref],
      ) => [alias, host.metrics.handle(required(ref), plugin.id)]),
    ),
  }));
  const frame = (id: number, hex: string, extended = false, bus = 1) =>
    host.frame(new Frame(id, fromHex(hex), extended, bus));
  return { host, log, frame };
}

/** Decodes two frames. */
export const decoder: Plugin = definePlugin({
  id: "decoder",
  metrics,
  frames: {
    0x155: { signals: { soc: { at: "B1" } } },
    0x1fffffff: { signals: { soc: { at: "B0" } } },
  },
});

/** Runs `n` seconds. */
export function seconds(host: Host, n: number): void {
  for (let k = 0; k < n; k++) host.second();
}
