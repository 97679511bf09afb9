/** What the monitor does: waits for sensors, evaluates, resets, alerts, records. */
import { batteryOf, presentSet, type X } from "./context.ts";
import { dayOf } from "./drift.ts";
import { publishCollected, publishNews, publishSet } from "./publish.ts";
import { cellRow, cellSource, PACK, packRow } from "./rows.ts";
import { type Battery, millivolts, STATUS_LIMIT, statusText } from "./texts.ts";

/** How long commands wait for a sensor set, ms. */
const PATIENCE = 1100;

/** No sensor set is to be expected. */
function asleep({ metrics: m, state: { options } }: X): boolean {
  return options.asleep
    ? options.asleep.when(m.asleep.or(0))
    : m.awake.value === false;
}

/**
 * Waits for a complete sensor set; a car that sleeps sends none, and its last one counts.
 * @returns false when none came
 */
export async function sensorsArrived(ctx: X): Promise<boolean> {
  const { arrivals } = ctx.state;
  if (asleep(ctx) || arrivals.fresh) return true;
  return await arrivals.next(ctx.hal.clock.sleep(PATIENCE));
}

/** One second: resets after a switch-on, else evaluates a set that came. */
export function second(ctx: X): Promise<void> | void {
  const { metrics: m, state } = ctx;
  if (
    !state.options.sets && (m.volts.age === 0 || m.temperatures.age === 0)
  ) state.arrivals.arrived();
  if (state.switchedOn) {
    state.switchedOn = false;
    return reset(ctx);
  }
  if (state.resetting) return;
  if (state.arrivals.fresh) evaluate(ctx);
  if (state.monitor.news && !state.telling) return alert(ctx);
}

/** The present set was used. */
function use({ metrics: m, state }: X): void {
  state.arrivals.used();
  m.used.set(m.used.or(0) + 1);
}

function evaluate(ctx: X): void {
  const { state } = ctx;
  const found = state.monitor.evaluate(presentSet(ctx));
  // An alert that was over is news again; one that a reset finds again is not.
  if (!state.monitor.alert) state.pushed = undefined;
  state.evaluated = true;
  state.evaluatedAt = ctx.now;
  use(ctx);
  publishSet(ctx, found);
  publishNews(ctx);
  if (found.volts) noteDrift(ctx, found.volts.deviations);
}

/** Every ten seconds: what did not change stays fresh as long as sets come. */
export function refresh(ctx: X): void {
  const { state } = ctx;
  if (!state.evaluated) return;
  state.evaluated = false;
  publishCollected(ctx);
}

/** Begins anew with the next set, or with the last known values when none comes. */
export async function reset(ctx: X): Promise<void> {
  const { state } = ctx;
  state.resetting = true;
  try {
    await sensorsArrived(ctx);
    state.monitor.reset(presentSet(ctx));
    use(ctx);
    publishCollected(ctx);
    ctx.emit.reset();
  } finally {
    state.resetting = false;
  }
}

/** Tells the owner about changed alerts, and the server what the cells are like. */
async function alert(ctx: X): Promise<void> {
  const { state } = ctx, { monitor } = state;
  monitor.tell();
  state.telling = true;
  let complete = false;
  try {
    complete = await sensorsArrived(ctx);
  } finally {
    state.telling = false;
  }
  // What came up meanwhile is in the text: a recording at full speed passes seconds before it is written.
  monitor.tell();
  const battery = batteryOf(ctx);
  state.alert = {
    sms: statusText(battery, STATUS_LIMIT.sms),
    ip: statusText(battery, STATUS_LIMIT.ip),
  };
  const repeated = state.alert.ip === state.pushed;
  state.pushed = state.alert.ip;
  ctx.notify.alert((channel) => {
    if (channel === "sms") return state.alert.sms;
    return channel === "ip" && repeated ? undefined : state.alert.ip;
  });
  if (complete && state.options.recordsAlerts !== false) writeChanges(ctx);
}

/** The text of code 205, if there is an alert; it is not pushed a second time by itself. */
export function alertText(ctx: X): string | undefined {
  const { state } = ctx;
  state.pushed = state.monitor.alert
    ? statusText(batteryOf(ctx), STATUS_LIMIT.ip)
    : undefined;
  return state.pushed;
}

/** Once a minute: records that changed, of the set that was just evaluated or the next one. */
export async function recordChanges(ctx: X): Promise<void> {
  if (ctx.state.evaluatedAt === ctx.now || await sensorsArrived(ctx)) {
    writeChanges(ctx);
  }
}

/** Writes all records, with the set that just came: who asks for them gets the present values, as in RT3.0. */
export function writeAll(ctx: X): void {
  writeRecords(ctx, "write", batteryOf(ctx));
}

/** Writes what changed, with the set that was evaluated last: each value lies within its extremes. */
function writeChanges(ctx: X): void {
  const { options, monitor, evaluatedSet: set } = ctx.state;
  writeRecords(ctx, "writeChanged", { options, monitor, set });
}

/** Writes the records of the pack, if a SOC is known, and of its cells. */
function writeRecords(
  ctx: X,
  how: "write" | "writeChanged",
  battery: Battery,
): void {
  const { metrics: m, records, state } = ctx;
  const now = m.soc.value;
  ctx.together(() => {
    if (now !== undefined) {
      const soc = { now, min: m.socMin.or(now), max: m.socMax.or(now) };
      const row = packRow(battery, soc);
      if (row) records.pack[how](PACK, row);
    }
    for (let cell = 0; cell < battery.monitor.cells.size; cell++) {
      const of = cellSource(battery, cell), row = () => cellRow(battery, cell);
      if (of === undefined) continue;
      if (how === "write") records.cell.write(cell + 1, row());
      else records.cell.writeChangedOf(cell + 1, of, row);
    }
    ctx.emit.recorded({ asked: how === "write", collected: state.published });
  });
}

// ---- drift -------------------------------------------------------------------

function noteDrift({ hal, state }: X, deviations: ArrayLike<number>): void {
  const { ms, trusted } = hal.clock.wall();
  if (!trusted) return;
  const { drifted, options } = state, day = dayOf(ms);
  let grew = day !== state.driftDay;
  if (grew) drifted.fill(0);
  state.driftDay = day;
  for (let i = 0; i < deviations.length; i++) {
    const units = deviations[i] as number;
    if (Math.abs(units) <= Math.abs(drifted[i] ?? 0)) continue;
    drifted[i] = units;
    grew = true;
  }
  if (!grew) return;
  const largest = Array.from(drifted.subarray(0, deviations.length));
  state.drift.note(
    day,
    largest.map((units) => millivolts(options.cells, units)),
  );
}

/** Number of the present day; without a clock the newest that is known. */
export function today({ hal, state }: X): number {
  const { ms, trusted } = hal.clock.wall();
  return trusted ? dayOf(ms) : state.drift.newest ?? 0;
}

/** Stores what the days brought. */
export function saveDrift(ctx: X): void {
  try {
    ctx.state.drift.save((changes) => ctx.hal.memory.put(changes));
  } catch {
    // The disk is full, which the store tells; the next call writes what is due.
  }
}
