import { v } from "ovms-edge";
import { accumulate, type Amounts, isNothing, Sums } from "./amounts.ts";

const open = v.strictObject({
  /** How long it has gone on. */
  seconds: v.number(),
  amounts: v.strictObject({
    used: v.number(),
    regained: v.number(),
    charged: v.number(),
    distance: v.number(),
  }),
  /** Wall time of the last second, ms; null while not to be trusted. */
  wall: v.nullable(v.number()),
  /** Highest speed, km/h. */
  maxSpeed: v.number(),
  /** SOC at the beginning and now, %. */
  socBefore: v.nullable(v.number()),
  soc: v.nullable(v.number()),
});

/** A trip (from switching on to switching off) or a charge, so far. */
export type Journey = v.InferOutput<typeof open>;

/** Form in which trip and charge under way are stored. */
export const savedJourneys = v.strictObject({
  trip: v.nullable(open),
  charge: v.nullable(open),
});
type SavedJourneys = v.InferOutput<typeof savedJourneys>;

/** What a second looks like; NaN is what nobody knows, so that V8 keeps them as plain numbers. */
export interface Moment {
  /** Wall time, ms; NaN while not to be trusted. */
  readonly wall: number;
  /** km/h. */
  readonly speed: number;
  /** %. */
  readonly soc: number;
}

type Kind = keyof SavedJourneys;

/** The trip and the charge under way; both may be at once. */
export class Journeys {
  #open: SavedJourneys = { trip: null, charge: null };
  /** Wall time and SOC of the last second, which those under way get when somebody looks at them. */
  #wall = NaN;
  #soc = NaN;

  /** @param saved what `toJSON` gave before */
  constructor(saved?: SavedJourneys) {
    if (saved) this.#open = saved;
  }

  begin(kind: Kind, now: Moment): void {
    const soc = known(now.soc);
    this.#open[kind] = {
      seconds: 0,
      amounts: new Sums(),
      wall: known(now.wall),
      maxSpeed: 0,
      socBefore: soc,
      soc,
    };
    this.#wall = now.wall;
    this.#soc = now.soc;
  }

  /** Energy and distance go to whatever is under way. */
  add(amounts: Amounts): void {
    const { trip, charge } = this.#open;
    if (trip) accumulate(trip.amounts, amounts);
    if (charge) accumulate(charge.amounts, amounts);
  }

  /** A second went by. */
  second(now: Moment): void {
    const { trip, charge } = this.#open;
    this.#wall = now.wall;
    this.#soc = now.soc;
    if (trip) goOn(trip, now);
    if (charge) goOn(charge, now);
  }

  /**
   * Ends it; undefined if there was none, or nothing happened in it.
   * @param now left out for one that ended unseen
   */
  end(kind: Kind, now?: Moment): Journey | undefined {
    const journey = this.#open[kind];
    this.#open[kind] = null;
    if (journey && now) {
      journey.wall = known(now.wall);
      journey.soc = known(now.soc);
    }
    return journey === null || isNothing(journey.amounts) ? undefined : journey;
  }

  /** The one under way. */
  at(kind: Kind): Readonly<Journey> | undefined {
    return this.#present()[kind] ?? undefined;
  }

  /** What it used and drove so far; undefined without one. */
  amounts(kind: Kind): Amounts | undefined {
    return this.#open[kind]?.amounts;
  }

  /** Form in which it is stored: plain objects, of which V8 makes a text in half of the time. */
  toJSON(): SavedJourneys {
    const { trip, charge } = this.#present();
    return { trip: trip && plain(trip), charge: charge && plain(charge) };
  }

  #present(): SavedJourneys {
    const { trip, charge } = this.#open;
    for (const journey of [trip, charge]) {
      if (!journey) continue;
      journey.wall = known(this.#wall);
      journey.soc = known(this.#soc);
    }
    return this.#open;
  }
}

function plain(journey: Journey): Journey {
  return { ...journey, amounts: { ...journey.amounts } };
}

function goOn(journey: Journey, { speed, soc }: Moment): void {
  journey.seconds++;
  if (speed > journey.maxSpeed) journey.maxSpeed = speed;
  if (journey.socBefore === null) journey.socBefore = known(soc);
}

/** A number in the form in which it is stored, null for none. */
function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Begin and end as UTC texts; empty where the clock was not to be trusted. */
export function spanOf({ wall, seconds }: Journey): {
  readonly begin: string;
  readonly end: string;
} {
  const text = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return wall === null
    ? { begin: "", end: "" }
    : { begin: text(wall - seconds * 1000), end: text(wall) };
}
