// @ts-check
/** Devices of the gateway, and what is on its buses. */
import {
  ask,
  html,
  Panel,
  shown,
  span,
  useEffect,
  useLoaded,
} from "ovms-edge/page";
import { Chosen, chosenDevices } from "./chosen.js";
import { nameOf } from "./device_names.js";
import { Frames } from "./frames.js";
import { Look } from "./parts.js";
import { t } from "./texts.js";

/** @import { Device, Vehicle } from "../../page/answers.ts" */

/** Between two looks, ms: an open page is to cost a mobile network little. */
const EVERY = 15_000;

/** @returns {Promise<Device[]>} */
const devices = () => ask("/devices");

/** @param {{ vehicle: Vehicle }} props */
export default function Devices({ vehicle }) {
  const loaded = useLoaded(devices), chosen = useLoaded(chosenDevices);
  const owner = vehicle.caller === "owner";
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") loaded.reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
  return html`
    <${Look} />
    <div class="sides halves">
      <div class="stack">
        <${Panel} title=${t("devices.title")}>
      ${shown(loaded, (all) =>
        html`
          <div class="cards">
            ${all.map((device) =>
              html`<${Card} key=${device.part} device=${device} />`
            )}
          </div>
        `)}
    <//>
    <${Panel} title=${t("chosen.title")}>
      <p class="small quiet">${t("chosen.about")} ${" "}<a
          href="#setup">${t("chosen.look")}</a></p>
      <${Chosen} loaded=${chosen} owner=${owner} />
    <//>
    </div>
    <${Frames} owner=${owner} />
    </div>
  `;
}

/** @param {{ device: Device }} props */
function Card({ device: { part, name, state, fine, notes, ...device } }) {
  const { counters, trouble } = device, counts = Object.entries(counters);
  return html`
    <section class="card ${fine ? "" : "ill"}" data-part=${part}>
      <h3>${nameOf(part)}</h3>
      ${name !== "" && html`<p class="small quiet">${name}</p>`}
      <p class=${fine ? "" : "mark alert"}>${state}</p>
      ${notes.map((text) => html`<p class="small">${text}</p>`)}
      ${fine && trouble !== null && html`
        <p class="small quiet">${t("device.trouble", {
          age: span(trouble.age),
          what: trouble.text,
        })}</p>
      `}
      ${counts.length > 0 && html`
        <dl class="counts">${counts.map(([what, count]) =>
          html`
            <dt>${what}</dt>
            <dd>${count.toLocaleString()}</dd>
          `
        )}</dl>
      `}
    </section>
  `;
}
