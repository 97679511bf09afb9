// @ts-check
/** A map on a plain canvas; pictures of a tile server behind it only where the owner named one. */
import { colour, html, useEffect, user, useRef, useScheme } from "./lib.js";
import {
  roundLength,
  scaleOf,
  spotOf,
  tileAddress,
  tilesOf,
  viewOf,
} from "./map_data.js";

/** @import { Place, Spot, View } from "./map_data.js" */
/** @typedef {CanvasRenderingContext2D} Pen */
/**
 * Something on the way: between a point and the next one.
 * @typedef {{ index: number, share: number, draw: (pen: Pen, spot: Spot) => void }} Sign
 */
/**
 * @typedef {object} MapProps
 * @property {readonly Place[]} points of a way, or one
 * @property {string} label what it shows, for those who do not see it
 * @property {(index: number) => string | undefined} [paint] colour of the way to a point; undefined where
 *   nobody knows it
 * @property {readonly Sign[]} [signs]
 * @property {number} [height] px, and more where a panel has room
 */

/** @type {readonly Spot[]} */
const ARROW = [[0, 14], [-6, 34], [0, 29], [6, 34]];
const MARGIN = 28, HEIGHT = 380;
/** Longest scale bar, px. */
const SCALE = 120;
/** @type {readonly Sign[]} */
const NONE = [];
const unknown = () => undefined;

/**
 * Pictures that were loaded, by their address; they are the browser's to keep.
 * @type {Map<string, HTMLImageElement>}
 */
const pictures = new Map();
/** So many of them. */
const KEPT = 200;

/**
 * A way, or a place.
 * @param {MapProps} props
 */
export function WayMap(
  { points, label, paint = unknown, signs = NONE, height = HEIGHT },
) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const scheme = useScheme(), { tiles, attribution } = user.map;
  useEffect(() => {
    const element = canvas.current;
    if (element === null || points.length === 0) return undefined;
    let current = true;
    const again = () => {
      if (current) {
        draw(element, { points, paint, signs, tiles }, again);
      }
    };
    const observer = new ResizeObserver(again);
    observer.observe(element);
    again();
    return () => {
      current = false;
      observer.disconnect();
    };
  }, [points, paint, signs, height, scheme, tiles]);
  return html`
    <canvas class="track" ref=${canvas} role="img" style=${{
      "--height": `${height}px`,
    }}
      aria-label=${label}></canvas>
    ${tiles !== "" && attribution !== "" && html`
      <p class="small quiet">${attribution}</p>
    `}
  `;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Required<Omit<MapProps, "label" | "height">> & { tiles: string }} what
 * @param {() => void} again runs when a picture has come
 */
function draw(canvas, { points, paint, signs, tiles }, again) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0) return;
  pen.scale(ratio, ratio);
  const view = viewOf(points, width, height, MARGIN);
  if (tiles !== "") background(pen, view, tiles, again);
  const spots = points.map((point) => spotOf(view, point));
  way(pen, spots, paint);
  for (const { index, share, draw } of signs) {
    const from = spots[index], to = spots[index + 1] ?? from;
    if (from === undefined || to === undefined) continue;
    const [x, y] = from;
    draw(pen, [x + (to[0] - x) * share, y + (to[1] - y) * share]);
  }
  const begin = spots[0], end = spots.at(-1);
  if (begin !== undefined && spots.length > 1) {
    ring(pen, begin, colour("ink"), 7);
  }
  if (end !== undefined) dot(pen, end, colour("ink"));
  scaleBar(pen, view);
  north(pen, width);
}

/**
 * @param {Pen} pen
 * @param {View} view
 * @param {string} address
 * @param {() => void} again
 */
function background(pen, view, address, again) {
  for (const tile of tilesOf(view)) {
    const picture = pictureOf(tileAddress(address, tile), again);
    if (!picture.complete || picture.naturalWidth === 0) continue;
    // A hair more, so that no line is between two of them
    const { left, top, side } = tile;
    pen.drawImage(picture, left, top, side + 0.5, side + 0.5);
  }
}

/**
 * @param {string} address
 * @param {() => void} again
 */
function pictureOf(address, again) {
  const known = pictures.get(address);
  const picture = known ?? new Image();
  if (!picture.complete || known === undefined) {
    picture.addEventListener("load", again, { once: true });
  }
  if (known !== undefined) return known;
  for (const oldest of [...pictures.keys()].slice(0, -KEPT)) {
    pictures.delete(oldest);
  }
  pictures.set(address, picture);
  picture.referrerPolicy = "no-referrer";
  picture.src = address;
  return picture;
}

/**
 * The way, as far as it is known.
 * @param {Pen} pen
 * @param {readonly Spot[]} spots
 * @param {(index: number) => string | undefined} paint
 */
function way(pen, spots, paint) {
  pen.lineWidth = 4;
  pen.lineCap = "round";
  spots.forEach((to, i) => {
    const from = spots[i - 1], stroke = from && paint(i);
    if (from === undefined || stroke === undefined) return;
    pen.strokeStyle = stroke;
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  });
}

/**
 * @param {Pen} pen
 * @param {string} paint
 * @param {readonly (readonly Spot[])[]} lines
 */
export function strokes(pen, paint, lines) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  pen.beginPath();
  for (const [first, ...rest] of lines) {
    if (first === undefined) continue;
    pen.moveTo(...first);
    for (const spot of rest) pen.lineTo(...spot);
  }
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Spot} spot
 * @param {string} paint
 * @param {number} radius
 */
export function ring(pen, [x, y], paint, radius) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Spot} spot
 * @param {string} paint
 */
function dot(pen, [x, y], paint) {
  pen.fillStyle = paint;
  pen.beginPath();
  pen.arc(x, y, 6, 0, 7);
  pen.fill();
}

/**
 * @param {Pen} pen
 * @param {View} view
 */
function scaleBar(pen, view) {
  const scale = scaleOf(view), y = view.height - 16;
  const length = roundLength(SCALE / scale), end = 14 + length * scale;
  strokes(pen, colour("ink"), [[[14, y - 5], [14, y], [end, y], [end, y - 5]]]);
  pen.font = "12px system-ui";
  pen.fillStyle = colour("ink");
  pen.fillText(
    length < 1000 ? `${length} m` : `${length / 1000} km`,
    end + 6,
    y + 2,
  );
}

/**
 * @param {Pen} pen
 * @param {number} width
 */
function north(pen, width) {
  const x = width - 20;
  pen.fillStyle = colour("ink");
  pen.beginPath();
  for (const [dx, y] of ARROW) pen.lineTo(x + dx, y);
  pen.closePath();
  pen.fill();
  pen.font = "12px system-ui";
  pen.fillText("N", x - 4, 48);
}
