// @ts-check
/** What is drawn on a track where something was lost. */
import { colour, ring, strokes } from "ovms-edge/page";

/** @import { Sign, Spot } from "ovms-edge/page" */
/** @import { Mark } from "./geo.js" */
/** @typedef {CanvasRenderingContext2D} Pen */

/** @type {Readonly<Record<string, (pen: Pen, spot: Spot, paint: string) => void>>} */
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
  gps: (pen, spot, paint) => ring(pen, spot, paint, 5),
};

/**
 * Marks as a map draws them.
 * @param {readonly Mark[]} marks
 * @returns {Sign[]}
 */
export const signsOf = (marks) =>
  marks.map(({ way, index, share }) => ({
    index,
    share,
    draw: (pen, spot) => SIGNS[way]?.(pen, spot, colour("alert")),
  }));
