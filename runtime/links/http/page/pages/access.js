// @ts-check
/** Who is logged in, and named tokens: logins for others that can be taken back one by one. */
import { ask, logOut, shown, useLoaded } from "../api.js";
import { html, reason, timeText, useState } from "../lib.js";
import { t } from "../texts.js";
import { Empty, Panel } from "../widgets.js";

/** @import { Happening } from "../lib.js" */
/** @import { Token, Vehicle } from "../answers.ts" */

/** @type {Readonly<Record<Token["right"], string>>} */
const RIGHTS = {
  see: t("right.see"),
  command: t("right.command"),
  tune: t("right.tune"),
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
    say(t("access.loggedOut"));
  };
  return html`
    <${Panel} title=${t("access.title")}>
      <p class="small">${!login
        ? t("access.open")
        : owner
        ? t("access.owner")
        : t("access.right", { right: RIGHTS[right] })}</p>
      ${login && html`
        <div class="buttons">
          <button onClick=${work(logOut)}>${t("access.logOut")}</button>
          ${owner && html`
            <button onClick=${work(others)}>${t("access.logOutOthers")}</button>
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
    <h3>${t("tokens.title")}</h3>
    ${shown(
      loaded,
      (all) =>
        all.length === 0 ? html`<${Empty}>${t("state.none")}<//>` : html`
          <ul class="plain">
            ${all.map(({ name, right, made }) =>
              html`
                <li class="setting named" key=${name}>
                  <span>${name}<span class="quiet small">${t("tokens.made", {
                    right: RIGHTS[right],
                    when: timeText(made),
                  })}</span></span>
                  <button class="small" aria-label=${t("tokens.revokeThis", {
                    name,
                  })}
                    onClick=${() => revoke(name)}>${t("tokens.revoke")}</button>
                </li>
              `
            )}
          </ul>
        `,
    )}
    ${made !== undefined && html`
      <p class="notice" role="status">${t("tokens.new", { name: made.name })}
        <code class="wrap">${made.token}</code></p>
    `}
    <form class="buttons" onSubmit=${make}>
      <label class="small">${t(
        "table.name",
      )} <input value=${name} maxlength="30" required
        size="12" onInput=${(/** @type {Happening} */ event) =>
          setName(event.target.value)} /></label>
      <label class="small">${t("tokens.may")} <select value=${right}
        onChange=${(/** @type {Happening} */ event) =>
          setRight(event.target.value)}>
        ${Object.entries(RIGHTS).map(([id, text]) =>
          html`<option value=${id}>${text}</option>`
        )}
      </select></label>
      <button>${t("tokens.make")}</button>
      ${error !== "" && html`
        <span role="alert" class="small mark alert">${error}</span>
      `}
    </form>
  `;
}
