// @ts-check
/** What stands before the pages where a login is needed. */
import { ask, live, Refusal } from "./api.js";
import { html, reason, useState } from "./lib.js";
import { t } from "./texts.js";
import { Turns } from "./turns.js";

const turns = new Turns();

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {{ done: () => void }} props */
export function Login({ done }) {
  const [error, setError] = useState("");
  /** @param {SubmitEvent & { target: HTMLFormElement }} event */
  const log = async (event) => {
    event.preventDefault();
    setError("");
    const secret = new FormData(event.target).get("secret");
    try {
      const isIn = await turns.take({
        ask: () => ask("/login", "POST", { secret }),
        waits: (error) => error instanceof Refusal && error.status === 429,
        late: () => setError(t("login.waits")),
        pause,
      });
      if (!isIn) return;
      live.state = "starting";
      done();
    } catch (error) {
      setError(reason(error));
    }
  };
  return html`
    <main class="login">
      <h1>OVMS Edge</h1>
      <form class="macro" onSubmit=${log}>
        <label for="secret">${t("login.secret")}</label>
        <input
          id="secret"
          name="secret"
          type="password"
          autocomplete="current-password"
          required
        />
        <button class="main">${t("login.send")}</button>
        <p class="small" role="alert">${error}</p>
      </form>
    </main>
  `;
}
