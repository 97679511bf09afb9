import assert from "node:assert/strict";
import { faultsOf, parsed } from "../../records/gpx_rules.ts";
import { openConsole } from "./console.ts";

const MINUTE = 60_000;

interface Trip {
  readonly id: number;
  readonly begin: string;
  readonly end: string;
  readonly km: number;
  readonly usedWh: number;
  readonly maxSpeed: number;
  readonly maxPower: number;
}

/** A Twizy that drove for ten minutes, and was charged for half an hour. */
async function used() {
  const car = openConsole();
  const { clock, car: twizy } = car;
  await clock.run(MINUTE);
  twizy.key(true);
  await clock.run(12_000);
  twizy.drive("city");
  await clock.run(10 * MINUTE);
  twizy.key(false);
  await clock.run(10 * MINUTE);
  car.runtime.settings.set("trips.price", "0.3", "test");
  twizy.command("soc 50");
  twizy.plug();
  await clock.run(30 * MINUTE);
  twizy.unplug();
  await clock.run(10 * MINUTE);
  return car;
}

Deno.test("a simulated Twizy: its trip and its charge, the course of both, and the way as GPX; where it was is in no log", async () => {
  using car = await used();
  const trips = await car.api("/plugins/trips/trips") as Trip[];
  const [trip] = trips;
  assert.ok(trip && trips.length === 1);
  assert.ok(trip.km > 1 && trip.km < 12, `${trip.km} km`);
  assert.ok(trip.usedWh > 50 && trip.usedWh < 2000, `${trip.usedWh} Wh`);
  assert.ok(trip.maxSpeed > 20 && trip.maxPower > 1);
  const [charge] = await car.api("/plugins/trips/charges") as {
    chargedWh: number;
    cost: number;
    currency: string;
  }[];
  assert.ok(charge);
  assert.ok(charge.chargedWh > 100, `${charge.chargedWh} Wh`);
  const cost = charge.chargedWh / 1000 * 0.3;
  assert.ok(Math.abs(charge.cost - cost) < 0.01, `${charge.cost} ${cost}`);
  // The minute's last points are written with the next minute
  const span = `since=${Date.parse(trip.begin) - 15_000}&until=${
    Date.parse(trip.end) + 15_000
  }`;
  const { points } = await car.api(`/series/track?${span}`) as {
    points: {
      latitude: number | null;
      speed: number | null;
      power: number | null;
    }[];
  };
  assert.ok(points.length > 55, `${points.length} points`);
  assert.ok(points.some(({ speed, power }) => (speed ?? 0) > 20 && power));
  const gpx = await car.ask(`/api/v1/series/track?${span}&format=gpx`);
  assert.equal(gpx.headers.get("content-type"), "application/gpx+xml");
  const file = await gpx.text();
  assert.match(file, /<trkseg>\n<trkpt lat="[\d.]+" lon="[\d.]+">/);
  assert.deepEqual(faultsOf(parsed(file)), []);
  const { ways } = await car.api(
    `/series/ways?spans=${
      span.replaceAll(/since=|until=/g, "").replace("&", "-")
    },0-1`,
  ) as { ways: [number, number][][][] };
  assert.deepEqual(ways.map((way) => way.length), [1, 0]);
  const small = ways[0]?.[0] ?? [];
  assert.ok(small.length > 20 && small.length <= 41, `${small.length}`);
  assert.ok(small.every(([north, east]) => north > 40 && east > 5));
  const missing = await car.ask("/api/v1/plugins/trips/trip?id=999");
  assert.equal(missing.status, 409);
  await missing.body?.cancel();
  const { latitude } = points.find((point) => point.latitude !== null) ?? {};
  assert.ok(latitude);
  const told = car.logged.join("\n");
  assert.ok(!told.includes(String(latitude).slice(0, 6)));
});
