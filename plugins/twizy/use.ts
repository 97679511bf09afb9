/** Uses of the Twizy, each from a charge to the next: charge port and SOC window. */
import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
import { xrt } from "./metrics.ts";

const own = declare({
  reads: {
    soc: "v.b.soc",
    key: xrt.key,
    charging: "v.c.charging",
    chargeState: "v.c.state",
    canRange: xrt.canRange,
    shownSoc: xrt.shownSoc,
  },
  metrics: {
    port: "v.d.cp",
    socMin: xrt.socMin,
    socMax: xrt.socMax,
    rangeAtSocMin: xrt.rangeAtSocMin,
  },
  state: () => ({
    changed: false,
    /** State of the charge in the last second. */
    charge: "done",
  }),
});
type X = Ctx<typeof own>;

/** The window follows the SOC. */
function widen(soc: number, { metrics: m }: X): void {
  m.socMax.set(Math.max(m.socMax.value, soc));
  if (soc >= m.socMin.value) return;
  m.socMin.set(soc);
  m.rangeAtSocMin.set(m.canRange.value);
}

/** How a release of the firmware begins the window of a charge. */
export interface UseRules {
  /**
   * A charge that was not just interrupted begins a window of its own; default: only its highest SOC
   * begins anew.
   */
  readonly chargeBegins?: true;
}

const underWay = (state: string) => state === "charging" || state === "topoff";

/** A charge begins, or goes on. */
function charge(now: string, { metrics: m, state }: X, rules: UseRules): void {
  const before = state.charge;
  state.charge = now;
  state.changed = true;
  if (!rules.chargeBegins) {
    if (now === "charging") m.socMax.set(m.soc.or(m.shownSoc.value));
    return;
  }
  if (!underWay(now) || underWay(before)) return;
  const soc = m.soc.or(m.shownSoc.value);
  m.socMax.set(soc);
  if (before === "stopped") return;
  m.socMin.set(soc);
  m.rangeAtSocMin.set(m.canRange.value);
}

/** The first use after a charge: its SOC window begins, and the charge is history. */
function beginUse({ metrics: m }: X): void {
  if (!m.key.or(false) || !m.port.or(false)) return;
  m.port.set(false);
  m.socMin.set(m.soc.or(100));
  m.rangeAtSocMin.set(m.canRange.value);
}

/** The end of a charge is told with the port open, so that a use begins a second later. */
function second(ctx: X): void {
  const { metrics: m, state } = ctx, charging = m.charging.or(false);
  if (charging) m.port.set(true);
  else if (!state.changed) beginUse(ctx);
  state.changed = false;
}

/** Uses of the Twizy as a release of the firmware has them. */
export function twizyUse(rules: UseRules = {}): Plugin {
  return definePlugin({
    ...own,
    id: "twizy-use",
    summary: "Charge port and SOC window of the Twizy",
    start: ({ metrics: m, state }) => {
      state.charge = m.chargeState.or("done");
    },
    on: {
      soc: widen,
      chargeState: (now, ctx) => charge(now, ctx, rules),
      charging: (charging, { metrics: m }) => {
        if (charging && rules.chargeBegins) m.port.set(true);
      },
    },
    every: { second },
  });
}

export default twizyUse();
