// @ts-check
/** The pack's voltage and temperature over the last day. */
import {
  Chart,
  columns,
  Empty,
  history,
  html,
  Panel,
  shown,
  useLoaded,
  useMemo,
} from "ovms-edge/page";
import { sourcesNow } from "./sources.js";
import { t } from "./texts.js";

/** @typedef {{ volts: number, temperature: number }} PackRow 1/100 V and °C */

/** ms */
const DAY = 86_400_000;
/** Seconds between two records from which on nobody knows what was between: they come at least each five minutes. */
const GAP = 360;

/**
 * Temperatures are whole: at least four degrees keep the axis so.
 * @param {unknown} _
 * @param {number} low
 * @param {number} high
 * @returns {[number, number]}
 */
const wholeDegrees = (_, low, high) => [low - 2, high + 2];

/** @returns {Promise<{ pack: string, rows: ({ time: string } & PackRow)[] }>} */
async function packDay() {
  const { pack } = await sourcesNow();
  return { pack, rows: await history(pack, Date.now() - DAY) };
}

export function PackDay() {
  const loaded = useLoaded(packDay), { data: found } = loaded;
  const rows = (found?.rows ?? []).filter(({ time }) => time !== "");
  const chart = useMemo(() =>
    columns(
      rows.map((
        { time, volts, temperature },
      ) => [Date.parse(time) / 1000, volts / 100, temperature]),
      GAP,
    ), [found]);
  return html`
    <${Panel} title=${t("day.title")} end=${html`
      ${found && html`
        <a class="small" href="/api/v1/history/${found.pack}?format=csv"
          download>CSV</a>
      `}
    `}>
      ${shown(
        loaded,
        () =>
          rows.length < 2 ? html`<${Empty}>${t("day.none")}<//>` : html`
            <${Chart}
              data=${chart}
              label=${t("day.label")}
              scales=${{ "°C": { range: wholeDegrees } }}
              series=${[
                {
                  label: t("day.voltage"),
                  unit: "V",
                  decimals: 1,
                  colour: "accent",
                  scale: "V",
                },
                {
                  label: t("tile.temperature"),
                  unit: "°C",
                  colour: "used-bar",
                  scale: "°C",
                },
              ]}
            />
          `,
      )}
    <//>
  `;
}
