// @ts-check
/** The program itself: how it does, what it keeps and where, its version, and its backups. */
import {
  ask,
  fixed,
  html,
  Panel,
  shown,
  span,
  useLoaded,
} from "ovms-edge/page";
import { Backup } from "./backup.js";
import { Look } from "./parts.js";
import { t } from "./texts.js";
import { Version } from "./version.js";

/** @import { Health, SeriesCourses, Vehicle } from "../../page/answers.ts" */

/** @returns {Promise<Health>} */
const healthNow = () => ask("/health");
/** @returns {Promise<SeriesCourses>} */
const seriesNow = () => ask("/series");

/** @param {{ vehicle: Vehicle, changed: () => void }} props */
export default function System({ vehicle, changed }) {
  const owner = vehicle.caller === "owner";
  return html`
    <${Look} />
    <div class="columns loose">
      <${Backup} owner=${owner} changed=${changed} />
      <${Version} owner=${owner} />
      <${Program} vehicle=${vehicle} />
    </div>
  `;
}

/** @param {{ vehicle: Vehicle }} props */
function Program({ vehicle: { version, type, name } }) {
  const health = useLoaded(healthNow), series = useLoaded(seriesNow);
  return html`
    <div class="stack even">
      <${Panel} title=${t("program.title")}>
      ${shown(health, ({ problems, uptime, drivers }) =>
        html`
          ${problems.map((text) => html`<p class="notice bad">${text}</p>`)}
          <ul class="small plain">
            <li>${t("program.version", {
              version,
              type: type || t("program.noType"),
              name,
            })}</li>
            <li>${t("program.runs", { span: span(uptime) })}</li>
            ${drivers.map((text) => html`<li class="wrap">${text}</li>`)}
            <li><a href="/api/v1/openapi.json">${t(
              "program.api",
            )}</a> · <a href="/metrics">${t("program.prometheus")}</a></li>
          </ul>
        `)}
      <//>
      <${Panel} title=${t("storage.title")}>
      ${shown(health, ({ store }) =>
        html`
          <p class="small wrap">${t("program.store", { what: store })}</p>
        `)}
      ${shown(series, ({ bytes, most, kept }) =>
        html`
          <div class="bar" role="img"
            aria-label=${t("storage.courses", {
              size: fixed(bytes / 1e6, 1),
              most: fixed(most / 1e6),
            })}><i style=${{ width: `${bytes / most * 100}%` }}></i></div>
          <p class="small">${t("storage.courses", {
            size: fixed(bytes / 1e6, 1),
            most: fixed(most / 1e6),
          })}</p>
          <p class="small quiet">${t("storage.kept", kept)} ${" "}<a
            href="#settings">${t("storage.change")}</a></p>
        `)}
    <//>
    </div>
  `;
}
