import { v, type WallTime } from "ovms-edge";
import { type Amounts, isNothing, Sums } from "./amounts.ts";
import { dateOf, type Day, Days, savedDays } from "./days.ts";
import {
  type Journey,
  Journeys,
  type Moment,
  savedJourneys,
} from "./journeys.ts";
import type { Totals } from "./statistics.ts";

/** Form in which the logbook is stored. */
const saved = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ days: savedDays, journeys: savedJourneys }),
);

const MINUTE = 60_000;

/** A second of the car, as the logbook needs it. */
export interface LogbookSecond extends Moment {
  /** Whether what comes in comes from the mains. */
  readonly charging: boolean;
}

/** What was under way when the program stopped. */
export interface Left {
  readonly trip: Journey | undefined;
  readonly charge: Journey | undefined;
}

/** Sums up days, trips and charges from statistics that begin anew with each of them. */
export class Logbook {
  #days = new Days();
  #journeys = new Journeys();
  /** The statistics when they were taken over, and what they had more than before then. */
  #used = 0;
  #recovered = 0;
  #distance = 0;
  readonly #came = new Sums();
  #stored: string | undefined;
  /** Minute of the wall, and its date; NaN and undefined while nobody knows. */
  #minute = NaN;
  #today: string | undefined;

  get days(): Days {
    return this.#days;
  }

  /**
   * Goes on from what an earlier run stored.
   * @param text what `save` handed out last; none or a damaged one counts as an empty logbook
   */
  restore(text: string | undefined): Left {
    const parsed = v.safeParse(saved, text);
    if (!parsed.success) return { trip: undefined, charge: undefined };
    this.#days = new Days(parsed.output.days);
    const before = new Journeys(parsed.output.journeys);
    return { trip: before.end("trip"), charge: before.end("charge") };
  }

  /**
   * Takes over what the statistics summed up since the last call.
   * @returns that, until the next call
   */
  add(
    { used, recovered, distance }: Totals,
    { wall, charging }: LogbookSecond,
  ): Amounts {
    const amounts = this.#came, back = recovered - this.#recovered;
    amounts.used = used - this.#used;
    amounts.regained = charging ? 0 : back;
    amounts.charged = charging ? back : 0;
    amounts.distance = distance - this.#distance;
    this.#used = used;
    this.#recovered = recovered;
    this.#distance = distance;
    if (!isNothing(amounts)) {
      this.days.add(this.#date(wall), amounts);
      this.#journeys.add(amounts);
    }
    return amounts;
  }

  /** The date is asked for every second and changes once a day: worked out once a minute. */
  #date(wall: number): string | undefined {
    const minute = Math.floor(wall / MINUTE);
    if (!Object.is(minute, this.#minute)) {
      this.#minute = minute;
      this.#today = Number.isNaN(wall) ? undefined : dateOf(wall);
    }
    return this.#today;
  }

  /** The statistics were reset, and were taken over before. */
  reset(): void {
    this.#used = this.#recovered = this.#distance = 0;
  }

  /** A second went by. */
  second(now: LogbookSecond): void {
    this.#journeys.second(now);
  }

  begin(kind: "trip" | "charge", now: LogbookSecond): void {
    this.#journeys.begin(kind, now);
  }

  /** Ends a trip or charge; undefined if nothing happened in it. */
  end(kind: "trip" | "charge", now: LogbookSecond): Journey | undefined {
    return this.#journeys.end(kind, now);
  }

  /** Energy of the charge under way, units; undefined without one. */
  charged(): number | undefined {
    return this.#journeys.amounts("charge")?.charged;
  }

  /** The charge under way; undefined without one. */
  get charge(): Readonly<Journey> | undefined {
    return this.#journeys.at("charge");
  }

  /** Days that are over and were not handed out yet; none while the date is unknown. */
  ended(wall: WallTime): readonly Day[] {
    const today = this.#date(wallOf(wall));
    return today === undefined ? [] : this.days.ended(today);
  }

  /** Hands its stored form to `write`, unless that was written before; what throws is tried again next time. */
  save(write: (text: string) => void): void {
    // By hand: with a `toJSON` to look for, V8 takes three times as long
    const text = JSON.stringify({
      days: this.days.toJSON(),
      journeys: this.#journeys.toJSON(),
    });
    if (text === this.#stored) return;
    write(text);
    this.#stored = text;
  }
}

/** The local date, or undefined while the clock is not to be trusted. */
export function dateIfTrusted(wall: WallTime): string | undefined {
  return wall.trusted ? dateOf(wall.ms) : undefined;
}

/** A wall time, ms; NaN while not to be trusted. */
export function wallOf({ ms, trusted }: WallTime): number {
  return trusted ? ms : NaN;
}
