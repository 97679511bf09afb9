/** The battery's cells and modules: how far each is off, and how they drift. */
import {
  ask,
  CentreBar,
  Chart,
  Empty,
  Failed,
  fixed,
  history,
  html,
  NumberTile,
  Panel,
  signed,
  useLive,
  useLoaded,
  useMemo,
} from "ovms-edge/page";

const DAY = 86400;
/** Marks as BATT has them, with the numbers of the metrics. */
const LEVELS = [
  { kind: "", mark: "", text: "fine" },
  { kind: "watch", mark: "?", text: "watch" },
  { kind: "alert", mark: "!", text: "alert" },
];
/** Full length of a bar: a little more than what is an alert, V and °C. */
const CELL = 0.04, MODULE = 4;

export default function Battery() {
  const live = useLive();
  return html`
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.b.voltage" name="Pack voltage"
        decimals=${1} unit="V" />
      <${NumberTile} live=${live} metric="v.b.p.voltage.stddev" name="Cell spread"
        unit="mV" convert=${(v) => v * 1000} />
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
        show=${(v) => `${fixed(v, 3)} V`}
        difference=${(v) => `${signed(v * 1000)} mV`}
      />
      <${Group}
        live=${live}
        title="Modules"
        metric="v.b.c.temp"
        average="v.b.p.temp.avg"
        full=${MODULE}
        show=${(c) => `${fixed(c)} °C`}
        difference=${(c) => `${signed(c)} °C`}
      />
    </div>
    <${Drift} />
    <${PackDay} />
  `;
}

function Group({ live, title, metric, average, full, show, difference }) {
  const values = live.look(metric);
  const worst = live.value(`${metric}.dev.max`) ?? [];
  const alerts = live.value(`${metric}.alert`) ?? [];
  if (values.value === undefined) {
    return html`
      <${Panel} title=${title}>
        <${Empty}>No data from the vehicle yet<//><//>
    `;
  }
  const all = values.value;
  const measured = all.filter((value) => value !== null);
  const mean = live.value(average) ??
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
            const level = LEVELS[alerts[i] ?? 0];
            const off = value === null ? 0 : value - mean;
            return html`
              <tr data-number=${i + 1}>
                <th scope="row" class="num">${i + 1}</th>
                <td class="num">${value === null ? "–" : show(value)}</td>
                <td style=${{ width: "40%" }}>
                  <${CentreBar} share=${off / full} kind=${level.kind} />
                </td>
                <td class="num spare">${value === null
                  ? "–"
                  : difference(off)}</td>
                <td class="num">${worst[i] === undefined
                  ? "–"
                  : difference(worst[i])}</td>
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
  const { data, error } = useLoaded(() => ask("/plugins/batt/drift"));
  const found = useMemo(() => data && drift(data.days), [data]);
  return html`
    <${Panel} title="Drift" end=${html`
      <span
        class="small quiet">each day's largest deviation, mV; the worst cells in colour</span>
    `}>
      <${Failed} error=${error} />
      ${found === undefined
        ? html`<${Empty}>No battery history yet: drift needs data of two days<//>`
        : html`
          <${Chart} data=${found.data} series=${found.series}
            label="Largest deviation of each cell by day" />
        `}
    <//>
  `;
}

/** Days by number since 1970, with mV by cell. */
function drift(days) {
  const last = days.at(-1)?.cells;
  if (days.length < 2 || last === undefined) return undefined;
  const ranked = last.map((mV, i) => ({ mV, i }))
    .sort((a, b) => Math.abs(b.mV) - Math.abs(a.mV)).map(({ i }) => i);
  return {
    data: [
      days.map(({ day }) => day * DAY),
      ...last.map((_, i) => days.map(({ cells }) => cells[i])),
    ],
    series: last.map((_, i) => {
      const rank = ranked.indexOf(i);
      return {
        label: `C${i + 1}`,
        unit: "mV",
        colour: LINES[rank] ?? "line",
        width: rank < LINES.length ? 2 : 1,
      };
    }),
  };
}

/** Temperatures are whole: at least four degrees keep the axis so. */
const wholeDegrees = (_, low, high) => [low - 2, high + 2];

function PackDay() {
  const { data: found, error } = useLoaded(async () => {
    const { pack } = await ask("/plugins/batt/sources");
    return { pack, rows: await history(pack, Date.now() - DAY * 1000) };
  });
  const data = found?.rows;
  const rows = (data ?? []).filter(({ time }) => time !== "");
  const chart = useMemo(() => [
    rows.map(({ time }) => Date.parse(time) / 1000),
    rows.map(({ volts }) => volts / 100),
    rows.map(({ temperature }) => temperature),
  ], [data]);
  return html`
    <${Panel} title="Last 24 hours" end=${html`
      ${found && html`
        <a class="small" href="/api/v1/history/${found.pack}?format=csv"
          download>CSV</a>
      `}
    `}>
      <${Failed} error=${error} />
      ${rows.length < 2
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
        `}
    <//>
  `;
}
