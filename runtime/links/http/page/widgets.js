/** Pieces that pages are made of. */
import uPlot from "uplot";
import {
  colour,
  fixed,
  html,
  span,
  useEffect,
  useRef,
  useScheme,
} from "./lib.js";

/** From this age on a value's age is shown, s. */
const OLD = 60;

/** What a reading says about its age: nothing while it is young. */
export function ageText({ freshness, age }) {
  if (freshness === "unknown") return "not received yet";
  if (age === undefined) return "age unknown";
  return age > OLD ? `${span(age)} ago` : "";
}

/** One value with its name; `reading` tells how fresh it is. */
export function Tile({ name, reading, value, unit = "", more, children }) {
  const { freshness } = reading;
  const age = ageText(reading);
  return html`
    <div class="tile ${freshness}" data-name=${name}>
      <dt>${name}</dt>
      <dd class="value ${unit === "" ? "text" : ""}">
        ${freshness === "unknown" ? "–" : value}${unit !== "" && html`
          <small>${unit}</small>
        `}
      </dd>
      <dd class="more">${[more, age].filter((text) =>
        text !== undefined && text !== ""
      ).join(" · ")}</dd>
      ${children}
    </div>
  `;
}

/** A tile of a metric that is a plain number. */
export function NumberTile(
  { live, metric, name, decimals = 0, unit, convert = (x) => x, more },
) {
  const reading = live.look(metric);
  return html`
    <${Tile}
      name=${name}
      reading=${reading}
      value=${fixed(
        reading.value === undefined ? undefined : convert(reading.value),
        decimals,
      )}
      unit=${unit}
      more=${more}
    />
  `;
}

/** A bar from 0; `parts` are shares of the whole with a class. */
export function Bar({ parts }) {
  let left = 0;
  const pieces = parts.map(({ share, kind }) => {
    const piece = html`
      <i
        class=${kind}
        style=${{ left: `${left * 100}%`, width: `${share * 100}%` }}
      ></i>
    `;
    left += share;
    return piece;
  });
  return html`
    <div class="bar" aria-hidden="true">${pieces}</div>
  `;
}

/** A bar from its middle to either side; `share` is -1 to 1. */
export function CentreBar({ share, kind = "" }) {
  const half = Math.min(1, Math.abs(share)) * 50;
  const left = share < 0 ? 50 - half : 50;
  return html`
    <div class="bar centre" aria-hidden="true">
      <i class=${kind} style=${{ left: `${left}%`, width: `${half}%` }}></i>
    </div>
  `;
}

/** A small line without axes. */
export function Spark({ values, low, high }) {
  const known = values.filter((value) => value !== null);
  const min = Math.min(low ?? Infinity, ...known);
  const max = Math.max(high ?? -Infinity, ...known);
  if (known.length < 2 || max <= min) {
    return html`
      <svg viewBox="0 0 100 26" aria-hidden="true"></svg>
    `;
  }
  const y = (value) => 24 - (value - min) / (max - min) * 22;
  let pen = "M";
  const path = values.map((value, i) => {
    if (value === null) {
      pen = "M";
      return "";
    }
    const step = `${pen}${(i / (values.length - 1) * 100).toFixed(1)} ${
      y(value).toFixed(1)
    }`;
    pen = "L";
    return step;
  }).join("");
  const zero = min < 0 && max > 0 && html`
    <path
      d="M0 ${y(0)}H100"
      stroke="currentColor"
      stroke-width="0.5"
      opacity="0.4"
      vector-effect="non-scaling-stroke"
    />
  `;
  return html`
    <svg viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true">
      ${zero}
      <path
        d=${path}
        fill="none"
        stroke="var(--accent)"
        stroke-width="1.6"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  `;
}

/** Height of a chart, px. */
const HEIGHT = 240;

/**
 * A chart over time or another number.
 * @param series `{ label, colour, unit, decimals, scale, dash, width, dots }` for each row of data but the first
 * @param label what it shows, for those who do not see it
 */
export function Chart(
  { data, series, label, time = true, x = "", scales = {}, height = HEIGHT },
) {
  const place = useRef(null), scheme = useScheme();
  const shape = JSON.stringify([series, time, scales]);
  const plot = useRef(null);
  useEffect(() => {
    const element = place.current;
    plot.current = new uPlot(
      options({ series, time, x, scales, height, width: element.clientWidth }),
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

function options({ series, time, x, scales, height, width }) {
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
    cursor: { points: { size: 7 } },
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
      time ? { value: "{YYYY}-{MM}-{DD} {HH}:{mm}" } : { label: x },
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
        value: (_, value) =>
          value == null ? "–" : `${fixed(value, decimals)} ${unit}`,
      })),
    ],
  };
}

/** Tick texts of a time axis, 24 hours. */
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

/** A part of a page. */
export function Panel({ title, end, children }) {
  return html`
    <section class="panel">
      <header>
        <h2>${title}</h2>
        ${end !== undefined && html`
          <span class="end">${end}</span>
        `}
      </header>
      ${children}
    </section>
  `;
}

/** What stands where there is nothing to show. */
export function Empty({ children }) {
  return html`
    <p class="empty">${children}</p>
  `;
}

/** Says what went wrong. */
export function Failed({ error }) {
  return error !== undefined && html`
    <p class="notice bad" role="alert">${error}</p>
  `;
}
