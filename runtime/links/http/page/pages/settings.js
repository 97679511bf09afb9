// @ts-check
/** Features, parameters and settings with name and meaning, and who may. */
import { ask, shown, useLoaded } from "../api.js";
import { Editable, SettingRow } from "../editable.js";
import { FEATURE } from "../form_values.js";
import { html } from "../lib.js";
import { t } from "../texts.js";
import { Empty, Panel } from "../widgets.js";
import { Access } from "./access.js";

/** @import { Vehicle } from "../answers.ts" */
/** @import { Part } from "../lib.js" */

/** Parameters that are typed without being shown: the passwords. */
const HIDDEN = [1, 7, 9];
/** Longest text of a parameter. */
const LONGEST = 31;

/** @returns {Promise<import("../answers.ts").Feature[]>} */
const features = () => ask("/features");
/** @returns {Promise<import("../answers.ts").Parameter[]>} */
const parameters = () => ask("/parameters");
/** @returns {Promise<import("../answers.ts").Setting[]>} */
const settings = () => ask("/settings");

/** @param {{ vehicle: Vehicle, changed: () => void }} props */
export default function Settings({ vehicle, changed }) {
  const owner = vehicle.caller === "owner";
  return html`
    ${!owner && html`
      <p
        class="notice">${t("settings.guest")}</p>
    `}
    <div class="flow">
      <${Features} owner=${owner} />
      <${Parameters} owner=${owner} changed=${changed} />
      <${OfPlugins} owner=${owner} />
      <${Access} vehicle=${vehicle} />
    </div>
  `;
}

/**
 * One setting: number, name and meaning, value with what changes it.
 * @param {{ number?: number, name: string, about: string, children?: Part }} props
 */
function Setting({ number, name, about, children }) {
  return html`
    <li class="setting ${number === undefined ? "named" : ""}">
      ${number !== undefined && html`<span class="quiet num">${number}</span>`}
      <span>${name}<span class="quiet small">${about}</span></span>
      ${children}
    </li>
  `;
}

/** @param {{ owner: boolean }} props */
function Features({ owner }) {
  const loaded = useLoaded(features);
  /** @param {number} slot */
  const save = (slot) => /** @param {string} text */ async (text) => {
    await ask(`/features/${slot}`, "PUT", { value: Number(text) });
    loaded.reload();
  };
  return html`
    <${Panel} title=${t("settings.features")}>
      ${shown(loaded, (all) =>
        html`
          <ul class="plain">
            ${all.filter((slot) => slot.owner !== "" || slot.value > 0).map((
              { slot, summary, value, volatile },
            ) =>
              html`
                <${Setting} key=${slot} number=${slot} name=${summary}
                  about=${volatile ? t("settings.volatile") : ""}>
                  <${Editable} label=${t("settings.feature", {
                    slot: String(slot),
                  })} shown=${String(value)}
                    value=${String(value)} schema=${{
                      ...FEATURE,
                      description: t("settings.featureIs"),
                    }} owner=${owner}
                    save=${save(slot)} />
                  <//>
              `
            )}
          </ul>
          <p class="small quiet">${t("settings.unused")}</p>
        `)}
      <//>
  `;
}

/** @param {{ owner: boolean, changed: () => void }} props */
function Parameters({ owner, changed }) {
  const loaded = useLoaded(parameters);
  /** @param {number} number */
  const save = (number) => /** @param {string} value */ async (value) => {
    await ask(`/parameters/${number}`, "PUT", { value });
    loaded.reload();
    changed();
  };
  return html`
    <${Panel} title=${t("settings.parameters")}>
      ${shown(loaded, (all) =>
        html`
          <ul class="plain">
            ${all.filter(({ name, set }) => set || !name.startsWith("free"))
              .map((parameter) =>
                html`
                  <${Parameter} key=${parameter.number} ...${parameter}
                    owner=${owner} save=${save(parameter.number)} />
                `
              )}
          </ul>
        `)}
      <//>
  `;
}

/**
 * @param {import("../answers.ts").Parameter
 *   & { owner: boolean, save: (text: string) => Promise<void> }} props
 */
function Parameter(props) {
  const { number, name, summary, value, secret, set, schema, labels } = props;
  const { upper, owner, save } = props;
  const shown = secret
    ? (set ? t("settings.hidden") : "–")
    : labels[value ?? ""] ?? (value || "–");
  return html`
    <${Setting} number=${number} name=${name} about=${summary}>
      <${Editable} label=${name} owner=${owner} shown=${shown}
        value=${value ?? ""} password=${HIDDEN.includes(number)}
        schema=${{ maxLength: LONGEST, ...schema }} labels=${labels}
        upper=${upper} save=${save} />
      <//>
  `;
}

/** What the groups of the core's settings are called. @type {Readonly<Record<string, string>>} */
const GROUPS = {
  sms: t("settings.of.sms"),
  modem: t("settings.of.modem"),
  ovms: t("settings.of.ovms"),
  mqtt: t("settings.of.mqtt"),
  series: t("settings.of.series"),
  map: t("settings.of.map"),
  update: t("settings.of.update"),
  devices: t("settings.of.devices"),
};

/** Settings of plugins, vehicle, links and core, by whose they are. @param {{ owner: boolean }} props */
function OfPlugins({ owner }) {
  const loaded = useLoaded(settings), { data, reload } = loaded;
  if (data === undefined || data.length === 0) {
    return html`
      <${Panel} title=${t("settings.plugins")}>
        ${shown(loaded, () => html`<${Empty}>${t("state.none")}<//>`)}
      <//>
    `;
  }
  const groups = Map.groupBy(data, ({ owner }) => owner);
  return [...groups].map(([of, some]) =>
    html`
      <${Panel} key=${of} title=${t("settings.of", {
        name: GROUPS[of] ?? of,
      })}>
        <ul class="plain">${some.map((setting) =>
          html`
            <${SettingRow} key=${setting.name} setting=${setting}
              owner=${owner} changed=${reload} />
          `
        )}</ul>
        <//>
    `
  );
}
