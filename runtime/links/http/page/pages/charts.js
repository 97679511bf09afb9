// @ts-check
/** Any number over any span: chosen, zoomed, taken away as CSV. */
import { ask, live, shown, useLive, useLoaded } from "../api.js";
import { Chart } from "../chart.js";
import { keep, kept as remembered } from "../kept.js";
import { fixed, html, useEffect, useMemo, useState } from "../lib.js";
import { rowsOf, summaryOf } from "../series_data.js";
import { Table } from "../table.js";
import { t } from "../texts.js";
import { Empty, Panel } from "../widgets.js";
import { finely, rounded } from "../words.js";

/** @import { SeriesPoints } from "../answers.ts" */
/** @import { SeriesCourses } from "../answers.ts" */
/**
 * @typedef {object} Choice
 * @property {readonly string[]} names
 * @property {number} days of the span up to now; 0 where ends are given
 * @property {number} [since] ms
 * @property {number} [until] ms
 */

const KEPT = "charts", DAY = 86_400_000, MOST = 4;
const COLOURS = ["accent", "used", "soft", "watch"];
/** Spans by the days up to now. */
const SPANS = [
  { days: 1 / 24, name: t("charts.hour") },
  { days: 1, name: t("charts.day") },
  { days: 7, name: t("charts.week") },
  { days: 30, name: t("charts.month") },
  { days: 365, name: t("charts.year") },
];
/** What those are called that the car's page shows, too; the others have the name of their metric. @type {Readonly<Record<string, string>>} */
const FAMILIAR = {
  "v.b.soc": t("glance.soc"),
  "v.b.range.est": t("fact.range"),
  "v.p.speed": t("tile.speed"),
  "v.b.power": t("fact.power"),
  "v.p.odometer": t("fact.odometer"),
  "v.p.trip": t("fact.trip"),
  "v.c.kwh": t("fact.charged"),
  "v.b.12v.voltage": t("fact.supply"),
  "v.b.soh": t("tile.health"),
  "v.b.temp": `${t("tile.battery")}, °C`,
  "v.m.temp": `${t("tile.motor")}, °C`,
  "v.c.temp": `${t("tile.charger")}, °C`,
};
/** @param {string} name */
const called = (name) => FAMILIAR[name] ?? name;
/** Familiar ones first. @param {{ name: string }} one @param {{ name: string }} other */
const byName = (one, other) =>
  Number(!(one.name in FAMILIAR)) - Number(!(other.name in FAMILIAR));

/** @type {Choice} */
const FIRST = { names: ["v.b.soc"], days: 1 };

/** What was chosen last, in this browser; an address may name a number. @returns {Choice} */
function chosen() {
  const [, wanted] = location.hash.split(":");
  /** @type {Choice} */
  let kept = FIRST;
  try {
    const found = JSON.parse(remembered(KEPT) ?? "");
    if (Array.isArray(found.names)) kept = found;
  } catch {
    // The first visit
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

/** Another address is another choice, also by the browser's way back. */
export default () => html`<${Charts} key=${location.hash} />`;

function Charts() {
  const [choice, setChoice] = useState(chosen);
  const courses = useLoaded(() => ask("/series"));
  useEffect(() => {
    keep(KEPT, JSON.stringify(choice));
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
    <div class="choices" role="group" aria-label=${t("charts.span")}>
      ${SPANS.map(({ days, name }) =>
        html`
          <button key=${name} aria-pressed=${choice.days === days}
            onClick=${() => setChoice({ names: choice.names, days })}>
            ${name}
          </button>
        `
      )}
    </div>
    <div class="sides">
    ${choice.names.length === 0
      ? html`
        <${Panel} title=${t("charts.course")}>
          <${Empty}>${t("charts.choose")}<//><//>
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
    </div>
  `;
}

/** @param {{ choice: Choice, zoom: (since: number, until: number) => void }} props */
function Course({ choice, zoom }) {
  const now = useLive();
  // What ends now goes on, what was zoomed into stays
  const minute = choice.days > 0 ? Math.floor((now.time ?? 0) / 60_000) : 0;
  const loaded = useLoaded(() => ask(queryOf(choice)), [
    JSON.stringify(choice),
    minute,
  ]);
  const csv = html`
    <a class="small" href="/api/v1${queryOf(choice)}&points=5000&format=csv"
      download>CSV</a>
  `;
  return html`
    <${Panel} title=${t("charts.course")} end=${csv}>
      ${shown(
        loaded,
        (found) => html`<${Drawn} found=${found} zoom=${zoom} />`,
      )}
      <p class="small quiet">${t("charts.how")}</p>
    <//>
  `;
}

/** @param {{ found: SeriesPoints, zoom: (since: number, until: number) => void }} props */
function Drawn({ found: { courses, step }, zoom }) {
  const some = useMemo(
    () => courses.filter(({ points }) => points.length > 0),
    [courses],
  );
  const rows = useMemo(() => rowsOf(some, step), [some, step]);
  if (some.length === 0) {
    return html`<${Empty}>${t("charts.nothing")}<//>`;
  }
  return html`
    <${Chart}
      label=${t("charts.label", {
        names: some.map(({ name }) => called(name)).join(", "),
      })}
      data=${rows}
      zoomed=${zoom}
      series=${some.map(({ name, unit, points }, n) => ({
        label: called(name),
        colour: COLOURS[n] ?? "accent",
        unit,
        decimals: finely(summaryOf(points)?.max ?? 0, unit),
        scale: unit === "" ? name : unit,
      }))}
    />
    <${Table}
      columns=${[
        { name: t("table.name") },
        { name: t("charts.least"), num: true },
        { name: t("charts.mean"), num: true },
        { name: t("charts.greatest"), num: true },
        { name: t("charts.last"), num: true },
        { name: t("charts.unit") },
      ]}
      rows=${some.map(({ name, unit, points }) => {
        const sum = summaryOf(points);
        return {
          key: name,
          cells: [
            name in FAMILIAR
              ? html`${called(name)} <span class="quiet small">${name}</span>`
              : name,
            ...[sum?.min, sum?.mean, sum?.max, sum?.last].map((value) =>
              rounded(value, unit)
            ),
            unit,
          ],
        };
      })}
    />
  `;
}

/** @param {{ found: SeriesCourses, choice: Choice, turn: (name: string) => void }} props */
function Names({ found: { courses, kept, bytes, most }, choice, turn }) {
  const [wanted, setWanted] = useState("");
  const text = wanted.trim().toLowerCase();
  const fitting = courses.filter(({ name }) =>
    name.includes(text) || called(name).toLowerCase().includes(text)
  ).toSorted(byName);
  return html`
    <${Panel} title=${t("charts.numbers")} end=${html`
      <span class="small quiet">${t("charts.most", { n: MOST })}</span>
    `}>
      <div class="choices">
        <label>${t("filter.contains")}<input type="search" value=${wanted}
          onInput=${(/** @type {{ target: HTMLInputElement }} */ { target }) =>
            setWanted(target.value)} /></label>
      </div>
      ${fitting.length === 0
        ? html`<${Empty}>${
          courses.length === 0 ? t("charts.noneYet") : t("charts.noName")
        }<//>`
        : html`
          <div class="choices many" tabindex="0" role="group"
            aria-label=${t("charts.numbers")}>${fitting.map(({ name }) =>
              html`
                <button key=${name} aria-pressed=${choice.names.includes(name)}
                  title=${name} onClick=${() => turn(name)}>${called(
                    name,
                  )}</button>
              `
            )}</div>
        `}
      <p class="small quiet">${t("charts.kept", {
        ...kept,
        size: fixed(bytes / 1e6, 1),
        most: fixed(most / 1e6),
      })} <a href="#settings">${t("charts.change")}</a></p>
    <//>
  `;
}
