import type { Framework } from "./own.ts";
import { criticalSocText } from "./soc_alerts.ts";

const PASSWORD = 1;

/** At the start: the first reading of the supply; the owner is reminded of a password that everybody knows. */
export function begin(ctx: Framework): void {
  const { hal, state, notify } = ctx;
  state.supply.read(hal.supply.volts());
  publish(ctx);
  const unchanged = hal.params.get(PASSWORD) ===
    hal.params.table[PASSWORD]?.fallback;
  if (hal.system.fresh && unchanged) {
    notify.password(
      "The module password is still the one it came with: change it with PASS <new password>",
    );
  }
}

/** Every second until the supply has told its level: many are measured only after the start. */
export function second(ctx: Framework): void {
  const { hal, state: { supply } } = ctx;
  if (supply.volts !== undefined) return;
  supply.read(hal.supply.volts());
  if (supply.volts !== undefined) publish(ctx);
}

/** For so long after plugging in, the charger may correct the SOC, s. */
const PLUGGED = 60;

/** The cable was put in, or pulled out. */
export function plugged(pilot: boolean, { state, now }: Framework): void {
  if (pilot) state.pluggedAt = now;
}

/** The SOC rises, or is about to: no time to warn of a low one. */
function charges({ metrics, state, now }: Framework): boolean {
  return metrics.charging.or(false) || now - state.pluggedAt < PLUGGED;
}

/** SOC as alerts compare it, %. */
const socOf = ({ metrics }: Framework) =>
  metrics.wholeSoc.value ?? metrics.soc.value;

/** Every minute: 12 V battery and minimum SOC. */
export function minute(ctx: Framework): void {
  const { hal, metrics, state, notify, features } = ctx;
  const event = state.supply.minute({
    volts: hal.supply.volts(),
    carOn: metrics.on.or(false),
    charging: metrics.charging12v.or(false),
  });
  publish(ctx);
  if (event) notify.supply(state.supply.text(event));
  if (charges(ctx)) return;
  // A value from before a restart was told when it was new.
  const soc = metrics.soc.freshness === "fresh" ? socOf(ctx) : undefined;
  if (!state.minimumSoc.minute(soc, features.minimumSoc.value)) return;
  notify.minimumSoc();
  hal.messages.changed("state");
}

/** Every ten minutes: critical SOC. A parked car's last known value counts, however old it is. */
export function tenMinutes(ctx: Framework): void {
  const { metrics, state, notify } = ctx, soc = socOf(ctx);
  if (!state.criticalSoc.step(soc, metrics.on.or(false))) return;
  if (soc !== undefined) notify.criticalSoc(criticalSocText(soc));
}

/** Writes the supply's values into the metrics; an unknown level leaves the last one to grow old. */
function publish({ metrics, state: { supply } }: Framework): void {
  if (supply.volts !== undefined) metrics.volts.set(supply.volts);
  metrics.reference.set(supply.reference ?? 0);
  metrics.settling.set(supply.settling);
  metrics.alert.set(supply.alert);
}
