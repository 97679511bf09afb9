/**
 * The records that today's apps and download scripts ask a Twizy for, as the last v2 release has them:
 * battery, cells, and an entry for each trip and charge.
 */
import { definePlugin, type Plugin } from "ovms-edge";
import { CHANNELS, recordBattery } from "./records/battery.ts";
import {
  begin,
  beginWindow,
  follow,
  log,
  type LogOptions,
} from "./records/log.ts";
import { declaration, type MotionRefs } from "./records/own.ts";

/** Records of a Twizy for today's apps. */
export function currentRecords(
  motion: MotionRefs,
  options: LogOptions = {},
): Plugin {
  return definePlugin({
    ...declaration(motion),
    id: "twizy-records",
    summary: "Records for today's apps",
    on: {
      on: (on, ctx) => {
        if (on) begin(ctx);
      },
      charging: (charging, ctx) => {
        if (charging) beginWindow(ctx);
      },
      "batt.recorded": recordBattery,
      "batt.reset": (_, ctx) => beginWindow(ctx),
      "power.trip-ended": (_, ctx) => {
        follow(ctx);
        log(ctx, options);
      },
      "ca.told": (_, ctx) => {
        const byServer = ctx.hal.params.get(CHANNELS).includes("IP");
        if (byServer || !options.toldByServer) log(ctx, options);
      },
      "stat.asked": (_, ctx) => log(ctx, options),
    },
    every: { second: follow },
  });
}
