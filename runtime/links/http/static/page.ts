/**
 * The page: its own modules and those of npm packages, taken in as texts when this module is loaded,
 * so that serving them reads nothing from disk.
 * @module
 */
import { createHash } from "node:crypto";
import preact from "preact" with { type: "text" };
import hooks from "preact/hooks" with { type: "text" };
import htm from "htm" with { type: "text" };
import htmPreact from "htm/preact" with { type: "text" };
import uplot from "uplot/dist/uPlot.iife.min.js" with { type: "text" };
import uplotStyle from "uplot/dist/uPlot.min.css" with { type: "text" };
import index from "../page/index.html" with { type: "text" };
import style from "../page/style.css" with { type: "text" };
import dark from "../page/dark.css" with { type: "text" };
import parts from "../page/parts.css" with { type: "text" };
import forms from "../page/forms.css" with { type: "text" };
import icon from "../page/icon.svg" with { type: "text" };
import wholeIcon from "../page/icon-whole.svg" with { type: "text" };
import manifest from "../page/manifest.webmanifest" with { type: "text" };
import map from "../page/map.js" with { type: "text" };
import mapData from "../page/map_data.js" with { type: "text" };
import offline from "../page/offline_worker.js" with { type: "text" };
import login from "../page/login.js" with { type: "text" };
import turns from "../page/turns.js" with { type: "text" };
import look from "../page/look.js" with { type: "text" };
import menu from "../page/menu.js" with { type: "text" };
import menuData from "../page/menu_data.js" with { type: "text" };
import pages from "../page/pages.js" with { type: "text" };
import main from "../page/main.js" with { type: "text" };
import alertStrip from "../page/alert_strip.js" with { type: "text" };
import api from "../page/api.js" with { type: "text" };
import carTiles from "../page/car_tiles.js" with { type: "text" };
import glance from "../page/glance.js" with { type: "text" };
import brought from "../page/brought.js" with { type: "text" };
import car from "../page/car.js" with { type: "text" };
import icons from "../page/icons.js" with { type: "text" };
import chart from "../page/chart.js" with { type: "text" };
import chartScales from "../page/chart_scales.js" with { type: "text" };
import chartTimes from "../page/chart_times.js" with { type: "text" };
import chartData from "../page/chart_data.js" with { type: "text" };
import editable from "../page/editable.js" with { type: "text" };
import feed from "../page/feed.js" with { type: "text" };
import formValues from "../page/form_values.js" with { type: "text" };
import kept from "../page/kept.js" with { type: "text" };
import languages from "../page/languages.js" with { type: "text" };
import english from "../page/languages/en.js" with { type: "text" };
import german from "../page/languages/de.js" with { type: "text" };
import french from "../page/languages/fr.js" with { type: "text" };
import table from "../page/table.js" with { type: "text" };
import texts from "../page/texts.js" with { type: "text" };
import live from "../page/live.js" with { type: "text" };
import source from "../page/source.js" with { type: "text" };
import streamWorker from "../page/stream_worker.js" with { type: "text" };
import lib from "../page/lib.js" with { type: "text" };
import facade from "../page/mod.js" with { type: "text" };
import seriesData from "../page/series_data.js" with { type: "text" };
import widgets from "../page/widgets.js" with { type: "text" };
import access from "../page/pages/access.js" with { type: "text" };
import words from "../page/words.js" with { type: "text" };
import talk from "../page/pages/console.js" with { type: "text" };
import dashboard from "../page/pages/dashboard.js" with { type: "text" };
import charts from "../page/pages/charts.js" with { type: "text" };
import metrics from "../page/pages/metrics.js" with { type: "text" };
import settings from "../page/pages/settings.js" with { type: "text" };
import { PageFiles } from "./files.ts";
import { lean, leanStyle } from "./lean.ts";
import { gatewayFiles } from "./gateway_files.ts";

/** Packages by the specifier under which the page's modules import them. */
const packages: Readonly<
  Record<string, readonly [path: string, text: string]>
> = {
  "preact": ["/npm/preact.js", preact],
  "preact/hooks": ["/npm/preact_hooks.js", hooks],
  "htm": ["/npm/htm.js", htm],
  "htm/preact": ["/npm/htm_preact.js", htmPreact],
  // Of this package only the script for pages without modules is small
  "uplot": ["/npm/uplot.js", `${uplot}\nexport default uPlot;`],
};

/** The page's own modules that the first view is made of: all are asked for at once. */
const first: Readonly<Record<string, string>> = {
  "/main.js": main,
  "/alert_strip.js": alertStrip,
  "/api.js": api,
  "/brought.js": brought,
  "/car.js": car,
  "/car_tiles.js": carTiles,
  "/glance.js": glance,
  "/icons.js": icons,
  "/feed.js": feed,
  "/kept.js": kept,
  "/languages.js": languages,
  "/languages/en.js": english,
  "/texts.js": texts,
  "/live.js": live,
  "/login.js": login,
  "/turns.js": turns,
  "/look.js": look,
  "/menu.js": menu,
  "/menu_data.js": menuData,
  "/pages.js": pages,
  "/source.js": source,
  "/lib.js": lib,
  "/widgets.js": widgets,
  "/words.js": words,
  "/pages/dashboard.js": dashboard,
};

/** What browsers ask for when they need it. */
const later: Readonly<Record<string, string>> = {
  "/chart.js": chart,
  "/chart_data.js": chartData,
  "/chart_scales.js": chartScales,
  "/chart_times.js": chartTimes,
  "/editable.js": editable,
  "/form_values.js": formValues,
  "/table.js": table,
  "/stream_worker.js": streamWorker,
  "/map.js": map,
  "/map_data.js": mapData,
  "/mod.js": facade,
  "/pages/access.js": access,
  "/pages/console.js": talk,
  "/pages/charts.js": charts,
  "/pages/metrics.js": metrics,
  "/series_data.js": seriesData,
  "/pages/settings.js": settings,
  "/languages/de.js": german,
  "/languages/fr.js": french,
};

/** Where the page's frame takes the import map and the modules in. */
const PLACE = "<!-- modules -->";

const importMap = JSON.stringify({
  imports: {
    ...Object.fromEntries(
      Object.entries(packages).map(([specifier, [path]]) => [specifier, path]),
    ),
    // What pages of plugins are made of
    "ovms-edge/page": "/mod.js",
  },
});

/** The only inline element; what it may be is fixed by its hash. */
const importMapHash = `sha256-${
  createHash("sha256").update(importMap).digest("base64")
}`;

function frame(): string {
  const paths = [
    ...Object.entries(packages).flatMap(([name, [path]]) =>
      name === "uplot" ? [] : [path]
    ),
    ...Object.keys(first),
  ];
  const head = [
    `<script type="importmap">${importMap}</script>`,
    ...paths.map((path) => `<link rel="modulepreload" href="${path}">`),
    '<script type="module" src="/main.js"></script>',
  ];
  return index.replace(PLACE, () => head.join("\n    "));
}

/** The page as the link serves it. */
export const page = {
  importMapHash,
  files: new PageFiles([
    { path: "/", text: frame() },
    {
      path: "/style.css",
      text: [uplotStyle, ...[style, parts, forms].map(leanStyle)].join("\n"),
    },
    { path: "/dark.css", text: leanStyle(dark) },
    { path: "/icon.svg", text: icon },
    { path: "/icon-whole.svg", text: wholeIcon },
    { path: "/manifest.webmanifest", text: manifest },
    { path: "/offline_worker.js", text: offline },
    ...Object.entries({ ...first, ...later, ...gatewayFiles }).map((
      [path, text],
    ) => ({ path, text: (path.endsWith(".css") ? leanStyle : lean)(text) })),
    ...Object.values(packages).map(([path, text]) => ({ path, text })),
  ]),
};
