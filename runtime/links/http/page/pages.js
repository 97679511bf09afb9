// @ts-check
/** All pages: the console's own, and those that plugins and the vehicle bring. */
import { Brought } from "./brought.js";
import { language } from "./languages.js";
import { html } from "./lib.js";
import { Dashboard } from "./pages/dashboard.js";
import { t } from "./texts.js";

/** @import { PluginPage, Vehicle } from "./answers.ts" */
/** @import { Entry } from "./menu_data.js" */
/**
 * What a page is given.
 * @typedef {{ vehicle: Vehicle, changed: () => void, module?: string, panels: readonly unknown[] }} PageProps
 *   `panels` are what plugins show on it
 */
/**
 * @typedef {Entry & { module?: string, Page: (props: PageProps) => unknown }} Listed
 *   `module` is a plugin's
 */

/** @type {Listed} */
const CAR = {
  id: "car",
  name: t("page.car"),
  about: "car",
  often: true,
  Page: Dashboard,
};
/**
 * A page of the core whose module is loaded when it is opened.
 * @param {string} module
 * @param {string} id
 * @param {string} name
 * @param {Entry["about"]} [about]
 * @returns {Listed}
 */
const core = (module, id, name, about = "gateway") => ({
  id,
  name,
  about,
  module,
  Page: Brought,
});

const OTHERS = [
  core("/pages/charts.js", "charts", t("page.charts"), "history"),
  core("/gateway/setup.js", "setup", t("page.setup")),
  core("/gateway/devices.js", "devices", t("page.devices")),
  core("/pages/settings.js", "settings", t("page.settings")),
  core("/gateway/connections.js", "connections", t("page.connections")),
  core("/pages/console.js", "console", t("page.console")),
  core("/pages/metrics.js", "metrics", t("page.metrics")),
  core("/gateway/log.js", "log", t("page.log")),
  core("/gateway/plugins.js", "plugins", t("page.plugins")),
  core("/gateway/system.js", "system", t("page.system")),
];

/** Modules that are loaded behind the first view, so that their pages open without the gateway, too. */
export const ahead = OTHERS.flatMap(({ module }) =>
  module?.startsWith("/pages/") ? [module] : []
);

/**
 * All pages in the order of the menu, within a group those of plugins first.
 * @param {readonly PluginPage[]} brought
 * @returns {readonly Listed[]}
 */
export const pagesWith = (brought) => [
  CAR,
  ...brought.filter(({ place }) => place === "menu").map((
    { owner, id, name, names, ...page },
  ) => ({
    ...page,
    id: `${owner}/${id}`,
    name: names[language] ?? name,
    Page: Brought,
  })),
  ...OTHERS,
];

/**
 * What plugins show on one of the console's own pages.
 * @param {string} page
 * @param {readonly PluginPage[]} brought
 * @param {PageProps} props
 */
export const panelsOf = (page, brought, props) =>
  brought.filter(({ place }) => place === page).map(({ owner, id, module }) =>
    html`<${Brought} key=${`${owner}/${id}`} ...${props} module=${module} />`
  );

/**
 * Stands where a plugin's page will be, until the list of them has come.
 * @type {Listed}
 */
const COMING = {
  id: "",
  name: t("state.loading"),
  about: "car",
  Page: () =>
    html`<p class="loading" aria-busy="true">${t("state.loading")}</p>`,
};

/**
 * What an address shows: the car where it names nothing.
 * @param {string} hash
 * @param {readonly PluginPage[] | undefined} brought
 */
export function pageOf(hash, brought) {
  const pages = pagesWith(brought ?? []);
  // Behind a colon stands what the page is to show
  const [named] = hash.split(":");
  const found = pages.find(({ id }) => `#${id}` === named);
  if (found !== undefined) return found;
  // A plugin's page has its plugin in front
  return brought === undefined && hash.includes("/") ? COMING : CAR;
}
