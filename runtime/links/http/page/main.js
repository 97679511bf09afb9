// @ts-check
/** The frame around the pages: name, state, menu. */
import { AlertStrip } from "./alert_strip.js";
import { ask, live, openStream, useLive, useLoaded } from "./api.js";
import { doingText, NOBODY } from "./car.js";
import { language } from "./languages.js";
import { html, render, useEffect, user, useRef, useState } from "./lib.js";
import { Login } from "./login.js";
import { dress } from "./look.js";
import { Menu } from "./menu.js";
import { ahead, pageOf, pagesWith, panelsOf } from "./pages.js";
import { t } from "./texts.js";

/** @import { PluginPage, Vehicle } from "./answers.ts" */

/** Look and words of the connection. @type {Record<typeof live.state, [kind: string, words: string]>} */
const STATES = {
  starting: ["", t("stream.starting")],
  live: ["live", t("stream.live")],
  lost: ["lost", t("stream.lost")],
  login: ["", t("stream.login")],
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
  user.map = vehicle.map;
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
    // Another vehicle has other pages
    live.onSnapshot = () => live.connections > 1 && load();
    return () => {
      removeEventListener("hashchange", turned);
      clearInterval(timer);
    };
  }, []);
  const there = live.connections > 0;
  useEffect(() => {
    if (there) { for (const module of ahead) import(module).catch(() => {}); }
  }, [there]);
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
  const panels = panelsOf(page.id, brought ?? [], {
    vehicle,
    changed: load,
    panels: [],
  });
  const { Page, module } = page, [kind, said] = STATES[live.state];
  return html`
    <a class="skip" href="#main" onClick=${(event) => {
      event.preventDefault();
      main.current?.focus();
    }}>${t("page.skip")}</a>
    <div class="frame">
      <header class="top">
        <span class="name">${vehicle.id || vehicle.name || "OVMS Edge"}</span>
        <span class="small quiet doing">${live.state === "lost"
          ? ""
          : doingText(live)}</span>
        <span class="chip ${kind}" role="status">${said}</span>
      </header>
      <${Menu} pages=${pages} current=${page.id} />
      <main id="main" ref=${main} tabindex="-1"
        class=${live.state === "lost" ? "unheard" : ""}>
        <${AlertStrip} live=${live} />
        <h1>${page.name}</h1>
        <${Page} key=${page.id} module=${module} vehicle=${vehicle}
          changed=${load} panels=${panels} />
      </main>
    </div>
  `;
}

// Browsers take it over HTTPS and on the gateway itself only
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/offline_worker.js").catch(() => {});
}

openStream();
dress();
document.documentElement.lang = language;
const place = document.getElementById("app");
place?.replaceChildren();
if (place !== null) render(html`<${App} />`, place);
