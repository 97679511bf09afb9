// @ts-check
/** All pages: the console's own, and those that plugins and the vehicle bring. */
import { Brought } from "./brought.js";
import { language } from "./languages.js";
import { html } from "./lib.js";
import { Charts } from "./pages/charts.js";
import { Console } from "./pages/console.js";
import { Dashboard } from "./pages/dashboard.js";
import { Metrics } from "./pages/metrics.js";
import { Settings } from "./pages/settings.js";
import { t } from "./texts.js";

/** @import { PluginPage, Vehicle } from "./answers.ts" */
/** @import { Entry } from "./menu_data.js" */
/**
 * What a page is given.
 * @typedef {{ vehicle: Vehicle, changed: () => void, module?: string, panels: readonly unknown[] }} PageProps
 *   `panels` are for the car's page
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
/** @type {readonly Listed[]} */
const OTHERS = [
  { id: "charts", name: t("page.charts"), about: "history", Page: Charts },
  { id: "console", name: t("page.console"), about: "gateway", Page: Console },
  {
    id: "settings",
    name: t("page.settings"),
    about: "gateway",
    Page: Settings,
  },
  { id: "metrics", name: t("page.metrics"), about: "gateway", Page: Metrics },
];

/**
 * Pages about the gateway, whose modules are loaded when they are opened.
 * @type {readonly Listed[]}
 */
const GATEWAY = [
  { id: "devices", name: t("page.devices") },
  { id: "log", name: t("page.log") },
  { id: "plugins", name: t("page.plugins") },
  { id: "backup", name: t("page.backup") },
  { id: "setup", name: t("page.setup") },
].map((page) => ({
  ...page,
  about: "gateway",
  module: `/gateway/${page.id}.js`,
  Page: Brought,
}));

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
  ...GATEWAY,
];

/**
 * What plugins show on the car's page beside the car.
 * @param {readonly PluginPage[]} brought
 * @param {PageProps} props
 */
export const panelsOf = (brought, props) =>
  brought.filter(({ place }) => place === "car").map(({ owner, id, module }) =>
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
