// @ts-check
/** What the program logged, live and back. */
import {
  ask,
  Empty,
  html,
  Panel,
  shown,
  timeText,
  useEffect,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { Look } from "./parts.js";
import { t } from "./texts.js";

/** @import { LogAnswer, Vehicle } from "../../page/answers.ts" */
/** @typedef {LogAnswer["entries"][number]} Entry */

/** Between two looks, ms: an open page is to cost a mobile network little. */
const EVERY = 10_000;
/** Levels as the choice has them. */
const LEVELS = [
  ["debug", t("log.level.debug")],
  ["info", t("log.level.info")],
  ["warning", t("log.level.warning")],
  ["error", t("log.level.error")],
];
/** How grave levels look. @type {Readonly<Record<Entry["level"], string>>} */
const LOOKS = { debug: "", info: "", warning: "watch", error: "alert" };

/** @param {{ vehicle: Vehicle }} props */
export default function Log({ vehicle }) {
  return vehicle.caller === "owner"
    ? html`<${Entries} />`
    : html`<p class="notice">${t("owner.only")}</p>`;
}

function Entries() {
  const [level, setLevel] = useState("info");
  const [category, setCategory] = useState(""), [text, setText] = useState("");
  const [before, setBefore] = useState(0);
  const query = new URLSearchParams({ level, category, text });
  if (before > 0) query.set("before", String(before));
  const path = `/log?${query}`;
  const loaded = useLoaded(
    /** @returns {Promise<LogAnswer>} */ () => ask(path),
    [path],
  );
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") loaded.reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
  /** @param {(value: string) => void} set */
  const chosen = (set) => /** @param {{ target: { value: string } }} event */
  (
    { target },
  ) => {
    set(target.value);
    setBefore(0);
  };
  const categories = loaded.data?.categories ?? {};
  return html`
    <${Look} />
    <div class="choices">
      <label>${t("log.level")}<select value=${level}
        onChange=${chosen(setLevel)}>${LEVELS.map(([id, name]) =>
          html`<option value=${id}>${name}</option>`
        )}</select></label>
      <label>${t("log.category")}<select value=${category}
        onChange=${chosen(setCategory)}>
        <option value="">${t("log.category.all")}</option>
        ${Object.entries(categories).map(([id, name]) =>
          html`<option value=${id}>${name}</option>`
        )}
      </select></label>
      <label>${t("log.text")}<input type="search" value=${text}
        maxlength="100" onInput=${chosen(setText)} /></label>
    </div>
    <${Panel} title=${t("log.title")}>
      <p class="small quiet">${t("log.about")}</p>
      ${shown(loaded, ({ entries, categories, more }) =>
        html`
          ${entries.length === 0 ? html`<${Empty}>${t("log.none")}<//>` : html`
            <ul class="plain">${entries.toReversed().map((entry) =>
              html`
                <${Line} key=${entry.number} entry=${entry}
                  about=${categories[entry.category]} />
              `
            )}</ul>
          `}
          <div class="buttons">
            ${before > 0 && html`
              <button onClick=${() => setBefore(0)}>${t("log.newest")}</button>
            `}
            ${more && html`
              <button onClick=${() => setBefore(entries[0]?.number ?? 0)}>${t(
                "log.older",
              )}</button>
            `}
          </div>
        `)}
    <//>
  `;
}

/** @param {{ entry: Entry, about: string | undefined }} props */
function Line({ entry: { time, level, event, details }, about }) {
  const [, name] = LEVELS.find(([id]) => id === level) ?? [];
  return html`
    <li class="entry">
      <span class="small quiet">${time === "" ? t("log.noTime") : timeText(
        time,
      )}</span>
      <span class="small mark ${LOOKS[level]}">${name}</span>
      <span class="small quiet">${about}</span>
      <span class="wrap">${event}${details.length > 0 && html`
        <span class="small quiet"> ${details.map(({ name, text }) =>
          `${name}: ${text}`
        ).join("; ")}</span>
      `}</span>
    </li>
  `;
}
