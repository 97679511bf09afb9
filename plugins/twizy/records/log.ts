/** The log of trips and charges. */
import { kilometres, miles, round } from "ovms-edge";
import { NOMINAL_AH, temperatures } from "./battery.ts";
import type { X } from "./own.ts";

/** km/h in a second that 1 m/s² makes. */
const KMH = 3.6;

/** Charge states as the records number them; 0 with the charge port closed. */
const chargeStates: Readonly<Record<string, number>> = {
  charging: 1,
  topoff: 2,
  done: 4,
};
const STOPPED = 21;

/** What a release of the firmware does in its own way. */
export interface LogOptions {
  /** Ranges were kept in whole miles, and so are those of the entries. */
  readonly wholeMiles?: true;
  /** An entry for a charge only where the owner is told of it through the server. */
  readonly toldByServer?: true;
}

/** Ranges of an entry, km. */
function ranges(
  { metrics: m }: X,
  { wholeMiles }: LogOptions,
): { readonly estimated: number; readonly ideal: number } {
  const estimated = m.estimated.or(0), ideal = m.ideal.or(estimated);
  if (!wholeMiles) return { estimated, ideal };
  const whole = (km: number) => round(miles(km));
  const km = (miles: number) => round(kilometres(miles, "M"));
  return {
    estimated: km(whole(estimated)),
    ideal: ideal === estimated
      ? km(whole(ideal))
      : km(Math.trunc(whole(m.full.or(0)) * m.soc.or(0) / 100)),
  };
}

/** An entry for a trip or a charge. */
export function log(ctx: X, options: LogOptions): void {
  const { metrics: m, records, state } = ctx;
  if (m.soc.value === undefined) return;
  const soc = m.soc.value, volts = m.pack.or(0);
  records.log.write(0, {
    odometer: m.odometer.or(0),
    latitude: m.latitude.or(0),
    longitude: m.longitude.or(0),
    altitude: Math.trunc(m.altitude.or(0)),
    chargeState: m.port.or(false)
      ? chargeStates[m.state.or("done")] ?? STOPPED
      : 0,
    parked: Math.floor(m.parked.or(0) / 60),
    soc,
    socMin: Math.min(m.socMin.or(soc), soc),
    socMax: Math.max(m.socMax.or(soc), soc),
    used: m.used.or(0) * 1000,
    recovered: m.recovered.or(0) * 1000,
    distance: m.trip.or(0) * 1000,
    ...ranges(ctx, options),
    volts,
    voltsMin: Math.min(state.packMin, volts),
    voltsMax: Math.max(state.packMax, volts),
    ...temperatures(m, m.temperature.or(0)),
    motor: m.motor.or(0),
    controller: m.controller.or(0),
    trip: state.driven,
    socDifference: state.socDifference,
    speed: m.speed.or(0),
    accel: m.accel.or(0) * KMH,
    decel: m.decel.or(0) * KMH,
    ahUsed: m.ahUsed.or(0),
    ahCharged: m.ahCharged.or(0),
    capacity: m.capacity.or(0) / NOMINAL_AH * 100,
    charger: m.charger.or(0),
  });
}

/** Lowest and highest begin anew, with a trip, a charge, or the battery monitor. */
export function beginWindow({ state }: X): void {
  state.packMin = Infinity;
  state.packMax = -Infinity;
}

/** A drive begins: its way and SOC count from here. */
export function begin(ctx: X): void {
  const { metrics: m, state } = ctx;
  state.odometer = m.odometer.or(NaN);
  state.socBefore = Number.isNaN(state.soc) ? m.soc.or(NaN) : state.soc;
  beginWindow(ctx);
}

/** What a drive brought so far; it stays after its end. */
export function follow({ metrics: m, state }: X): void {
  if (m.pack.age === 0) {
    state.packMin = Math.min(state.packMin, m.pack.or(0));
    state.packMax = Math.max(state.packMax, m.pack.or(0));
  }
  const odometer = m.odometer.or(NaN), soc = m.soc.or(NaN);
  state.soc = soc;
  if (m.on.value !== true) return;
  if (Number.isNaN(state.odometer)) state.odometer = odometer;
  if (Number.isNaN(state.socBefore)) state.socBefore = soc;
  if (!Number.isNaN(odometer)) state.driven = odometer - state.odometer;
  if (!Number.isNaN(soc)) state.socDifference = soc - state.socBefore;
}
