/**
 * The track: where the car was, how it drove and how well GPS and GSM were received.
 * @module
 */
import {
  type Ctx,
  declare,
  definePlugin,
  distance,
  miles,
  type NumberRef,
  type Plugin,
  positionStaleness,
  round,
  v,
} from "ovms-edge";
import { texts } from "./languages.ts";

/** Feature for streaming: 1, or bit 1 as firmware RT3.0 has it. */
const STREAM = 8, ALONE = 1, LOG_BIT = 2;
/** Seconds between two records while streaming, and of the regular one. */
const STREAMED = { every: 5, at: 0 }, REGULAR = 60;

/** How a car was driven between two records, for the columns that today's apps read as well. */
export interface DriveRefs {
  /** Lowest power of the last second, kW, discharge positive. */
  readonly powerMin: NumberRef;
  /** Highest power of it, kW. */
  readonly powerMax: NumberRef;
  /** Lowest current of it, A, discharge positive. */
  readonly currentMin: NumberRef;
  /** Highest current of it, A. */
  readonly currentMax: NumberRef;
  /** What the battery may give, kW. */
  readonly driveLimit: NumberRef;
  /** What it may take, kW. */
  readonly chargeLimit: NumberRef;
  /** Status byte. */
  readonly status: NumberRef;
  /** The low four bits that take the place of the status byte's own. */
  readonly drive: NumberRef;
  /** Shares of the power for driving and of the recuperation that the car has now; without them all of both. */
  readonly levels?: {
    readonly drive: NumberRef;
    readonly recuperation: NumberRef;
  };
}

/** What the track records need to know of a car. */
export interface TrackOptions {
  /** Begin of the record's type, such as `RT` for `RT-GPS-Log`. */
  readonly prefix: string;
  /** Seconds between two records while streaming, and which of them; default 5, the last. */
  readonly streamed?: { readonly every: number; readonly at: number };
  /** Wh and m are cut off; default: rounded. */
  readonly cuts?: true;
  /** Second of a minute of the regular record; default: its end. */
  readonly recordsAt?: number;
  /** Bit of feature 8 that wants them; default: its value 1, or bit 2. */
  readonly bit?: number;
  /** Without it these columns are left out. */
  readonly drive?: DriveRefs;
}

/**
 * Columns of today's apps: lowest and highest W since the last record, status in hexadecimal digits, W
 * that the battery gives and takes (negative), drive and recuperation levels, lowest and highest A.
 */
const driveColumns = {
  powerMin: 0,
  powerMax: 0,
  status: "text",
  driveLimit: 0,
  chargeLimit: 0,
  driveLevel: 3,
  recuperationLevel: 3,
  currentMin: 2,
  currentMax: 2,
} as const;

/** Lowest and highest value since the last record. */
class Peak {
  #min = Infinity;
  #max = -Infinity;

  note(min: number, max: number): void {
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
  }

  /** Both, 0 where nothing came; the next ones begin anew. */
  take(): { readonly min: number; readonly max: number } {
    const taken = this.#min <= this.#max
      ? { min: this.#min, max: this.#max }
      : { min: 0, max: 0 };
    this.#min = Infinity;
    this.#max = -Infinity;
    return taken;
  }
}

const trackType = ({ prefix }: TrackOptions) => `${prefix}-GPS-Log`;

const declaration = ({ prefix, drive }: TrackOptions) =>
  declare({
    needs: ["gsm", "slots"],
    reads: {
      lock: "v.p.gpslock",
      latitude: "v.p.latitude",
      longitude: "v.p.longitude",
      altitude: "v.p.altitude",
      direction: "v.p.direction",
      speed: "v.p.speed",
      odometer: "v.p.odometer",
      power: "v.b.power",
      used: "v.b.energy.used",
      recovered: "v.b.energy.recd",
      trip: "v.p.trip",
      powerMin: drive?.powerMin ?? "v.b.power",
      powerMax: drive?.powerMax ?? "v.b.power",
      currentMin: drive?.currentMin ?? "v.b.current",
      currentMax: drive?.currentMax ?? "v.b.current",
      driveLimit: drive?.driveLimit ?? "v.b.power",
      chargeLimit: drive?.chargeLimit ?? "v.b.power",
      status: drive?.status ?? "v.b.power",
      drive: drive?.drive ?? "v.b.power",
      driveLevel: drive?.levels?.drive ?? "v.b.power",
      recuperationLevel: drive?.levels?.recuperation ?? "v.b.power",
    },
    records: {
      track: {
        type: trackType({ prefix }),
        summary:
          "Position, m, °, speed in the user's unit, fix, stale counter, GSM signal, W, Wh, m; number: odometer in 1/10 mi",
        lifetime: 86400,
        // While driving the number changes with the odometer, so this thins only what stands still.
        pace: { atOnce: 15, every: 300 },
        currentFrom: "powerMin",
        fields: {
          latitude: 6,
          longitude: 6,
          altitude: 0,
          direction: 0,
          speed: 0,
          fix: 0,
          stale: 0,
          signal: 0,
          // The guide's format ends here; RT3.0 added what follows.
          power: 0,
          used: 0,
          recovered: 0,
          distance: 0,
          ...drive ? driveColumns : {} as typeof driveColumns,
        },
      },
    },
    state: () => ({ power: new Peak(), current: new Peak() }),
  });
type X = Ctx<ReturnType<typeof declaration>>;

/** How fast the car is, km/h: 0 where nothing tells it any more, as after the key is off. */
function speedOf({ metrics: { speed } }: X): number {
  return speed.freshness === "fresh" ? speed.or(0) : 0;
}

/** Writes where the car is, unless nothing changed since the last record. */
function log(ctx: X, { cuts, drive }: TrackOptions): void {
  const { hal, metrics: m, records, user } = ctx;
  const whole = cuts ? Math.trunc : round;
  records.track.writeChanged(round(miles(m.odometer.or(0)) * 10), {
    latitude: m.latitude.or(0),
    longitude: m.longitude.or(0),
    altitude: Math.trunc(m.altitude.or(0)),
    direction: Math.trunc(m.direction.or(0)),
    speed: round(distance(speedOf(ctx), user.units)),
    fix: m.lock.or(false) ? 1 : 0,
    stale: positionStaleness(m.lock),
    signal: hal.gsm.signal,
    power: round(m.power.or(0) * 1000),
    used: whole(m.used.or(0) * 1000),
    recovered: whole(m.recovered.or(0) * 1000),
    distance: whole(m.trip.or(0) * 1000),
    ...driven(ctx, drive?.levels !== undefined),
  });
}

/** The columns of today's apps. */
function driven({ metrics: m, state }: X, hasLevels: boolean) {
  const power = state.power.take(), current = state.current.take();
  const status = (m.status.or(0) & 0xf0) | m.drive.or(0);
  return {
    powerMin: round(power.min * 1000),
    powerMax: round(power.max * 1000),
    status: status.toString(16).toUpperCase().padStart(4, "0"),
    driveLimit: round(m.driveLimit.or(0) * 1000),
    chargeLimit: -round(m.chargeLimit.or(0) * 1000),
    driveLevel: hasLevels ? m.driveLevel.or(1) : 1,
    recuperationLevel: hasLevels ? m.recuperationLevel.or(1) : 1,
    currentMin: current.min,
    currentMax: current.max,
  };
}

/** What the last second had, if it had anything. */
function notePeaks({ metrics: m, state }: X): void {
  if (m.powerMin.age === 0) {
    state.power.note(m.powerMin.or(0), m.powerMax.or(0));
  }
  if (m.currentMin.age !== 0) return;
  state.current.note(m.currentMin.or(0), m.currentMax.or(0));
}

/** Whether the owner wants the track in short steps. */
function streams({ hal }: X, { bit }: TrackOptions): boolean {
  const value = hal.slots.get(STREAM);
  if (bit !== undefined) return (value & bit) !== 0;
  return value === ALONE || (value & LOG_BIT) !== 0;
}

/** Records of the track. */
export function gps(options: TrackOptions): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "gps",
    summary: "Track records",
    texts,
    queries: {
      sources: {
        summary: "Record type of this vehicle's track",
        answer: v.object({ track: v.string() }),
        run: () => ({ track: trackType(options) }),
      },
    },
    pages: {
      track: {
        name: "Track",
        names: { de: "Spur", fr: "Parcours" },
        about: "history",
        often: true,
        icon:
          "M6 19c6 0 1-8 6-8s1-6 6-6M6 19a1.500 1.500 0 1 0 .1 0M18 5a1.500 1.500 0 1 0 .1 0",
        module: new URL("./page/track.js", import.meta.url),
      },
    },
    every: {
      second: (ctx) => {
        if (options.drive) notePeaks(ctx);
        const { streamed = STREAMED, recordsAt = 0 } = options;
        const regular = ctx.now % REGULAR === recordsAt;
        const due = ctx.now % streamed.every === streamed.at && !regular;
        if (
          regular && recordsAt > 0 ||
          due && speedOf(ctx) > 0 && streams(ctx, options)
        ) log(ctx, options);
      },
      minute: (ctx) => {
        if (options.recordsAt === undefined) log(ctx, options);
      },
    },
  });
}
