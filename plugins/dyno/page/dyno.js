// @ts-check
/** Power and torque over speed, drawn while driving. */
import {
  ask,
  Chart,
  command,
  Empty,
  Failed,
  html,
  inUnit,
  NumberTile,
  Panel,
  reason,
  speedUnit,
  useLive,
  useLoaded,
  useMemo,
  useState,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Live } from "ovms-edge/page" */
/**
 * Highest values at each speed, km/h; null where nothing was measured.
 * @typedef {{ powerDrive: (number | null)[], torqueDrive: (number | null)[], powerRegain: (number | null)[], torqueRegain: (number | null)[] }} Measured
 */
/** @typedef {Measured & { running: boolean, rounds: number, broken: number, samples: number }} Known */
/** @typedef {{ columns: string[], rows: (string | number | null)[][] }} Table */

/** @returns {Promise<Known>} */
const curvesNow = () => ask("/plugins/dyno/curves");

export default function Dyno() {
  const live = useLive();
  // Anew with each second of the gateway
  const { data, error, reload } = useLoaded(
    curvesNow,
    [Math.floor((live.time ?? 0) / 1000)],
  );
  const [failed, setFailed] = useState(
    /** @type {string | undefined} */ (undefined),
  );
  /** @param {"ON" | "OFF" | "RESET"} word */
  const run = async (word) => {
    setFailed(undefined);
    try {
      const { status, messages } = await command(`DYNO ${word}`);
      if (status !== "ok") throw new Error(messages.join("\n"));
      reload();
    } catch (problem) {
      setFailed(reason(problem));
    }
  };
  const exports = async () => {
    try {
      save(await ask("/plugins/dyno/samples"));
    } catch (problem) {
      setFailed(reason(problem));
    }
  };
  const running = data?.running === true;
  return html`
    <${Failed} error=${error ?? failed} />
    <div class="panel">
      <div class="buttons">
        <button class=${running ? "" : "main"} onClick=${() =>
          run(running ? "OFF" : "ON")}>${running
          ? t("run.stop")
          : t("run.start")}</button>
        <button disabled=${(data?.rounds ?? 0) === 0}
          onClick=${() => run("RESET")}>${t("run.forget")}</button>
        <button disabled=${(data?.samples ?? 0) === 0}
          onClick=${exports}>${t("run.save")}</button>
        <span role="status" class="small quiet">${state(data, live)}</span>
      </div>
      <p class="small quiet">${t("run.how")}</p>
    </div>
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.p.speed" name=${t("tile.speed")}
        unit=${speedUnit()} convert=${inUnit} />
      <${NumberTile} live=${live} metric="xrt.i.trq.act" name=${t(
        "tile.torque",
      )}
        decimals=${1} unit="Nm" />
      <${NumberTile} live=${live} metric="xrt.i.pwr.act" name=${t("tile.power")}
        decimals=${1} unit="kW" />
      <${NumberTile} live=${live} metric="xrt.i.vlt.bat" name=${t(
        "tile.battery",
      )}
        decimals=${1} unit="V" />
      <${NumberTile} live=${live} metric="xrt.i.cur.act" name=${t(
        "tile.current",
      )}
        unit="A" />
      <${NumberTile} live=${live} metric="xrt.i.frq.slip" name=${t("tile.slip")}
        decimals=${2} unit="rad/s" />
    </dl>
    <div class="columns">
      <${Curves} title=${t("curve.driving")} data=${data} power="powerDrive"
        torque="torqueDrive" />
      <${Curves} title=${t("curve.regaining")} data=${data} power="powerRegain"
        torque="torqueRegain" />
    </div>
  `;
}

/**
 * @param {Known | undefined} data
 * @param {Live} live
 */
function state(data, live) {
  if (data === undefined) return "";
  const n = data.rounds;
  if (!data.running) return t("state.off", { n });
  const drives = live.flag("v.e.on") && live.number("v.e.gear") !== 0;
  const said = drives ? t("state.measuring", { n }) : t("state.waiting", { n });
  return data.broken > 0
    ? `${said}, ${t("state.broken", { n: data.broken })}`
    : said;
}

/** @param {{ title: string, data: Known | undefined, power: keyof Measured, torque: keyof Measured }} props */
function Curves({ title, data, power, torque }) {
  const rows = useMemo(
    /** @returns {[number[], ...(number | null)[][]]} */ () => {
      if (data === undefined) return [[], [], []];
      const speeds = data[torque].map((_, kmh) => inUnit(kmh));
      return [speeds, data[power], data[torque]];
    },
    [data],
  );
  return html`
    <${Panel} title=${title}>
      ${rows[0].length > 1
        ? html`
          <${Chart} data=${rows} time=${false} x=${speedUnit()}
            label=${t("curve.label", { what: title })}
            scales=${{ torque: { range: [0, null] } }}
            series=${[
              {
                label: t("curve.power"),
                unit: "kW",
                decimals: 1,
                colour: "used-bar",
                dots: true,
              },
              {
                label: t("tile.torque"),
                unit: "Nm",
                decimals: 1,
                colour: "accent",
                scale: "torque",
                dots: true,
              },
            ]} />
        `
        : html`<${Empty}>${t("curve.none")}<//>`}
    <//>
  `;
}

/** Offers a table as a file. @param {Table} table */
function save({ columns, rows }) {
  const text = [columns, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "dyno.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
