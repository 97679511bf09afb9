// @ts-check
/** How fast the bicycle is pedalled: now, and over the last hour. */
import {
  ask,
  Chart,
  Empty,
  html,
  inUnit,
  NumberTile,
  Panel,
  rowsOf,
  shown,
  speedUnit,
  useLive,
  useLoaded,
  useMemo,
} from "ovms-edge/page";

/** @import { SeriesPoints } from "ovms-edge/page" */

const HOUR = 3_600_000, MINUTE = 60_000;

export default function Pedals() {
  const live = useLive(), now = live.time ?? Date.now();
  /** @returns {Promise<SeriesPoints>} */
  const lastHour = () =>
    ask(`/series/points?names=xbk.cadence&since=${Math.round(now - HOUR)}`);
  const loaded = useLoaded(lastHour, [Math.floor(now / MINUTE)]);
  return html`
    <dl class="tiles">
      <${NumberTile} live=${live} metric="xbk.cadence" name="Cadence"
        unit="rpm" />
      <${NumberTile} live=${live} metric="v.p.speed" name="Speed"
        unit=${speedUnit()} convert=${inUnit} />
    </dl>
    <${Panel} title="The last hour">
      ${shown(loaded, (found) => html`<${Cadence} found=${found} />`)}
      <//>
  `;
}

/** @param {{ found: SeriesPoints }} props */
function Cadence({ found: { courses, step } }) {
  const rows = useMemo(() => rowsOf(courses, step), [courses, step]);
  return rows[0].length > 1
    ? html`
      <${Chart} data=${rows} label="Cadence over the last hour"
        series=${[{ label: "Cadence", unit: "rpm", colour: "accent" }]} />
    `
    : html`<${Empty}>Nothing yet: courses are written once a minute<//>`;
}
