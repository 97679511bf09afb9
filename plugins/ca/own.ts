/** What the charge alerts declare. */
import { type Ctx, declare, v } from "ovms-edge";
import { Charge, type ChargeRules } from "./charge.ts";
import { LevelCharge } from "./level_charge.ts";
import type { ChargeAlertOptions, ChargeControl } from "./options.ts";

/** Feature slots of the alert's thresholds. */
export const SOC_SLOT = 10, RANGE_SLOT = 11;
/** Feature slots of what happens at the thresholds, and of the level. */
export const MODE_SLOT = 6, LEVEL_SLOT = 7;
/**
 * Feature slot with the car's bits: those that want no notices, and notices at the beginning and at
 * topping off as well (twizy-later.md, sections 1 and 15).
 */
export const CAR_BITS = 14, MUTE = 0x08, PHASES = 0x40;

const controlFeatures = {
  mode: {
    slot: MODE_SLOT,
    sensitive: true,
    summary: "What happens at the sufficient SOC or range: 0 notify, 1 stop",
  },
  level: {
    slot: LEVEL_SLOT,
    sensitive: true,
    summary: "Charge level, 1 to 7: about 300 to 2100 W; 0 for no limit",
  },
} as const;

const controlMetrics = ({ level, stop }: ChargeControl) => ({
  level,
  stop,
  substate: "v.c.substate",
} as const);
type Controlled = ReturnType<typeof controlMetrics>;

const rulesOf = ({ rules }: ChargeAlertOptions): ChargeRules =>
  rules === "levels" ? new LevelCharge() : new Charge();

/** The declaring half of the plugin for one car. */
export const declaration = (options: ChargeAlertOptions) =>
  declare({
    needs: ["clock", "messages", "slots", "can.tx"],
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
      told: options.state ?? "v.c.mode",
      asked: options.control?.asked ?? "v.b.soc",
      estimated: "v.b.range.est",
    },
    metrics: {
      state: "v.c.state",
      ended: "v.c.timestamp",
      socLimit: "v.c.limit.soc",
      rangeLimit: "v.c.limit.range",
      toFull: "v.c.duration.full",
      toSoc: "v.c.duration.soc",
      toRange: "v.c.duration.range",
      ...options.control ? controlMetrics(options.control) : {} as Controlled,
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
      ...options.control ? controlFeatures : {} as typeof controlFeatures,
    },
    // The owner was told about the charge
    events: { told: v.undefined() },
    notices: {
      charge: {
        priority: "charge",
        ...options.control ? { prompt: "first" } as const : {},
        summary:
          "Charge interrupted, started again after that, finished, or sufficient",
        verb: "STAT",
      },
    },
    state: () => ({
      charge: rulesOf(options),
      /** Highest SOC of the charge under way, %. */
      highest: 0,
      /** Monotonic time of a charge's end that waits for the wall clock, ms. */
      ended: undefined as number | undefined,
    }),
  });
/** The context of the plugin. */
export type X = Ctx<ReturnType<typeof declaration>>;
