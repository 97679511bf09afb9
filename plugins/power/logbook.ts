import { v, type WallTime } from "ovms-edge";
import { type Amounts, isNothing } from "./amounts.ts";
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
export interface LogbookSecond {
  readonly wall: WallTime;
  /** km/h. */
  readonly speed: number;
  /** %; undefined while unknown. */
  readonly soc: number | undefined;
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
  #last: Totals = { used: 0, recovered: 0, distance: 0 };
  #stored: string | undefined;
  /** Minute of the wall, and its date; undefined while nobody knows. */
  #minute: number | undefined;
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

  /** Takes over what the statistics summed up since the last call. */
  add(totals: Totals, { wall, charging }: LogbookSecond): Amounts {
    const last = this.#last, came = totals.recovered - last.recovered;
    const amounts: Amounts = {
      used: totals.used - last.used,
      regained: charging ? 0 : came,
      charged: charging ? came : 0,
      distance: totals.distance - last.distance,
    };
    this.#last = totals;
    if (!isNothing(amounts)) {
      this.days.add(this.#date(wall), amounts);
      this.#journeys.add(amounts);
    }
    return amounts;
  }

  /** The date is asked for every second and changes once a day: worked out once a minute. */
  #date(wall: WallTime): string | undefined {
    const minute = wall.trusted ? Math.floor(wall.ms / MINUTE) : undefined;
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#today = dateIfTrusted(wall);
    }
    return this.#today;
  }

  /** The statistics were reset, and were taken over before. */
  reset(): void {
    this.#last = { used: 0, recovered: 0, distance: 0 };
  }

  /** A second went by. */
  second(now: LogbookSecond): void {
    this.#journeys.second(moment(now));
  }

  begin(kind: "trip" | "charge", now: LogbookSecond): void {
    this.#journeys.begin(kind, moment(now));
  }

  /** Ends a trip or charge; undefined if nothing happened in it. */
  end(kind: "trip" | "charge", now: LogbookSecond): Journey | undefined {
    return this.#journeys.end(kind, moment(now));
  }

  /** Energy of the charge under way, units; undefined without one. */
  charged(): number | undefined {
    return this.charge?.amounts.charged;
  }

  /** The charge under way; undefined without one. */
  get charge(): Readonly<Journey> | undefined {
    return this.#journeys.at("charge");
  }

  /** Days that are over and were not handed out yet; none while the date is unknown. */
  ended(wall: WallTime): readonly Day[] {
    const today = this.#date(wall);
    return today === undefined ? [] : this.days.ended(today);
  }

  /** Hands its stored form to `write`, unless that was written before; what throws is tried again next time. */
  save(write: (text: string) => void): void {
    const text = JSON.stringify({ days: this.days, journeys: this.#journeys });
    if (text === this.#stored) return;
    write(text);
    this.#stored = text;
  }
}

/** The local date, or undefined while the clock is not to be trusted. */
export function dateIfTrusted(wall: WallTime): string | undefined {
  return wall.trusted ? dateOf(wall.ms) : undefined;
}

function moment({ wall, speed, soc }: LogbookSecond): Moment {
  return { wall: wall.trusted ? wall.ms : null, speed, soc: soc ?? null };
}
