// @ts-check
/** The first steps, one after the other or each by itself: who, which car, what is plugged in, where it is told. */
import { ask, Empty, html, Panel, useLoaded, useState } from "ovms-edge/page";
import { choose, Chosen, chosenDevices } from "./chosen.js";
import { busesOf, busNumbers, choiceOf, withBus } from "./chosen_data.js";
import { nameOf } from "./device_names.js";
import { Look, Said, useWork } from "./parts.js";
import { CAR, Fields, parameters, settings, WAYS, WHO } from "./steps.js";
import { t } from "./texts.js";

/** @import { ChosenDevice, ChosenDevices, Finding, Parameter, Setting, Vehicle } from "../../page/answers.ts" */
/** @import { Loaded } from "ovms-edge/page" */
/** @import { Step } from "./steps.js" */

/** What is plugged in has no parameters and settings of its own here. @type {Step} */
const DEVICES = {
  id: "devices",
  title: t("setup.devices"),
  about: t("setup.devices.about"),
  parameters: [],
  settings: [],
};
const STEPS = [WHO, CAR, DEVICES, ...WAYS];
/** Why somebody would do a step, and what to know before. @type {Readonly<Record<string, string>>} */
const HELP = {
  who: t("setup.who.help"),
  car: t("setup.car.help"),
  devices: t("setup.devices.help"),
  server: t("setup.server.help"),
  mqtt: t("setup.mqtt.help"),
  channels: t("setup.channels.help"),
};

/** @typedef {{ known: Loaded<Parameter[]>, set: Loaded<Setting[]>, chosen: Loaded<ChosenDevices> }} Known */

/** @param {{ vehicle: Vehicle, changed: () => void }} props */
export default function Setup({ vehicle, changed }) {
  const owner = vehicle.caller === "owner";
  const known = useLoaded(parameters), set = useLoaded(settings);
  const chosen = useLoaded(chosenDevices);
  const again = () => {
    known.reload();
    set.reload();
    changed();
  };
  // The step stands behind the colon of the address
  const [, wanted] = location.hash.split(":");
  const at = Math.max(0, STEPS.findIndex(({ id }) => id === wanted));
  const step = STEPS[at] ?? WHO, back = STEPS[at - 1], next = STEPS[at + 1];
  return html`
    <${Look} />
    ${!owner && html`<p class="notice">${t("owner.only")}</p>`}
    <div class="steps">
      <${List} at=${at} known=${known} set=${set}
        chosen=${chosen} />
      <${Panel} key=${step.id} title=${step.title}
        end=${html`<span class="small quiet num">${
          t("setup.at", {
            n: at + 1,
            all: STEPS.length,
          })
        }</span>`}>
        ${step.id === DEVICES.id
          ? html`<${Devices} owner=${owner} chosen=${chosen} />`
          : html`
            <${Fields} step=${step} known=${known} set=${set}
              owner=${owner}
              again=${again} />
          `}
        <p class="buttons turn">
          ${back && html`<a class="button" href="#setup:${back.id}">${
            t(
              "setup.back",
            )
          }</a>`}
          <a class="button main" href=${next
            ? `#setup:${next.id}`
            : "#car"}>${next
            ? t("setup.next", { what: next.title })
            : t("setup.done")}</a>
        </p>
      <//>
      <${Panel} title=${t("setup.help")}>
        <p>${HELP[step.id]}</p>
        ${step.id === "channels" && html`
          <p><a href="#connections">${t("setup.push")}</a></p>
        `}
        <p class="small quiet">${t("setup.about")}</p>
      <//>
    </div>
  `;
}

/** All steps with what is set. @param {Known & { at: number }} props */
function List({ at, ...known }) {
  return html`
    <nav class="panel list" aria-label=${t("setup.steps")}>
      <ol class="plain">${STEPS.map((step, i) => {
        const value = valueOf(step, known);
        return html`
          <li key=${step.id}>
            <a href="#setup:${step.id}" aria-current=${i === at
              ? "step"
              : undefined}>
              <span class="sign num" aria-hidden="true">${value === ""
                ? i + 1
                : "✓"}</span>
              <span>${step.title}<span class="quiet small">${value ||
                t("setup.unset")}</span></span>
            </a>
          </li>
        `;
      })}</ol>
    </nav>
  `;
}

/** A parameter's value, in words where it is a choice. @param {Parameter | undefined} parameter */
const worded = (parameter) =>
  parameter && (parameter.labels[parameter.value ?? ""] ?? parameter.value);

/**
 * What a step has set first, in short; empty for nothing.
 * @param {Step} step
 * @param {Known} known
 */
function valueOf({ id, parameters: numbers, settings: names }, known) {
  if (id === DEVICES.id) {
    return (known.chosen.data?.devices ?? []).filter(({ given, chosen }) =>
      given !== null || chosen !== ""
    ).map(({ name }) => nameOf(name)).join(", ");
  }
  const values = [
    ...numbers.map((wanted) =>
      worded(
        known.known.data?.find(({ number, set }) => number === wanted && set),
      )
    ),
    ...names.map((wanted) =>
      known.set.data?.find(({ name, set }) => name === wanted && set)?.value
    ),
  ];
  const found = values.find((value) => value !== undefined && value !== "");
  return found == null ? "" : String(found);
}

/** @param {{ owner: boolean, chosen: Loaded<ChosenDevices> }} props */
function Devices({ owner, chosen }) {
  const work = useWork();
  const [found, find] = useState(
    /** @type {Finding[] | undefined} */ (undefined),
  );
  const probe = () =>
    work.run(async () => {
      const answer = await ask("/probe", "POST", {});
      find(/** @type {{ found: Finding[] }} */ (answer).found);
    });
  return html`
    <p class="small quiet">${DEVICES.about}</p>
    ${owner && html`
      <div class="buttons">
        <button class="main" disabled=${work.busy}
          onClick=${probe}>${t(
            work.busy ? "setup.looking" : "setup.look",
          )}</button>
      </div>
    `}
    <${Said} work=${work} />
    ${found !== undefined && html`
      <${Findings} found=${found} devices=${chosen.data?.devices ?? []}
        changed=${chosen.reload} />
    `}
    <h3>${t("chosen.title")}</h3>
    <${Chosen} loaded=${chosen} owner=${owner} />
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
