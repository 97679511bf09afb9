/** The frame around the pages: name, state, navigation, login. */
import { ask, live, useLive } from "./api.js";
import { doingText } from "./car.js";
import { Icon } from "./icons.js";
import { html, render, useEffect, user, useRef, useState } from "./lib.js";
import { Battery } from "./pages/battery.js";
import { Charge } from "./pages/charge.js";
import { Console } from "./pages/console.js";
import { Dashboard } from "./pages/dashboard.js";
import { Energy } from "./pages/energy.js";
import { Settings } from "./pages/settings.js";
import { Track } from "./pages/track.js";
import { Tuning } from "./pages/tuning.js";

const PAGES = [
  { id: "car", name: "Car", Page: Dashboard },
  { id: "battery", name: "Battery", Page: Battery },
  { id: "energy", name: "Energy", Page: Energy },
  { id: "charge", name: "Charge", Page: Charge },
  { id: "track", name: "Track", Page: Track },
  { id: "tuning", name: "Tuning", Page: Tuning },
  { id: "console", name: "Console", Page: Console },
  { id: "settings", name: "Settings", Page: Settings },
];

const pageOf = (hash) => PAGES.find(({ id }) => `#${id}` === hash) ?? PAGES[0];

const STATES = {
  starting: ["", "Connecting"],
  live: ["live", "Live"],
  lost: ["lost", "Connection lost"],
  login: ["", "Login needed"],
};

function App() {
  useLive();
  const [page, setPage] = useState(pageOf(location.hash));
  const [vehicle, setVehicle] = useState({ id: "", name: "" });
  const main = useRef(null);
  const load = () =>
    ask("/vehicle").then((found) => {
      user.units = found.units;
      setVehicle(found);
    }, () => {});
  useEffect(() => {
    const turned = () => {
      setPage(pageOf(location.hash));
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    };
    addEventListener("hashchange", turned);
    const timer = setInterval(() => live.tick(), 1000);
    live.open();
    load();
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
  const { Page } = page, [kind, said] = STATES[live.state];
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
        ${PAGES.map(({ id, name }) =>
          html`
            <a href="#${id}" aria-current=${id === page.id
              ? "page"
              : undefined}>
              <${Icon} name=${id} />${name}
            </a>
          `
        )}
      </nav>
      <main id="main" ref=${main} tabindex="-1">
        <h1>${page.name}</h1>
        <${Page} vehicle=${vehicle} changed=${load} />
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
