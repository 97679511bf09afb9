// @ts-check
/** What the reports of trips and charges share: the course of their time. */
import { ask, Empty, html, Panel, shown, useLoaded } from "ovms-edge/page";
import { trackSpan } from "./course.js";
import { t } from "./texts.js";

/** @import { Point } from "./course.js" */
/** @import { Part } from "ovms-edge/page" */

/**
 * Address of the course of a time, in front of the format.
 * @param {{ begin: string | null, end: string | null }} of
 */
export function trackPath(of) {
  const span = trackSpan(of);
  return span && `/series/track?since=${span.since}&until=${span.until}`;
}

/**
 * Points of the track in that time; none where nobody knows when it was.
 * @param {string | undefined} path
 * @returns {Promise<{ points: Point[] }>}
 */
const course = (path) =>
  path === undefined ? Promise.resolve({ points: [] }) : ask(path);

/**
 * Shows what there is of the course.
 * @param {{ of: { begin: string | null, end: string | null }, show: (points: readonly Point[]) => Part }} props
 */
export function Course({ of, show }) {
  const path = trackPath(of);
  const loaded = useLoaded(() => course(path), [path]);
  return shown(
    loaded,
    ({ points }) => points.length > 1 ? show(points) : html`<${NoCourse} />`,
  );
}

/** @returns {Promise<{ kept: { track: number } }>} */
const kept = () => ask("/series");

function NoCourse() {
  const { data } = useLoaded(kept);
  return html`
    <${Panel} title=${t("track.none")}>
      <${Empty}>${data && t("track.kept", { n: data.kept.track })}<//>
    <//>
  `;
}
