/** The course of a charge, second by second. */
import type { ChargeAlertOptions } from "./options.ts";
import { CAR_BITS, MUTE, PHASES, type X } from "./own.ts";
import { followStop, stops } from "./control.ts";

/** Before any charge was seen, the last one is history. */
const HISTORY = "done";

/** One second of a car that says whether it charges. */
export function follow(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m, state } = ctx, charging = m.charging.value;
  if (charging === undefined) return;
  const before = m.state.or(HISTORY), soc = m.soc.value;
  const bits = options.control ? ctx.hal.slots.get(CAR_BITS) : 0;
  if (charging) state.highest = Math.max(state.highest, soc ?? 0);
  const highest = options.socMax ? m.socMax.or(0) : state.highest;
  const step = state.charge.step(before, {
    charging,
    soc,
    full: highest >= 100 || options.full !== undefined && m.saysFull.or(false),
    told: options.state && m.told.value,
    toppingOffFrom: options.toppingOffFrom ?? Infinity,
    ideal: m.ideal.or(0),
    socLimit: m.socLimit.or(0),
    rangeLimit: m.rangeLimit.or(0),
    level: options.control ? m.asked.or(0) : 0,
    stops: options.control !== undefined && stops(ctx),
    phases: (bits & PHASES) !== 0,
  });
  if (!charging) state.highest = 0;
  if (flows(before) && !flows(step.state)) {
    state.ended = ctx.hal.clock.monotonic();
  }
  dateEnd(ctx);
  m.state.set(step.state, m.charging);
  if (step.alert) {
    if ((bits & MUTE) === 0) ctx.notify.charge();
    ctx.emit.told();
  }
  if (step.update) ctx.hal.messages.changed("state");
  if (options.control) followStop(ctx);
}

const flows = (state: string) => state === "charging" || state === "topoff";

/** When the last charge ended, as soon as somebody knows the time. */
function dateEnd({ hal, metrics: m, state }: X): void {
  if (state.ended === undefined) return;
  const { ms, trusted } = hal.clock.wall();
  if (!trusted) return;
  const ago = hal.clock.monotonic() - state.ended;
  m.ended.set(Math.round((ms - ago) / 1000));
  state.ended = undefined;
}

/** The cable is gone: how the charge ended is history, unless the car says something else. */
export function unplugged(port: boolean, { metrics: m }: X): void {
  if (!port && m.charging.value === false) m.state.set(HISTORY);
}
