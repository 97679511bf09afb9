// @ts-check
/** What is set up, by subject: parameters and settings beside each other. */
import { ask, Editable, html, SettingRow, shown } from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Loaded } from "ovms-edge/page" */
/** @import { Parameter, Setting } from "../../page/answers.ts" */

/** Longest text of a parameter. */
const LONGEST = 31;
/** Parameters that are typed without being shown. */
const HIDDEN = [1, 9];

/**
 * A subject: parameters by number, settings by name.
 * @typedef {{ id: string, title: string, about: string, parameters: readonly number[], settings: readonly string[] }} Step
 */
/** @type {Step} */
export const WHO = {
  id: "who",
  title: t("setup.who"),
  about: t("setup.who.about"),
  parameters: [8, 1, 0],
  settings: [],
};
/** @type {Step} */
export const CAR = {
  id: "car",
  title: t("setup.car"),
  about: t("setup.car.about"),
  parameters: [14, 2],
  settings: [],
};
/** Ways in and out. @type {readonly Step[]} */
export const WAYS = [
  {
    id: "server",
    title: t("setup.server"),
    about: t("setup.server.about"),
    parameters: [4, 9, 10],
    settings: [],
  },
  {
    id: "mqtt",
    title: t("setup.mqtt"),
    about: t("setup.mqtt.about"),
    parameters: [],
    settings: ["mqtt.url", "mqtt.user", "mqtt.password"],
  },
  {
    id: "channels",
    title: t("setup.channels"),
    about: t("setup.channels.about"),
    parameters: [3],
    settings: ["ntfy.url", "webhook.url"],
  },
];

/** @returns {Promise<Parameter[]>} */
export const parameters = () => ask("/parameters");
/** @returns {Promise<Setting[]>} */
export const settings = () => ask("/settings");

/**
 * What a subject has, to be changed where it stands.
 * @typedef {{ step: Step, known: Loaded<Parameter[]>, set: Loaded<Setting[]>, owner: boolean, again: () => void }} FieldsProps
 * @param {FieldsProps} props
 */
export function Fields({ step, known, set, owner, again }) {
  const { about, parameters: numbers, settings: names } = step;
  return html`
    <p class="small quiet">${about}</p>
    ${numbers.length > 0 && shown(known, (all) =>
      html`
        <ul class="plain">${numbers.map((number) => {
          const found = all.find((one) => one.number === number);
          return found && html`
            <${OfParameter} key=${number} parameter=${found} owner=${owner}
              again=${again} />
          `;
        })}</ul>
      `)}
    ${names.length > 0 && shown(set, (all) =>
      html`
        <ul class="plain">${all.filter(({ name }) => names.includes(name))
          .map(
            (setting) =>
              html`
                <${SettingRow} key=${setting.name} setting=${setting}
                  owner=${owner} changed=${again} />
              `,
          )}</ul>
      `)}
  `;
}

/** @param {{ parameter: Parameter, owner: boolean, again: () => void }} props */
function OfParameter({ parameter, owner, again }) {
  const { number, name, summary, value, secret, set, schema, upper, labels } =
    parameter;
  /** @param {string} value */
  const save = async (value) => {
    await ask(`/parameters/${number}`, "PUT", { value });
    again();
  };
  return html`
    <li class="setting named">
      <span>${name}<span class="quiet small">${summary}</span></span>
      <${Editable} label=${name} owner=${owner}
        shown=${secret
          ? t(set ? "setup.set" : "setup.unset")
          : labels[value ?? ""] ?? (value || "–")}
        value=${value ?? ""} password=${HIDDEN.includes(number)}
        schema=${{ maxLength: LONGEST, ...schema }} upper=${upper}
        labels=${labels}
        save=${save} />
    </li>
  `;
}
