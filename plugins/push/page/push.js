// @ts-check
/** Notifications of this browser: asked for here, and taken back. */
import {
  ask,
  Empty,
  html,
  Panel,
  reason,
  shown,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Vehicle } from "../../../runtime/links/http/page/answers.ts" */
/** @typedef {{ id: string, name: string, service: string }} Browser */

const PLUGIN = "/plugins/webpush";

/** Whether this browser can take push messages, here and now. */
const isPossible = () =>
  isSecureContext && "serviceWorker" in navigator && "PushManager" in window;

/** @returns {Promise<{ browsers: Browser[] }>} */
const browsers = () => ask(`${PLUGIN}/browsers`);

/** Takes a subscription of the browser's push service, and gives it to the gateway. @param {string} name */
async function subscribe(name) {
  if (await Notification.requestPermission() !== "granted") {
    throw new Error(t("push.denied"));
  }
  const { key } = /** @type {{ key: string }} */ (
    await ask(`${PLUGIN}/key`, "POST", {})
  );
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  const { endpoint, keys } = made.toJSON();
  await ask(`${PLUGIN}/subscribe`, "POST", {
    endpoint,
    keys,
    name,
    origin: location.origin,
  });
}

/** @param {{ vehicle: Vehicle }} props */
export default function Push({ vehicle }) {
  return vehicle.caller === "owner"
    ? html`<${Owners} />`
    : html`<p class="notice">${t("push.owner")}</p>`;
}

function Owners() {
  const loaded = useLoaded(browsers);
  const [name, setName] = useState(navigator.platform || "Browser");
  const [said, say] = useState(""), [failed, fail] = useState("");
  /** @param {() => Promise<string>} task */
  const work = async (task) => {
    try {
      say(await task());
      fail("");
    } catch (error) {
      say("");
      fail(reason(error));
    }
    loaded.reload();
  };
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    work(async () => {
      await subscribe(name);
      return t("push.done");
    });
  };
  /** @param {string} id */
  const remove = (id) =>
    work(async () => {
      await ask(`${PLUGIN}/unsubscribe`, "POST", { id });
      return "";
    });
  return html`
    <${Panel} title=${t("push.title")}>
      <p>${t("push.about")}</p>
      ${isPossible()
        ? html`
          <form class="choices" onSubmit=${submit}>
            <label>${t("push.name")}<input value=${name} required
              maxlength="60" onInput=${(event) =>
                setName(event.target.value)} /></label>
            <button class="main">${t("push.on")}</button>
          </form>
        `
        : html`<p class="notice">${t("push.impossible")}</p>`}
      <p class="small" role="status">${said}</p>
      ${failed !== "" && html`
        <p class="notice bad" role="alert">${failed}</p>
      `}
      <h3>${t("push.list")}</h3>
      ${shown(
        loaded,
        ({ browsers }) =>
          browsers.length === 0 ? html`<${Empty}>${t("push.none")}<//>` : html`
            <ul class="plain">${browsers.map(({ id, name, service }) =>
              html`
                <li class="setting named" key=${id}>
                  <span>${name}<span class="quiet small">${service}</span></span>
                  <button class="small" aria-label=${t("push.offThis", {
                    name,
                  })}
                    onClick=${() => remove(id)}>${t("push.off")}</button>
                </li>
              `
            )}</ul>
          `,
      )}
    <//>
  `;
}
