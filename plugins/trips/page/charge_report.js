// @ts-check
/** One charge: SOC, power and temperature over the time, and what it cost. */
import {
  ask,
  Chart,
  fixed,
  html,
  Panel,
  shown,
  useLoaded,
  useMemo,
} from "ovms-edge/page";
import { courseOf } from "./course.js";
import {
  cutText,
  Fact,
  kwhText,
  lengthText,
  priceText,
  socText,
  spanText,
  withUnit,
} from "./pieces.js";
import { keyOf } from "./periods.js";
import { Course } from "./report.js";
import { t } from "./texts.js";

/** @import { Point } from "./course.js" */
/** @import { Charge } from "./periods.js" */

/** @param {{ id: string }} props */
export function ChargeReport({ id }) {
  /** @returns {Promise<Charge>} */
  const one = () => ask(`/plugins/trips/charge?id=${id}`);
  const loaded = useLoaded(one, [id]);
  return shown(loaded, (charge) =>
    html`
      <div class="choices">
        <a class="button" href="#trips/trips:${keyOf(
          charge.begin,
          "month",
        )}">‹ ${t("word.back")}</a>
        <h2>${t("word.charge")} ${spanText(charge)}</h2>
        <span class="small quiet">${cutText(charge)}</span>
      </div>
      <${Facts} charge=${charge} />
      <${Course} of=${charge} show=${(/** @type {readonly Point[]} */ points) =>
        html`<${Charging} points=${points} />`} />
    `);
}

/** @param {{ charge: Charge }} props */
function Facts({ charge }) {
  const { tempMin, tempMax } = charge;
  const temperature = tempMin === null || tempMax === null
    ? "–"
    : fixed(tempMin) === fixed(tempMax)
    ? `${fixed(tempMin)} °C`
    : `${fixed(tempMin)} – ${fixed(tempMax)} °C`;
  return html`
    <dl class="tiles">
      <${Fact} name=${t("fact.length")} value=${lengthText(charge.seconds)} />
      <${Fact} name=${t("fact.battery")} value=${kwhText(charge.chargedWh)} />
      <${Fact} name=${t("fact.grid")} value=${kwhText(charge.gridWh)} />
      <${Fact} name=${t("col.soc")} value=${socText(charge)} />
      <${Fact} name=${t("fact.power")} value=${withUnit(
        charge.maxPower,
        "kW",
        1,
      )} />
      <${Fact} name=${t("fact.temp")} value=${temperature} />
      <${Fact} name=${t("total.cost")} value=${priceText(charge)} />
    </dl>
  `;
}

/** @param {{ points: readonly Point[] }} props */
function Charging({ points }) {
  const data = useMemo(
    () =>
      courseOf(
        points,
        ({ soc }) => soc,
        ({ power }) => power === null ? null : -power,
        ({ temperature }) => temperature,
      ),
    [points],
  );
  return html`
    <${Panel} title=${t("chart.charging")}>
      <${Chart} data=${data} label=${t("chart.charging")} series=${[
        { label: t("chart.soc"), unit: "%", decimals: 1, colour: "accent" },
        {
          label: t("chart.power"),
          unit: "kW",
          decimals: 1,
          colour: "used-bar",
          scale: "kW",
        },
        {
          label: t("chart.temp"),
          unit: "°C",
          colour: "watch",
          scale: "°C",
          dash: [4, 4],
        },
      ]} />
      <//>
  `;
}
