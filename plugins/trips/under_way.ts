/**
 * A trip or a charge second by second: what nobody knows is NaN, since V8 keeps numbers as they are only
 * where they are always numbers. The text of both is the stored form, in which that is null.
 */
import { v } from "ovms-edge";
import {
  charge,
  type OpenCharge,
  type OpenTrip,
  type Place,
  trip,
} from "./open.ts";

abstract class UnderWay {
  vehicle = "";
  seconds = 0;
  paused = 0;
  wall = NaN;
  socBefore = NaN;
  soc = NaN;
  maxPower = NaN;
}

/** A trip so far, as `OpenTrip` has it. */
export class TripUnderWay extends UnderWay {
  moving = NaN;
  counted = NaN;
  odometer = NaN;
  usedWh = NaN;
  regainedWh = NaN;
  maxSpeed = NaN;
  maxRegained = NaN;
  from: Place | null = null;
  to: Place | null = null;
  fixed = NaN;

  /** One that goes on. */
  static of(open: OpenTrip): TripUnderWay {
    return Object.assign(new TripUnderWay(), knownOf(open));
  }

  /** What is told of it. */
  get open(): OpenTrip {
    return v.parse(trip, JSON.parse(JSON.stringify(this)));
  }
}

/** A charge so far, as `OpenCharge` has it. */
export class ChargeUnderWay extends UnderWay {
  chargedWh = NaN;
  gridWh = NaN;
  cost = { battery: 0, grid: 0 };
  tempMin = NaN;
  tempMax = NaN;
  at: Place | null = null;

  /** One that goes on. */
  static of(open: OpenCharge): ChargeUnderWay {
    const { battery, grid } = open.cost;
    return Object.assign(new ChargeUnderWay(), knownOf(open), {
      cost: { battery: battery ?? NaN, grid: grid ?? NaN },
    });
  }

  /** What is told of it. */
  get open(): OpenCharge {
    return v.parse(charge, JSON.parse(JSON.stringify(this)));
  }
}

function knownOf(open: object): object {
  return Object.fromEntries(
    Object.entries(open).filter(([, value]) => value !== null),
  );
}
