// @ts-check
/** Plugins from outside: how they are, what they may and want, and loading them anew. */
import {
  ask,
  Empty,
  fixed,
  html,
  Panel,
  reason,
  shown,
  useCount,
  useLoaded,
  useState,
} from "ovms-edge/page";

const MEGABYTE = 1024 * 1024;

/**
 * @typedef {{
 *   id: string, summary: string, state: string, why: string,
 *   memory: number | null, may: string[], wants: string[],
 * }} Outsider
 */

/** @returns {Promise<{ plugins: Outsider[] }>} */
const list = () => ask("/plugins/plugins/list");

/** @param {string} id @returns {Promise<{ text: string }>} */
const loadAnew = (id) => ask("/plugins/plugins/reload", "POST", { id });

/** @param {{ title: string, rights: string[] }} props */
function Rights({ title, rights }) {
  return rights.length > 0 && html`
    <p>${title}</p>
    <ul>
      ${rights.map((text) => html`<li key=${text}>${text}</li>`)}
    </ul>
  `;
}

/** @param {{ plugin: Outsider, changed: () => void }} props */
function Plugin({ plugin, changed }) {
  const { id, summary, state, why, memory, may, wants } = plugin;
  const [told, setTold] = useState("");
  const reload = () =>
    loadAnew(id).then(
      ({ text }) => setTold(text),
      (error) => setTold(reason(error)),
    ).finally(changed);
  return html`
    <${Panel} title=${id}>
      <p>${summary}</p>
      <p>
        ${state}${why === "" ? "" : `: ${why}`}${memory === null
          ? ""
          : `, ${fixed(memory / MEGABYTE)} MB`}
      </p>
      <${Rights} title="It may" rights=${may} />
      <${Rights} title="It wants to, and is not allowed" rights=${wants} />
      ${state !== "left out" &&
        html`<button type="button" onClick=${reload}>Load anew</button>`}
      <p role="status">${told}</p>
    <//>
  `;
}

export default function Plugins() {
  const [count, again] = useCount();
  const loaded = useLoaded(list, [count]);
  return shown(
    loaded,
    ({ plugins }) =>
      plugins.length === 0
        ? html`<${Empty}>There is no plugin from outside<//>`
        : plugins.map((plugin) =>
          html`<${Plugin} key=${plugin.id} plugin=${plugin} changed=${again} />`
        ),
  );
}
