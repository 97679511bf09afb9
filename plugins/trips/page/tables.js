// @ts-check
/** Trips and charges as tables, the newest first, and as files for a spreadsheet. */
import { Empty, html, Panel } from "ovms-edge/page";
import { chargesCsv, tripsCsv } from "./periods.js";
import {
  cutText,
  kmText,
  kwhText,
  lengthText,
  perText,
  priceText,
  save,
  socText,
  spanText,
  whPerKmOf,
} from "./pieces.js";
import { t } from "./texts.js";

/** @import { Charge, Trip } from "./periods.js" */
/**
 * A column behind the first; a phone leaves out those that are spare.
 * @template T
 * @typedef {{ name: string, text: (one: T) => string, spare?: true }} Column
 */

/** @type {readonly Column<Trip>[]} */
const TRIP = [
  { name: t("col.length"), text: ({ seconds }) => lengthText(seconds) },
  { name: t("total.km"), text: ({ km }) => kmText(km) },
  {
    name: t("total.efficiency"),
    text: (trip) => perText(whPerKmOf(trip)),
  },
  {
    name: t("col.energy"),
    text: ({ usedWh }) => kwhText(usedWh),
    spare: true,
  },
  { name: t("col.soc"), text: socText, spare: true },
];
/** @type {readonly Column<Charge>[]} */
const CHARGE = [
  { name: t("col.length"), text: ({ seconds }) => lengthText(seconds) },
  {
    name: t("col.energy"),
    text: ({ gridWh, chargedWh }) => kwhText(gridWh ?? chargedWh),
  },
  { name: t("col.soc"), text: socText, spare: true },
  { name: t("col.cost"), text: priceText },
];

/** @param {{ trips: readonly Trip[], name: string }} props `name` is that of the file */
export const Trips = ({ trips, name }) =>
  html`
    <${Panel} title=${t("list.trips")}
      end=${fileButton(t("list.csv"), trips, tripsCsv, name)}>
      ${trips.length === 0
        ? html`<${Empty}>${t("trips.none")}<//>`
        : table("trip", TRIP, trips)}
    <//>
  `;

/** @param {{ charges: readonly Charge[], name: string }} props */
export const Charges = ({ charges, name }) =>
  html`
    <${Panel} title=${t("list.charges")}
      end=${fileButton(t("list.csv"), charges, chargesCsv, name)}>
      ${charges.length === 0
        ? html`<${Empty}>${t("charges.none")}<//>`
        : table("charge", CHARGE, charges)}
    <//>
  `;

/**
 * Offers some as a file.
 * @template T
 * @param {string} text
 * @param {readonly T[]} all
 * @param {(all: readonly T[]) => string} csv
 * @param {string} name of the file
 */
export const fileButton = (text, all, csv, name) =>
  html`
    <button class="small" disabled=${all.length === 0}
      onClick=${() => save(csv(all), name)}>${text}</button>
  `;

/**
 * @template {Trip | Charge} T
 * @param {"trip" | "charge"} kind
 * @param {readonly Column<T>[]} columns
 * @param {readonly T[]} all
 */
const table = (kind, columns, all) =>
  html`
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${t("col.begin")}</th>
            ${columns.map(({ name, spare }) =>
              html`<th scope="col" class=${classOf(spare)}>${name}</th>`
            )}
          </tr>
        </thead>
        <tbody>
          ${all.toReversed().map((one) =>
            html`
              <tr key=${one.id}>
                <th scope="row"><a href="#trips/trips:${kind}-${one
                  .id}">${spanText(
                    one,
                  )}</a> <span class="small quiet">${cutText(one)}</span></th>
                ${columns.map(({ text, spare }) =>
                  html`<td class=${classOf(spare)}>${text(one)}</td>`
                )}
              </tr>
            `
          )}
        </tbody>
      </table>
    </div>
  `;

/** @param {true | undefined} spare */
const classOf = (spare) => spare ? "num spare" : "num";
