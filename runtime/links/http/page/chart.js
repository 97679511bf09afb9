// @ts-check
/** Charts over time or another number. */
import uPlot from "uplot";
import { utcDate } from "./chart_data.js";
import { colour, fixed, html, useEffect, useRef, useScheme } from "./lib.js";

/**
 * A row of a chart's data but the first.
 * @typedef {object} Series
 * @property {string} label
 * @property {string} colour name of a colour variable
 * @property {string} [unit]
 * @property {number} [decimals]
 * @property {string} [scale] axis; those of the same name share it
 * @property {number[]} [dash]
 * @property {number} [width]
 * @property {boolean} [dots]
 */
/**
 * A function keeps an axis in its bounds.
 * @typedef {Record<string, { range: [number | null, number | null] | ((plot: unknown, low: number, high: number) => [number, number]) }>} Scales
 */
/**
 * @typedef {object} ChartProps
 * @property {[number[], ...(number | null | undefined)[][]]} data x, then a row for each series; null is a
 *   gap, undefined a place where only others have a point
 * @property {readonly Series[]} series
 * @property {string} label what it shows, for those who do not see it
 * @property {boolean} [time] whether x is seconds since 1970
 * @property {boolean} [utc] whether x is shown in UTC, as whole days are
 * @property {string} [x] what x is, where it is no time
 * @property {Scales} [scales]
 * @property {number} [height] px
 * @property {(since: number, until: number) => void} [zoomed] told when a span was dragged, ms
 */

/** Height of a chart, px. */
const HEIGHT = 240;

/**
 * A chart over time or another number.
 * @param {ChartProps} props
 */
export function Chart(
  {
    data,
    series,
    label,
    time = true,
    utc = false,
    x = "",
    scales = {},
    height = HEIGHT,
    zoomed,
  },
) {
  const place = useRef(/** @type {HTMLElement | null} */ (null)),
    scheme = useScheme();
  const shape = JSON.stringify([series, time, scales]);
  const plot = useRef(/** @type {uPlot | null} */ (null));
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    plot.current = new uPlot(
      options({
        series,
        time,
        utc,
        x,
        scales,
        height,
        width: element.clientWidth,
        ...(zoomed ? { zoomed } : {}),
      }),
      data,
      element,
    );
    const observer = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height })
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape, scheme]);
  useEffect(() => plot.current?.setData(data), [data]);
  return html`
    <div class="chart" ref=${place} role="img" aria-label=${label}></div>
  `;
}

/**
 * @param {Required<Omit<ChartProps, "data" | "label" | "zoomed">> & Pick<ChartProps, "zoomed"> & { width: number }} shape
 * @returns {uPlot.Options}
 */
function options({ series, time, utc, x, scales, height, width, zoomed }) {
  const line = colour("line"), soft = colour("soft");
  const used = [...new Set(series.map(({ scale = "y" }) => scale))];
  const axis = {
    stroke: soft,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
    font: "12px system-ui",
  };
  return {
    width,
    height,
    ...(utc ? { tzDate: utcDate } : {}),
    cursor: {
      points: { size: 7 },
      ...(zoomed ? { drag: { setScale: false } } : {}),
    },
    ...(zoomed ? { hooks: { setSelect: [dragged(zoomed)] } } : {}),
    scales: { x: { time }, ...scales },
    axes: [
      {
        ...axis,
        ...(x === "" ? {} : { label: x, labelSize: 18 }),
        ...(time ? { values: CLOCK } : {}),
      },
      ...used.map((scale, i) => ({
        ...axis,
        scale,
        side: i === 0 ? 3 : 1,
        size: 46,
        grid: { ...axis.grid, show: i === 0 },
      })),
    ],
    series: [
      time
        ? { value: utc ? "{YYYY}-{MM}-{DD}" : "{YYYY}-{MM}-{DD} {HH}:{mm}" }
        : { label: x },
      ...series.map((
        {
          label,
          colour: name,
          unit = "",
          decimals = 0,
          scale = "y",
          dash,
          width = 1.7,
          dots = false,
        },
      ) => ({
        label,
        scale,
        stroke: colour(name),
        width,
        ...(dash ? { dash } : {}),
        points: { show: dots, size: 4 },
        /**
         * @param {uPlot} _
         * @param {number | null} value
         */
        value: (_, value) =>
          value == null ? "–" : `${fixed(value, decimals)} ${unit}`,
      })),
    ],
  };
}

/**
 * @param {(since: number, until: number) => void} zoomed
 * @returns {(plot: uPlot) => void}
 */
const dragged = (zoomed) => (plot) => {
  const { left, width } = plot.select;
  if (width <= 0) return;
  zoomed(
    plot.posToVal(left, "x") * 1000,
    plot.posToVal(left + width, "x") * 1000,
  );
};

/** Tick texts of a time axis, 24 hours. @type {(string | number | null)[][]} */
const CLOCK = [
  [86400, "{MM}-{DD}", null, null, null, null, null, null, 1],
  [3600, "{HH}:{mm}", "\n{MM}-{DD}", null, "\n{MM}-{DD}", null, null, null, 1],
  [60, "{HH}:{mm}", "\n{MM}-{DD}", null, "\n{MM}-{DD}", null, null, null, 1],
  [
    1,
    ":{ss}",
    "\n{HH}:{mm}",
    null,
    "\n{HH}:{mm}",
    null,
    "\n{HH}:{mm}",
    null,
    1,
  ],
];
