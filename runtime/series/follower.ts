/** The track: where the car is and how it does, while it is switched on or charges. */
import type { TrackPoint } from "../../hal/mod.ts";
import type { MetricStore } from "../metrics/metrics.ts";

/** Seconds between two points, of a car that is switched on and of one that charges. */
const ON = 10, CHARGING = 60;
/** Seconds after which a value counts as not heard: of what moves, and of what changes slowly. */
const HEARD = 10, SLOW = 120;

/** A state of the car in which it is followed. */
type Doing = "on" | "charging" | "rest";

/** What a point has besides its time, and for how long each counts. */
const VALUES = {
  speed: ["v.p.speed", HEARD],
  power: ["v.b.power", HEARD],
  soc: ["v.b.soc", SLOW],
  used: ["v.b.energy.used", SLOW],
  recovered: ["v.b.energy.recd", SLOW],
  temperature: ["v.b.temp", SLOW],
} as const;

/** Of a car that is there, one of these is heard all the time, also where it tells what it does once. */
const LIVELY = [
  "v.e.on",
  "v.c.charging",
  "v.b.soc",
  "v.p.speed",
  "v.b.power",
  "v.p.odometer",
];

/** Makes the points of the track. */
export class Follower {
  #doing: Doing = "rest";
  /** Seconds so far: what is older was restored, and says nothing about now. */
  #passed = 0;
  /** Seconds since the last point. */
  #since = 0;

  /**
   * One second.
   * @param at its time, ms
   * @param positions whether the owner wants them
   * @returns the point that is due, also at the begin and at the end of a trip or a charge
   */
  second(
    metrics: MetricStore,
    at: number,
    positions: boolean,
  ): TrackPoint | undefined {
    this.#passed++;
    this.#since++;
    const before = this.#doing,
      now = this.#doing = doing(metrics, this.#passed);
    const due = now !== before ||
      now !== "rest" && this.#since >= (now === "on" ? ON : CHARGING);
    if (!due) return undefined;
    this.#since = 0;
    return pointOf(metrics, at, positions);
  }
}

function doing(metrics: MetricStore, passed: number): Doing {
  const heard = Math.min(SLOW, passed);
  const isThere = LIVELY.some((name) =>
    valueOf(metrics, name, heard) !== undefined
  );
  if (!isThere) return "rest";
  if (valueOf(metrics, "v.e.on", passed) === true) return "on";
  return valueOf(metrics, "v.c.charging", passed) === true
    ? "charging"
    : "rest";
}

/** A value that was heard in the last seconds. */
function valueOf(metrics: MetricStore, name: string, heard: number) {
  const slot = metrics.find(name);
  const age = slot && metrics.age(slot);
  return slot === undefined || age === undefined || age > heard
    ? undefined
    : metrics.read(slot);
}

function numberOf(
  metrics: MetricStore,
  name: string,
  heard: number,
): number | null {
  const value = valueOf(metrics, name, heard);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function pointOf(
  metrics: MetricStore,
  at: number,
  positions: boolean,
): TrackPoint {
  const fixed = positions && valueOf(metrics, "v.p.gpslock", HEARD) === true;
  const place = (name: string) => fixed ? numberOf(metrics, name, HEARD) : null;
  const value = (of: keyof typeof VALUES) => {
    const [name, heard] = VALUES[of];
    return numberOf(metrics, name, heard);
  };
  return {
    at,
    latitude: place("v.p.latitude"),
    longitude: place("v.p.longitude"),
    altitude: place("v.p.altitude"),
    speed: value("speed"),
    power: value("power"),
    soc: value("soc"),
    used: value("used"),
    recovered: value("recovered"),
    temperature: value("temperature"),
  };
}
