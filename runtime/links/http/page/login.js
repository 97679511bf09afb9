// @ts-check
/** What stands before the pages where a login is needed. */
import { ask, live, Refusal } from "./api.js";
import { html, reason, useState } from "./lib.js";
import { t } from "./texts.js";

/** Until a login that found no place in the line is tried again, ms. */
const AGAIN = 5000;
/** After so long without an answer it is told that it is not this login's turn yet, ms. */
const LATE = 2000;
/** Counts what was sent: what is tried again ends with the next one. */
let sent = 0;

/**
 * Asks until it is this login's turn.
 * @param {FormDataEntryValue | null} secret
 * @param {() => void} late
 */
async function logIn(secret, late) {
  const own = ++sent;
  for (;;) {
    const timer = setTimeout(late, LATE);
    try {
      return await ask("/login", "POST", { secret });
    } catch (error) {
      const waits = error instanceof Refusal && error.status === 429;
      if (!waits || own !== sent) throw error;
      late();
    } finally {
      clearTimeout(timer);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** @param {{ done: () => void }} props */
export function Login({ done }) {
  const [error, setError] = useState("");
  /** @param {SubmitEvent & { target: HTMLFormElement }} event */
  const log = async (event) => {
    event.preventDefault();
    setError("");
    const secret = new FormData(event.target).get("secret");
    try {
      await logIn(secret, () => setError(t("login.waits")));
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
