// @ts-check
/** The menu: a bar with a sheet on a phone, all pages by group beside the page where there is room. */
import { Icon } from "./icons.js";
import { chooseLanguage, chosenLanguage, LANGUAGES } from "./languages.js";
import { html, useCount, useEffect, useRef, useState } from "./lib.js";
import { chooseLook, look, LOOKS } from "./look.js";
import { grouped, inBar } from "./menu_data.js";
import { t } from "./texts.js";

/** @import { Entry, Group } from "./menu_data.js" */
/** @import { Happening } from "./lib.js" */
/** @typedef {{ pages: readonly Entry[], current: string }} MenuProps */

/** From here on the menu is beside the page, as in `style.css`. */
const WIDE = "(min-width: 880px)";

/** @type {Readonly<Record<Group, import("./texts.js").Key>>} */
const GROUPS = {
  car: "menu.car",
  history: "menu.history",
  tuning: "menu.tuning",
  gateway: "menu.gateway",
};

/** @type {Readonly<Record<import("./look.js").Look, string>>} */
const ICONS = { light: "sun", dark: "moon", system: "screen" };

/** @param {MenuProps} props */
export function Menu(props) {
  const [wide, setWide] = useState(matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const turned = () => setWide(query.matches);
    query.addEventListener("change", turned);
    return () => query.removeEventListener("change", turned);
  }, []);
  return wide
    ? html`<${Side} ...${props} />`
    : html`<${BarMenu} ...${props} />`;
}

/** @param {MenuProps} props */
function Side(props) {
  return html`
    <nav class="pages side" aria-label=${t("menu.pages")}>
      <${Groups} ...${props} />
      <${Looks} />
    </nav>
  `;
}

/** @param {MenuProps} props */
function BarMenu({ pages, current }) {
  const sheet = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const bar = inBar(pages);
  const elsewhere = !bar.some(({ id }) => id === current);
  useEffect(() => sheet.current?.close(), [current]);
  return html`
    <nav class="pages menubar" aria-label=${t("menu.pages")}>
      ${bar.map((page) =>
        html`<${Link} key=${page.id} page=${page} current=${current} />`
      )}
      <button class=${elsewhere ? "here" : ""} aria-haspopup="dialog"
        onClick=${() => sheet.current?.showModal()}>
        <${Icon} name="more" />${t("menu.more")}
      </button>
    </nav>
    <dialog class="sheet" ref=${sheet} aria-label=${t("menu.all")}
      onClick=${(/** @type {Happening} */ { target }) => {
        // Beside the sheet, or on a page, also on the one that is open
        if (target.matches("dialog") || target.closest("a")) {
          sheet.current?.close();
        }
      }}>
      <nav class="pages" aria-label=${t("menu.all")}>
        <${Groups} pages=${pages} current=${current} />
      </nav>
      <${Looks} />
      <button class="close" onClick=${() => sheet.current?.close()}>${t(
        "menu.close",
      )}</button>
    </dialog>
  `;
}

/** @param {MenuProps} props */
function Groups({ pages, current }) {
  return grouped(pages).map(({ about, pages }) =>
    html`
      <div class="group" role="group" aria-label=${t(
        GROUPS[about],
      )} key=${about}>
        <p class="label" aria-hidden="true">${t(GROUPS[about])}</p>
        ${pages.map((page) =>
          html`<${Link} key=${page.id} page=${page} current=${current} />`
        )}
      </div>
    `
  );
}

/** @param {{ page: Entry, current: string }} props */
function Link({ page: { id, name, icon }, current }) {
  return html`
    <a href="#${id}" aria-current=${id === current ? "page" : undefined}>
      <${Icon} name=${id} path=${icon} /><span>${name}</span>
    </a>
  `;
}

/** Light or dark, and the language; both are this browser's. */
function Looks() {
  const [, again] = useCount(), chosen = look();
  const names = {
    light: t("look.light"),
    dark: t("look.dark"),
    system: t("look.system"),
  };
  return html`
    <div class="looks">
      <div class="switch" role="group" aria-label=${t("look.choose")}>
        ${LOOKS.map((name) =>
          html`
            <button key=${name} aria-pressed=${name === chosen}
              aria-label=${names[name]} title=${names[name]}
              onClick=${() => {
                chooseLook(name);
                again();
              }}><${Icon} name=${ICONS[name]} /></button>
          `
        )}
      </div>
      <select value=${chosenLanguage ?? ""} aria-label=${t("language.choose")}
        title=${t("language.choose")}
        onChange=${(/** @type {Happening} */ { target }) =>
          chooseLanguage(target.value === "" ? undefined : target.value)}>
        <option value="">${t("language.browser")}</option>
        ${Object.entries(LANGUAGES).map(([code, name]) =>
          html`<option key=${code} value=${code} lang=${code}>${name}</option>`
        )}
      </select>
    </div>
  `;
}
