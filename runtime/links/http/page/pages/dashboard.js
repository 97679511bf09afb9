// @ts-check
/** The car: at a glance, with what plugins show of it beside, and all the rest behind "more". */
import { useLive } from "../api.js";
import { NOBODY } from "../car.js";
import { CarTiles } from "../car_tiles.js";
import { Glance } from "../glance.js";
import { Icon } from "../icons.js";
import { keep, kept } from "../kept.js";
import { html, useState } from "../lib.js";
import { t } from "../texts.js";

/** @import { Vehicle } from "../answers.ts" */

const KEPT = "rest";
/** From here on there is room for everything. */
const WIDE = "(min-width: 880px)";

/**
 * @param {{ vehicle: Vehicle, panels: readonly unknown[] }} props `panels` are those of plugins
 */
export function Dashboard({ vehicle, panels }) {
  const live = useLive();
  const none = vehicle !== NOBODY && vehicle.type === "";
  return html`
    ${none ? html`<${NoCar} />` : html`<${Glance} live=${live} />`}
    ${panels.length > 0 && html`<div class="beside-car">${panels}</div>`}
    <${Rest}>
      <${CarTiles} live=${live} />
      <//>
  `;
}

function NoCar() {
  return html`
    <section class="panel welcome">
      <${Icon} name="car" />
      <h2>${t("noCar.title")}</h2>
      <p>${t("noCar.what")}</p>
      <p class="buttons">
        <a class="button main" href="#setup:car">${t("noCar.do")}</a>
        <a class="button" href="#setup:devices">${t("noCar.look")}</a>
      </p>
    </section>
  `;
}

/** What is looked at now and then; open as this browser had it last. @param {{ children?: import("../lib.js").Part }} props */
function Rest({ children }) {
  const [open] = useState(() => {
    const was = kept(KEPT);
    return was === undefined ? matchMedia(WIDE).matches : was === "open";
  });
  return html`
    <details class="rest" open=${open}
      onToggle=${(
        /** @type {{ currentTarget: HTMLDetailsElement }} */ { currentTarget },
      ) => keep(KEPT, currentTarget.open ? "open" : "closed")}>
      <summary>${t("car.more")}</summary>
      ${children}
    </details>
  `;
}
