/**
 * Whether the car is awake and on. Behind a gateway the port is silent, and an answer proves nothing: a
 * unit that is asked answers, and would be kept awake by that. So the 12 V supply, a running engine, a
 * moving car or other traffic on the bus tell it.
 */
import type { X } from "./own.ts";

/** Seconds that a car stays awake after the last sign: start-stop lowers the supply at each light. */
const AWAKE = 60;
/** Seconds that it stays on while neither its engine turns nor its wheels: a hybrid that waits. */
const ON = 300;
/** Seconds that an answer counts as present. */
const PRESENT = 5;

type Measured = X["metrics"]["rpm"] | X["metrics"]["speed"];

const turns = (metric: Measured) =>
  (metric.age ?? Infinity) <= PRESENT && metric.or(0) > 0;

function showsAwake({ hal, settings, state, now }: X): boolean {
  return settings.ask === "always" ||
    (hal.supply.volts() ?? 0) >= settings.wakefrom ||
    now - state.answeredAt <= PRESENT || now - state.ranAt <= PRESENT;
}

/** Each second. */
export function followAwake(ctx: X): void {
  const { hal, metrics: m, settings, state, now } = ctx;
  if (turns(m.rpm) || turns(m.speed)) state.ranAt = now;
  if (showsAwake(ctx)) state.awakeAt = now;
  const awake = now - state.awakeAt <= AWAKE;
  m.awake.set(awake);
  followOn(ctx, awake && now - state.ranAt <= ON);
  const volts = hal.supply.volts() ?? m.moduleVoltage.value;
  if (volts !== undefined) {
    m.charging12v.set(awake && volts >= settings.wakefrom);
  }
}

function followOn({ metrics: m, state, now }: X, on: boolean): void {
  if (m.on.or(false) && !on) state.parkedAt = now;
  if (on) state.parkedAt = undefined;
  m.on.set(on);
  if (on) m.parkTime.set(0);
  else if (state.parkedAt !== undefined) m.parkTime.set(now - state.parkedAt);
}
