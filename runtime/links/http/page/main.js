/** The frame around the pages: name, state, navigation, login. */
import { ask, live, useLive, useLoaded } from "./api.js";
import { doingText } from "./car.js";
import { Icon } from "./icons.js";
import { html, render, useEffect, user, useRef, useState } from "./lib.js";
import { Console } from "./pages/console.js";
import { Dashboard } from "./pages/dashboard.js";
import { Metrics } from "./pages/metrics.js";
import { Settings } from "./pages/settings.js";
import { Empty, Failed } from "./widgets.js";

const CAR = { id: "car", name: "Car", Page: Dashboard };
const OTHERS = [
  { id: "console", name: "Console", Page: Console },
  { id: "settings", name: "Settings", Page: Settings },
  { id: "metrics", name: "Metrics", Page: Metrics },
];

/** All pages: those that plugins bring are between the car and what every vehicle has. */
const pagesWith = (brought) => [
  CAR,
  ...brought.map(({ owner, id, name, icon, module }) => ({
    id: `${owner}/${id}`,
    name,
    icon,
    module,
  })),
  ...OTHERS,
];

/** Stands where a plugin's page will be, until the list of them has come. */
const COMING = {
  id: "",
  name: "Loading…",
  Page: () => html`<${Empty}>Loading…<//>`,
};

/** What an address shows: the car where it names nothing. */
function pageOf(hash, brought) {
  const pages = pagesWith(brought ?? []);
  const found = pages.find(({ id }) => `#${id}` === hash);
  if (found !== undefined) return found;
  // A plugin's page has its plugin in front
  return brought === undefined && hash.includes("/") ? COMING : CAR;
}

/** A page of a plugin: its module is loaded when it is opened for the first time. */
function Brought({ module, ...rest }) {
  const { data, error } = useLoaded(() => import(module), [module]);
  if (error !== undefined) {
    return html`
      <${Failed} error=${`This page could not be loaded: ${error}`} />
    `;
  }
  return data === undefined
    ? html`<${Empty}>Loading…<//>`
    : html`<${data.default} ...${rest} />`;
}

const STATES = {
  starting: ["", "Connecting"],
  live: ["live", "Live"],
  lost: ["lost", "Connection lost"],
  login: ["", "Login needed"],
};

function App() {
  useLive();
  const [hash, setHash] = useState(location.hash);
  const [brought, setBrought] = useState(undefined);
  const pages = pagesWith(brought ?? []), page = pageOf(hash, brought);
  const [vehicle, setVehicle] = useState({ id: "", name: "" });
  const main = useRef(null);
  const load = () =>
    Promise.all([ask("/vehicle"), ask("/pages")]).then(([found, pages]) => {
      user.units = found.units;
      setVehicle(found);
      setBrought(pages);
    }, () => {});
  useEffect(() => {
    const turned = () => {
      setHash(location.hash);
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    };
    addEventListener("hashchange", turned);
    const timer = setInterval(() => live.tick(), 1000);
    live.open();
    load();
    // Another vehicle has other pages, and what failed before is tried again
    live.onSnapshot = load;
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
        live.open();
        load();
      }} />
    `;
  }
  const { Page = Brought, module } = page, [kind, said] = STATES[live.state];
  return html`
    <a class="skip" href="#main" onClick=${(event) => {
      event.preventDefault();
      main.current.focus();
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
      <main id="main" ref=${main} tabindex="-1">
        <h1>${page.name}</h1>
        <${Page} key=${page.id} module=${module} vehicle=${vehicle}
          changed=${load} />
      </main>
    </div>
  `;
}

function Login({ done }) {
  const [error, setError] = useState("");
  const log = async (event) => {
    event.preventDefault();
    const secret = new FormData(event.target).get("secret");
    try {
      await ask("/login", "POST", { secret });
      live.state = "starting";
      done();
    } catch ({ message }) {
      setError(message);
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

const place = document.getElementById("app");
place.replaceChildren();
render(
  html`
    <${App} />
  `,
  place,
);
