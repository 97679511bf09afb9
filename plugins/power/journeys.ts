import { v } from "ovms-edge";
import { accumulate, type Amounts, isNothing, NOTHING } from "./amounts.ts";

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

/** What a second looks like. */
export interface Moment {
  readonly wall: number | null;
  /** km/h. */
  readonly speed: number;
  /** %; null while unknown. */
  readonly soc: number | null;
}

type Kind = keyof SavedJourneys;

/** The trip and the charge under way; both may be at once. */
export class Journeys {
  #open: SavedJourneys = { trip: null, charge: null };

  /** @param saved what `toJSON` gave before */
  constructor(saved?: SavedJourneys) {
    if (saved) this.#open = saved;
  }

  begin(kind: Kind, { soc, wall }: Moment): void {
    this.#open[kind] = {
      seconds: 0,
      amounts: { ...NOTHING },
      wall,
      maxSpeed: 0,
      socBefore: soc,
      soc,
    };
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
      journey.wall = now.wall;
      journey.soc = now.soc;
    }
    return journey === null || isNothing(journey.amounts) ? undefined : journey;
  }

  /** The one under way. */
  at(kind: Kind): Readonly<Journey> | undefined {
    return this.#open[kind] ?? undefined;
  }

  /** Form in which it is stored. */
  toJSON(): SavedJourneys {
    return this.#open;
  }
}

function goOn(journey: Journey, { wall, speed, soc }: Moment): void {
  journey.seconds++;
  journey.wall = wall;
  journey.maxSpeed = Math.max(journey.maxSpeed, speed);
  journey.soc = soc;
  journey.socBefore ??= soc;
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
