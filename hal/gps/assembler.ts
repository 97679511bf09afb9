import type { GpsFix } from "../mod.ts";
import { decimalOf, degrees, type Sentence, timeOf } from "./nmea.ts";
import { isPlace } from "./place.ts";

/** Fix qualities of GGA that are positions: GPS, differential, PPS, RTK, RTK float. Estimates are none. */
const POSITION_QUALITIES: ReadonlySet<string> = new Set(
  ["1", "2", "3", "4", "5"],
);
/** Mode letters of RMC, GNS and GLL that are positions; dead reckoning and simulation are none. Old receivers tell none. */
const POSITION_MODES = /[ADPRF]/;
/** Field of the time in each sentence, if it has one. */
const TIME_FIELD: Readonly<Record<Kind, number | undefined>> = {
  GGA: 0,
  RMC: 0,
  GNS: 0,
  GLL: 4,
  VTG: undefined,
};
const KM_PER_NAUTICAL_MILE = 1.852;

/** Sentences that make up a report. */
export type Kind = "GGA" | "RMC" | "VTG" | "GNS" | "GLL";

/** What the sentences of one moment say. */
interface Epoch {
  readonly kinds: Set<Kind>;
  time: string;
  /** Day of the fix, ddmmyy; empty unless told. */
  date: string;
  /** One of its sentences says that there is no fix. */
  invalid: boolean;
  fix: boolean;
  latitude: number | undefined;
  longitude: number | undefined;
  altitude: number | undefined;
  direction: number | undefined;
  speed: number | undefined;
  satellites: number | undefined;
  hdop: number | undefined;
}

/**
 * Puts the sentences of one moment together.
 *
 * A receiver repeats the same set of sentences; which, is learnt from the moment before. A report
 * is complete when the set is, or when the next moment begins.
 */
export class FixAssembler {
  #epoch: Epoch = emptyEpoch();
  #set: ReadonlySet<Kind>;
  /** Mode of the last GSA; 2 means that the altitude is an old one. */
  #mode = "";

  /** @param set what the receiver is known to send each time */
  constructor(set: Iterable<Kind> = []) {
    this.#set = new Set(set);
  }

  /** Takes a sentence; returns the report that it completes. */
  add(sentence: Sentence): GpsFix | undefined {
    const { type, fields } = sentence;
    if (type === "GSA") this.#mode = fields[1] ?? "";
    if (!isKind(type)) return undefined;
    const timeField = TIME_FIELD[type];
    const time = timeField === undefined ? "" : fields[timeField] ?? "";
    const previous = this.#isNext(type, time) ? this.#next() : undefined;
    const epoch = this.#epoch;
    epoch.time ||= time;
    epoch.kinds.add(type);
    FILL[type](epoch, fields);
    const complete = this.#set.size > 0 && this.#set.isSubsetOf(epoch.kinds);
    return complete ? this.#next() : previous;
  }

  /** Forgets the moment that is being put together. */
  reset(): void {
    this.#epoch = emptyEpoch();
    this.#set = new Set();
    this.#mode = "";
  }

  #isNext(type: Kind, time: string): boolean {
    const epoch = this.#epoch;
    // A receiver of several systems may write a GNS for each of them.
    const repeats = epoch.kinds.has(type) &&
      !(type === "GNS" && time !== "" && time === epoch.time);
    return repeats ||
      (time !== "" && epoch.time !== "" && time !== epoch.time);
  }

  /** Ends the moment. */
  #next(): GpsFix {
    const epoch = this.#epoch;
    this.#set = epoch.kinds;
    this.#epoch = emptyEpoch();
    return report(epoch, this.#mode);
  }
}

function emptyEpoch(): Epoch {
  return {
    kinds: new Set(),
    time: "",
    date: "",
    invalid: false,
    fix: false,
    latitude: undefined,
    longitude: undefined,
    altitude: undefined,
    direction: undefined,
    speed: undefined,
    satellites: undefined,
    hdop: undefined,
  };
}

const FILL: Readonly<
  Record<Kind, (epoch: Epoch, fields: readonly string[]) => void>
> = {
  GGA(epoch, [, lat, ns, lon, ew, quality = "", satellites, hdop, altitude]) {
    position(epoch, lat, ns, lon, ew, POSITION_QUALITIES.has(quality));
    epoch.satellites = decimalOf(satellites);
    epoch.hdop = decimalOf(hdop);
    epoch.altitude = decimalOf(altitude);
  },
  GNS(epoch, [, lat, ns, lon, ew, modes = "", satellites, hdop, altitude]) {
    // Behind the first of several the others leave their positions out.
    if (lat !== "" || !epoch.fix) {
      position(epoch, lat, ns, lon, ew, POSITION_MODES.test(modes));
    }
    epoch.satellites ??= decimalOf(satellites);
    epoch.hdop ??= decimalOf(hdop);
    epoch.altitude ??= decimalOf(altitude);
  },
  GLL(epoch, [lat, ns, lon, ew, , status, mode]) {
    position(epoch, lat, ns, lon, ew, status === "A" && isPosition(mode));
  },
  RMC(epoch, fields) {
    const [, status, lat, ns, lon, ew, knots, course, date = ""] = fields;
    const valid = status === "A" && isPosition(fields[11]);
    position(epoch, lat, ns, lon, ew, valid);
    epoch.date = date;
    const speed = decimalOf(knots);
    if (speed !== undefined) epoch.speed ??= speed * KM_PER_NAUTICAL_MILE;
    epoch.direction ??= courseOf(course);
  },
  VTG(epoch, [course, , , , , , kmh]) {
    epoch.direction = courseOf(course) ?? epoch.direction;
    epoch.speed = decimalOf(kmh) ?? epoch.speed;
  },
};

function isKind(type: string): type is Kind {
  return type in FILL;
}

function isPosition(mode: string | undefined): boolean {
  return mode === undefined || mode === "" || POSITION_MODES.test(mode);
}

function position(
  epoch: Epoch,
  lat: string | undefined,
  ns: string | undefined,
  lon: string | undefined,
  ew: string | undefined,
  valid: boolean,
): void {
  const latitude = degrees(lat, ns, 90), longitude = degrees(lon, ew, 180);
  if (!valid || !isPlace(latitude, longitude)) {
    epoch.invalid = true;
    return;
  }
  epoch.fix = true;
  epoch.latitude = latitude;
  epoch.longitude = longitude;
}

function courseOf(field: string | undefined): number | undefined {
  const course = decimalOf(field);
  return course !== undefined && course >= 0 && course <= 360
    ? course % 360
    : undefined;
}

function report(epoch: Epoch, mode: string): GpsFix {
  const { satellites, hdop } = epoch;
  const quality = {
    ...satellites !== undefined && { satellites },
    ...hdop !== undefined && { hdop },
  };
  const { latitude, longitude, altitude, direction, speed } = epoch;
  const time = timeOf(epoch.date, epoch.time);
  const fix = epoch.fix && !epoch.invalid;
  if (!fix || latitude === undefined || longitude === undefined) {
    return { fix: false, ...quality };
  }
  return {
    fix: true,
    latitude,
    longitude,
    ...altitude !== undefined && mode !== "2" && { altitude },
    ...direction !== undefined && { direction },
    ...speed !== undefined && { speed },
    ...quality,
    ...time !== undefined
      ? { time }
      : epoch.time !== "" && { timeOfDay: epoch.time },
  };
}
