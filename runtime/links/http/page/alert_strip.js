// @ts-check
/** What is not well, on top of every page, with what to do. */
import { ask, useLoaded } from "./api.js";
import { html } from "./lib.js";
import { t } from "./texts.js";
import { countText, LEVELS } from "./words.js";

/** @import { Alert } from "./answers.ts" */
/** @import { Live } from "./live.js" */

/** What changes with alerts is asked for at once, everything else each minute. */
const TELLING = [
  "v.b.12v.voltage.alert",
  "v.b.c.voltage.alert",
  "v.b.c.temp.alert",
];

/** @returns {Promise<Alert[]>} */
const alerts = () => ask("/alerts");

/**
 * Open where something has to be done, a line where something is missing, nothing where all is well.
 * @param {{ live: Live }} props
 */
export function AlertStrip({ live }) {
  const minute = Math.floor(performance.now() / 60_000);
  const told = TELLING.map((name) => String(live.look(name).value)).join(";");
  const { data = [] } = useLoaded(alerts, [minute, told]);
  if (data.length === 0) return null;
  const worst = data[0]?.level;
  return html`
    <details class="alerts ${worst}" key=${worst} open=${worst === "alert"}>
      <summary>${countText(data)}${worst !== "alert" &&
        html`<span class="first quiet"> · ${data[0]?.text}</span>`}</summary>
      <ul class="plain">
        ${data.map(({ level, text, todo, page }) =>
          html`
            <li>
              <span class="mark ${level}">${t(LEVELS[level][0])}</span>
              <span class="told">${text}${todo !== "" && html`
                <span class="quiet small">${todo}</span>
              `}</span>
              ${page !== "" && html`
                <a class="small" href="#${page}" aria-label=${t(
                  "alerts.showThis",
                  { what: text },
                )}>${t("alerts.show")}</a>
              `}
            </li>
          `
        )}
      </ul>
    </details>
  `;
}
