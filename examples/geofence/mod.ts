import { type Ctx, declare, definePlugin, type Plugin, v } from "ovms-edge";

/** Metres that a position has to be beyond the circle before the car has left it, and seconds for both ways. */
const MARGIN = 30, CALM = 5;
/** Mean radius of the earth, m. */
const EARTH = 6_371_000;

const degrees = (limit: number) =>
  v.pipe(v.number(), v.minValue(-limit), v.maxValue(limit));

const own = declare({
  reads: {
    latitude: "v.p.latitude",
    longitude: "v.p.longitude",
    lock: "v.p.gpslock",
  },
  metrics: {
    inside: { name: "x.geofence.inside", unit: "", is: "flag", keep: true },
    distance: { name: "x.geofence.distance", unit: "m", fresh: 10 },
  },
  settings: {
    name: {
      schema: v.string(),
      default: "home",
      summary: "Name of the circle",
    },
    latitude: { schema: degrees(90), default: 0, summary: "Its middle" },
    longitude: { schema: degrees(180), default: 0, summary: "Its middle" },
    radius: {
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(100_000)),
      default: 0,
      unit: "m",
      summary: "Its size; 0: there is none",
    },
  },
  events: {
    entered: v.object({ name: v.string() }),
    left: v.object({ name: v.string() }),
  },
  notices: {
    entered: { priority: "info", summary: "The car came into the circle" },
    left: { priority: "info", summary: "The car left the circle" },
  },
  state: () => ({ seconds: 0 }),
});
type X = Ctx<typeof own>;

/** Metres between two places. */
export function metres(
  [lat1, lon1]: readonly [number, number],
  [lat2, lon2]: readonly [number, number],
): number {
  const rad = (deg: number) => deg * Math.PI / 180;
  const a = Math.sin(rad(lat2 - lat1) / 2) ** 2 +
    Math.cos(rad(lat1)) * Math.cos(rad(lat2)) *
      Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Looks where the car is. A position that jumps about changes nothing: it has to stay for some seconds. */
function look({ metrics, settings, state, notify, emit }: X): void {
  const { latitude, longitude, lock, inside, distance } = metrics;
  const isKnown = lock.freshness === "fresh" && lock.value === true &&
    latitude.freshness === "fresh" && longitude.freshness === "fresh";
  if (settings.radius === 0 || !isKnown) {
    state.seconds = 0;
    return;
  }
  const away = metres(
    [latitude.or(0), longitude.or(0)],
    [settings.latitude, settings.longitude],
  );
  distance.set(Math.round(away), latitude);
  const before = inside.value;
  const limit = settings.radius + (before === true ? MARGIN : 0);
  const now = away <= limit;
  if (before === undefined) return inside.set(now);
  state.seconds = now === before ? 0 : state.seconds + 1;
  if (state.seconds < CALM) return;
  state.seconds = 0;
  inside.set(now);
  const { name } = settings;
  if (now) emit.entered({ name });
  else emit.left({ name });
  if (now) notify.entered(`The car has come to ${name}`);
  else notify.left(`The car has left ${name}`);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "geofence",
  contract: "1.0",
  summary: "Tells when the car enters or leaves a circle",
  every: { second: look },
  sms: {
    "FENCE": {
      usage: "FENCE",
      query: true,
      summary: "Where the car is, seen from the circle",
      run: (_, { metrics: { inside, distance }, settings: { name, radius } }) =>
        radius === 0
          ? "No circle: set geofence.latitude, geofence.longitude and geofence.radius"
          : inside.value === undefined || distance.freshness !== "fresh"
          ? "The position is not known"
          : `${
            inside.value ? "In" : "Not in"
          } ${name}, ${distance.value} m from its middle`,
    },
  },
});
export default plugin;
