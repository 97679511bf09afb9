// @ts-check
/** Where the energy goes: this trip by kind of driving, power over time, the last trips and days. */
import {
  ask,
  distanceUnit,
  fixed,
  html,
  inUnit,
  NumberTile,
  perDistance,
  shown,
  useLive,
  useLoaded,
  whPer,
} from "ovms-edge/page";
import { PowerChart } from "./power_chart.js";
import { Sections } from "./sections.js";
import { Days, Trips } from "./tables.js";
import { t } from "./texts.js";

/** @import { Live } from "ovms-edge/page" */
/** @import { Day } from "./days.js" */
/** @typedef {{ trip: string, day: string, charge: string, sections: string }} Sources */
/** @typedef {{ of: "trip" | "charge" | "nothing", today: Day | null }} Now */

/** @returns {Promise<Sources>} */
const sourcesNow = () => ask("/plugins/power/sources");
/** @returns {Promise<Now>} */
const now = () => ask("/plugins/power/now");

/** @param {number} kWh */
const inWattHours = (kWh) => kWh * 1000;

export default function Energy() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const loaded = useLoaded(sourcesNow);
  // What is summed up changes with the key and the plug
  const summed = useLoaded(now, [
    minute,
    live.flag("v.e.on"),
    live.text("v.c.state"),
  ]);
  const charge = summed.data?.of === "charge";
  return html`
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.b.energy.used" name=${t(
        "tile.used",
      )} unit="Wh"
        convert=${inWattHours} />
      <${NumberTile} live=${live} metric="v.b.energy.recd"
        name=${charge ? t("tile.charged") : t("tile.regained")}
        unit="Wh" convert=${inWattHours} />
      <${NumberTile} live=${live} metric="v.p.trip" name=${t("tile.distance")}
        decimals=${2} unit=${distanceUnit()} convert=${inUnit} />
      ${summed.data?.of === "trip" && html`<${Efficiency} live=${live} />`}
    </dl>
    <div class="sides">
      <div class="stack">
        ${shown(loaded, ({ sections }) =>
          shown(summed, ({ of }) =>
            html`
              <${Sections} live=${live} prefix=${sections} of=${of} />
            `))}
        <${PowerChart} />
      </div>
      ${loaded.data && html`
        <div class="stack">
          <${Trips} type=${loaded.data.trip} moment=${live.flag("v.e.on")} />
          <${Days} type=${loaded.data.day} today=${summed.data?.today} />
        </div>
      `}
    </div>
  `;
}

/** @param {{ live: Live }} props */
function Efficiency({ live }) {
  const km = live.number("v.p.trip") ?? 0;
  const wh = inWattHours(
    (live.number("v.b.energy.used") ?? NaN) -
      (live.number("v.b.energy.recd") ?? NaN),
  );
  const known = km > 0.05 && Number.isFinite(wh);
  return html`
    <div class="tile">
      <dt>${t("tile.efficiency")}</dt>
      <dd class="value">${known
        ? fixed(whPer(wh / km))
        : "–"}<small>${perDistance()}</small></dd>
      <dd class="more">${t("tile.since")}</dd>
    </div>
  `;
}
