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
  type Plugin,
  positionStaleness,
  round,
  v,
} from "ovms-edge";

/** Feature for streaming: 1, or bit 1 as firmware RT3.0 has it. */
const STREAM = 8, ALONE = 1, LOG_BIT = 2;
/** Seconds between two records while streaming, and of the regular one. */
const STREAMED = 5, REGULAR = 60;

/** What the track records need to know of a car. */
export interface TrackOptions {
  /** Begin of the record's type, such as `RT` for `RT-GPS-Log`. */
  readonly prefix: string;
}

const trackType = ({ prefix }: TrackOptions) => `${prefix}-GPS-Log`;

const declaration = ({ prefix }: TrackOptions) =>
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
    },
    records: {
      track: {
        type: trackType({ prefix }),
        summary:
          "Position, m, °, speed in the user's unit, fix, stale counter, GSM signal, W, Wh, m; number: odometer in 1/10 mi",
        lifetime: 86400,
        // While driving the number changes with the odometer, so this thins only what stands still.
        pace: { atOnce: 15, every: 300 },
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
        },
      },
    },
  });
type X = Ctx<ReturnType<typeof declaration>>;

/** How fast the car is, km/h: 0 where nothing tells it any more, as after the key is off. */
function speedOf({ metrics: { speed } }: X): number {
  return speed.freshness === "fresh" ? speed.or(0) : 0;
}

/** Writes where the car is, unless nothing changed since the last record. */
function log(ctx: X): void {
  const { hal, metrics: m, records, user } = ctx;
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
    used: round(m.used.or(0) * 1000),
    recovered: round(m.recovered.or(0) * 1000),
    distance: round(m.trip.or(0) * 1000),
  });
}

/** Whether the owner wants the track in short steps. */
function streams({ hal }: X): boolean {
  const value = hal.slots.get(STREAM);
  return value === ALONE || (value & LOG_BIT) !== 0;
}

/** Records of the track. */
export function gps(options: TrackOptions): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "gps",
    summary: "Track records",
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
        icon:
          "M6 19c6 0 1-8 6-8s1-6 6-6M6 19a1.500 1.500 0 1 0 .1 0M18 5a1.500 1.500 0 1 0 .1 0",
        module: new URL("./page/track.js", import.meta.url),
      },
    },
    every: {
      second: (ctx) => {
        const due = ctx.now % STREAMED === 0 && ctx.now % REGULAR !== 0;
        if (due && speedOf(ctx) > 0 && streams(ctx)) log(ctx);
      },
      minute: log,
    },
  });
}
