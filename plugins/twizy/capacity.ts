/** The battery's capacity as whole charges show it: in Ah, and in % of a new one. */
import { type Ctx, declare, definePlugin, type Plugin, v } from "ovms-edge";
import { estimate, smoothed } from "./capacity_estimate.ts";
import { xrt } from "./metrics.ts";

/** Ah of a new battery. */
export const NOMINAL_AH = 108;
/** Parameter that mirrors feature 13, with the decimals. */
const MIRROR = 29, SLOT = 13;
/** Where the first firmware's edition keeps it. */
const KEPT = "percent";

/** Where the capacity is kept. */
export interface CapacityOptions {
  /** In feature 13, as the last firmware does; else in a place of its own. */
  readonly feature: boolean;
}

const feature = {
  capacity: {
    slot: SLOT,
    unit: "%",
    summary: "Capacity of the battery; 0 while it is not known",
  },
} as const;

const declaration = ({ feature: inFeature }: CapacityOptions) =>
  declare({
    needs: ["memory", "params"],
    reads: {
      soc: "v.b.soc",
      socMin: xrt.socMin,
      chargeState: "v.c.state",
      charging: "v.c.charging",
      level: xrt.requestedLevel,
      ah: "v.b.coulomb.recd",
      available: xrt.energyAvailable,
    },
    metrics: {
      capacity: xrt.capacity,
      ahCapacity: "v.b.cac",
      full: { name: "xrt.b.energy.full", unit: "kWh", keep: true },
    },
    features: inFeature ? feature : {} as typeof feature,
    state: () => ({
      /** Highest level of the charge. */
      highest: 0,
      /** SOC and charge of the last second in which it was asked for. */
      constantSoc: 0,
      constantAh: 0,
      /** Charge of the last second in which it charged: RT3.0 forgets it with the charge's end. */
      chargedAh: 0,
      /** SOC at which the sums began anew within the charge; undefined: with its lowest. */
      fromSoc: undefined as number | undefined,
      /** The program began within a charge, and its sums with it. */
      within: false,
      /** State of the charge before the present one. */
      before: "done",
    }),
  });
type X = Ctx<ReturnType<typeof declaration>>;

const underWay = (state: string) => state === "charging" || state === "topoff";

function show({ metrics: m }: X, percent: number): void {
  m.capacity.set(percent);
  if (percent > 0) m.ahCapacity.set(percent / 100 * NOMINAL_AH);
}

/** What is kept, %; 0 for nothing. */
function kept({ hal }: X, { feature }: CapacityOptions): number {
  const text = feature ? hal.params.get(MIRROR) : hal.memory.get(KEPT) ?? "";
  const percent = Number(text);
  return percent > 0 && percent < 1000 ? percent : 0;
}

function keep(ctx: X, percent: number, { feature }: CapacityOptions): void {
  const text = percent.toFixed(2);
  if (feature) ctx.features.capacity.set(Math.floor(percent), text);
  else ctx.hal.memory.put({ [KEPT]: text });
}

/** While it charges: the end of the part with constant current, as far as it is known. */
function follow({ metrics: m, state }: X): void {
  if (m.charging.value !== true) return;
  const level = m.level.value, ah = m.ah.or(0);
  // The sums began anew, as those of RT3.0 do with each part of an interrupted charge, and all with the program
  if (state.within || ah < state.chargedAh) forget(state, m.soc.value);
  state.within = false;
  state.chargedAh = ah;
  if (level < state.highest || level === 0) return;
  state.highest = level;
  state.constantSoc = m.soc.or(0);
  state.constantAh = ah;
}

/** What the charge told so far counts no more. @param fromSoc SOC at which its sums began anew */
function forget(state: X["state"], fromSoc?: number): void {
  state.highest =
    state.constantSoc =
    state.constantAh =
    state.chargedAh =
      0;
  state.fromSoc = fromSoc;
}

/** A charge that ended done tells. */
function chargeIs(now: string, ctx: X, options: CapacityOptions): void {
  const { metrics: m, state } = ctx, before = state.before;
  state.before = now;
  if (underWay(now) && !underWay(before) && before !== "stopped") {
    forget(state);
  }
  if (!underWay(before) || now !== "done") return;
  if (m.available.value !== undefined) m.full.set(m.available.value);
  const ah = estimate({
    socMin: state.fromSoc ?? m.socMin.value,
    constantSoc: state.constantSoc,
    constantAh: state.constantAh,
    ah: Math.max(m.ah.or(0), state.chargedAh),
  });
  if (ah === undefined) return;
  const percent = smoothed(m.capacity.value, ah / NOMINAL_AH * 100);
  keep(ctx, percent, options);
  show(ctx, percent);
}

/** The capacity, kept as an edition keeps it. */
export function capacity(options: CapacityOptions): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "twizy-capacity",
    summary: "Capacity of the battery as its charges show it",
    sensitive: false,
    sms: {
      "CAPACITY": {
        usage: "CAPACITY",
        summary: "Capacity of the battery in % and Ah, and its state of health",
        query: true,
        args: v.tuple([]),
        run: (_, { metrics: m }) =>
          m.capacity.value > 0
            ? `Capacity: ${m.capacity.value.toFixed(1)}% ${
              m.ahCapacity.or(0).toFixed(1)
            } Ah`
            : "Capacity: not known yet, a charge from below 40% to its end tells it",
      },
    },
    start: (ctx) => {
      ctx.state.before = ctx.metrics.chargeState.or("done");
      ctx.state.within = underWay(ctx.state.before);
      show(ctx, kept(ctx, options));
    },
    on: { chargeState: (now, ctx) => chargeIs(now, ctx, options) },
    every: {
      second: (ctx) => {
        follow(ctx);
        if (!options.feature) return;
        // FEATURE and PARAM may have changed it
        const known = kept(ctx, options);
        if (known !== ctx.metrics.capacity.value) show(ctx, known);
      },
    },
  });
}
