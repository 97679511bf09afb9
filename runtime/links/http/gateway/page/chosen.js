// @ts-check
/** Devices that the owner chose: with what the gateway runs, what does not work, what counts from its next start on. */
import { ask, Editable, html, shown, useEffect } from "ovms-edge/page";
import { nameOf } from "./device_names.js";
import { Said, useWork } from "./parts.js";
import { t } from "./texts.js";

/** @import { Loaded } from "ovms-edge/page" */
/** @import { ChosenDevice, ChosenDevices } from "../../page/answers.ts" */

/** @returns {Promise<ChosenDevices>} */
export const chosenDevices = () => ask("/devices/chosen");

/**
 * Chooses a device; an empty text for none.
 * @param {string} setting
 * @param {string} value
 */
export const choose = (setting, value) =>
  ask(
    `/settings/${encodeURIComponent(setting)}`,
    "PUT",
    value === "" ? {} : { value },
  );

/** Whether it counts from the next start on. @param {ChosenDevice} device */
const isPending = ({ given, used, chosen, later }) =>
  given === null && later && used !== chosen;
/** Between two looks at a device that is being tried, ms. */
const EVERY = 1000;

/** @param {{ loaded: Loaded<ChosenDevices>, owner: boolean }} props */
export function Chosen({ loaded, owner }) {
  const isTried = loaded.data?.devices.some(({ tried }) => tried) ?? false;
  useEffect(() => {
    if (!isTried) return;
    const timer = setInterval(loaded.reload, EVERY);
    return () => clearInterval(timer);
  }, [isTried]);
  return shown(
    loaded,
    ({ gateway, restarts, leftOut, devices }) =>
      html`
        ${!gateway && html`<p class="notice">${t("chosen.simulated")}</p>`}
        ${leftOut.map((text) =>
          html`<p class="notice bad" key=${text}>${text}</p>`
        )}
        <ul class="plain">${devices.map((device) =>
          html`
            <${OneChosen} key=${device.name} device=${device} gateway=${gateway}
              owner=${owner} changed=${loaded.reload} />
          `
        )}</ul>
        ${gateway && devices.some(isPending) && html`
          <${Restart} possible=${restarts && owner} />
        `}
      `,
  );
}

/** @param {{ device: ChosenDevice, gateway: boolean, owner: boolean, changed: () => void }} props */
function OneChosen({ device, gateway, owner, changed }) {
  const { name, setting, given, chosen, expected } = device;
  const label = name === "can" ? t("device.cans") : nameOf(name);
  /** @param {string} value */
  const save = async (value) => {
    await choose(setting, value);
    changed();
  };
  const note = gateway || given !== null ? noteOf(device) : "";
  return html`
    <li class="setting named" data-device=${name}>
      <span>${label}<span class="quiet small">${note || t("chosen.form", {
        what: expected,
      })}</span></span>
      <${Editable} label=${label} owner=${owner}
        shown=${chosen || t("chosen.none")} value=${chosen}
        schema=${{ type: "string", description: expected }} save=${save}
        reset=${chosen === "" ? undefined : () => save("")} />
    </li>
  `;
}

/** What is not as it was chosen. @param {ChosenDevice} device */
function noteOf({ given, used, chosen, tried, why, later }) {
  if (given !== null) return t("chosen.given", { what: given });
  if (tried) return t("chosen.tried");
  if (why !== null) {
    return used === ""
      ? t("chosen.broken", { why })
      : t("chosen.stays", { why, what: used });
  }
  if (used === chosen || !later) return "";
  return t(used === "" ? "chosen.pendingNew" : "chosen.pending", {
    what: used,
  });
}

/** @param {{ possible: boolean }} props */
function Restart({ possible }) {
  const work = useWork();
  const restart = () =>
    work.run(async () => {
      await ask("/restart", "POST", {});
      return t("chosen.restarting");
    });
  return html`
    <p class="notice">${t(
      possible ? "chosen.restart" : "chosen.restartByHand",
    )}</p>
    ${possible && html`
      <div class="buttons">
        <button disabled=${work.busy} onClick=${restart}>${t(
          "chosen.restartNow",
        )}</button>
      </div>
      <${Said} work=${work} />
    `}
  `;
}
