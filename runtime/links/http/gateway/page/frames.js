// @ts-check
/** What is on the buses, live, while somebody looks. Nothing is sent. */
import {
  ask,
  Empty,
  html,
  Panel,
  shown,
  Table,
  useEffect,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { Said, useWork } from "./parts.js";
import { t } from "./texts.js";

/** @import { Frames as Seen } from "../../page/answers.ts" */

/** Between two looks, ms. */
const EVERY = 1000;
/** Lines at most: a filter finds the others. */
const MOST = 200;
/** Looks of a byte: never changed, changed before, changes. */
const LOOKS = ["", "changed", "changes"];

/** @param {{ owner: boolean }} props */
export function Frames({ owner }) {
  const [on, turn] = useState(false);
  return html`
    <${Panel} title=${t("frames.title")}>
      <p class="small quiet">${t("frames.about")}</p>
      <div class="buttons">
        <button aria-pressed=${on} onClick=${() => turn(!on)}>${on
          ? t("frames.stop")
          : t("frames.start")}</button>
      </div>
      ${on
        ? html`<${Watch} owner=${owner} />`
        : html`<${Empty}>${t("frames.off")}<//>`}
    <//>
  `;
}

/** @returns {Promise<Seen>} */
const frames = () => ask("/frames");

/** @param {{ owner: boolean }} props */
function Watch({ owner }) {
  const loaded = useLoaded(frames), [wanted, want] = useState("");
  const work = useWork();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") loaded.reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
  /** @param {boolean} all */
  const listen = (all) =>
    work.run(async () => {
      await ask("/frames/all", "POST", { all });
    });
  return html`
    <div class="choices">
      <label>${t("frames.filter")}<input type="search" value=${wanted}
        onInput=${(event) => want(event.target.value)} /></label>
      ${owner && html`
        <label class="check">${t("frames.all")}<input type="checkbox"
          checked=${loaded.data?.all ?? false} disabled=${work.busy}
          onChange=${(event) => listen(event.target.checked)} /></label>
      `}
    </div>
    <${Said} work=${work} />
    ${shown(loaded, (seen) => html`<${Lines} seen=${seen} wanted=${wanted} />`)}
  `;
}

/** @param {{ seen: Seen, wanted: string }} props */
function Lines({ seen: { frames, left }, wanted }) {
  const found = frames.filter(({ id }) =>
    id.includes(wanted.trim().toUpperCase())
  );
  if (found.length === 0) {
    return html`<${Empty}>${
      frames.length === 0 ? t("frames.none") : t("frames.noneFits")
    }<//>`;
  }
  return html`
    <div class="scroll frames" tabindex="0" role="region" aria-label=${t(
      "frames.title",
    )}>
      <${Table}
        columns=${[
          { name: t("frames.id") },
          { name: t("frames.bus"), num: true },
          { name: t("frames.period"), num: true },
          { name: t("frames.count"), num: true },
          { name: t("frames.data"), long: true },
        ]}
        rows=${found.slice(0, MOST).map(
          ({ bus, id, period, count, data, changes }) => ({
            key: `${bus} ${id}`,
            cells: [
              id,
              bus,
              period === null ? "–" : `${period} ms`,
              count,
              changes.map((change, at) =>
                html`
                  <span class=${LOOKS[change]}>${data.slice(
                    at * 2,
                    at * 2 + 2,
                  )}</span>
                `
              ),
            ],
          }),
        )}
      />
    </div>
    ${found.length > MOST && html`
      <p class="small quiet">${t("frames.more", { n: found.length - MOST })}</p>
    `}
    ${left > 0 && html`<p class="small">${t("frames.left", { n: left })}</p>`}
  `;
}
