import {
  type Ctx,
  declare,
  definePlugin,
  type Plugin,
  type Reading,
  seconds,
  v,
} from "ovms-edge";

/** Where A Better Route Planner takes in what cars tell ("Generic" live data). */
const TELEMETRY = "https://api.iternio.com/1/tlm/send";

const own = declare({
  needs: ["clock"],
  reads: {
    on: "v.e.on",
    charging: "v.c.charging",
    soc: "v.b.soc",
    power: "v.b.power",
    speed: "v.p.speed",
    odometer: "v.p.odometer",
    range: "v.b.range.est",
    temperature: "v.e.temp",
    latitude: "v.p.latitude",
    longitude: "v.p.longitude",
    altitude: "v.p.altitude",
    direction: "v.p.direction",
  },
  settings: {
    token: {
      schema: v.string(),
      default: "",
      summary: "Token of the car in ABRP's live data; empty: nothing is sent",
      secret: true,
    },
    key: {
      schema: v.string(),
      default: "",
      summary: "API key that ABRP gave you",
      secret: true,
    },
  },
  state: () => ({ last: -Infinity, sending: false, result: "nothing sent" }),
});
type X = Ctx<typeof own>;

/** ABRP's names for what is known now: what is stale is left out, so that it plans with nothing old. */
function telemetry({ metrics }: X, utc: number): Record<string, number> {
  const readings: Readonly<Record<string, Reading<number>>> = {
    soc: metrics.soc,
    power: metrics.power,
    speed: metrics.speed,
    odometer: metrics.odometer,
    est_battery_range: metrics.range,
    ext_temp: metrics.temperature,
    lat: metrics.latitude,
    lon: metrics.longitude,
    elevation: metrics.altitude,
    heading: metrics.direction,
  };
  const fresh = Object.entries(readings).flatMap(([name, reading]) =>
    reading.freshness === "fresh" ? [[name, reading.or(0)]] : []
  );
  const { charging } = metrics;
  return {
    utc,
    ...(charging.freshness === "fresh"
      ? { is_charging: Number(charging.value) }
      : {}),
    ...Object.fromEntries(fresh),
  };
}

async function send(address: string, ctx: X): Promise<void> {
  const { hal, metrics, settings, state, now } = ctx;
  const { ms, trusted } = hal.clock.wall();
  const every = metrics.on.or(false) ? 5 : metrics.charging.or(false) ? 60 : 0;
  // A time that may be wrong would put the car where it was, or will be.
  if (every === 0 || now - state.last < every || state.sending || !trusted) {
    return;
  }
  if (settings.token === "" || metrics.soc.freshness !== "fresh") return;
  state.last = now;
  state.sending = true;
  try {
    const { ok, status, body } = await fetch(address, {
      method: "POST",
      headers: {
        "authorization": `APIKEY ${settings.key}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        token: settings.token,
        tlm: telemetry(ctx, Math.floor(ms / 1000)),
      }),
      signal: AbortSignal.timeout(10_000),
    });
    await body?.cancel();
    state.result = ok ? "sent" : `refused with ${status}`;
  } catch {
    // No network is no fault: a car has none now and then.
    state.result = "no network";
  } finally {
    state.sending = false;
  }
}

/** Tells A Better Route Planner how the car is: every five seconds on the way, each minute while charging. */
export function abrp(address = TELEMETRY): Plugin {
  return definePlugin({
    ...own,
    id: "abrp",
    contract: "1.0",
    summary: "Live data for A Better Route Planner",
    permissions: { net: [new URL(address).host] },
    schedules: {
      send: { every: seconds(1), run: (ctx) => send(address, ctx) },
    },
    sms: {
      "ABRP": {
        usage: "ABRP",
        query: true,
        summary: "Whether ABRP gets live data",
        run: (_, { settings, state: { result, last }, now }) =>
          settings.token === ""
            ? "ABRP: set the token with SET abrp.token"
            : `ABRP: ${result}${
              last === -Infinity ? "" : `, ${now - last} s ago`
            }`,
      },
    },
  });
}

const plugin: Plugin = abrp();
export default plugin;
