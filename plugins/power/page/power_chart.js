// @ts-check
/** Power and speed over the last minutes. */
import {
  ask,
  Chart,
  Empty,
  html,
  inUnit,
  Panel,
  shown,
  speedUnit,
  useLive,
  useLoaded,
  useMemo,
  useState,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Happening, Trail } from "ovms-edge/page" */

/** Power and speed. */
const TRAILED = /** @type {const} */ (["v.b.power", "v.p.speed"]);

export function PowerChart() {
  const [minutes, setMinutes] = useState(10);
  const live = useLive();
  // Anew each ten seconds, of a car at rest each minute, and when the span changes.
  const isAwake = live.flag("v.e.on") || live.flag("v.c.charging");
  const moment = Math.floor((live.time ?? 0) / (isAwake ? 10_000 : 60_000));
  /** @returns {Promise<Trail>} */
  const trail = () =>
    ask(`/trail?names=${TRAILED.join()}&seconds=${minutes * 60}`);
  const loaded = useLoaded(trail, [minutes, moment]), { data } = loaded;
  const chart = useMemo(() => data && chartOf(data), [data]);
  return html`
    <${Panel} title=${t("power.title")} end=${html`
      <label class="small">${t(
        "power.last",
      )} <select value=${minutes} onChange=${(
        /** @type {Happening} */ event,
      ) => setMinutes(Number(event.target.value))}>
        <option value="10">${t("power.minutes", { n: 10 })}</option>
        <option value="30">${t("power.minutes", { n: 30 })}</option>
        <option value="60">${t("power.hour")}</option>
      </select></label>
    `}>
      ${shown(loaded, () =>
        chart !== undefined && chart[0].length > 2
          ? html`
            <${Chart}
              data=${chart}
              label=${t("power.label")}
              scales=${{ speed: { range: [0, null] } }}
              series=${[
                {
                  label: t("power.power"),
                  unit: "kW",
                  decimals: 1,
                  colour: "used-bar",
                },
                {
                  label: t("power.speed"),
                  unit: speedUnit(),
                  colour: "soft",
                  scale: "speed",
                  width: 1,
                },
              ]}
            />
          `
          : html`<${Empty}>${t("power.none")}<//>`)}
    <//>
  `;
}

/**
 * Rows for the chart: one sample a second that ends at `until`.
 * @param {Trail} trail
 * @returns {[number[], ...(number | null)[][]]}
 */
function chartOf({ until, series }) {
  const [power = [], speed = []] = TRAILED.map((name) => series[name] ?? []);
  const end = (until ?? Date.now()) / 1000;
  return [
    power.map((_, i) => end - (power.length - 1 - i)),
    power,
    speed.map((kmh) => kmh === null ? null : inUnit(kmh)),
  ];
}
