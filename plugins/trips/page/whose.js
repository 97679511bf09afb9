// @ts-check
/** Whose trips and charges are shown: this car's, as long as nobody chooses another. */
import { ask, html, useLoaded } from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Happening } from "ovms-edge/page" */

/** Parameter of the vehicle type. */
const TYPE = 14;

/** The part of a question that says whose. @param {string} vehicle code; `present`: of this car */
const partOf = (vehicle) => `vehicle=${vehicle}`;
/** Of this car. */
export const OWN = partOf("present");

/** What vehicle types are called. @returns {Promise<Readonly<Record<string, string>>>} */
async function named() {
  /** @type {{ number: number, labels: Readonly<Record<string, string>> }[]} */
  const parameters = await ask("/parameters");
  return parameters.find(({ number }) => number === TYPE)?.labels ?? {};
}

/** @param {{ others: readonly string[], whose: string, choose: (whose: string) => void }} props */
export function Whose({ others, whose, choose }) {
  const { data: names = {} } = useLoaded(named);
  // Another car that was chosen may be this one by now
  const isKnown = whose === "" || others.map(partOf).includes(whose);
  return html`
    <label class="small">${t("of.title")} <select value=${isKnown ? whose : OWN}
      onChange=${(/** @type {Happening} */ { target }) => choose(target.value)}>
      <option value=${OWN}>${t("of.present")}</option>
      ${others.map((code) =>
        html`<option key=${code} value=${partOf(code)}>${
          names[code] ?? code
        }</option>`
      )}
      <option value="">${t("of.all")}</option>
    </select></label>
  `;
}
