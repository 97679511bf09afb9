/** A trip or a charge under way, in the form in which it is stored, and what is to be said of it. */
import { v } from "ovms-edge";

/** A number that nobody may know. */
const known = v.nullable(v.number());
const place = v.nullable(v.strictObject({
  latitude: v.number(),
  longitude: v.number(),
}));

const both = {
  /** Code of the vehicle type that it is of; empty where nobody knows. */
  vehicle: v.optional(v.string(), ""),
  /** Seconds from its begin to its last second of going on. */
  seconds: v.number(),
  /** Seconds of the pause that it is in; 0 while it goes on. */
  paused: v.number(),
  /** Wall time of the last second of going on, ms; null while not to be trusted. */
  wall: known,
  socBefore: known,
  soc: known,
  /** Highest power at the battery: of a trip what it gave, of a charge what it took, kW. */
  maxPower: known,
} as const;

/** The stored form of a trip. */
export const trip = v.strictObject({
  ...both,
  /** Seconds at a speed; null where none is told. */
  moving: known,
  /** km, by the trip counter and by the odometer. */
  counted: known,
  odometer: known,
  usedWh: known,
  regainedWh: known,
  /** km/h. */
  maxSpeed: known,
  /** Highest power that came back, kW. */
  maxRegained: known,
  from: place,
  to: place,
  /** Seconds since the last fix; null before the first. */
  fixed: known,
});

/** The stored form of a charge. */
export const charge = v.strictObject({
  ...both,
  /** What the battery took, and what the mains gave, Wh. */
  chargedWh: known,
  gridWh: known,
  /** What both cost at the price of their time; null once a part had none. */
  cost: v.strictObject({ battery: known, grid: known }),
  /** Of the battery, °C. */
  tempMin: known,
  tempMax: known,
  at: place,
});

/** A trip so far. */
export type OpenTrip = v.InferOutput<typeof trip>;
/** A charge so far. */
export type OpenCharge = v.InferOutput<typeof charge>;
/** A place. */
export type Place = NonNullable<v.InferOutput<typeof place>>;

/** The stored form of what is under way. */
export const saved = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ trip: v.nullable(trip), charge: v.nullable(charge) }),
);

/** km of a trip; a counter that was not heard all the way has fewer than the odometer. */
export function kmOf({ counted, odometer }: OpenTrip): number | null {
  if (counted === null || odometer === null) return counted ?? odometer;
  return odometer > counted + COARSE ? odometer : counted;
}

/** Step of the coarsest odometers, km. */
const COARSE = 1;

/** Whether a car that was switched on was driven; where it tells neither way nor speed, it counts. */
export function wasDriven(trip: OpenTrip): boolean {
  const km = kmOf(trip);
  if (km === null && trip.moving === null) return true;
  return (km ?? 0) > 0 || (trip.moving ?? 0) > 0;
}

/** Shortest charge in which nothing came that is told, s. */
const SHORT = 60;

/** Whether a charge is more than a plug that was tried. */
export function wasCharged(
  { chargedWh, gridWh, socBefore, soc, seconds }: OpenCharge,
): boolean {
  return (chargedWh ?? 0) + (gridWh ?? 0) > 0 ||
    (soc ?? 0) > (socBefore ?? soc ?? 0) || seconds >= SHORT;
}
