// @ts-check
/** Tables that are cards on a phone. */
import { html } from "./lib.js";

/** @import { Part } from "./lib.js" */
/**
 * @typedef {object} Column
 * @property {string} name
 * @property {boolean} [num] whether it has numbers
 * @property {boolean} [long] whether it has sentences: on a phone they have a line of their own
 * @property {boolean} [whole] whether its words stay on one line
 * @property {boolean} [hidden] whether its name is only said
 */
/** @typedef {{ key: string | number, cells: readonly Part[], class?: string }} Row the first cell names it */

/**
 * A table by its columns; on a phone each row is a card, its values beside their names.
 * @param {{ columns: readonly Column[], rows: readonly Row[], pairs?: boolean }} props
 *   `pairs`: a name and a value, on a phone on one line
 */
export function Table({ columns, rows, pairs = false }) {
  return html`
    <table class="cards ${pairs ? "pairs" : ""}" role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map(({ name, num, hidden }, i) =>
            html`
              <th key=${i} scope="col" role="columnheader" class=${num
                ? "num"
                : ""}>
                ${hidden ? html`<span class="hidden">${name}</span>` : name}
              </th>
            `
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(({ key, cells, class: kind }) =>
          html`
            <tr key=${key} role="row" class=${kind}>
              ${cells.map((cell, i) =>
                html`<${Cell} column=${columns[i]} first=${i === 0}>${cell}<//>`
              )}
            </tr>
          `
        )}
      </tbody>
    </table>
  `;
}

/** @param {{ column: Column | undefined, first: boolean, children?: Part }} props */
function Cell({ column, first, children }) {
  const { name = "", num, long, whole, hidden } = column ?? {};
  // A card leaves out what is empty
  const kind = [
    whole ? "when" : "wrap",
    num ? "num" : "",
    children === "" ? "nothing" : "",
  ].join(" ").trim();
  return first
    ? html`<th scope="row" role="rowheader" class=${kind}>${children}</th>`
    : html`
      <td role="cell" class=${kind} data-label=${long || hidden
        ? undefined
        : name}>
        <span>${children}</span>
      </td>
    `;
}
