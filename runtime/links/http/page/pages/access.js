// @ts-check
/** Who is logged in, and named tokens: logins for others that can be taken back one by one. */
import { ask, logOut, shown, useLoaded } from "../api.js";
import { html, reason, timeText, useState } from "../lib.js";
import { Empty, Panel } from "../widgets.js";

/** @import { Happening } from "../lib.js" */
/** @import { Token, Vehicle } from "../answers.ts" */

/** @type {Readonly<Record<Token["right"], string>>} */
const RIGHTS = {
  see: "look only",
  command: "look and run commands",
  tune: "everything",
};

/** @returns {Promise<Token[]>} */
const tokens = () => ask("/tokens");

/** @param {{ vehicle: Vehicle }} props */
export function Access({ vehicle: { login, caller, right } }) {
  const [said, say] = useState("");
  const owner = caller === "owner";
  /** @param {() => Promise<unknown>} task */
  const work = (task) => () => task().catch((error) => say(reason(error)));
  const others = async () => {
    await ask("/logout-others", "POST", {});
    say("All others are logged out.");
  };
  return html`
    <${Panel} title="Who may">
      <p class="small">${!login
        ? "There is no login: whoever uses this machine is the owner."
        : `Logged in ${owner ? "as the owner" : `to ${RIGHTS[right]}`}.`}</p>
      ${login && html`
        <div class="buttons">
          <button onClick=${work(logOut)}>Log out</button>
          ${owner && html`
            <button onClick=${work(others)}>Log out all others</button>
          `}
        </div>
      `}
      <p class="small" role="status">${said}</p>
      ${owner && html`<${Tokens} />`}
    <//>
  `;
}

function Tokens() {
  const loaded = useLoaded(tokens);
  const [made, setMade] = useState(
    /** @type {{ name: string, token: string } | undefined} */ (undefined),
  );
  const [error, setError] = useState("");
  const [name, setName] = useState(""), [right, setRight] = useState("see");
  /** @param {() => Promise<unknown>} task */
  const work = async (task) => {
    try {
      await task();
      setError("");
    } catch (error) {
      setError(reason(error));
    }
    loaded.reload();
  };
  /** @param {Event} event */
  const make = (event) => {
    event.preventDefault();
    work(async () => {
      setMade(await ask("/tokens", "POST", { name, right }));
      setName("");
    });
  };
  /** @param {string} name */
  const revoke = (name) =>
    work(async () => {
      await ask(`/tokens/${encodeURIComponent(name)}`, "DELETE");
      setMade(undefined);
    });
  return html`
    <h3>Tokens for others</h3>
    ${shown(loaded, (all) =>
      all.length === 0 ? html`<${Empty}>None<//>` : html`
        <ul class="plain">
          ${all.map(({ name, right, made }) =>
            html`
              <li class="setting named" key=${name}>
                <span>${name}<span class="quiet small">${RIGHTS[right]},
                  made ${timeText(made)}</span></span>
                <button class="small" aria-label="Revoke ${name}"
                  onClick=${() => revoke(name)}>Revoke</button>
              </li>
            `
          )}
        </ul>
      `)}
    ${made !== undefined && html`
      <p class="notice" role="status">The token ${made.name}, shown this once:
        <code class="wrap">${made.token}</code></p>
    `}
    <form class="buttons" onSubmit=${make}>
      <label class="small">Name <input value=${name} maxlength="30" required
        size="12" onInput=${(/** @type {Happening} */ event) =>
          setName(event.target.value)} /></label>
      <label class="small">May <select value=${right}
        onChange=${(/** @type {Happening} */ event) =>
          setRight(event.target.value)}>
        ${Object.entries(RIGHTS).map(([id, text]) =>
          html`<option value=${id}>${text}</option>`
        )}
      </select></label>
      <button>Make a token</button>
      ${error !== "" && html`
        <span role="alert" class="small mark alert">${error}</span>
      `}
    </form>
  `;
}
