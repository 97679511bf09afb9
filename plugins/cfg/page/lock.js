// @ts-check
/** Lock and valet mode: a speed limit that stays in the controller. */
import { fixed, html, Panel, useState } from "ovms-edge/page";
import { t } from "./texts.js";
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
    <${Panel} title=${t("lock.title")}>
      <p>${lock === null
        ? t("lock.off")
        : t("lock.on", { speed: lock })} ${valet === null
        ? ""
        : t("lock.valetAt", { km: fixed(valet, 1) })}</p>
      <div class="buttons">
        <label class="small"><input type="number" min="0" max="254" step="1"
          value=${kph} onInput=${(/** @type {Happening} */ event) =>
            setKph(event.target.value)} /> km/h</label>
        <button disabled=${busy || kph === ""}
          onClick=${ask(t("lock.locking"), `LOCK ${kph}`)}>${t(
            "lock.lock",
          )}</button>
        <button disabled=${busy}
          onClick=${ask(t("lock.unlocking"), "UNLOCK")}>${t(
            "lock.unlock",
          )}</button>
      </div>
      <p class="small quiet">${t("lock.valetIs")}</p>
      <div class="buttons">
        <label class="small"><input type="number" min="0" max="9999" step="1"
          value=${km} onInput=${(/** @type {Happening} */ event) =>
            setKm(event.target.value)} /> km</label>
        <button disabled=${busy || km === ""}
          onClick=${ask(t("lock.valet"), `VALET ${km}`)}>${t(
            "lock.valet",
          )}</button>
        <button disabled=${busy || valet === null}
          onClick=${ask(t("lock.ending"), "UNVALET")}>${t("lock.end")}</button>
      </div>
      <${Said} told=${told} at="lock" />
      <//>
  `;
}
