/** Records of trips and charges, and what they tell. */
import { type KeptRecord, type RecordDecl, type Row, v } from "ovms-edge";
import { kmOf, type OpenCharge, type OpenTrip, type Place } from "./open.ts";

/** How long they are kept, s: ten years. */
const KEPT = 3653 * 86_400;
const HERE = { lifetime: KEPT, send: false } as const;

/** Begin and end in UTC, empty where nobody knew the time; else the record's own tells it. */
const span = {
  begin: "text",
  end: "text",
  seconds: 0,
  /** Seconds from the end to this record; empty where the program was not there all the time. */
  late: 0,
  /** 1: it went on when the program stopped; what came after that nobody knows. */
  cut: 0,
} as const;

/** The declared records. */
export const records = {
  trip: {
    ...HERE,
    type: "*-Log-Trip",
    summary:
      "A trip: UTC, s, km, Wh, %, km/h, kW, degrees; what was not known is empty; number: odometer in km",
    fields: {
      ...span,
      moving: 0,
      km: 3,
      usedWh: 1,
      regainedWh: 1,
      socBefore: 2,
      socAfter: 2,
      maxSpeed: 1,
      maxPower: 2,
      maxRegained: 2,
      fromLatitude: 6,
      fromLongitude: 6,
      latitude: 6,
      longitude: 6,
      vehicle: "text",
    },
  },
  charge: {
    ...HERE,
    type: "*-Log-Charge",
    summary:
      "A charge: UTC, s, Wh at the battery and of the mains, %, kW, °C, cost, degrees; what was not known is empty; number: odometer in km",
    fields: {
      ...span,
      chargedWh: 1,
      gridWh: 1,
      socBefore: 2,
      socAfter: 2,
      maxPower: 2,
      tempMin: 1,
      tempMax: 1,
      cost: 2,
      currency: "text",
      latitude: 6,
      longitude: 6,
      vehicle: "text",
    },
  },
} as const satisfies Record<string, RecordDecl>;

const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** @param left whether it was found after a restart */
function spanRow(
  { vehicle, wall, seconds, paused }: OpenTrip | OpenCharge,
  left: boolean,
) {
  return {
    vehicle,
    begin: wall === null ? "" : utc(wall - seconds * 1000),
    end: wall === null ? "" : utc(wall),
    seconds,
    late: left ? null : paused,
    cut: left && paused === 0 ? 1 : 0,
  };
}

/** The row of a trip that ended. */
export function tripRow(
  trip: OpenTrip,
  left: boolean,
): Row<typeof records.trip.fields> {
  return {
    ...spanRow(trip, left),
    moving: trip.moving,
    km: kmOf(trip),
    usedWh: trip.usedWh,
    regainedWh: trip.regainedWh,
    socBefore: trip.socBefore,
    socAfter: trip.soc,
    maxSpeed: trip.maxSpeed,
    maxPower: trip.maxPower,
    maxRegained: trip.maxRegained,
    fromLatitude: trip.from?.latitude ?? null,
    fromLongitude: trip.from?.longitude ?? null,
    latitude: trip.to?.latitude ?? null,
    longitude: trip.to?.longitude ?? null,
  };
}

/** The row of a charge that ended. */
export function chargeRow(
  charge: OpenCharge,
  left: boolean,
  currency: string,
): Row<typeof records.charge.fields> {
  const cost = costOf(charge);
  return {
    ...spanRow(charge, left),
    chargedWh: charge.chargedWh,
    gridWh: charge.gridWh,
    socBefore: charge.socBefore,
    socAfter: charge.soc,
    maxPower: charge.maxPower,
    tempMin: charge.tempMin,
    tempMax: charge.tempMax,
    cost,
    currency: cost === null ? "" : currency.replaceAll(",", ""),
    latitude: charge.at?.latitude ?? null,
    longitude: charge.at?.longitude ?? null,
  };
}

/** Of what the mains gave, where the car tells it, else of what the battery took. */
export function costOf({ chargedWh, gridWh, cost }: OpenCharge): number | null {
  if (gridWh !== null) return cost.grid;
  return chargedWh === null ? null : cost.battery;
}

// ---- what queries answer ---------------------------------------------------------

const known = v.nullable(v.number());
const when = v.nullable(v.string());
const place = v.nullable(v.object({
  latitude: v.number(),
  longitude: v.number(),
}));
const head = {
  id: v.number(),
  /** Code of the vehicle type; empty where nobody knows. */
  vehicle: v.string(),
  /** UTC; null where nobody knows. */
  begin: when,
  end: when,
  seconds: known,
  /** Whether the gateway saw its end: else it was without power, and knows the part before. */
  whole: v.boolean(),
};

/** A trip: km, Wh, %, km/h, kW; null is what nobody knows. */
export const tripAnswer = v.object({
  ...head,
  moving: known,
  km: known,
  usedWh: known,
  regainedWh: known,
  socBefore: known,
  socAfter: known,
  maxSpeed: known,
  maxPower: known,
  maxRegained: known,
  from: place,
  to: place,
});
/** A charge: Wh at the battery and of the mains, %, kW, °C; null is what nobody knows. */
export const chargeAnswer = v.object({
  ...head,
  chargedWh: known,
  gridWh: known,
  socBefore: known,
  socAfter: known,
  maxPower: known,
  tempMin: known,
  tempMax: known,
  cost: known,
  currency: v.string(),
  at: place,
});
/** A trip as it is told. */
export type Trip = v.InferOutput<typeof tripAnswer>;
/** A charge as it is told. */
export type Charge = v.InferOutput<typeof chargeAnswer>;

/**
 * Whether a trip or a charge may be of a vehicle type: older ones do not tell of which they are.
 * @param type code; empty for any
 */
export const isOf = (
  { vehicle }: { readonly vehicle: string },
  type: string,
): boolean => type === "" || vehicle === "" || vehicle === type;

/** A record's columns by their kind. */
class Columns {
  constructor(readonly record: KeptRecord) {}

  number(name: string): number | null {
    const value = this.record.fields[name];
    return typeof value === "number" ? value : null;
  }

  text(name: string): string {
    const value = this.record.fields[name];
    return typeof value === "string" ? value : "";
  }

  place(latitude: string, longitude: string): Place | null {
    const north = this.number(latitude), east = this.number(longitude);
    return north === null || east === null
      ? null
      : { latitude: north, longitude: east };
  }

  /** A trip of a time without a clock has that of its record, once it is known. */
  head() {
    const { id, time } = this.record, late = this.number("late");
    const seconds = this.number("seconds");
    const end = this.text("end") === "" && time !== "" && late !== null
      ? utc(Date.parse(time) - late * 1000)
      : this.text("end") || null;
    const begin = end === null || seconds === null
      ? null
      : utc(Date.parse(end) - seconds * 1000);
    return {
      id,
      vehicle: this.text("vehicle"),
      begin: this.text("begin") || begin,
      end,
      seconds,
      whole: this.number("cut") !== 1,
    };
  }
}

/** A trip of its record. */
export function tripOf(record: KeptRecord): Trip {
  const row = new Columns(record);
  return {
    ...row.head(),
    moving: row.number("moving"),
    km: row.number("km"),
    usedWh: row.number("usedWh"),
    regainedWh: row.number("regainedWh"),
    socBefore: row.number("socBefore"),
    socAfter: row.number("socAfter"),
    maxSpeed: row.number("maxSpeed"),
    maxPower: row.number("maxPower"),
    maxRegained: row.number("maxRegained"),
    from: row.place("fromLatitude", "fromLongitude"),
    to: row.place("latitude", "longitude"),
  };
}

/** A charge of its record. */
export function chargeOf(record: KeptRecord): Charge {
  const row = new Columns(record);
  return {
    ...row.head(),
    chargedWh: row.number("chargedWh"),
    gridWh: row.number("gridWh"),
    socBefore: row.number("socBefore"),
    socAfter: row.number("socAfter"),
    maxPower: row.number("maxPower"),
    tempMin: row.number("tempMin"),
    tempMax: row.number("tempMax"),
    cost: row.number("cost"),
    currency: row.text("currency"),
    at: row.place("latitude", "longitude"),
  };
}
