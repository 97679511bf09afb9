// @ts-check
/** Charges: the present one and earlier ones, the estimate against what came. */
import {
  ask,
  chargeText,
  Chart,
  doing,
  doingText,
  duration,
  Empty,
  fixed,
  history,
  html,
  NumberTile,
  Panel,
  Refusal,
  shown,
  Table,
  timeText,
  useLive,
  useLoaded,
  useMemo,
  useState,
} from "ovms-edge/page";
import { chargesOf } from "./charges.js";
import { curveOf, isMeasured } from "./curve.js";
import { Estimate } from "./estimate.js";
import { t } from "./texts.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Done, Shown, UnderWay } from "./charges.js" */
/** @typedef {{ time: string, soc: number }} PackRow SOC in 1/100 % */
/** @typedef {{ charge?: string, pack?: string }} Sources */

/** @returns {Promise<{ minutes: (number | null)[] }>} */
const estimateNow = () => ask("/plugins/ca/estimate");
/** @returns {Promise<UnderWay>} */
const underWay = () => optional("/plugins/power/charge");

/** Charges that can be chosen. */
const LISTED = 20;

/** What goes into the battery. @param {number} kW */
const charged = (kW) => Math.max(0, -kW);

export default function Charge() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const charging = doing(live) === "charging";
  const records = useLoaded(recorded, [minute, charging]);
  const now = useLoaded(underWay, [minute, charging]);
  const asked = useLoaded(estimateNow, [minute]);
  const estimate = useMemo(() => new Estimate(asked.data?.minutes ?? []), [
    asked.data,
  ]);
  const [chosen, choose] = useState("");
  const charges = [...(records.data?.charges ?? [])].reverse();
  const known = chargesOf(
    charges.slice(0, LISTED),
    charging
      ? {
        ...now.data,
        soc: live.number("v.b.soc"),
        time: live.time ?? Date.now(),
      }
      : undefined,
  );
  const charge = known.find(({ begin }) => begin === chosen) ?? known[0];
  return html`
    ${chargeText(live) !== "" && html`
      <p class="notice">${doingText(live)} · ${chargeText(live)}</p>
    `}
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.b.soc" name="SOC" decimals=${1}
        unit="%" />
      <${NumberTile} live=${live} metric="v.c.kwh" name=${t("tile.charged")}
        decimals=${2} unit="kWh" />
      <${NumberTile} live=${live} metric="v.b.power" name=${t("tile.power")}
        decimals=${1} unit="kW" convert=${charged} />
      <${NumberTile} live=${live} metric="v.c.temp" name=${t(
        "tile.charger",
      )} unit="°C" />
    </dl>
    <div class="sides">
      <${Panel} title=${t("curve.title")} end=${known.length > 0 && html`
        <label class="small">${t("curve.of")} <select value=${charge?.begin}
          onChange=${(/** @type {Happening} */ event) =>
            choose(event.target.value)}>
          ${known.map(({ begin, running }) =>
            html`<option value=${begin}>${
              running ? t("curve.now") : timeText(begin)
            }</option>`
          )}
        </select></label>
      `}>
      ${shown(
        records,
        ({ pack }) =>
          charge === undefined ? html`<${Empty}>${t("curve.none")}<//>` : html`
            <${Curve} charge=${charge} pack=${pack} estimate=${estimate} />
          `,
      )}
    <//>
    ${shown(records, ({ type }) =>
      html`
        <${List} charges=${charges.slice(0, LISTED)} type=${type}
          estimate=${estimate} />
      `)}
    </div>
  `;
}

/**
 * What a plugin tells that a car need not have.
 * @template {object} T
 * @param {string} query
 * @returns {Promise<Partial<T>>}
 */
async function optional(query) {
  try {
    return await ask(query);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return {};
    throw error;
  }
}

/**
 * Charges and the battery's records, as far as there are plugins that write them.
 * @returns {Promise<{ type: string | undefined, charges: Done[], pack: PackRow[] }>}
 */
async function recorded() {
  /** @type {Promise<Sources>[]} */
  const asked = [
    optional("/plugins/power/sources"),
    optional("/plugins/batt/sources"),
  ];
  const sources = await Promise.all(asked);
  const charge = sources[0]?.charge, battery = sources[1]?.pack;
  /** @type {Promise<Done[]>} */
  const charges = charge === undefined ? Promise.resolve([]) : history(charge);
  /** @type {Promise<PackRow[]>} */
  const rows = battery === undefined ? Promise.resolve([]) : history(battery);
  const [done, pack] = await Promise.all([charges, rows]);
  return { type: charge, charges: done, pack };
}

/** @param {{ charge: Shown, pack: readonly PackRow[], estimate: Estimate }} props */
function Curve({ charge, pack, estimate }) {
  const { begin, end, socBefore, socAfter } = charge;
  const chart = useMemo(() => curveOf(charge, pack, estimate), [
    begin,
    end,
    socAfter,
    pack,
    estimate,
  ]);
  const took = (Date.parse(end) - Date.parse(begin)) / 60_000;
  const expected = estimate.minutes(socBefore, socAfter);
  const said = {
    from: fixed(socBefore, 1),
    to: fixed(socAfter, 1),
    time: duration(took),
  };
  return html`
    <${Chart}
      data=${chart}
      time=${false}
      x=${t("curve.minutes")}
      label=${t("curve.label")}
      scales=${{ y: { range: [null, 100] } }}
      series=${[
        {
          label: t("curve.measured"),
          unit: "%",
          decimals: 1,
          colour: "accent",
          width: 2.5,
          dots: true,
        },
        {
          label: t("curve.estimate"),
          unit: "%",
          decimals: 1,
          colour: "soft",
          dash: [5, 5],
        },
      ]}
    />
    <p class="small quiet">
      ${expected === undefined
        ? t("curve.took", said)
        : t("curve.tookOf", { ...said, expected: duration(expected) })}
      ${!charge.running && !isMeasured(charge, pack) &&
        ` ${t("curve.ends")}`}
    </p>
  `;
}

/** @param {{ charges: readonly Done[], type: string | undefined, estimate: Estimate }} props */
function List({ charges, type, estimate }) {
  return html`
    <${Panel} title=${t("list.title")} end=${type !== undefined && html`
      <a class="small" href="/api/v1/history/${type}?format=csv"
        download>CSV</a>
    `}>
      ${charges.length === 0 ? html`<${Empty}>${t("list.none")}<//>` : html`
        <${Table}
          columns=${[
            { name: t("list.begin") },
            { name: "SOC", num: true },
            { name: t("list.took"), num: true },
            { name: t("list.estimate"), num: true },
            { name: "Wh", num: true },
          ]}
          rows=${charges.map((
            { begin, seconds, socBefore, socAfter, chargedWh },
            i,
          ) => ({
            key: begin ?? i,
            cells: [
              timeText(begin),
              `${fixed(socBefore)} – ${fixed(socAfter)} %`,
              duration(seconds / 60),
              expectedText(estimate.minutes(socBefore, socAfter)),
              fixed(chargedWh),
            ],
          }))}
        />
      `}
    <//>
  `;
}

/** @param {number | undefined} minutes */
const expectedText = (minutes) =>
  minutes === undefined ? "–" : duration(minutes);
