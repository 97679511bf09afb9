// @ts-check
/** The first steps, each of its own: who, which car, what is plugged in, where it is told; and which version this is. */
import {
  ask,
  Editable,
  Empty,
  html,
  Panel,
  SettingRow,
  shown,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { choose, Chosen, chosenDevices } from "./chosen.js";
import { busesOf, busNumbers, choiceOf, withBus } from "./chosen_data.js";
import { Look, Said, useWork } from "./parts.js";
import { t } from "./texts.js";

/** @import { ChosenDevice, Finding, Parameter, Setting, Vehicle, Version } from "../../page/answers.ts" */

/** Longest text of a parameter. */
const LONGEST = 31;
/** Parameters that are typed without being shown. */
const HIDDEN = [1, 9];

/**
 * A step: parameters by number, settings by name or the begin of it.
 * @typedef {{ id: string, title: string, about: string, parameters: readonly number[], settings: readonly string[] }} Step
 */
/** @type {readonly Step[]} */
const STEPS = [
  {
    id: "who",
    title: t("setup.who"),
    about: t("setup.who.about"),
    parameters: [8, 1, 0],
    settings: [],
  },
  {
    id: "car",
    title: t("setup.car"),
    about: t("setup.car.about"),
    parameters: [14, 2],
    settings: [],
  },
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
const parameters = () => ask("/parameters");
/** @returns {Promise<Setting[]>} */
const settings = () => ask("/settings");
/** @returns {Promise<Version>} */
const version = () => ask("/version");

/** @param {{ vehicle: Vehicle, changed: () => void }} props */
export default function Setup({ vehicle, changed }) {
  const owner = vehicle.caller === "owner";
  const known = useLoaded(parameters), set = useLoaded(settings);
  const again = () => {
    known.reload();
    set.reload();
    changed();
  };
  return html`
    <${Look} />
    <p class="quiet">${t("setup.about")}</p>
    ${!owner && html`<p class="notice">${t("owner.only")}</p>`}
    ${STEPS.slice(0, 2).map((step) =>
      html`
        <${OneStep} key=${step.id} step=${step} known=${known} set=${set}
          owner=${owner} again=${again} />
      `
    )}
    ${owner && html`<${Devices} />`}
    ${STEPS.slice(2).map((step) =>
      html`
        <${OneStep} key=${step.id} step=${step} known=${known} set=${set}
          owner=${owner} again=${again} />
      `
    )}
    <${Versions} set=${set} owner=${owner} again=${again} />
  `;
}

/**
 * @param {{ step: Step, known: import("ovms-edge/page").Loaded<Parameter[]>,
 *   set: import("ovms-edge/page").Loaded<Setting[]>, owner: boolean, again: () => void }} props
 */
function OneStep({ step, known, set, owner, again }) {
  const { title, about, parameters: numbers, settings: names } = step;
  return html`
    <${Panel} title=${title}>
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
      ${step.id === "channels" && html`
        <p class="small"><a href="#webpush/push">${t("setup.push")}</a></p>
      `}
    <//>
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

function Devices() {
  const work = useWork(), chosen = useLoaded(chosenDevices);
  const [found, find] = useState(
    /** @type {Finding[] | undefined} */ (undefined),
  );
  const probe = () =>
    work.run(async () => {
      const answer = await ask("/probe", "POST", {});
      find(/** @type {{ found: Finding[] }} */ (answer).found);
    });
  return html`
    <${Panel} title=${t("setup.devices")}>
      <p class="small quiet">${t("setup.devices.about")}</p>
      <div class="buttons">
        <button disabled=${work.busy} onClick=${probe}>${t(
          work.busy ? "setup.looking" : "setup.look",
        )}</button>
      </div>
      <${Said} work=${work} />
      ${found !== undefined && html`
        <${Findings} found=${found} devices=${chosen.data?.devices ?? []}
          changed=${chosen.reload} />
      `}
      <h3>${t("chosen.title")}</h3>
      <${Chosen} loaded=${chosen} owner />
    <//>
  `;
}

/** @param {{ found: readonly Finding[], devices: readonly ChosenDevice[], changed: () => void }} props */
function Findings({ found, devices, changed }) {
  if (found.length === 0) return html`<${Empty}>${t("setup.nothing")}<//>`;
  return html`
    <ul class="plain">${found.map((finding) =>
      html`
        <li class="setting named" key=${finding.device}>
          <span>${finding.device}<span class="quiet small">${[
            finding.what,
            ...finding.aliases,
          ].join(" · ")}</span></span>
          <${Choose} found=${finding} devices=${devices} changed=${changed} />
        </li>
      `
    )}</ul>
  `;
}

/** @param {{ found: Finding, devices: readonly ChosenDevice[], changed: () => void }} props */
function Choose({ found, devices, changed }) {
  const work = useWork(), choice = choiceOf(found);
  const device = devices.find(({ name }) => name === choice?.name);
  if (choice === undefined || device === undefined) return undefined;
  if (device.given !== null) {
    return html`<span class="quiet small">${t("chosen.givenShort")}</span>`;
  }
  const { chosen, setting } = device, isCan = choice.name === "can";
  const isIn = isCan
    ? [...busesOf(chosen).values()].includes(choice.value)
    : chosen === choice.value;
  if (isIn) return html`<span class="mark">${t("chosen.isIn")}</span>`;
  /** @param {string} text */
  const take = (text) =>
    work.run(async () => {
      await choose(setting, text);
      changed();
    });
  /** @param {string} name @param {string} text */
  const button = (name, text) =>
    html`
      <button key=${name} aria-label="${name}: ${found.device}"
        disabled=${work.busy} onClick=${() => take(text)}>${name}</button>
    `;
  return html`
    <span class="buttons">
      ${!isCan || chosen === ""
        ? button(t("chosen.choose"), choice.value)
        : busNumbers(chosen).map((n) =>
          button(t("chosen.asBus", { n }), withBus(chosen, n, choice.value))
        )}
      <${Said} work=${work} />
    </span>
  `;
}

/**
 * @param {{ set: import("ovms-edge/page").Loaded<Setting[]>, owner: boolean, again: () => void }} props
 */
function Versions({ set, owner, again }) {
  const loaded = useLoaded(version);
  return html`
    <${Panel} title=${t("setup.version")}>
      ${shown(loaded, ({ version, newer, changes }) =>
        html`
          <p>${t("setup.version.this", { version })}</p>
          ${newer !== null && html`
            <p class="notice">${t("setup.version.newer", {
              version: newer,
            })}</p>
          `}
          <details>
            <summary>${t("setup.changes")}</summary>
            <pre class="changelog" tabindex="0">${changes}</pre>
          </details>
        `)}
      <p class="small quiet">${t("setup.version.about")}</p>
      ${shown(set, (all) =>
        html`
          <ul class="plain">${all.filter(({ name }) => name === "update.url")
            .map(
              (setting) =>
                html`
                  <${SettingRow} key=${setting.name} setting=${setting}
                    owner=${owner} changed=${again} />
                `,
            )}</ul>
        `)}
    <//>
  `;
}
