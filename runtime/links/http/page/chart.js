// @ts-check
/** Charts over time or another number. */
import uPlot from "uplot";
import { alone, utcDate } from "./chart_data.js";
import { aligned, decimalsOf, lastOf } from "./chart_scales.js";
import { momentText, tickTexts } from "./chart_times.js";
import { colour, fixed, html, useEffect, useRef, useScheme } from "./lib.js";
import { t } from "./texts.js";

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

/** Steps of an axis that is no time. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const FONT = "12px system-ui";
/** Height of a chart, px, and the least of one that fills its panel. */
const HEIGHT = 240, LEAST = 200;

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
    const made = new uPlot(
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
    plot.current = made;
    // A finger that goes along the chart moves the cursor; up and down it scrolls the page
    made.over.addEventListener(
      "pointermove",
      ({ pointerType, clientX, clientY }) => {
        if (pointerType !== "touch") return;
        const { left, top } = made.over.getBoundingClientRect();
        made.setCursor({ left: clientX - left, top: clientY - top });
      },
    );
    const observer = new ResizeObserver(() => {
      const { clientWidth: width } = element;
      // How high the legend is depends on how wide it is
      made.setSize({ width, height });
      made.setSize({ width, height: room(element, made.root, height) });
    });
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
 * Height of the plot, px: where the style sheet has the chart fill its panel, what the legend leaves.
 * @param {HTMLElement} element
 * @param {HTMLElement} root of the plot
 * @param {number} height as it is otherwise
 */
function room(element, root, height) {
  if (getComputedStyle(element).getPropertyValue("--fills") === "") {
    return height;
  }
  const legend = root.querySelector(".u-legend")?.clientHeight ?? 0;
  return Math.max(LEAST, element.clientHeight - legend);
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
    font: FONT,
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
    scales: {
      x: { time },
      ...Object.fromEntries(
        used.map((scale) => [scale, { range: rangeOf(scale, series, scales) }]),
      ),
    },
    axes: [
      {
        ...axis,
        ...(x === "" ? {} : { label: x, labelSize: 18 }),
        ...(time ? {} : { incrs: STEPS }),
        ...(time
          ? {
            /** @type {uPlot.Axis.DynamicValues} */
            values: (_, ticks, __, ___, step) => tickTexts(ticks, step, utc),
          }
          : { values: numbers }),
      },
      ...used.map((scale, i) => ({
        ...axis,
        scale,
        values: numbersFrom(scales[scale]?.range),
        ...labelled(series, scale),
        side: i === 0 ? 3 : 1,
        size: widthOf,
        grid: { ...axis.grid, show: i === 0 },
      })),
    ],
    series: [
      {
        label: time ? t("chart.time") : x,
        /** @type {uPlot.Series.Value} */
        value: (_, value, __, at) =>
          at == null
            ? t("chart.last")
            : time
            ? momentText(value, utc)
            : fixed(value, 1),
      },
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
        points: {
          show: true,
          size: 4,
          ...(dots ? {} : { filter: lonely }),
        },
        // Without a cursor the last one
        /** @type {uPlot.Series.Value} */
        value: (plot, value, index, at) => {
          const shown = at == null ? lastOf(plot.data[index] ?? []) : value;
          return shown == null ? "–" : `${fixed(shown, decimals)} ${unit}`;
        },
      })),
    ],
  };
}

/**
 * No line goes to what was measured between two gaps: it is a point.
 * @param {uPlot} plot @param {number} index
 */
const lonely = (plot, index) => alone(plot.data[index] ?? []);

/**
 * The same of an axis that may have room below what there can be.
 * @param {Scales[string]["range"] | undefined} range
 * @returns {uPlot.Axis.DynamicValues}
 */
const numbersFrom = (range) => (plot, ticks, ...more) => {
  const least = (Array.isArray(range) ? range[0] : null) ?? -Infinity;
  return numbers(plot, ticks, ...more)
    .map((text, i) => (ticks[i] ?? 0) < least ? "" : text);
};

/** Numbers of an axis. @type {uPlot.Axis.DynamicValues} */
const numbers = (_, ticks, __, ___, step) =>
  ticks.map((tick) => fixed(tick, decimalsOf(step)));

/**
 * The width of an axis, px: long numbers do not run into the unit.
 * @param {unknown} _ @param {readonly string[] | null} texts
 */
const widthOf = (_, texts) =>
  Math.max(46, ...(texts ?? []).map((text) => 16 + 7 * text.length));

/**
 * The unit beside an axis.
 * @param {readonly Series[]} series
 * @param {string} wanted
 */
function labelled(series, wanted) {
  const unit = series.find(({ scale = "y" }) => scale === wanted)?.unit ?? "";
  return unit === "" ? {} : { label: unit, labelSize: 18, labelFont: FONT };
}

/**
 * Keeps a scale's ends: those that begin at zero have it at one height.
 * @param {string} scale
 * @param {readonly Series[]} series
 * @param {Scales} scales
 * @returns {uPlot.Range.Function}
 */
const rangeOf = (scale, series, scales) => (plot, low, high) => {
  const wanted = scales[scale]?.range;
  if (typeof wanted === "function") return wanted(plot, low, high);
  const names = [...new Set(series.map(({ scale = "y" }) => scale))];
  const ends = aligned(Object.fromEntries(names.map((name) => {
    const range = scales[name]?.range;
    return [name, {
      rows: series.flatMap(({ scale = "y" }, i) =>
        scale === name ? [plot.data[i + 1] ?? []] : []
      ),
      wanted: typeof range === "function" ? undefined : range,
    }];
  })))[scale];
  if (ends !== undefined) return ends;
  const [from, to] = uPlot.rangeNum(low ?? 0, high ?? 100, 0.1, true);
  return [wanted?.[0] ?? from ?? 0, wanted?.[1] ?? to ?? 100];
};

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
