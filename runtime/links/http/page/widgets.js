// @ts-check
/** Pieces that pages are made of. */
import { fixed, html, span } from "./lib.js";
import { t } from "./texts.js";

/** @import { Live } from "./live.js" */
/** @import { Reading } from "./live.js" */
/** @import { Part } from "./lib.js" */

/** From this age on a value's age is shown, s. */
const OLD = 60;

/**
 * What a reading says about its age: nothing while it is young.
 * @param {Omit<Reading, "value">} reading
 */
export function ageText({ freshness, age }) {
  if (freshness === "unknown") return t("age.never");
  if (age === undefined) return t("age.unknown");
  return age > OLD ? t("age.ago", { span: span(age) }) : "";
}

/**
 * One value with its name; `reading` tells how fresh it is.
 * @param {{ name: string, reading: Reading, value: Part, unit?: string, more?: string, course?: string, children?: Part }} props
 *   `course` is the metric whose course over time stands behind the name
 */
export function Tile(
  { name, reading, value, unit = "", more, course, children },
) {
  const { freshness } = reading;
  const age = ageText(reading);
  return html`
    <div class="tile ${freshness}" data-name=${name}>
      <dt>${course === undefined
        ? name
        : html`<a class="plain" href="#charts:${course}">${name}</a>`}</dt>
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

/**
 * A tile of a metric that is a plain number; none where the vehicle has no such metric.
 * @param {{ live: Live, metric: string, name: string, decimals?: number, unit: string, convert?: (x: number) => number, more?: string }} props
 */
export function NumberTile(
  { live, metric, name, decimals = 0, unit, convert = (x) => x, more },
) {
  if (!live.has(metric)) return null;
  const reading = live.look(metric), number = live.number(metric);
  return html`
    <${Tile}
      name=${name}
      reading=${reading}
      value=${fixed(
        number === undefined ? undefined : convert(number),
        decimals,
      )}
      unit=${unit}
      more=${more}
      course=${metric}
    />
  `;
}

/**
 * A bar from 0; `parts` are shares of the whole with a class.
 * @param {{ parts: readonly { share: number, kind: string }[] }} props
 */
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

/**
 * A bar from its middle to either side; `share` is -1 to 1.
 * @param {{ share: number, kind?: string }} props
 */
export function CentreBar({ share, kind = "" }) {
  const half = Math.min(1, Math.abs(share)) * 50;
  const left = share < 0 ? 50 - half : 50;
  return html`
    <div class="bar centre" aria-hidden="true">
      <i class=${kind} style=${{ left: `${left}%`, width: `${half}%` }}></i>
    </div>
  `;
}

/**
 * A small line without axes; null is a gap.
 * @param {{ values: readonly (number | null)[], low?: number, high?: number }} props
 */
export function Spark({ values, low, high }) {
  const known = values.filter((value) => value !== null);
  const min = Math.min(low ?? Infinity, ...known);
  const max = Math.max(high ?? -Infinity, ...known);
  if (known.length < 2 || max <= min) {
    return html`
      <svg viewBox="0 0 100 26" aria-hidden="true"></svg>
    `;
  }
  /** @param {number} value */
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

/**
 * A part of a page.
 * @param {{ title: string, end?: Part, children?: Part }} props
 */
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

/**
 * What stands where there is nothing to show.
 * @param {{ children?: Part }} props
 */
export function Empty({ children }) {
  return html`
    <p class="empty">${children}</p>
  `;
}

/**
 * Says what went wrong.
 * @param {{ error: string | undefined }} props
 */
export function Failed({ error }) {
  return error !== undefined && html`
    <p class="notice bad" role="alert">${error}</p>
  `;
}
