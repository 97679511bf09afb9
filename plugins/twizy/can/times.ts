/** What follows from the frames of a while: peaks, ranges, a bus that sleeps. */
import { round } from "ovms-edge";
import { BYTES } from "./bytes.ts";
import type { X } from "./own.ts";

const { ALIVE, CHARGING, CHARGING_OR_SWITCHING, NOMINAL, OFFLINE, WATTS } =
  BYTES;

/** With a trip or a charge the way begins anew, also that since the last power sample, and so does driving. */
export function settle(_: boolean, { metrics: m, state }: X): void {
  state.counter.switched();
  m.sampledDistance.set(state.counter.way);
  m.acceleration.set(0);
  state.change = 0;
}

/** Lowest and highest current and power of the second; nothing for one without any. */
export function publishPeaks({ metrics: m, state }: X): void {
  const { least, most } = state;
  if (least > most) return;
  state.least = Infinity;
  state.most = -Infinity;
  const kW = (drawn: number) =>
    (state.nominal ? drawn * WATTS : drawn / 4 * m.pack.or(NOMINAL)) / 1000;
  m.currentMin.set(least / 4);
  m.currentMax.set(most / 4);
  m.powerMin.set(kW(least));
  m.powerMax.set(kW(most));
}

/** The display's range stands still while the car charges, so it grows with the SOC here. */
export function scaleRange({ metrics: m, state }: X): void {
  if ((m.status.value & CHARGING_OR_SWITCHING) !== CHARGING) return;
  const soc = m.soc.or(0), then = m.rangeAtSocMin.value;
  if (soc <= 0 || then <= 0 || m.socMin.value <= 0) return;
  m.canRange.set(state.facts.chargedRange(then, m.socMin.value, soc), m.soc);
}

/** What reaches the battery while it charges, where that is the charger's current. */
export function showCharge({ metrics: m, state }: X): void {
  if (state.facts.lineCurrent !== undefined) return;
  const charging = (m.status.value & CHARGING_OR_SWITCHING) === CHARGING;
  m.lineCurrent.set(
    charging ? Math.max(0, round(-m.current.or(0))) : 0,
    m.current,
  );
}

/**
 * No 0x597 for ten to twenty seconds: the bus sleeps. Values that nothing tells any more keep; what
 * cannot be else than 0 then is shown so, but as old as the bus's last word: nobody measured it.
 */
export function followSilence({ metrics: m }: X): void {
  if ((m.status.value & ALIVE) !== 0) {
    m.status.set(m.status.value & ~ALIVE);
    return;
  }
  m.status.set(OFFLINE);
  const { drive, lineVoltage, lineCurrent, speed, power, current } = m;
  for (
    const metric of [drive, lineVoltage, lineCurrent, speed, power, current]
  ) metric.set(0, m.soc);
}
