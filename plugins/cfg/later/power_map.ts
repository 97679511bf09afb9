/** The torque map 4611 and the end of the flux map 4610 (twizy-later.md, section 7.3). */
import { mapPoints, type ObjectId, od } from "../objects.ts";
import type { Base } from "./base.ts";
import { type Breakdown, breakdownPoints } from "./breakdown_map.ts";

/** The map's knee, from which on power is constant, and its end. */
export const KNEE = { torque: od.mapTorque2, rpm: od.mapSpeed2 } as const;
export const END = { torque: od.mapEndTorque, rpm: od.mapEndSpeed } as const;

/** Last two points of the flux map: torque, 1/16 Nm, and current, 1/64 A. */
const FLUX = ["4610.0f", "4610.10", "4610.11", "4610.12"] as const;

/** All that a map writes, in the order of a delivered one. */
export const mapObjects: readonly ObjectId[] = [
  ...mapPoints.flat(),
  ...FLUX,
  od.mapCommit,
];

/** What a map is made of. */
export interface MapValues {
  /** mNm. */
  readonly torque: number;
  /** W at the knee and at the end. */
  readonly low: number;
  readonly high: number;
  /** Greatest speed, rpm. */
  readonly rpm: number;
}

/** Shares of the way from the knee to the end. */
const STEPS = [1, 2, 3, 5, 8, 13, 21] as const;
const LAST = STEPS.length - 1, PARTS = 21, POWER_PARTS = 13;
/** Points from here on have the power of the end. */
const HIGH_FROM = 5;

/** 1/16 Nm. */
const sixteenths = (mNm: number) => Math.floor((16 * mNm + 500) / 1000);
/** mNm that give a power (W) at a speed; 9549 is 60,000 / 2 pi. */
const torqueAt = (watts: number, rpm: number) =>
  Math.floor((9549 * watts + Math.floor(rpm / 2)) / rpm);

/** Power at a point of the map, W. */
export function powerOf(sixteenth: number, rpm: number): number {
  return Math.floor((Math.floor(sixteenth * 1000 / 16) * rpm + 4774) / 9549);
}

/** Speed of the knee, rpm. */
export function kneeOf({ torque, low }: MapValues): number {
  return torqueAt(low, torque);
}

/**
 * The same for a car that may be slower than the knee: its map ends there, so that no point lies before
 * another. The original did not look at that, and its profiles are written as it wrote them.
 */
export function endingAtKnee(values: MapValues): MapValues {
  const knee = kneeOf(values), { rpm, low } = values;
  return rpm > knee ? values : { ...values, rpm: knee, high: low };
}

/**
 * The writes of a map, in their order; the last one takes it over.
 * @param motor of which it is known where its torque breaks down
 */
export function mapWrites(
  base: Base,
  values: MapValues,
  motor?: Breakdown,
): readonly (readonly [object: ObjectId, value: number])[] {
  return [
    ...isDelivered(base, values)
      ? deliveredWrites(base)
      : motor
      ? brokenWrites(base, values, motor)
      : madeWrites(base, values),
    [od.mapCommit, 1],
  ];
}

function isDelivered(base: Base, { torque, low, high, rpm }: MapValues) {
  return torque === base.torque && low === base.powerLow &&
    high === base.powerHigh && rpm === base.rpm;
}

type Values = readonly (readonly [object: ObjectId, value: number])[];

function fluxWrites(values: readonly number[]): Values {
  return FLUX.map((object, at) => [object, values[at] ?? 0]);
}

function deliveredWrites(base: Base): Values {
  const points = mapPoints.flatMap(([torque, rpm], at): Values => [
    [torque, base.mapTorque[at] ?? 0],
    [rpm, base.mapRpm[at] ?? 0],
  ]);
  return [...points, ...fluxWrites(base.flux)];
}

/** The flux map's end for a torque in 1/16 Nm. */
const fluxFor = (base: Base, peak: number) =>
  fluxWrites(peak > (base.flux[2] ?? 0) ? base.fluxExtended : base.flux);

/** A point of the power map, W at rpm; behind the last one is its end. */
function pointWrites(at: number, watts: number, rpm: number): Values {
  const [torqueObject, rpmObject] = mapPoints[at] ?? [END.torque, END.rpm];
  return [[torqueObject, sixteenths(torqueAt(watts, rpm))], [rpmObject, rpm]];
}

function brokenWrites(base: Base, values: MapValues, motor: Breakdown): Values {
  const peak = sixteenths(values.torque);
  const points = breakdownPoints(values, motor)
    .flatMap(({ watts, rpm }, at) => pointWrites(at + 1, watts, rpm));
  return [
    [od.mapTorque1, peak],
    [od.mapSpeed1, 0],
    ...fluxFor(base, peak),
    ...points,
  ];
}

function madeWrites(base: Base, values: MapValues): Values {
  const { torque, low, high, rpm: end } = values;
  const knee = kneeOf(values), peak = sixteenths(torque);
  const stride = end > knee ? Math.floor((end - knee + 10) / PARTS) : 0;
  const rise = Math.trunc((high - low + 6) / POWER_PARTS);
  const rest = STEPS.flatMap((step, at) => {
    const rpm = at === LAST ? end : knee + step * stride;
    const watts = at >= HIGH_FROM ? high : low + step * rise;
    return pointWrites(at + 2, watts, rpm);
  });
  return [
    [od.mapTorque1, peak],
    [od.mapSpeed1, 0],
    [KNEE.torque, peak],
    [KNEE.rpm, knee],
    ...fluxFor(base, peak),
    ...rest,
  ];
}
