/** Uses of the Twizy, each from a charge to the next: charge port and SOC window. */
import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
import { xrt } from "./metrics.ts";

const own = declare({
  reads: {
    soc: "v.b.soc",
    on: "v.e.on",
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
  state: () => ({ changed: false }),
});
type X = Ctx<typeof own>;

/** The window follows the SOC. */
function widen(soc: number, { metrics: m }: X): void {
  m.socMax.set(Math.max(m.socMax.value, soc));
  if (soc >= m.socMin.value) return;
  m.socMin.set(soc);
  m.rangeAtSocMin.set(m.canRange.value);
}

/** The first use after a charge: its SOC window begins, and the charge is history. */
function beginUse({ metrics: m }: X): void {
  if (!m.on.or(false) || !m.port.or(false)) return;
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

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-use",
  summary: "Charge port and SOC window of the Twizy",
  on: {
    soc: widen,
    chargeState: (chargeState, { metrics: m, state }) => {
      state.changed = true;
      if (chargeState === "charging") m.socMax.set(m.soc.or(m.shownSoc.value));
    },
  },
  every: { second },
});
export default plugin;
