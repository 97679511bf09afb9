/** What the charge alerts declare. */
import { type Ctx, declare, v } from "ovms-edge";
import { Charge } from "./charge.ts";
import type { ChargeAlertOptions } from "./options.ts";

/** Feature slots of the alert's thresholds. */
export const SOC_SLOT = 10, RANGE_SLOT = 11;

/** The declaring half of the plugin for one car. */
export const declaration = (options: ChargeAlertOptions) =>
  declare({
    needs: ["clock", "messages", "slots"],
    reads: {
      soc: "v.b.soc",
      full: "v.b.range.full",
      ideal: "v.b.range.ideal",
      capacity: "v.b.capacity",
      power: "v.c.power",
      charging: "v.c.charging",
      port: "v.d.cp",
      saysFull: options.full ?? "v.c.charging",
      socMax: options.socMax ?? "v.b.soc",
      told: options.state ?? "v.c.substate",
    },
    metrics: {
      state: "v.c.state",
      ended: "v.c.timestamp",
      socLimit: "v.c.limit.soc",
      rangeLimit: "v.c.limit.range",
      toFull: "v.c.duration.full",
      toSoc: "v.c.duration.soc",
      toRange: "v.c.duration.range",
    },
    features: {
      soc: {
        slot: SOC_SLOT,
        unit: "%",
        summary: "Sufficient SOC of the charge alert; 0 for none",
      },
      range: {
        slot: RANGE_SLOT,
        unit: "user",
        summary: "Sufficient range of the charge alert; 0 for none",
      },
    },
    // The owner was told about the charge
    events: { told: v.undefined() },
    notices: {
      charge: {
        priority: "charge",
        summary:
          "Charge interrupted, started again after that, finished, or sufficient",
        verb: "STAT",
      },
    },
    state: () => ({
      charge: new Charge(),
      /** Highest SOC of the charge under way, %. */
      highest: 0,
      /** Monotonic time of a charge's end that waits for the wall clock, ms. */
      ended: undefined as number | undefined,
    }),
  });
/** The context of the plugin. */
export type X = Ctx<ReturnType<typeof declaration>>;
