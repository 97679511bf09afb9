import assert from "node:assert/strict";
import {
  lossesOf,
  marksOf,
  project,
  roundLength,
  tracksOf,
} from "../../../plugins/gps/page/geo.js";

/** A record so many seconds after the first. */
const at = (seconds: number, latitude = 51, longitude = 7, fix = 1) => ({
  time: new Date(Date.UTC(2026, 4, 1) + seconds * 1000).toISOString(),
  latitude,
  longitude,
  fix,
});

Deno.test("a pause of more than ten minutes begins another track", () => {
  const tracks = tracksOf([at(0), at(60), at(120), at(900), at(960)]);
  assert.deepEqual(tracks.map(({ length }) => length), [3, 2]);
});

Deno.test("what has no time or no position is left out, and a single point is no track", () => {
  assert.deepEqual(
    tracksOf([at(0, 0, 0), { ...at(5), time: "" }, at(10), at(2000), at(2005)])
      .map(({ length }) => length),
    [2],
  );
});

Deno.test("north is up, east is right, and both have one scale", () => {
  const { points, scale } = project(
    [at(0, 51, 7), at(1, 51.01, 7), at(2, 51, 7.01)],
    400,
    300,
    20,
  );
  const [from, north, east] = points;
  assert.ok(from && north && east);
  assert.ok(north[1] < from[1] && Math.abs(north[0] - from[0]) < 1e-9);
  assert.ok(east[0] > from[0] && Math.abs(east[1] - from[1]) < 1e-9);
  const metres = (from[1] - north[1]) / scale;
  assert.ok(Math.abs(metres - 1113.2) < 1, `${metres} m`);
  const ratio = (east[0] - from[0]) / (from[1] - north[1]);
  assert.ok(Math.abs(ratio - Math.cos(51 * Math.PI / 180)) < 0.001);
  for (const [x, y] of points) {
    assert.ok(x >= 20 && x <= 380 && y >= 20 && y <= 280);
  }
});

Deno.test("losses are marked where the car was then", () => {
  const [track] = tracksOf([
    at(0),
    at(60),
    at(120, 51, 7, 0),
    at(180, 51, 7, 0),
  ]);
  const events = [
    { way: "network", event: "lost", time: at(75).time },
    { way: "network", event: "connected", time: at(100).time },
    { way: "server", event: "lost", time: at(999).time },
  ];
  assert.deepEqual(marksOf(track, lossesOf(events)), [
    { way: "network", index: 1, share: 0.25 },
    { way: "gps", index: 2, share: 0 },
  ]);
});

Deno.test("scale bars are round", () => {
  assert.deepEqual([7, 130, 480, 1999, 5000].map(roundLength), [
    5,
    100,
    200,
    1000,
    5000,
  ]);
});
