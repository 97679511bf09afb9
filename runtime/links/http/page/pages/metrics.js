// @ts-check
/** All metrics with their age, to look up what the gateway knows. */
import { useLive } from "../api.js";
import { html, useState } from "../lib.js";
import { ageText, Empty, Panel } from "../widgets.js";

export function Metrics() {
  const live = useLive(), [wanted, setWanted] = useState("");
  const names = [...live.metrics.keys()].sort()
    .filter((name) => name.includes(wanted.trim().toLowerCase()));
  return html`
    <div class="choices">
      <label>Name contains<input type="search" value=${wanted}
        onInput=${(event) => setWanted(event.target.value)} /></label>
    </div>
    <${Panel} title="All metrics">
      ${names.length === 0
        ? html`<${Empty}>${
          live.connections === 0 ? "Loading…" : "No metric has such a name"
        }<//>`
        : html`
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" class="num">Value</th>
                <th scope="col">Age</th>
              </tr>
            </thead>
            <tbody>${names.map((name) => {
              const reading = live.look(name);
              const unit = live.metrics.get(name)?.unit ?? "";
              return html`
                <tr key=${name} class=${reading.freshness}>
                  <th scope="row" class="wrap">${name}</th>
                  <td class="num wrap">${valueText(reading.value)} ${unit}</td>
                  <td class="small quiet">${ageText(reading)}</td>
                </tr>
              `;
            })}</tbody>
          </table>
        `}
    <//>
  `;
}

/**
 * A value as text; a dash for what is not known.
 * @param {import("../live.js").Value | null | undefined} value
 * @returns {string}
 */
export function valueText(value) {
  if (value == null || value === "") return "–";
  if (typeof value === "object") return value.map(valueText).join(" ");
  if (typeof value === "number") return String(Number(value.toPrecision(7)));
  return typeof value === "boolean" ? (value ? "yes" : "no") : value;
}
