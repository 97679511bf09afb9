import assert from "node:assert/strict";
import {
  roundLength,
  scaleOf,
  spotOf,
  tileAddress,
  tilesOf,
  viewOf,
} from "../../../../../runtime/links/http/page/map_data.js";

const place = (latitude: number, longitude: number) => ({
  latitude,
  longitude,
});

Deno.test("north is up, east is right, both have one scale, and all is within the margin", () => {
  const places = [place(51, 7), place(51.01, 7), place(51, 7.01)];
  const view = viewOf(places, 400, 300, 20);
  const spots = places.map((one) => spotOf(view, one));
  const [from, north, east] = spots;
  assert.ok(from && north && east);
  assert.ok(north[1] < from[1] && Math.abs(north[0] - from[0]) < 1e-9);
  assert.ok(east[0] > from[0] && Math.abs(east[1] - from[1]) < 1e-9);
  const metres = (from[1] - north[1]) / scaleOf(view);
  assert.ok(Math.abs(metres - 1113.2) < 1, `${metres} m`);
  const ratio = (east[0] - from[0]) / (from[1] - north[1]);
  assert.ok(Math.abs(ratio - Math.cos(51 * Math.PI / 180)) < 0.001);
  for (const [x, y] of spots) {
    assert.ok(x >= 19.999 && x <= 380.001 && y >= 19.999 && y <= 280.001);
  }
});

Deno.test("a single place is in the middle, as close as a map goes", () => {
  const view = viewOf([place(51, 7)], 400, 300, 20);
  assert.deepEqual(spotOf(view, place(51, 7)).map(Math.round), [200, 150]);
  assert.ok(scaleOf(view) > 5 && scaleOf(view) < 12, `${scaleOf(view)} px/m`);
});

Deno.test("tiles are those of web maps: they cover the view, and each is where its places are", () => {
  const home = place(51.5, 7.25);
  const view = viewOf([home, place(51.52, 7.3)], 400, 300, 20);
  const tiles = tilesOf(view), spot = spotOf(view, home);
  const own = tiles.find(({ left, top, side }) =>
    spot[0] >= left && spot[0] < left + side &&
    spot[1] >= top && spot[1] < top + side
  );
  assert.ok(own);
  // The formula of the tile servers' documentation
  const north = home.latitude * Math.PI / 180, count = 2 ** own.z;
  assert.deepEqual([own.x, own.y], [
    Math.floor((home.longitude + 180) / 360 * count),
    Math.floor((1 - Math.asinh(Math.tan(north)) / Math.PI) / 2 * count),
  ]);
  const [first] = tiles, last = tiles.at(-1);
  assert.ok(first && last && first.left <= 0 && first.top <= 0);
  assert.ok(last.left + last.side >= 400 && last.top + last.side >= 300);
  assert.ok(tiles.every(({ side }) => side > 180 && side < 363));
  assert.equal(
    tileAddress("https://tile.example/{z}/{x}/{y}.png?k=1", own),
    `https://tile.example/${own.z}/${own.x}/${own.y}.png?k=1`,
  );
});

Deno.test("where the world ends there are no tiles, and east of it is west", () => {
  const tiles = tilesOf(
    viewOf([place(85, 179.9), place(60, 179.99)], 600, 900, 20),
  );
  assert.ok(tiles.length > 0);
  for (const { x, y, z } of tiles) {
    assert.ok(x >= 0 && x < 2 ** z && y >= 0 && y < 2 ** z);
  }
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
