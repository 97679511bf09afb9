/** A second of a trip or a charge: what it adds. */
import type { OpenTrip, Place } from "./open.ts";
import type { X } from "./own.ts";
import type { ChargeUnderWay, TripUnderWay } from "./under_way.ts";

/** Ages up to which values count: of what moves, and of what changes slowly, s. */
const NOW = 10, LATELY = 120;
/** A fix that belongs to the begin or the end of a trip is not older or younger, s. */
const NEAR = 60;

interface Told {
  readonly age: number | undefined;
  or(instead: number): number;
}

/** A value that was heard lately; NaN for none, as in all of this file: V8 keeps numbers faster than what may be none. */
function heard(told: Told, most: number): number {
  const { age } = told;
  return age !== undefined && age <= most ? told.or(NaN) : NaN;
}

function add(sum: number, came: number, scale = 1): number {
  if (Number.isNaN(came)) return sum;
  return (Number.isNaN(sum) ? 0 : sum) + came * scale;
}

/** The higher one of both, where there is another. */
function higher(high: number, now: number): number {
  return now > high || Number.isNaN(high) ? now : high;
}

/** The lower one of both, where there is another. */
function lower(low: number, now: number): number {
  return now < low || Number.isNaN(low) ? now : low;
}

function placeNow({ metrics: m, settings }: X): Place | null {
  if (!settings.places || m.lock.value !== true) return null;
  const latitude = heard(m.latitude, NOW), longitude = heard(m.longitude, NOW);
  return Number.isNaN(latitude) || Number.isNaN(longitude)
    ? null
    : { latitude, longitude };
}

function followBoth(
  open: TripUnderWay | ChargeUnderWay,
  { metrics: m }: X,
): void {
  const soc = heard(m.soc, LATELY);
  if (Number.isNaN(soc)) return;
  open.soc = soc;
  if (Number.isNaN(open.socBefore)) open.socBefore = soc;
}

/** Another second of a trip. */
export function followTrip(trip: TripUnderWay, ctx: X): void {
  const { metrics: m, state: { gains: { trip: gains } } } = ctx;
  const speed = heard(m.speed, NOW), power = heard(m.power, NOW);
  followBoth(trip, ctx);
  trip.counted = add(trip.counted, gains.trip.take(m.trip));
  trip.odometer = add(trip.odometer, gains.odometer.take(m.odometer));
  trip.usedWh = add(trip.usedWh, gains.used.take(m.used), 1000);
  trip.regainedWh = add(trip.regainedWh, gains.regained.take(m.regained), 1000);
  if (!Number.isNaN(speed)) trip.moving = add(trip.moving, speed > 0 ? 1 : 0);
  trip.maxSpeed = higher(trip.maxSpeed, speed);
  if (!Number.isNaN(power)) {
    trip.maxPower = higher(trip.maxPower, Math.max(0, power));
    trip.maxRegained = higher(trip.maxRegained, Math.max(0, -power));
  }
  const place = placeNow(ctx);
  if (place === null) {
    trip.fixed++;
    return;
  }
  if (Number.isNaN(trip.fixed) && trip.seconds <= NEAR) trip.from = place;
  trip.to = place;
  trip.fixed = 0;
}

/** A trip that ended: the last fix is where only if it is of its end. */
export function endTrip(trip: OpenTrip): OpenTrip {
  return (trip.fixed ?? 0) > NEAR ? { ...trip, to: null } : trip;
}

/** Another second of a charge. */
export function followCharge(charge: ChargeUnderWay, ctx: X): void {
  const { metrics: m, state: { gains: { charge: gains } }, settings } = ctx;
  const power = heard(m.power, NOW), temperature = heard(m.temperature, LATELY);
  const { cost } = charge;
  const charged = gains.charged.take(m.charged);
  const grid = gains.grid.take(m.grid);
  followBoth(charge, ctx);
  charge.chargedWh = add(charge.chargedWh, charged, 1000);
  charge.gridWh = add(charge.gridWh, grid, 1000);
  cost.battery = dearer(cost.battery, charged, settings.price);
  cost.grid = dearer(cost.grid, grid, settings.price);
  if (!Number.isNaN(power)) {
    charge.maxPower = higher(charge.maxPower, Math.max(0, -power));
  }
  charge.tempMin = lower(charge.tempMin, temperature);
  charge.tempMax = higher(charge.tempMax, temperature);
  charge.at ??= placeNow(ctx);
}

/** What a part costs at the price of now; a sum of which a part had no price is none. */
function dearer(cost: number, kwh: number, price: number): number {
  if (Number.isNaN(kwh) || kwh === 0) return cost;
  return price > 0 ? cost + kwh * price : NaN;
}
