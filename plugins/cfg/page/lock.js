// @ts-check
/** Lock and valet mode: a speed limit that stays in the controller. */
import { html, Panel, useState } from "ovms-edge/page";
import { Said } from "./said.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Told } from "./said.js" */
/** @typedef {(at: string, doing: string, text: string) => Promise<void>} Send */

/** @param {{ lock: number | null, valet: number | null, busy: boolean, told: Told, send: Send }} props */
export function Lock({ lock, valet, busy, told, send }) {
  const [kph, setKph] = useState("6"), [km, setKm] = useState("1");
  /**
   * @param {string} doing
   * @param {string} text
   */
  const ask = (doing, text) => () => send("lock", doing, text);
  return html`
    <${Panel} title="Lock and valet mode">
      <p>${lock === null
        ? "The car is not locked."
        : `Locked to ${lock} km/h.`} ${valet === null
        ? ""
        : `Valet mode: it is locked at ${valet.toFixed(1)} km.`}</p>
      <div class="buttons">
        <label class="small">km/h <input type="number" min="0" max="120" step="1"
          value=${kph} onInput=${(/** @type {Happening} */ event) =>
            setKph(event.target.value)} /></label>
        <button disabled=${busy || kph === ""}
          onClick=${ask("Locking", `LOCK ${kph}`)}>Lock</button>
        <button disabled=${busy}
          onClick=${ask("Unlocking", "UNLOCK")}>Unlock</button>
        <label class="small">km <input type="number" min="0" max="999" step="1"
          value=${km} onInput=${(/** @type {Happening} */ event) =>
            setKm(event.target.value)} /></label>
        <button disabled=${busy || km === ""}
          onClick=${ask("Valet mode", `VALET ${km}`)}>Valet mode</button>
        <button disabled=${busy || valet === null}
          onClick=${ask("Ending valet mode", "UNVALET")}>End valet mode</button>
      </div>
      <${Said} told=${told} at="lock" />
      <//>
  `;
}
