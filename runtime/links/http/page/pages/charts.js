// @ts-check
/** Any number over any span: chosen, zoomed, taken away as CSV. */
import { ask, live, shown, useLoaded } from "../api.js";
import { Chart } from "../chart.js";
import { fixed, html, useEffect, useState } from "../lib.js";
import { rowsOf, summaryOf } from "../series_data.js";
import { Empty, Panel } from "../widgets.js";

/** @import { SeriesPoints } from "../answers.ts" */
/** @import { SeriesCourses } from "../answers.ts" */
/**
 * @typedef {object} Choice
 * @property {readonly string[]} names
 * @property {number} days of the span up to now; 0 where ends are given
 * @property {number} [since] ms
 * @property {number} [until] ms
 */

const KEPT = "ovms-edge.charts", DAY = 86_400_000, MOST = 4;
const COLOURS = ["accent", "used", "soft", "watch"];
/** Spans by the days up to now. */
const SPANS = [
  { days: 1 / 24, name: "1 h" },
  { days: 1, name: "Day" },
  { days: 7, name: "Week" },
  { days: 30, name: "Month" },
  { days: 365, name: "Year" },
];
/** @type {Choice} */
const FIRST = { names: ["v.b.soc"], days: 1 };

/** What was chosen last, in this browser; an address may name a number. @returns {Choice} */
function chosen() {
  const [, wanted] = location.hash.split(":");
  /** @type {Choice} */
  let kept = FIRST;
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "");
    if (Array.isArray(found.names)) kept = found;
  } catch {
    // The first visit, or a browser that keeps nothing
  }
  return wanted ? { ...kept, names: [decodeURIComponent(wanted)] } : kept;
}

/** @param {Choice} choice */
const spanOf = ({ days, since, until }) =>
  days > 0 || since === undefined || until === undefined
    ? { since: Math.round((live.time ?? Date.now()) - (days || 1) * DAY) }
    : { since: Math.round(since), until: Math.round(until) };

/** @param {Choice} choice */
function queryOf(choice) {
  const { since, until } = spanOf(choice);
  const names = choice.names.map(encodeURIComponent).join(",");
  return `/series/points?names=${names}&since=${since}${
    until === undefined ? "" : `&until=${until}`
  }`;
}

export function Charts() {
  const [choice, setChoice] = useState(chosen);
  const courses = useLoaded(() => ask("/series"));
  useEffect(() => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(choice));
    } catch {
      // A browser that keeps nothing begins anew each time
    }
  }, [choice]);
  /** @param {string} name */
  const turn = (name) =>
    setChoice({
      ...choice,
      names: choice.names.includes(name)
        ? choice.names.filter((other) => other !== name)
        : [...choice.names, name].slice(-MOST),
    });
  return html`
    <div class="choices" role="group" aria-label="Span of time">
      ${SPANS.map(({ days, name }) =>
        html`
          <button key=${name} aria-pressed=${choice.days === days}
            onClick=${() => setChoice({ names: choice.names, days })}>
            ${name}
          </button>
        `
      )}
    </div>
    ${choice.names.length === 0
      ? html`
        <${Panel} title="Course">
          <${Empty}>Choose a number below<//><//>
      `
      : html`<${Course} choice=${choice} zoom=${(
        /** @type {number} */ since,
        /** @type {number} */ until,
      ) => setChoice({ names: choice.names, days: 0, since, until })} />`}
    ${shown(
      courses,
      (found) =>
        html`<${Names} found=${found} choice=${choice} turn=${turn} />`,
    )}
  `;
}

/** @param {{ choice: Choice, zoom: (since: number, until: number) => void }} props */
function Course({ choice, zoom }) {
  const query = queryOf(choice);
  const loaded = useLoaded(() => ask(queryOf(choice)), [
    JSON.stringify(choice),
  ]);
  const csv = html`
    <a class="small" href="/api/v1${query}&format=csv"
      download>CSV</a>
  `;
  return html`
    <${Panel} title="Course" end=${csv}>
      ${shown(
        loaded,
        (found) => html`<${Drawn} found=${found} zoom=${zoom} />`,
      )}
      <p class="small quiet">Drag across the chart to look closer. Where the
        line ends, nobody measured.</p>
    <//>
  `;
}

/** @param {{ found: SeriesPoints, zoom: (since: number, until: number) => void }} props */
function Drawn({ found: { courses, step }, zoom }) {
  const some = courses.filter(({ points }) => points.length > 0);
  if (some.length === 0) {
    return html`<${Empty}>Nothing was measured in this time<//>`;
  }
  return html`
    <${Chart}
      label=${`${some.map(({ name }) => name).join(", ")} over time`}
      data=${rowsOf(some, step)}
      zoomed=${zoom}
      series=${some.map(({ name, unit }, n) => ({
        label: name,
        colour: COLOURS[n] ?? "accent",
        unit,
        decimals: 1,
        scale: unit === "" ? name : unit,
      }))}
    />
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" class="num">Least</th>
          <th scope="col" class="num">Mean</th>
          <th scope="col" class="num">Greatest</th>
          <th scope="col" class="num">Last</th>
          <th scope="col">Unit</th>
        </tr>
      </thead>
      <tbody>${some.map(({ name, unit, points }) => {
        const sum = summaryOf(points);
        return html`
          <tr key=${name}>
            <th scope="row" class="wrap">${name}</th>
            <td class="num">${fixed(sum?.min, 1)}</td>
            <td class="num">${fixed(sum?.mean, 1)}</td>
            <td class="num">${fixed(sum?.max, 1)}</td>
            <td class="num">${fixed(sum?.last, 1)}</td>
            <td>${unit}</td>
          </tr>
        `;
      })}</tbody>
    </table>
  `;
}

/** @param {{ found: SeriesCourses, choice: Choice, turn: (name: string) => void }} props */
function Names({ found: { courses, kept, bytes }, choice, turn }) {
  const [wanted, setWanted] = useState("");
  const text = wanted.trim().toLowerCase();
  const fitting = courses.filter(({ name }) => name.includes(text));
  return html`
    <${Panel} title="Numbers" end=${`up to ${MOST} at once`}>
      <div class="choices">
        <label>Name contains<input type="search" value=${wanted}
          onInput=${(/** @type {{ target: HTMLInputElement }} */ { target }) =>
            setWanted(target.value)} /></label>
      </div>
      ${fitting.length === 0
        ? html`<${Empty}>${
          courses.length === 0
            ? "Nothing was measured yet"
            : "No number has such a name"
        }<//>`
        : html`
          <div class="choices">${fitting.map(({ name }) =>
            html`
              <button key=${name} aria-pressed=${choice.names.includes(name)}
                onClick=${() => turn(name)}>${name}</button>
            `
          )}</div>
        `}
      <p class="small quiet">Every ten seconds for ${kept.raw} days, as minutes
        for ${kept.minute} days, as hours for ${kept.hour} days
        (${fixed(bytes / 1e6, 1)} MB now).</p>
    <//>
  `;
}
