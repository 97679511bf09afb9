/** A year of a car, written as it would have been kept: a number by minutes, trips, charges, tracks. */
import type { SeriesRow, TrackPoint } from "../../../../hal/mod.ts";
import type { DemoCar } from "./demo_car.ts";

const SECOND = 1000, MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;
const DAYS = 365;
/** Trips of a day begin at these hours, UTC. */
const TRIPS = [7, 17];
/** Days of which the way is kept; others would only take their time to be written. */
const WAYS = 40;
/** Records are kept for ten years, s. */
const KEPT = 3653 * 86_400;

const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** So many points of a day, each of so many ms. */
function rows(day: number, step: number): SeriesRow[] {
  return Array.from({ length: DAY / step }, (_, n) => {
    const at = day + n * step;
    const mean = 50 + 30 * Math.sin(at / 42e6);
    return {
      name: "v.b.soc",
      at,
      min: mean - 1,
      max: mean + 1,
      mean,
      count: step / SECOND,
    };
  });
}

/** Half an hour of driving, every ten seconds. */
function way(begin: number): TrackPoint[] {
  return Array.from({ length: 180 }, (_, n) => ({
    at: begin + n * 10 * SECOND,
    latitude: 51 + n * 3e-4 + Math.sin(n / 9) * 2e-3,
    longitude: 7 + n * 4e-4 + Math.cos(begin / DAY + n / 15) * 4e-3,
    altitude: 120 + 40 * Math.sin(n / 30),
    speed: 40 + 20 * Math.sin(n / 7),
    power: 6 + 5 * Math.sin(n / 5),
    soc: 80 - n / 18,
    used: n * 0.005,
    recovered: n * 0.0004,
    temperature: 14,
  }));
}

/**
 * Writes it.
 * @param now its end, ms since 1970 UTC
 */
export function writeYear(
  { store, series }: DemoCar["hal"],
  now: number,
): void {
  const record = (type: string, number: number, data: string) =>
    store.record({ type, number, lifetime: KEPT, keep: KEPT, data }, false);
  const begin = Math.floor(now / DAY) * DAY - DAYS * DAY;
  for (let n = 0; n < DAYS; n++) {
    const day = begin + n * DAY;
    series?.write({ minute: rows(day, MINUTE), hour: rows(day, HOUR) });
    for (const hour of TRIPS) {
      const from = day + hour * HOUR, to = from + HOUR / 2;
      const ends = `${utc(from)},${utc(to)}`;
      record(
        "*-Log-Trip",
        1000 + n,
        `${ends},1800,301,0,1500,12.345,850.5,70.1,80.00,70.00,78.0,14.00,6.00,51.000000,7.000000,51.050000,7.070000`,
      );
      if (n >= DAYS - WAYS) series?.write({ track: way(from) });
    }
    const plugged = day + 19 * HOUR;
    record(
      "*-Log-Charge",
      1000 + n,
      `${utc(plugged)},${
        utc(plugged + 3 * HOUR)
      },10800,301,0,1800.0,,60.00,95.00,2.10,14.0,19.0,0.54,EUR,51.050000,7.070000`,
    );
  }
}
