/**
 * Trips and charges of any car, each kept as one record: what the car tells of them, and nothing else.
 * @module
 */
import { CommandError, definePlugin, type Plugin, v } from "ovms-edge";
import { kmOf, type OpenCharge, type OpenTrip } from "./open.ts";
import { own, type X } from "./own.ts";
import { everySecond, save, start } from "./phases.ts";
import {
  type Charge,
  chargeAnswer,
  chargeOf,
  costOf,
  isOf,
  type Trip,
  tripAnswer,
  tripOf,
} from "./records.ts";
import { texts } from "./languages.ts";

/** All that ended; read anew after each that is added, and while one waits for its date. */
function told({ hal, state }: X) {
  if (state.told) return state.told;
  const trips = hal.history.read("trip").map(tripOf);
  const charges = hal.history.read("charge").map(chargeOf);
  const dated = [...trips, ...charges].every(({ begin }) => begin !== null);
  if (dated) state.told = { trips, charges };
  return { trips, charges };
}

const time = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, "expected ms since 1970"),
  v.transform(Number),
);
/** The present vehicle type. */
const PRESENT = "present";
const whose = v.object({
  vehicle: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        new RegExp(`^([A-Z][A-Z0-9]|${PRESENT})$`),
        `expected a vehicle type such as RT, or ${PRESENT}`,
      ),
    ),
  ),
});
const span = v.object({
  since: v.optional(time),
  until: v.optional(time),
  ...whose.entries,
});

/** Those that may be of a vehicle type. */
function ofVehicle<T extends Trip | Charge>(
  all: readonly T[],
  { vehicle = "" }: v.InferOutput<typeof whose>,
  { hal }: X,
): T[] {
  const type = vehicle === PRESENT ? hal.system.vehicleType : vehicle;
  return all.filter((one) => isOf(one, type));
}

/** Those that began in a span; those without a date only without one. */
function within<T extends Trip | Charge>(
  all: readonly T[],
  args: v.InferOutput<typeof span>,
  ctx: X,
): T[] {
  const { since = -Infinity, until = Infinity } = args;
  const own = ofVehicle(all, args, ctx);
  if (since === -Infinity && until === Infinity) return own;
  return own.filter(({ begin }) => {
    const at = begin === null ? NaN : Date.parse(begin);
    return at >= since && at < until;
  });
}

function byId<T extends Trip | Charge>(all: readonly T[], id: string): T {
  const found = all.find((one) => one.id === Number(id));
  if (found) return found;
  throw new CommandError(`There is no ${id}: it was not kept, or never was`);
}

const utc = (ms: number | null) =>
  ms === null ? null : `${new Date(ms).toISOString().slice(0, 19)}Z`;
const known = v.nullable(v.number());
const id = v.object({ id: v.pipe(v.string(), v.regex(/^\d{1,15}$/)) });

/** Trips and charges. */
export const trips: Plugin = definePlugin({
  ...own,
  id: "trips",
  summary: "Trips and charges of any car",
  texts,
  queries: {
    trips: {
      summary:
        "Trips that began in a span of time (since, until: ms since 1970), oldest first; without one all, also those that nobody can date. vehicle: those of a vehicle type (present: of this one), and those that do not tell it",
      args: span,
      answer: v.array(tripAnswer),
      run: (args, ctx) => within(told(ctx).trips, args, ctx),
    },
    charges: {
      summary: "Charges that began in a span of time, as trips",
      args: span,
      answer: v.array(chargeAnswer),
      run: (args, ctx) => within(told(ctx).charges, args, ctx),
    },
    trip: {
      summary: "One trip, by its number",
      args: id,
      answer: tripAnswer,
      run: ({ id }, ctx) => byId(told(ctx).trips, id),
    },
    charge: {
      summary: "One charge, by its number",
      args: id,
      answer: chargeAnswer,
      run: ({ id }, ctx) => byId(told(ctx).charges, id),
    },
    undated: {
      summary: "Trips and charges that nobody can date",
      args: whose,
      answer: v.object({
        trips: v.array(tripAnswer),
        charges: v.array(chargeAnswer),
      }),
      run: (args, ctx) => {
        const { trips, charges } = told(ctx);
        const isUndated = ({ begin }: Trip | Charge) => begin === null;
        return {
          trips: ofVehicle(trips, args, ctx).filter(isUndated),
          charges: ofVehicle(charges, args, ctx).filter(isUndated),
        };
      },
    },
    now: {
      summary:
        "The trip and the charge under way, the last ones of this vehicle type that ended, and the other types that have some; null for none",
      answer: v.object({
        trip: v.nullable(v.object({
          begin: v.nullable(v.string()),
          seconds: v.number(),
          km: known,
          usedWh: known,
          regainedWh: known,
        })),
        charge: v.nullable(v.object({
          begin: v.nullable(v.string()),
          seconds: v.number(),
          chargedWh: known,
          gridWh: known,
          socBefore: known,
          cost: known,
          currency: v.string(),
        })),
        lastTrip: v.nullable(tripAnswer),
        lastCharge: v.nullable(chargeAnswer),
        others: v.array(v.string()),
      }),
      run: (_, ctx) => {
        const { hal, state, settings } = ctx;
        const trip = state.trip?.open ?? null;
        const charge = state.charge?.open ?? null;
        const { trips, charges } = told(ctx), { vehicleType } = hal.system;
        const isOwn = (one: Trip | Charge) => isOf(one, vehicleType);
        const types = new Set(
          [...trips, ...charges].map(({ vehicle }) => vehicle),
        );
        const since = ({ wall, seconds }: OpenTrip | OpenCharge) =>
          utc(wall === null ? null : wall - seconds * 1000);
        return {
          trip: trip && {
            begin: since(trip),
            seconds: trip.seconds,
            km: kmOf(trip),
            usedWh: trip.usedWh,
            regainedWh: trip.regainedWh,
          },
          charge: charge && {
            begin: since(charge),
            seconds: charge.seconds,
            chargedWh: charge.chargedWh,
            gridWh: charge.gridWh,
            socBefore: charge.socBefore,
            cost: costOf(charge),
            currency: settings.currency,
          },
          lastTrip: trips.findLast(isOwn) ?? null,
          lastCharge: charges.findLast(isOwn) ?? null,
          others: [...types].filter((type) =>
            type !== "" && type !== vehicleType
          ),
        };
      },
    },
  },
  pages: {
    trips: {
      name: "Trips",
      names: { de: "Fahrten", fr: "Trajets" },
      about: "history",
      often: true,
      icon: "M4 20V9M10 20V4M16 20v-8M22 20H2",
      of: ["v.e.on", "v.c.charging"],
      module: new URL("./page/trips.js", import.meta.url),
    },
    last: {
      name: "Last trip and charge",
      names: {
        de: "Letzte Fahrt und Ladung",
        fr: "Dernier trajet, dernière recharge",
      },
      icon: "M4 20V9M10 20V4M16 20v-8M22 20H2",
      place: "car",
      of: ["v.e.on", "v.c.charging"],
      module: new URL("./page/last.js", import.meta.url),
    },
  },
  every: { second: everySecond, minute: save },
  start,
  stop: save,
});
export default trips;
