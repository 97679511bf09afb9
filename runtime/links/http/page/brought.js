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

/**
 * How often each module could not be loaded: the browser remembers one that failed.
 * @type {Map<string, number>}
 */
const failures = new Map();

/**
 * @param {string} module
 * @returns {Promise<{ default: (props: object) => unknown }>}
 */
function imported(module) {
  const failed = failures.get(module) ?? 0;
  const path = failed === 0 ? module : `${module}?try=${failed}`;
  return import(path).catch((error) => {
    failures.set(module, failed + 1);
    throw new Error(t("page.failed", { why: reason(error) }));
  });
}
