// @ts-check
/** Trips and charges as tables, the newest first, and as files for a spreadsheet. */
import { Empty, html, Panel, Table, useLoaded } from "ovms-edge/page";
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
import { Thumb, waysOf } from "./thumb.js";

/** @import { Part } from "ovms-edge/page" */
/** @import { Charge, Trip } from "./periods.js" */
/**
 * A column behind the first.
 * @template T
 * @typedef {{ name: string, text: (one: T) => string }} Column
 */

/** @type {readonly Column<Trip>[]} */
const TRIP = [
  { name: t("col.length"), text: ({ seconds }) => lengthText(seconds) },
  { name: t("total.km"), text: ({ km }) => kmText(km) },
  {
    name: t("total.efficiency"),
    text: (trip) => perText(whPerKmOf(trip)),
  },
  { name: t("col.energy"), text: ({ usedWh }) => kwhText(usedWh) },
  { name: t("col.soc"), text: socText },
];
/** @type {readonly Column<Charge>[]} */
const CHARGE = [
  { name: t("col.length"), text: ({ seconds }) => lengthText(seconds) },
  {
    name: t("col.energy"),
    text: ({ gridWh, chargedWh }) => kwhText(gridWh ?? chargedWh),
  },
  { name: t("col.soc"), text: socText },
  { name: t("col.cost"), text: priceText },
];

/** @param {{ trips: readonly Trip[], name: string }} props `name` is that of the file */
export function Trips({ trips, name }) {
  // Their ways come behind them; without any the list is as good
  const { data: ways } = useLoaded(() => waysOf(trips), [trips]);
  return html`
    <${Panel} title=${t("list.trips")}
      end=${fileButton(t("list.csv"), trips, tripsCsv, name)}>
      ${trips.length === 0
        ? html`<${Empty}>${t("trips.none")}<//>`
        : table("trip", TRIP, trips, (trip) => {
          const way = ways?.get(trip.id);
          return way === undefined ? "" : html`<${Thumb} way=${way} />`;
        })}
    <//>
  `;
}

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
 * @param {(one: T) => Part} [picture]
 */
const table = (kind, columns, all, picture) => {
  const isMixed =
    new Set(all.map(({ vehicle }) => vehicle).filter(Boolean)).size > 1;
  /** @param {T} one */
  const note = (one) =>
    [isMixed ? one.vehicle : "", cutText(one)].filter((text) => text !== "")
      .join(" · ");
  return html`
    <div class="scroll">
      <${Table}
        columns=${[
          { name: t("col.begin") },
          ...columns.map(({ name }) => ({ name, num: true })),
          ...picture ? [{ name: t("map.small"), hidden: true }] : [],
        ]}
        rows=${all.toReversed().map((one) => ({
          key: one.id,
          cells: [
            html`
              <a class="when" href="#trips/trips:${kind}-${one.id}">${spanText(
                one,
              )}</a>
              ${note(one) !== "" &&
                html`<div class="small quiet">${note(one)}</div>`}
            `,
            ...columns.map(({ text }) =>
              html`<span class="when">${text(one)}</span>`
            ),
            ...picture ? [picture(one)] : [],
          ],
        }))}
      />
    </div>
  `;
};
