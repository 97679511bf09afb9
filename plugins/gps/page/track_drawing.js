/** A track on a canvas: lines in the colour of what is measured, marks where something was lost, scale and north. */
import { MEASURES, project, roundLength, shade } from "./geo.js";
import { colour } from "ovms-edge/page";

const MARGIN = 28, HEIGHT = 380;
/** Longest scale bar, px. */
const SCALE = 120;

/** Draws points of one track. */
export function drawTrack(canvas, { points, marks, measure, ends }) {
  const { clientWidth: width } = canvas, ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const { scale, points: places } = project(points, width, HEIGHT, MARGIN);
  line(pen, points, places, MEASURES[measure], ends);
  for (const { way, index, share } of marks) {
    const from = places[index], to = places[index + 1] ?? from;
    const at = [0, 1].map((axis) =>
      from[axis] + (to[axis] - from[axis]) * share
    );
    SIGNS[way](pen, at, colour("alert"));
  }
  ring(pen, places[0], colour("ink"), 7);
  dot(pen, places.at(-1), colour("ink"));
  scaleBar(pen, scale);
  north(pen, width);
}

function line(pen, points, places, { of, quality }, [low, high]) {
  pen.lineWidth = 4;
  pen.lineCap = "round";
  for (let i = 1; i < places.length; i++) {
    pen.strokeStyle = shade((of(points[i]) - low) / (high - low || 1), quality);
    pen.beginPath();
    pen.moveTo(...places[i - 1]);
    pen.lineTo(...places[i]);
    pen.stroke();
  }
}

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

function strokes(pen, paint, lines) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  pen.beginPath();
  for (const [first, ...rest] of lines) {
    pen.moveTo(...first);
    for (const place of rest) pen.lineTo(...place);
  }
  pen.stroke();
}

function ring(pen, [x, y], paint, radius) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.stroke();
}

function dot(pen, [x, y], paint) {
  pen.fillStyle = paint;
  pen.beginPath();
  pen.arc(x, y, 6, 0, 7);
  pen.fill();
}

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

function north(pen, width) {
  const x = width - 20;
  pen.fillStyle = colour("ink");
  pen.beginPath();
  for (const [dx, y] of [[0, 14], [-6, 34], [0, 29], [6, 34]]) {
    pen.lineTo(x + dx, y);
  }
  pen.closePath();
  pen.fill();
  pen.font = "12px system-ui";
  pen.fillText("N", x - 4, 48);
}
