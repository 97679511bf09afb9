// @ts-check
/** The car at a glance: how full, how far, what it does, and until when. */
import { chargeText, doing, doingText, fullAt, lastWord } from "./car.js";
import { Icon } from "./icons.js";
import {
  clockText,
  distanceUnit,
  fixed,
  html,
  inUnit,
  perDistance,
  span,
  whPer,
} from "./lib.js";
import { t } from "./texts.js";

/** @import { Live } from "./live.js" */
/** @typedef {{ name: string, value: string, unit: string }} Fact */
/** @typedef {(live: Live) => Fact | undefined} Find nothing where the vehicle has no such value */

/** Below this SOC the bar turns red, %. */
const LOW = 15;

/** @type {Find} */
const range = (live) =>
  live.has("v.b.range.est")
    ? {
      name: t("fact.range"),
      value: rangeText(
        live.number("v.b.range.est"),
        live.number("v.b.range.ideal"),
      ),
      unit: distanceUnit(),
    }
    : undefined;

/** @type {Find} */
const full = (live) => {
  const time = fullAt(live);
  return time === undefined
    ? undefined
    : { name: t("fact.fullAt"), value: clockText(time), unit: "" };
};

/**
 * @param {string} metric
 * @param {string} name
 * @param {string} unit
 * @param {number} decimals
 * @param {(x: number) => number} [convert]
 * @returns {Find}
 */
const number = (metric, name, unit, decimals, convert = (x) => x) => (live) => {
  const value = live.number(metric);
  return value === undefined
    ? undefined
    : { name, value: fixed(convert(value), decimals), unit };
};

const power = number("v.b.power", t("fact.power"), "kW", 1);
const charging = number(
  "v.b.power",
  t("fact.chargePower"),
  "kW",
  1,
  (kW) => Math.max(0, -kW),
);
const charged = number("v.c.kwh", t("fact.charged"), "kWh", 2);
const supply = number("v.b.12v.voltage", t("fact.supply"), "V", 1);

/** @type {Find} */
const odometer = (live) =>
  number("v.p.odometer", t("fact.odometer"), distanceUnit(), 0, inUnit)(live);
/** @type {Find} */
const trip = (live) =>
  number("v.p.trip", t("fact.trip"), distanceUnit(), 1, inUnit)(live);

/** Of the trip; nothing until it is long enough to tell. @type {Find} */
function efficiency(live) {
  const wh = efficiencyOf(live);
  return wh === undefined
    ? undefined
    : { name: t("fact.efficiency"), value: fixed(wh), unit: perDistance() };
}

/**
 * What the trip takes, in the owner's unit; undefined until it is long enough to tell.
 * @param {Live} live
 */
export function efficiencyOf(live) {
  const km = live.number("v.p.trip"), used = live.number("v.b.energy.used");
  const back = live.number("v.b.energy.recd") ?? 0;
  return km !== undefined && km > 0.1 && used !== undefined
    ? whPer((used - back) * 1000 / km)
    : undefined;
}

const MOVING = [range, power, trip, efficiency];
const RESTING = [range, odometer, supply];
/** What stands beside the SOC, by what the car does. @type {Readonly<Record<ReturnType<typeof doing>, readonly Find[]>>} */
const FACTS = {
  charging: [range, full, charging, charged],
  driving: MOVING,
  on: MOVING,
  parked: RESTING,
  asleep: RESTING,
  lost: RESTING,
  unknown: RESTING,
};

/** @param {{ live: Live }} props */
export function Glance({ live }) {
  const state = doing(live), soc = live.number("v.b.soc");
  const limit = live.number("v.c.limit.soc") ?? 0;
  const low = soc !== undefined && soc < LOW ? "low" : "";
  const facts = FACTS[state].flatMap((find) => find(live) ?? []);
  return html`
    <section class="panel glance ${state} ${low}" aria-label=${t("glance.soc")}>
      <div class="soc">
        <p class="big" data-name="SOC"><a class="plain"
          href="#charts:v.b.soc">${fixed(soc, 1)}<small> %</small></a></p>
        <dl class="facts">
          ${facts.map(({ name, value, unit }) =>
            html`
              <div key=${name}>
                <dt class="label">${name}</dt>
                <dd>${value}${unit !== "" && html`<small> ${unit}</small>`}</dd>
              </div>
            `
          )}
        </dl>
      </div>
      <div class="pack" aria-hidden="true">
        ${soc !== undefined && html`
          <div class="level" style=${{ width: `${soc}%` }}></div>
        `}
        ${limit > 0 && html`
          <div class="limit" style=${{ left: `${limit}%` }}></div>
        `}
      </div>
      <p class="doing">
        ${state === "asleep" && html`
          <${Icon} name="moon" class="moon" />
        `}${saidOf(live, state)}
      </p>
      ${limit > 0 && html`
        <p class="small quiet num">${t("glance.limit", {
          soc: fixed(limit),
        })}</p>
      `}
    </section>
  `;
}

/**
 * @param {Live} live
 * @param {ReturnType<typeof doing>} state
 */
function saidOf(live, state) {
  const { age } = lastWord(live);
  return [
    doingText(live),
    chargeText(live),
    state === "asleep" && age !== undefined
      ? t("glance.heard", { span: span(age) })
      : "",
  ].filter((text) => text !== "").join(" · ");
}

/**
 * From the display's range to the one of a calm drive, km.
 * @param {number | undefined} from
 * @param {number | undefined} to
 */
function rangeText(from, to) {
  if (from === undefined) return "–";
  const low = fixed(inUnit(from));
  const high = to === undefined ? low : fixed(inUnit(to));
  return low === high ? low : `${low} – ${high}`;
}
