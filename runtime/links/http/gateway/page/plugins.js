// @ts-check
/** All plugins: where they run, what they may, their settings; those from outside are installed and taken away here. */
import {
  ask,
  Empty,
  html,
  Panel,
  SettingRow,
  shown,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { Look, Said, useWork } from "./parts.js";
import { t } from "./texts.js";

/** @import { PluginView, Setting, Vehicle } from "../../page/answers.ts" */
/** @typedef {import("./parts.js").Work} Work */

/** @returns {Promise<PluginView[]>} */
const plugins = () => ask("/plugins/all");
/** @returns {Promise<Setting[]>} */
const settings = () => ask("/settings");

const STATES = {
  "at work": t("plugin.works"),
  "set aside": t("plugin.aside"),
  "ended": t("plugin.ended"),
  "left out": t("plugin.leftOut"),
};
const PLACES = {
  own: t("plugin.own"),
  inside: t("plugin.inside"),
  apart: t("plugin.apart"),
};

/** @param {{ vehicle: Vehicle, changed: () => void }} props */
export default function Plugins({ vehicle, changed }) {
  const loaded = useLoaded(plugins), values = useLoaded(settings);
  const work = useWork(), owner = vehicle.caller === "owner";
  /** @type {(path: string, body: unknown) => Promise<void>} */
  const act = (path, body) =>
    work.run(async () => {
      try {
        const { said } = /** @type {{ said: string[] }} */ (
          await ask(`/plugins/${path}`, "POST", body)
        );
        return said.join(". ");
      } finally {
        loaded.reload();
        values.reload();
        // Other plugins have other pages
        changed();
      }
    });
  return html`
    <${Look} />
    ${owner && html`
      <${Install} busy=${work.busy}
        install=${(/** @type {string} */ from) => act("install", { from })} />
    `}
    <${Said} work=${work} />
    <${Panel} title=${t("plugins.title")}>
      ${shown(
        loaded,
        (all) =>
          all.length === 0 ? html`<${Empty}>${t("plugins.none")}<//>` : html`
            <div class="cards high">${sorted(all).map((plugin) =>
              html`
                <${Card} key=${plugin.id} plugin=${plugin} owner=${owner}
                  busy=${work.busy} changed=${values.reload}
                  settings=${values.data?.filter((one) =>
                    one.owner === plugin.id
                  ) ??
                    []}
                  act=${(/** @type {string} */ act_) =>
                    act("act", { id: plugin.id, act: act_ })} />
              `
            )}</div>
          `,
      )}
    <//>
  `;
}

/** Those from outside first. @param {readonly PluginView[]} all */
const sorted = (all) =>
  all.toSorted((a, b) =>
    Number(a.place === "own") - Number(b.place === "own") ||
    a.id.localeCompare(b.id)
  );

/** @param {{ busy: boolean, install: (from: string) => void }} props */
function Install({ busy, install }) {
  const [from, setFrom] = useState("");
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    install(from);
  };
  return html`
    <${Panel} title=${t("plugins.install.title")}>
      <p class="small quiet">${t("plugins.install.about")}</p>
      <form class="choices" onSubmit=${submit}>
        <label>${t("plugins.from")}<input value=${from} required
          maxlength="300" placeholder="npm:NAME" spellcheck="false"
          onInput=${(event) => setFrom(event.target.value)} /></label>
        <button class="main" disabled=${busy}>${t("plugins.install")}</button>
      </form>
      <//>
  `;
}

/**
 * @param {{ plugin: PluginView, owner: boolean, busy: boolean, settings: readonly Setting[],
 *   act: (act: string) => void, changed: () => void }} props
 */
function Card({ plugin, owner, busy, settings, act, changed }) {
  const { id, summary, place, state, why, faults, memory } = plugin;
  const fine = state === "at work" && faults === 0;
  return html`
    <section class="card ${state === "at work" ? "" : "ill"}" data-plugin=${id}>
      <h3>${id}</h3>
      <p class="small">${summary}</p>
      <p class="small quiet">${PLACES[place]}${memory === null
        ? ""
        : `, ${Math.round(memory / 1e6)} MB`}${plugin.from === ""
        ? ""
        : ` · ${plugin.from}`}</p>
      <p class=${fine ? "small" : "mark alert"}>${STATES[state]}${why === ""
        ? ""
        : `: ${why}`}${faults > 0
        ? ` · ${t("plugin.faults", { n: faults })}`
        : ""}</p>
      <${Rights} title=${t("plugin.may")} rights=${plugin.may} />
      <${Rights} title=${t("plugin.wants")} rights=${plugin.wants} />
      ${owner && place === "apart" && html`
        <div class="buttons">
          ${plugin.wants.length > 0
            ? html`<button disabled=${busy} onClick=${() => act("allow")}>${
              t(
                "plugin.allow",
              )
            }</button>`
            : plugin.may.length > 0 && html`
              <button disabled=${busy} onClick=${() => act("forbid")}>${t(
                "plugin.forbid",
              )}</button>
            `}
          ${state !== "left out" && html`
            <button disabled=${busy} onClick=${() => act("reload")}>${t(
              "plugin.reload",
            )}</button>
          `}
          ${plugin.from !== "" && html`
            <button disabled=${busy} onClick=${() => act("remove")}>${t(
              "plugin.remove",
            )}</button>
          `}
        </div>
      `}
      ${settings.length > 0 && html`
        <details>
          <summary>${t("plugin.settings", { n: settings.length })}</summary>
          <${Settings} settings=${settings} owner=${owner} changed=${changed} />
        </details>
      `}
    </section>
  `;
}

/** @param {{ title: string, rights: readonly string[] }} props */
function Rights({ title, rights }) {
  return rights.length > 0 && html`
    <div class="small">${title}
      <ul class="rights">${rights.map((text) => html`<li>${text}</li>`)}</ul>
    </div>
  `;
}

/** @param {{ settings: readonly Setting[], owner: boolean, changed: () => void }} props */
function Settings({ settings, owner, changed }) {
  return html`
    <ul class="plain">${settings.map((setting) =>
      html`
        <${SettingRow} key=${setting.name} setting=${setting}
          owner=${owner} changed=${changed} />
      `
    )}</ul>
  `;
}
