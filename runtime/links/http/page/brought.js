// @ts-check
/** What is loaded when it is opened: pages, and panels of the car's page. */
import { shown, useLoaded } from "./api.js";
import { html, reason } from "./lib.js";
import { t } from "./texts.js";

/**
 * A page of a plugin: its module is loaded when it is opened for the first time.
 * @param {{ module?: string }} props what the page is given besides
 */
export function Brought({ module = "", ...rest }) {
  const loaded = useLoaded(() => imported(module), [module]);
  return shown(loaded, ({ default: Page }) => html`<${Page} ...${rest} />`);
}

/** How often a module was asked for: the browser remembers one that failed. */
let tries = 0;

/**
 * @param {string} module
 * @returns {Promise<{ default: (props: object) => unknown }>}
 */
const imported = (module) =>
  import(tries === 0 ? module : `${module}?try=${tries}`).catch((error) => {
    tries++;
    throw new Error(t("page.failed", { why: reason(error) }));
  });
