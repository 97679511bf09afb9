// @ts-check
/** Which version this is, and where a newer one is asked for. */
import {
  ask,
  html,
  Panel,
  SettingRow,
  shown,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { settings } from "./steps.js";
import { t } from "./texts.js";

/** @import { Version as Told } from "../../page/answers.ts" */

/** From here on there is room to show what changed at once. */
const WIDE = "(min-width: 880px)";

/** @returns {Promise<Told>} */
const versionNow = () => ask("/version");

/** @param {{ owner: boolean }} props */
export function Version({ owner }) {
  const loaded = useLoaded(versionNow), set = useLoaded(settings);
  const [open] = useState(matchMedia(WIDE).matches);
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
          <details open=${open}>
            <summary>${t("setup.changes")}</summary>
            <div class="changelog small" lang="en" tabindex="0" role="region"
              aria-label=${t("setup.changes")}>${blocksOf(changes).map(
                Block,
              )}</div>
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
                    owner=${owner} changed=${set.reload} />
                `,
            )}</ul>
        `)}
    <//>
  `;
}

/**
 * The blocks of a changelog: headings, points and sentences, each as one line.
 * @param {string} text
 */
const blocksOf = (text) =>
  text.split(/\n(?=[-#]|\n)/).map((block) =>
    block.replaceAll("`", "").replaceAll(/\s+/g, " ").trim()
  )
    .filter((block) => block !== "" && !block.startsWith("# "));

/** @param {string} block */
function Block(block) {
  const [sign = "", ...words] = block.split(" "), text = words.join(" ");
  return sign.startsWith("#")
    ? html`<h3>${text}</h3>`
    : html`<p>${sign === "-" ? `· ${text}` : block}</p>`;
}
