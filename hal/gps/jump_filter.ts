import type { GpsFix } from "../mod.ts";

interface Place {
  readonly latitude: number;
  readonly longitude: number;
  /** Monotonic ms. */
  readonly at: number;
}

/** Faster than any car that this is made for, m/s (252 km/h). */
const FASTEST = 70;
/** Scatter of a receiver with a poor view of the sky, m. */
const SCATTER = 150;
/** So many positions that agree with each other are believed against the one before. */
const CONVINCING = 5;
const EARTH_RADIUS = 6_371_000;
/** A receiver that is asked faster than it measures says the same for a moment, ms. */
const REPEATED = 10_000;

/**
 * Holds back positions that a car cannot have reached since the last one, and takes those of a receiver
 * whose time stands still for none: it repeats where the car once was.
 *
 * The first position is always taken. Reports without fix pass. When the held back ones agree with
 * each other often enough, it was the earlier position that was wrong.
 */
export class JumpFilter {
  #last: Place | undefined;
  #candidate: Place | undefined;
  #agreeing = 0;
  #jumps = 0;
  /** What the receiver's clock says, and since when, monotonic ms. */
  #time: number | string | undefined;
  #timeSince = 0;

  /** How many positions were held back. */
  get jumps(): number {
    return this.#jumps;
  }

  /**
   * Lets a report pass, or holds it back.
   * @param now monotonic ms
   */
  pass(fix: GpsFix, now: number): GpsFix | undefined {
    const { latitude, longitude } = fix;
    if (!fix.fix || latitude === undefined || longitude === undefined) {
      return fix;
    }
    if (this.#standsStill(fix.time ?? fix.timeOfDay, now)) {
      return { fix: false };
    }
    const place = { latitude, longitude, at: now };
    if (
      !this.#last || isReachable(this.#last, place) || this.#convinces(place)
    ) {
      this.#last = place;
      this.#candidate = undefined;
      this.#agreeing = 0;
      return fix;
    }
    this.#jumps++;
    return undefined;
  }

  #standsStill(time: number | string | undefined, now: number): boolean {
    if (time === undefined || time !== this.#time) {
      this.#time = time;
      this.#timeSince = now;
      return false;
    }
    return now - this.#timeSince >= REPEATED;
  }

  #convinces(place: Place): boolean {
    const agrees = this.#candidate && isReachable(this.#candidate, place);
    this.#agreeing = agrees ? this.#agreeing + 1 : 1;
    this.#candidate = place;
    return this.#agreeing >= CONVINCING;
  }
}

function isReachable(from: Place, to: Place): boolean {
  return metresBetween(from, to) <=
    SCATTER + FASTEST * (to.at - from.at) / 1000;
}

/** Distance on the sphere, m. */
export function metresBetween(
  a: { readonly latitude: number; readonly longitude: number },
  b: { readonly latitude: number; readonly longitude: number },
): number {
  const rad = Math.PI / 180;
  const dLat = (b.latitude - a.latitude) * rad;
  const dLon = (b.longitude - a.longitude) * rad;
  const h = Math.sin(dLat / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) *
      Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}
