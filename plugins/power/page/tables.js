// @ts-check
/** The last trips and days with what they used. */
import {
  Bar,
  distanceUnit,
  Empty,
  fixed,
  history,
  html,
  inUnit,
  Panel,
  perDistance,
  shown,
  timeText,
  useLoaded,
  whPer,
} from "ovms-edge/page";
import { daysOf } from "./days.js";
import { t } from "./texts.js";

/** @import { Day, Row } from "./days.js" */
/** @typedef {{ begin: string, usedWh: number, regainedWh: number, km: number }} Trip */

/** Trips that are listed. */
const TRIPS = 12;

/**
 * The last trips, also the one that ended now.
 * @param {{ type: string, moment: boolean }} props
 */
export function Trips({ type, moment }) {
  /** @returns {Promise<Trip[]>} */
  const all = () => history(type);
  const loaded = useLoaded(all, [moment]);
  return html`
    <${Panel} title=${t(
      "table.trips",
    )} end=${html`<a class="small" href="/api/v1/history/${type}?format=csv" download>CSV</a>`}>
      ${shown(loaded, (trips) =>
        html`
          <${EnergyTable} first=${t("table.begin")} rows=${trips.filter((
            { km },
          ) => km > 0)
            .slice(-TRIPS).reverse()
            .map((trip) => ({ ...trip, name: timeText(trip.begin) }))} />
        `)}
      <//>
  `;
}

/**
 * Today so far, and the days before it as they were recorded.
 * @param {{ type: string, today: Day | null | undefined }} props
 */
export function Days({ type, today }) {
  /** @returns {Promise<Day[]>} */
  const all = () => history(type);
  const loaded = useLoaded(all, [today?.date]);
  return html`
    <${Panel} title=${t(
      "table.days",
    )} end=${html`<a class="small" href="/api/v1/history/${type}?format=csv" download>CSV</a>`}>
      ${shown(loaded, (days) =>
        html`
          <${EnergyTable} first=${t("table.day")} rows=${daysOf(days, today)} />
        `)}
      <//>
  `;
}

/** @param {{ rows: readonly Row[], first: string }} props */
function EnergyTable({ rows, first }) {
  if (rows.length === 0) return html`<${Empty}>${t("table.none")}<//>`;
  /** @param {Row} row */
  const per = ({ usedWh, regainedWh, km }) =>
    km > 0 ? whPer((usedWh - regainedWh) / km) : 0;
  const most = Math.max(1, ...rows.map(per));
  return html`
    <table>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          <th scope="col" class="num">${distanceUnit()}</th>
          <th scope="col" class="spare"><span class="hidden">${t(
            "tile.efficiency",
          )}</span></th>
          <th scope="col" class="num">${perDistance()}</th>
          <th scope="col" class="num">${t("sections.regained")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) =>
          html`
            <tr>
              <th scope="row" class="when">${row.name}</th>
              <td class="num">${fixed(inUnit(row.km), 1)}</td>
              <td class="spare" style=${{ width: "30%" }}>
                <${Bar} parts=${[{
                  share: Math.max(0, per(row)) / most,
                  kind: "used",
                }]} />
              </td>
              <td class="num">${row.km > 0 ? fixed(per(row)) : "–"}</td>
              <td class="num">${row.usedWh > 0
                ? `${fixed(row.regainedWh / row.usedWh * 100)} %`
                : "–"}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
  `;
}
