// @ts-check
/** A track on a canvas: lines in the colour of what is measured, marks where something was lost, scale and north. */
import { isMeasured, MEASURES, project, roundLength, shade } from "./geo.js";
import { colour } from "ovms-edge/page";

/** @import { Mark, Measure, MeasureName, Place, Point } from "./geo.js" */
/** @typedef {CanvasRenderingContext2D} Pen */

/** @type {readonly Place[]} */
const ARROW = [[0, 14], [-6, 34], [0, 29], [6, 34]];
const MARGIN = 28, HEIGHT = 380;
/** Longest scale bar, px. */
const SCALE = 120;

/**
 * Draws points of one track.
 * @param {HTMLCanvasElement} canvas
 * @param {{ points: readonly Point[], marks: readonly Mark[], measure: MeasureName, ends: readonly [number, number] }} what
 */
export function drawTrack(canvas, { points, marks, measure, ends }) {
  const { clientWidth: width } = canvas, ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.scale(ratio, ratio);
  const { scale, points: places } = project(points, width, HEIGHT, MARGIN);
  line(pen, points, places, MEASURES[measure], ends);
  for (const { way, index, share } of marks) {
    const from = places[index], to = places[index + 1] ?? from;
    if (from === undefined || to === undefined) continue;
    const [x, y] = from;
    SIGNS[way]?.(
      pen,
      [x + (to[0] - x) * share, y + (to[1] - y) * share],
      colour("alert"),
    );
  }
  const begin = places[0], end = places.at(-1);
  if (begin !== undefined) ring(pen, begin, colour("ink"), 7);
  if (end !== undefined) dot(pen, end, colour("ink"));
  scaleBar(pen, scale);
  north(pen, width);
}

/**
 * The way, as far as it was measured.
 * @param {Pen} pen
 * @param {readonly Point[]} points
 * @param {readonly Place[]} places
 * @param {Measure} measure
 * @param {readonly [number, number]} ends
 */
function line(pen, points, places, { of, quality }, [low, high]) {
  pen.lineWidth = 4;
  pen.lineCap = "round";
  points.forEach((point, i) => {
    const before = points[i - 1], from = places[i - 1], to = places[i];
    if (before === undefined || from === undefined || to === undefined) return;
    if (!isMeasured(before, point)) return;
    pen.strokeStyle = shade((of(point) - low) / (high - low || 1), quality);
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  });
}

/** @type {Readonly<Record<string, (pen: Pen, place: Place, paint: string) => void>>} */
const SIGNS = {
  network: (pen, [x, y], paint) =>
    strokes(pen, paint, [[[x - 6, y - 6], [x + 6, y + 6]], [[x - 6, y + 6], [
      x + 6,
      y - 6,
    ]]]),
  server: (pen, [x, y], paint) =>
    strokes(pen, paint, [[[x, y - 8], [x + 8, y], [x, y + 8], [x - 8, y], [
      x,
      y - 8,
    ]]]),
  gps: (pen, place, paint) => ring(pen, place, paint, 5),
};

/**
 * @param {Pen} pen
 * @param {string} paint
 * @param {readonly (readonly Place[])[]} lines
 */
function strokes(pen, paint, lines) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  pen.beginPath();
  for (const [first, ...rest] of lines) {
    if (first === undefined) continue;
    pen.moveTo(...first);
    for (const place of rest) pen.lineTo(...place);
  }
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Place} place
 * @param {string} paint
 * @param {number} radius
 */
function ring(pen, [x, y], paint, radius) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Place} place
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
 * @param {number} scale px a metre
 */
function scaleBar(pen, scale) {
  const y = HEIGHT - 16,
    length = roundLength(SCALE / scale),
    end = 14 + length * scale;
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
