/** When trips and charges begin, pause, go on and end. */
import { round, v } from "ovms-edge";
import { endTrip, followCharge, followTrip } from "./follow.ts";
import {
  type OpenCharge,
  type OpenTrip,
  saved,
  wasCharged,
  wasDriven,
} from "./open.ts";
import { Gains, type X } from "./own.ts";
import { chargeRow, isOf, tripRow } from "./records.ts";
import { ChargeUnderWay, TripUnderWay } from "./under_way.ts";

/** Seconds without any word of the car after which it counts as off. */
const SILENT = 120;
const MINUTE = 60;
/** Seconds without the program that a trip survives at least: a gateway has to start. */
const RESTART = 180;
/** Where what is under way is stored. */
const OPEN = "open";

type Kind = "trip" | "charge";

/** A flag, as the car told it last. */
interface Told {
  readonly value: boolean | undefined;
  readonly age: number | undefined;
}

/** Seconds since the car told anything; undefined where it never did since the program started. */
function silence({ metrics: m, now }: X): number | undefined {
  // A car that is awake tells its SOC all the time
  if (m.soc.age === 0) return 0;
  const least = Math.min(
    m.on.age ?? Infinity,
    m.charging.age ?? Infinity,
    m.soc.age ?? Infinity,
    m.odometer.age ?? Infinity,
    m.speed.age ?? Infinity,
    m.power.age ?? Infinity,
  );
  // What was restored is older than the program
  return least <= now ? least : undefined;
}

/** Stores what is under way, with what else is written in this minute. */
export function save({ hal, state: { trip, charge } }: X): void {
  const open = trip || charge ? JSON.stringify({ trip, charge }) : undefined;
  if (open === hal.memory.get(OPEN)) return;
  hal.memory.later({ [OPEN]: open });
}

/** Writes what ended; nothing for a car that was not driven and a plug that was only tried. */
function record(
  ctx: X,
  { trip, charge }: { trip?: OpenTrip | null; charge?: OpenCharge | null },
  left = false,
): void {
  const { metrics: m, records, settings, state } = ctx;
  const number = round(m.odometer.or(0));
  if (trip && wasDriven(trip)) {
    records.trip.write(number, tripRow(endTrip(trip), left));
  }
  if (charge && wasCharged(charge)) {
    records.charge.write(number, chargeRow(charge, left, settings.currency));
  }
  state.told = undefined;
}

function end(ctx: X, kind: Kind): void {
  const { state } = ctx, ended = { [kind]: state[kind]?.open };
  state[kind] = null;
  record(ctx, ended);
  save(ctx);
}

/** Another second that something went on, or the first one of its pause. */
function follow(ctx: X, kind: Kind): void {
  const { trip, charge } = ctx.state;
  if (kind === "trip" && trip) followTrip(trip, ctx);
  if (kind === "charge" && charge) followCharge(charge, ctx);
}

function begin({ hal, state }: X, kind: Kind): void {
  const { vehicleType } = hal.system;
  const begun = kind === "trip"
    ? state.trip = new TripUnderWay()
    : state.charge = new ChargeUnderWay();
  begun.vehicle = vehicleType;
  state.gains[kind] = new Gains();
}

/** The time of the last second that it went on. */
function date(open: TripUnderWay | ChargeUnderWay, { hal }: X): void {
  const { ms, trusted } = hal.clock.wall();
  open.wall = trusted ? ms - open.paused * 1000 : open.wall;
}

/** @param open what is under way @param goesOn whether the car is on, or charges @param silent seconds without any word of it */
function step(
  ctx: X,
  kind: Kind,
  open: TripUnderWay | ChargeUnderWay | null,
  goesOn: boolean,
  silent: number,
): void {
  if (goesOn && open) {
    open.seconds += open.paused + 1;
    open.paused = 0;
    date(open, ctx);
    return follow(ctx, kind);
  }
  if (goesOn) {
    begin(ctx, kind);
    follow(ctx, kind);
    const begun = ctx.state[kind];
    if (begun) date(begun, ctx);
    return save(ctx);
  }
  if (open) pause(ctx, kind, open, silent);
}

function pause(
  ctx: X,
  kind: Kind,
  open: TripUnderWay | ChargeUnderWay,
  silent: number,
): void {
  if (open.paused === 0 && silent > SILENT) {
    // It was off since the last word of it, as far as anybody knows
    open.paused = Math.min(open.seconds + 1, round(silent));
    open.seconds -= open.paused - 1;
  } else open.paused++;
  // What the car summed up until it was switched off comes with the next second
  if (open.paused === 1) follow(ctx, kind);
  date(open, ctx);
  const limit = ctx.settings.pause * MINUTE;
  // Whoever plugs in has arrived, and whoever drives has unplugged
  const other = kind === "trip" ? "charging" : "on";
  const over = open.paused > limit ||
    ctx.metrics[other].value === true && silent <= SILENT;
  if (over && open.paused > 1) end(ctx, kind);
  else if (open.paused === 1) save(ctx);
}

/** Another second of the car. */
export function everySecond(ctx: X): void {
  const { metrics: m, state } = ctx, silent = silence(ctx) ?? Infinity;
  const heard = silent <= SILENT;
  step(ctx, "trip", state.trip, heard && isNow(m.on, ctx), silent);
  step(ctx, "charge", state.charge, heard && isNow(m.charging, ctx), silent);
}

/** Whether a flag is set; one that was restored says nothing about now. */
function isNow({ value, age }: Told, { now }: X): boolean {
  return value === true && age !== undefined && age <= now;
}

/**
 * What was under way goes on where the pause was short and the car is the same; else it ended when it
 * was stored last.
 */
export function start(ctx: X): void {
  const { hal, settings, state } = ctx;
  const { ms, trusted } = hal.clock.wall();
  const parsed = v.safeParse(saved, hal.memory.get(OPEN));
  if (!parsed.success) return;
  const limit = Math.max(settings.pause * MINUTE, RESTART);
  const goesOn = (open: OpenTrip | OpenCharge): boolean => {
    if (!isOf(open, hal.system.vehicleType)) {
      // It ended with the change of the vehicle: nothing of it is missing
      open.paused = Math.max(1, open.paused);
      return false;
    }
    if (open.wall === null || !trusted) return false;
    const away = (ms - open.wall) / 1000;
    if (away < open.paused || away > limit) return false;
    open.paused = round(away);
    return true;
  };
  const { trip, charge } = parsed.output;
  if (trip && goesOn(trip)) state.trip = TripUnderWay.of(trip);
  else record(ctx, { trip }, true);
  if (charge && goesOn(charge)) state.charge = ChargeUnderWay.of(charge);
  else record(ctx, { charge }, true);
  save(ctx);
}
