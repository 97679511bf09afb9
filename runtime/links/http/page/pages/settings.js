/** Parameters and features with name and meaning, plugins, and how the program does. */
import { ask, useLoaded } from "../api.js";
import { html, span, useState } from "../lib.js";
import { Failed, Panel } from "../widgets.js";

/** Parameters that are typed without being shown: the passwords. */
const HIDDEN = [1, 7, 9];

export function Settings({ vehicle, changed }) {
  const owner = vehicle.caller !== "password";
  return html`
    ${!owner && html`
      <p
        class="notice">Logged in with the module password: settings can be seen. To change them, log in with the token.</p>
    `}
    <${Features} owner=${owner} />
    <${Parameters} owner=${owner} changed=${changed} />
    <div class="columns">
      <${Plugins} />
      <${Health} vehicle=${vehicle} />
    </div>
  `;
}

/** A row that can be edited where it stands. */
function Editable({ label, shown, value, type, max, owner, save }) {
  const [edit, setEdit] = useState(undefined), [error, setError] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    try {
      await save(edit);
      setEdit(undefined);
      setError("");
    } catch ({ message }) {
      setError(message);
    }
  };
  if (edit === undefined) {
    return html`
      <span class="buttons"><span class="wrap">${shown}</span>
      ${owner && html`
        <button class="small" aria-label="Change ${label}"
          onClick=${() => setEdit(value)}>Change</button>
      `}</span>
    `;
  }
  return html`
    <form class="buttons" onSubmit=${submit}>
      <input aria-label=${label} type=${type} min="0" max=${max} maxlength="31" value=${edit} autocomplete="off"
        ref=${(element) => element?.focus()} onInput=${(event) =>
          setEdit(event.target.value)} />
      <button class="main">Save</button>
      <button type="button" onClick=${() => setEdit(undefined)}>Cancel</button>
      ${error !== "" &&
        html`<span role="alert" class="small mark alert">${error}</span>`}
    </form>
  `;
}

/** One setting: number, name and meaning, value with what changes it. */
function Setting({ number, name, about, children }) {
  return html`
    <li class="setting">
      <span class="quiet num">${number}</span>
      <span>${name}<span class="quiet small">${about}</span></span>
      ${children}
    </li>
  `;
}

function Features({ owner }) {
  const { data, error, reload } = useLoaded(() => ask("/features"));
  const used = (data ?? []).filter((slot) =>
    slot.owner !== "" || slot.value > 0
  );
  const save = (slot) => async (text) => {
    await ask(`/features/${slot}`, "PUT", { value: Number(text) });
    reload();
  };
  return html`
    <${Panel} title="Features">
      <${Failed} error=${error} />
      <ul class="plain">
        ${used.map(({ slot, summary, value, volatile }) =>
          html`
            <${Setting} key=${slot} number=${slot} name=${summary}
              about=${volatile ? "forgotten at the next start" : ""}>
              <${Editable} label="feature ${slot}" shown=${value}
                value=${String(value)} type="number" max="255" owner=${owner}
                save=${save(slot)} />
              <//>
          `
        )}
      </ul>
      <p class="small quiet">Slots that nothing uses are left out.</p>
      <//>
  `;
}

function Parameters({ owner, changed }) {
  const { data, error, reload } = useLoaded(() => ask("/parameters"));
  const used = (data ?? []).filter(({ name, set }) =>
    set || !name.startsWith("free")
  );
  const save = (number) => async (text) => {
    await ask(`/parameters/${number}`, "PUT", { value: text });
    reload();
    changed();
  };
  return html`
    <${Panel} title="Parameters">
      <${Failed} error=${error} />
      <ul class="plain">
        ${used.map(({ number, name, summary, value, secret, set }) =>
          html`
            <${Setting} key=${number} number=${number} name=${name}
              about=${summary}>
              <${Editable} label=${name} owner=${owner}
                shown=${secret ? (set ? "hidden" : "–") : value || "–"}
                value=${value ?? ""} type=${HIDDEN.includes(number)
                  ? "password"
                  : "text"}
                save=${save(number)} />
              <//>
          `
        )}
      </ul>
      <//>
  `;
}

function Plugins() {
  const { data, error } = useLoaded(() => ask("/plugins"));
  return html`
    <${Panel} title="Plugins">
      <${Failed} error=${error} />
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Plugin</th>
              <th scope="col">What it does</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>${(data ?? []).map(({ id, summary, faults, aside }) =>
            html`
              <tr key=${id}>
                <th scope="row">${id}</th>
                <td class="small quiet">${summary}</td>
                <td>${aside
                  ? html`<span class="mark alert">set aside, ${faults} faults</span>`
                  : faults > 0
                  ? html`<span class="mark watch">${faults} faults</span>`
                  : "fine"}</td>
              </tr>
            `
          )}</tbody>
        </table>
      </div>
      <//>
  `;
}

function Health({ vehicle }) {
  const { data, error } = useLoaded(() => ask("/health"));
  return html`
    <${Panel} title="The program">
      <${Failed} error=${error} />
      ${data !== undefined && html`
        ${data.problems.map((text) => html`<p class="notice bad">${text}</p>`)}
        <ul class="small plain">
          <li>Version ${vehicle.version}, vehicle type ${vehicle.type ||
            "none"} ${vehicle.name}</li>
          <li>Runs for ${span(data.uptime)}</li>
          <li class="wrap">Store: ${data.store}</li>
          ${data.drivers.map((text) => html`<li class="wrap">${text}</li>`)}
          <li><a href="/api/v1/openapi.json">Description of the API</a> · <a href="/metrics">metrics for Prometheus</a></li>
        </ul>
      `}
    <//>
  `;
}
