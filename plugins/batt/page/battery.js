// @ts-check
/** The battery's cells and modules: how far each is off, and how they drift. */
import {
  ask,
  CentreBar,
  Chart,
  columns,
  Empty,
  fixed,
  history,
  html,
  NumberTile,
  Panel,
  shown,
  signed,
  Tile,
  useLive,
  useLoaded,
  useMemo,
} from "ovms-edge/page";

/** @import { Live } from "ovms-edge/page" */
/** @typedef {{ min: string, max: string }} SocWindow */
/** @typedef {{ day: number, cells: readonly number[] }} DriftDay a day by number since 1970, mV by cell */
/** @typedef {{ volts: number, temperature: number }} PackRow 1/100 V and °C */

/** @returns {Promise<{ pack: string, socWindow: SocWindow | null }>} */
const sourcesNow = () => ask("/plugins/batt/sources");
/** @returns {Promise<{ days: DriftDay[] }>} */
const driftNow = () => ask("/plugins/batt/drift");

const DAY = 86400;
const FINE = { kind: "", mark: "", text: "fine" };
/** Marks as BATT has them, with the numbers of the metrics. */
const LEVELS = [
  FINE,
  { kind: "watch", mark: "?", text: "watch" },
  { kind: "alert", mark: "!", text: "alert" },
];
/** Full length of a bar: a little more than what is an alert, V and °C. */
const CELL = 0.04, MODULE = 4;

/** @param {number} volts */
const inMillivolts = (volts) => volts * 1000;
/** @param {number} volts */
const voltText = (volts) => `${fixed(volts, 3)} V`;
/** @param {number} volts */
const voltDifference = (volts) => `${signed(inMillivolts(volts))} mV`;
/** @param {number} degrees */
const degreeText = (degrees) => `${fixed(degrees)} °C`;
/** @param {number} degrees */
const degreeDifference = (degrees) => `${signed(degrees)} °C`;

export default function Battery() {
  const live = useLive(), { data: sources } = useLoaded(sourcesNow);
  return html`
    <dl class="tiles">
      <${Use} live=${live} window=${sources?.socWindow ?? undefined} />
      <${NumberTile} live=${live} metric="v.b.voltage" name="Pack voltage"
        decimals=${1} unit="V" />
      <${NumberTile} live=${live} metric="v.b.p.voltage.stddev" name="Cell spread"
        unit="mV" convert=${inMillivolts} />
      <${NumberTile} live=${live} metric="v.b.temp" name="Temperature"
        unit="°C" />
      <${NumberTile} live=${live} metric="v.b.p.temp.stddev" name="Module spread"
        unit="°C" />
      <${NumberTile} live=${live} metric="v.b.current" name="Current"
        decimals=${1} unit="A" />
      <${NumberTile} live=${live} metric="v.b.soh" name="Health" unit="%" />
    </dl>
    <div class="columns">
      <${Group}
        live=${live}
        title="Cells"
        metric="v.b.c.voltage"
        average="v.b.p.voltage.avg"
        full=${CELL}
        show=${voltText}
        difference=${voltDifference}
      />
      <${Group}
        live=${live}
        title="Modules"
        metric="v.b.c.temp"
        average="v.b.p.temp.avg"
        full=${MODULE}
        show=${degreeText}
        difference=${degreeDifference}
      />
    </div>
    <${Drift} />
    <${PackDay} />
  `;
}

/**
 * Lowest and highest SOC since the last charge, for those who want to keep the battery between two.
 * @param {{ live: Live, window: SocWindow | undefined }} props
 */
function Use({ live, window }) {
  if (window === undefined) return null;
  const low = live.number(window.min), high = live.number(window.max);
  return html`
    <${Tile} name="SOC, this use" reading=${live.look(window.min)}
      value="${fixed(low)} – ${fixed(high)}" unit="%"
      more="lowest and highest" />
  `;
}

/**
 * Cells or modules.
 * @param {{ live: Live, title: string, metric: string, average: string, full: number,
 *   show: (value: number) => string, difference: (value: number) => string }} props
 */
function Group({ live, title, metric, average, full, show, difference }) {
  const values = live.look(metric);
  const worst = live.list(`${metric}.dev.max`) ?? [];
  const alerts = live.list(`${metric}.alert`) ?? [];
  const all = live.list(metric);
  if (all === undefined) {
    return html`
      <${Panel} title=${title}>
        <${Empty}>No data from the vehicle yet<//><//>
    `;
  }
  const measured = all.filter((value) => value !== null);
  const mean = live.number(average) ??
    measured.reduce((a, b) => a + b, 0) / measured.length;
  return html`
    <${Panel} title=${title} end=${html`<span class="small quiet num">average ${
      show(mean)
    }</span>`}>
      <table class=${values.freshness}>
        <thead>
          <tr>
            <th scope="col"><span class="hidden">Number</span></th>
            <th scope="col" class="num">now</th>
            <th scope="col">off the average</th>
            <th scope="col" class="num spare">now</th>
            <th scope="col" class="num">largest</th>
            <th scope="col"><span class="hidden">Mark</span></th>
          </tr>
        </thead>
        <tbody>
          ${all.map((value, i) => {
            const level = LEVELS[alerts[i] ?? 0] ?? FINE;
            const most = worst[i] ?? undefined;
            return html`
              <tr data-number=${i + 1}>
                <th scope="row" class="num">${i + 1}</th>
                <td class="num">${value === null ? "–" : show(value)}</td>
                <td style=${{ width: "40%" }}>
                  ${value !== null && html`
                    <${CentreBar} share=${(value - mean) / full}
                      kind=${level.kind} />
                  `}
                </td>
                <td class="num spare">${value === null
                  ? "–"
                  : difference(value - mean)}</td>
                <td class="num">${most === undefined
                  ? "–"
                  : difference(most)}</td>
                <td>${level.mark !== "" && html`
                  <span class="mark ${level.kind}">${level.mark} ${level
                    .text}</span>
                `}</td>
              </tr>
            `;
          })}
        </tbody>
      </table>
      <//>
  `;
}

/** Colours that can be told apart for the lines of the worst cells. */
const LINES = ["accent", "used-bar", "alert", "watch"];

function Drift() {
  const loaded = useLoaded(driftNow), { data } = loaded;
  const found = useMemo(() => data && drift(data.days), [data]);
  return html`
    <${Panel} title="Drift" end=${html`
      <span
        class="small quiet">each day's largest deviation, mV; the worst cells in colour</span>
    `}>
      ${shown(
        loaded,
        () =>
          found === undefined
            ? html`<${Empty}>No battery history yet: drift needs data of two days<//>`
            : html`
              <${Chart} data=${found.data} series=${found.series} utc
                label="Largest deviation of each cell by day" />
            `,
      )}
    <//>
  `;
}

/**
 * Each cell's deviation by day; days without any are gaps.
 * @param {readonly DriftDay[]} days
 */
function drift(days) {
  const last = days.at(-1)?.cells;
  if (days.length < 2 || last === undefined) return undefined;
  const ranked = last.map((mV, i) => ({ mV, i }))
    .sort((a, b) => Math.abs(b.mV) - Math.abs(a.mV)).map(({ i }) => i);
  return {
    data: columns(
      days.map((
        { day, cells },
      ) => [day * DAY, ...last.map((_, i) => cells[i] ?? null)]),
      DAY,
    ),
    series: last.map((_, i) => {
      const rank = ranked.indexOf(i);
      return {
        label: `C${i + 1}`,
        unit: "mV",
        colour: LINES[rank] ?? "line",
        width: rank < LINES.length ? 2 : 1,
        dots: true,
      };
    }),
  };
}

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
  return { pack, rows: await history(pack, Date.now() - DAY * 1000) };
}

function PackDay() {
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
    <${Panel} title="Last 24 hours" end=${html`
      ${found && html`
        <a class="small" href="/api/v1/history/${found.pack}?format=csv"
          download>CSV</a>
      `}
    `}>
      ${shown(
        loaded,
        () =>
          rows.length < 2
            ? html`<${Empty}>Not enough records yet: there is one a minute while something changes<//>`
            : html`
              <${Chart}
                data=${chart}
                label="Pack voltage and temperature over the last 24 hours"
                scales=${{ "°C": { range: wholeDegrees } }}
                series=${[
                  {
                    label: "Voltage",
                    unit: "V",
                    decimals: 1,
                    colour: "accent",
                    scale: "V",
                  },
                  {
                    label: "Temperature",
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
