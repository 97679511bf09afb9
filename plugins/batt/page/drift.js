// @ts-check
/** How the cells drift from day to day. */
import {
  ask,
  Chart,
  columns,
  Empty,
  html,
  Panel,
  shown,
  useLoaded,
  useMemo,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @typedef {{ day: number, cells: readonly number[] }} DriftDay a day by number since 1970, mV by cell */

/** @returns {Promise<{ days: DriftDay[] }>} */
const driftNow = () => ask("/plugins/batt/drift");

/** Seconds of a day. */
const DAY = 86400;
/** Colours that can be told apart for the lines of the worst cells. */
const LINES = ["accent", "used-bar", "alert", "watch"];

export function Drift() {
  const loaded = useLoaded(driftNow), { data } = loaded;
  const found = useMemo(() => data && drift(data.days), [data]);
  return html`
    <${Panel} title=${t("drift.title")} end=${html`
      <span
        class="small quiet">${t("drift.what")}</span>
    `}>
      ${shown(
        loaded,
        () =>
          found === undefined ? html`<${Empty}>${t("drift.none")}<//>` : html`
            <${Chart} data=${found.data} series=${found.series} utc
              label=${t("drift.label")} />
          `,
      )}
    <//>
  `;
}

/**
 * Each cell's deviation by day; days without any are gaps.
 * @param {readonly DriftDay[]} days
 */
function drift(days) {
  const last = days.at(-1)?.cells;
  if (days.length < 2 || last === undefined) return undefined;
  const ranked = last.map((mV, i) => ({ mV, i }))
    .sort((a, b) => Math.abs(b.mV) - Math.abs(a.mV)).map(({ i }) => i);
  return {
    data: columns(
      days.map((
        { day, cells },
      ) => [day * DAY, ...last.map((_, i) => cells[i] ?? null)]),
      DAY,
    ),
    series: last.map((_, i) => {
      const rank = ranked.indexOf(i);
      return {
        label: t("drift.cell", { n: i + 1 }),
        unit: "mV",
        colour: LINES[rank] ?? "line",
        width: rank < LINES.length ? 2 : 1,
        dots: true,
      };
    }),
  };
}
