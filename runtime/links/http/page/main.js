// @ts-check
/** The frame around the pages: name, state, navigation, login. */
import { AlertStrip } from "./alert_strip.js";
import { ask, live, openStream, shown, useLive, useLoaded } from "./api.js";
import { doingText } from "./car.js";
import { Icon } from "./icons.js";
import {
  html,
  reason,
  render,
  useEffect,
  user,
  useRef,
  useState,
} from "./lib.js";
import { Charts } from "./pages/charts.js";
import { Console } from "./pages/console.js";
import { Dashboard } from "./pages/dashboard.js";
import { Metrics } from "./pages/metrics.js";
import { Settings } from "./pages/settings.js";

/** @import { PluginPage } from "./answers.ts" */
/** @import { Vehicle } from "./answers.ts" */
/**
 * What a page is given.
 * @typedef {{ vehicle: Vehicle, changed: () => void, module?: string }} PageProps
 */
/**
 * @typedef {object} Listed
 * @property {string} id what its address ends with
 * @property {string} name
 * @property {string} [icon]
 * @property {string} [module] of a plugin
 * @property {(props: PageProps) => unknown} Page
 */

/** @type {Listed} */
const CAR = { id: "car", name: "Car", Page: Dashboard };
/** @type {readonly Listed[]} */
const OTHERS = [
  { id: "charts", name: "Charts", Page: Charts },
  { id: "console", name: "Console", Page: Console },
  { id: "settings", name: "Settings", Page: Settings },
  { id: "metrics", name: "Metrics", Page: Metrics },
];

/**
 * All pages: those that plugins bring are between the car and what every vehicle has.
 * @param {readonly PluginPage[]} brought
 * @returns {readonly Listed[]}
 */
const pagesWith = (brought) => [
  CAR,
  ...brought.map(({ owner, id, name, icon, module }) => ({
    id: `${owner}/${id}`,
    name,
    icon,
    module,
    Page: Brought,
  })),
  ...OTHERS,
];

/**
 * Stands where a plugin's page will be, until the list of them has come.
 * @type {Listed}
 */
const COMING = {
  id: "",
  name: "Loading…",
  Page: () => html`<p class="loading" aria-busy="true">Loading…</p>`,
};

/**
 * What an address shows: the car where it names nothing.
 * @param {string} hash
 * @param {readonly PluginPage[] | undefined} brought
 */
function pageOf(hash, brought) {
  const pages = pagesWith(brought ?? []);
  // Behind a colon stands what the page is to show
  const [named] = hash.split(":");
  const found = pages.find(({ id }) => `#${id}` === named);
  if (found !== undefined) return found;
  // A plugin's page has its plugin in front
  return brought === undefined && hash.includes("/") ? COMING : CAR;
}

/**
 * A page of a plugin: its module is loaded when it is opened for the first time.
 * @param {PageProps} props
 */
function Brought({ module = "", ...rest }) {
  const loaded = useLoaded(() => imported(module), [module]);
  return shown(loaded, ({ default: Page }) => html`<${Page} ...${rest} />`);
}

/** How often a module was asked for: the browser remembers one that failed. */
let tries = 0;

/**
 * @param {string} module
 * @returns {Promise<{ default: (props: PageProps) => unknown }>}
 */
const imported = (module) =>
  import(tries === 0 ? module : `${module}?try=${tries}`).catch((error) => {
    tries++;
    throw new Error(`This page could not be loaded: ${reason(error)}`);
  });

/** Look and words of the connection. @type {Record<typeof live.state, [kind: string, words: string]>} */
const STATES = {
  starting: ["", "Connecting"],
  live: ["live", "Live"],
  lost: ["lost", "Connection lost"],
  login: ["", "Login needed"],
};

/** @type {Vehicle} */
const NOBODY = {
  id: "",
  type: "",
  name: "",
  version: "",
  units: "K",
  caller: "password",
  right: "see",
  login: false,
};

/** @returns {Promise<Vehicle>} */
const vehicleNow = () => ask("/vehicle");
/** @returns {Promise<PluginPage[]>} */
const pagesNow = () => ask("/pages");

function App() {
  useLive();
  const [hash, setHash] = useState(location.hash);
  const listed = useLoaded(pagesNow), known = useLoaded(vehicleNow);
  const brought = listed.data, vehicle = known.data ?? NOBODY;
  user.units = vehicle.units;
  const pages = pagesWith(brought ?? []), page = pageOf(hash, brought);
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  const load = () => {
    listed.reload();
    known.reload();
  };
  useEffect(() => {
    const turned = () => {
      setHash(location.hash);
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    };
    addEventListener("hashchange", turned);
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") live.tick();
    }, 1000);
    openStream();
    // Another vehicle has other pages
    live.onSnapshot = () => live.connections > 1 && load();
    return () => {
      removeEventListener("hashchange", turned);
      clearInterval(timer);
    };
  }, []);
  useEffect(() => {
    document.title = `${page.name} – OVMS Edge`;
  }, [page]);
  if (live.state === "login") {
    return html`
      <${Login} done=${() => {
        openStream();
        load();
      }} />
    `;
  }
  const { Page, module } = page, [kind, said] = STATES[live.state];
  return html`
    <a class="skip" href="#main" onClick=${(event) => {
      event.preventDefault();
      main.current?.focus();
    }}>Skip to the page</a>
    <div class="frame">
      <header class="top">
        <span class="name">${vehicle.id || vehicle.name || "OVMS Edge"}</span>
        <span class="small quiet doing">${live.state === "lost"
          ? ""
          : doingText(live)}</span>
        <span class="chip ${kind}" role="status">${said}</span>
      </header>
      <nav class="pages" aria-label="Pages">
        ${pages.map(({ id, name, icon }) =>
          html`
            <a key=${id} href="#${id}" aria-current=${id === page.id
              ? "page"
              : undefined}>
              <${Icon} name=${id} path=${icon} />${name}
            </a>
          `
        )}
      </nav>
      <main id="main" ref=${main} tabindex="-1"
        class=${live.state === "lost" ? "unheard" : ""}>
        <${AlertStrip} live=${live} />
        <h1>${page.name}</h1>
        <${Page} key=${page.id} module=${module} vehicle=${vehicle}
          changed=${load} />
      </main>
    </div>
  `;
}

/** @param {{ done: () => void }} props */
function Login({ done }) {
  const [error, setError] = useState("");
  /** @param {SubmitEvent & { target: HTMLFormElement }} event */
  const log = async (event) => {
    event.preventDefault();
    const secret = new FormData(event.target).get("secret");
    try {
      await ask("/login", "POST", { secret });
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
        <label for="secret">Token or module password</label>
        <input
          id="secret"
          name="secret"
          type="password"
          autocomplete="current-password"
          required
        />
        <button class="main">Log in</button>
        <p class="small" role="alert">${error}</p>
      </form>
    </main>
  `;
}

// Browsers take it over HTTPS and on the gateway itself only
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/offline_worker.js").catch(() => {});
}

const place = document.getElementById("app");
place?.replaceChildren();
if (place !== null) render(html`<${App} />`, place);
