// @ts-check
/** Places on a map: the projection of web maps, what of it is to be seen, and the tiles of that. */

/** @typedef {{ readonly latitude: number, readonly longitude: number }} Place */
/** @typedef {[x: number, y: number]} Spot px from the upper left */
/**
 * What of the world is seen: its middle in the square of the projection (0 to 1), and px a side of that.
 * @typedef {{ x: number, y: number, world: number, width: number, height: number }} View
 */

/** Side of a tile, px. */
const TILE = 256;
/** The finest tiles that most servers have, and the closest look without tiles. */
const FINEST = 19, CLOSEST = 20;
/** Beyond it the square ends. */
const POLE = 85.05;
/** Metres around the equator. */
const EQUATOR = 40_075_017;

/**
 * Where a place is in the square.
 * @param {Place} place
 * @returns {Spot}
 */
function onSquare({ latitude, longitude }) {
  const north = Math.max(-POLE, Math.min(POLE, latitude)) * Math.PI / 180;
  return [
    longitude / 360 + 0.5,
    0.5 - Math.log(Math.tan(Math.PI / 4 + north / 2)) / (2 * Math.PI),
  ];
}

/**
 * The closest look at all of the places; north is up.
 * @param {readonly Place[]} places at least one
 * @param {number} width px
 * @param {number} height px
 * @param {number} margin px
 * @returns {View}
 */
export function viewOf(places, width, height, margin) {
  const spots = places.map(onSquare);
  const [west, east] = ends(spots.map(([x]) => x));
  const [top, bottom] = ends(spots.map(([, y]) => y));
  const room = (/** @type {number} */ px) => Math.max(1, px - 2 * margin);
  const world = Math.min(
    room(width) / Math.max(east - west, 1e-9),
    room(height) / Math.max(bottom - top, 1e-9),
    TILE * 2 ** CLOSEST,
  );
  return {
    x: (west + east) / 2,
    y: (top + bottom) / 2,
    world,
    width,
    height,
  };
}

/** @param {readonly number[]} values @returns {[number, number]} */
function ends(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * Where a place is in a view.
 * @param {View} view
 * @param {Place} place
 * @returns {Spot}
 */
export function spotOf(view, place) {
  const [x, y] = onSquare(place);
  return [
    view.width / 2 + (x - view.x) * view.world,
    view.height / 2 + (y - view.y) * view.world,
  ];
}

/**
 * px a metre in the middle of a view.
 * @param {View} view
 */
export function scaleOf({ y, world }) {
  const north = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)));
  return world / (EQUATOR * Math.cos(north));
}

/**
 * The tiles of a view: their address in the scheme of web maps, their upper left and their side, px.
 * @param {View} view
 * @returns {{ z: number, x: number, y: number, left: number, top: number, side: number }[]}
 */
export function tilesOf({ x, y, world, width, height }) {
  const z = Math.max(0, Math.min(FINEST, Math.round(Math.log2(world / TILE))));
  const count = 2 ** z, side = world / count;
  const left = x * world - width / 2, top = y * world - height / 2;
  const tiles = [];
  for (
    let row = Math.max(0, Math.floor(top / side));
    row < count && row * side < top + height;
    row++
  ) {
    for (
      let column = Math.floor(left / side);
      column * side < left + width;
      column++
    ) {
      tiles.push({
        z,
        x: (column % count + count) % count,
        y: row,
        left: column * side - left,
        top: row * side - top,
        side,
      });
    }
  }
  return tiles;
}

/**
 * Where a tile is: `{z}`, `{x}` and `{y}` in the server's address are replaced.
 * @param {string} address
 * @param {{ z: number, x: number, y: number }} tile
 */
export const tileAddress = (address, { z, x, y }) =>
  address.replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`);

/**
 * A round length for the scale bar: metres, not longer than `most`.
 * @param {number} most
 */
export function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([5, 2, 1].find((n) => n * power <= most) ?? 1);
}

/**
 * Green to red over yellow for qualities, blue to red for the rest; `share` is 0 to 1.
 * @param {number} share
 * @param {boolean} [quality]
 */
export function shade(share, quality) {
  const part = Math.min(1, Math.max(0, share));
  return quality
    ? `hsl(${Math.round(part * 150)} 75% 42%)`
    : `hsl(${Math.round(230 - part * 220)} 75% 48%)`;
}
