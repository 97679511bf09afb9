/** Where the energy goes: this trip by kind of driving, power over time, the last trips and days. */
import {
  ask,
  Bar,
  Chart,
  distanceUnit,
  Empty,
  Failed,
  fixed,
  history,
  html,
  inUnit,
  NumberTile,
  Panel,
  perDistance,
  speedUnit,
  timeText,
  useLive,
  useLoaded,
  useMemo,
  useState,
  whPer,
} from "ovms-edge/page";

const SECTIONS = [
  { id: "cst", name: "Constant speed" },
  { id: "acc", name: "Acceleration" },
  { id: "dec", name: "Deceleration" },
  { id: "lup", name: "Uphill", height: true },
  { id: "ldn", name: "Downhill", height: true },
];
/** Trips and days that are listed. */
const TRIPS = 12, DAYS = 14;

export default function Energy() {
  const live = useLive();
  const { data: sources, error } = useLoaded(() =>
    ask("/plugins/power/sources")
  );
  return html`
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.b.energy.used" name="Used" unit="Wh"
        convert=${(kWh) => kWh * 1000} />
      <${NumberTile} live=${live} metric="v.b.energy.recd" name="Regained"
        unit="Wh" convert=${(kWh) => kWh * 1000} />
      <${NumberTile} live=${live} metric="v.p.trip" name="Distance"
        decimals=${2} unit=${distanceUnit()} convert=${inUnit} />
      <${Efficiency} live=${live} />
    </dl>
    <${Failed} error=${error} />
    ${sources && html`<${Sections} live=${live} prefix=${sources.sections} />`}
    <${PowerChart} />
    <div class="columns">
      ${sources && html`
        <${Trips} type=${sources.trip} />
        <${Days} type=${sources.day} />
      `}
    </div>
  `;
}

function Efficiency({ live }) {
  const km = live.value("v.p.trip");
  const wh = (live.value("v.b.energy.used") - live.value("v.b.energy.recd")) *
    1000;
  const known = km > 0.05 && Number.isFinite(wh);
  return html`
    <div class="tile">
      <dt>Efficiency</dt>
      <dd class="value">${known
        ? fixed(whPer(wh / km))
        : "–"}<small>${perDistance()}</small></dd>
      <dd class="more">since the key was turned</dd>
    </div>
  `;
}

function Sections({ live, prefix }) {
  const rows = SECTIONS.map((section) => {
    const value = (name) => live.value(`${prefix}.${section.id}.${name}`) ?? 0;
    return {
      ...section,
      km: value("dist"),
      used: value("used") * 1000,
      back: value("recd") * 1000,
      metres: value("hsum"),
    };
  });
  const most = Math.max(1, ...rows.map(({ used, back }) => used + back));
  return html`
    <${Panel} title="This trip by section" end=${html`
      <span
        class="legend"><span><i class="used"></i>used</span><span><i></i>regained</span></span>
    `}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Section</th>
              <th scope="col" class="num spare">${distanceUnit()}</th>
              <th scope="col" class="num">Wh used</th>
              <th scope="col" class="num">regained</th>
              <th scope="col" class="num">${perDistance()}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(({ id, name, km, used, back, metres, height }) =>
              html`
                <tr data-section=${id}>
                  <th scope="row" style=${{ width: "46%" }}>
                    ${name}
                    ${height &&
                      html`<span class="quiet small num"> ${
                        fixed(metres)
                      } m</span>`}
                    <${Bar} parts=${[
                      { share: used / most, kind: "used" },
                      { share: back / most, kind: "" },
                    ]} />
                  </th>
                  <td class="num spare">${fixed(inUnit(km), 2)}</td>
                  <td class="num">${fixed(used)}</td>
                  <td class="num">${fixed(back)}</td>
                  <td class="num">${km > 0.01
                    ? fixed(whPer((used - back) / km))
                    : "–"}</td>
                </tr>
              `
            )}
          </tbody>
        </table>
      </div>
      <p
        class="small quiet">Uphill and downhill are part of the three sections above them.</p>
      <//>
  `;
}

function PowerChart() {
  const [minutes, setMinutes] = useState(10);
  const live = useLive();
  const names = ["v.b.power", "v.p.speed"];
  // Anew each ten seconds, and when the span changes.
  const moment = Math.floor((live.time ?? 0) / 10_000);
  const { data, error } = useLoaded(
    () => ask(`/trail?names=${names.join()}&seconds=${minutes * 60}`),
    [minutes, moment],
  );
  const chart = useMemo(() => data && chartOf(data, names), [data]);
  return html`
    <${Panel} title="Power over time" end=${html`
      <label class="small">last <select value=${minutes} onChange=${(event) =>
        setMinutes(Number(event.target.value))}>
        <option value="10">10 minutes</option>
        <option value="30">30 minutes</option>
        <option value="60">hour</option>
      </select></label>
    `}>
      <${Failed} error=${error} />
      ${chart !== undefined && chart[0].length > 2
        ? html`
          <${Chart}
            data=${chart}
            label="Power and speed over time"
            scales=${{ speed: { range: [0, null] } }}
            series=${[
              { label: "Power", unit: "kW", decimals: 1, colour: "used-bar" },
              {
                label: "Speed",
                unit: speedUnit(),
                colour: "soft",
                scale: "speed",
                width: 1,
              },
            ]}
          />
        `
        : html`<${Empty}>Collecting…<//>`}
    <//>
  `;
}

/** Rows for the chart: one sample a second that ends at `until`. */
function chartOf({ until, series }, [power, speed]) {
  const { length } = series[power], end = (until ?? Date.now()) / 1000;
  return [
    series[power].map((_, i) => end - (length - 1 - i)),
    series[power],
    series[speed].map((kmh) => kmh === null ? null : inUnit(kmh)),
  ];
}

function Trips({ type }) {
  const { data, error } = useLoaded(() => history(type));
  const trips = (data ?? []).filter(({ km }) => km > 0).slice(-TRIPS).reverse();
  return html`
    <${Panel} title="Last trips" end=${html`<a class="small" href="/api/v1/history/${type}?format=csv" download>CSV</a>`}>
      <${Failed} error=${error} />
      <${EnergyTable} rows=${trips.map((trip) => ({
        ...trip,
        name: timeText(trip.begin),
      }))} first="Begin" />
      <//>
  `;
}

function Days({ type }) {
  const { data, error } = useLoaded(() => history(type));
  const days = (data ?? []).slice(-DAYS).reverse();
  return html`
    <${Panel} title="Days" end=${html`<a class="small" href="/api/v1/history/${type}?format=csv" download>CSV</a>`}>
      <${Failed} error=${error} />
      <${EnergyTable} rows=${days.map((day) => ({
        ...day,
        name: day.date,
      }))} first="Day" />
      <//>
  `;
}

function EnergyTable({ rows, first }) {
  if (rows.length === 0) return html`<${Empty}>None yet<//>`;
  const per = ({ usedWh, regainedWh, km }) =>
    km > 0 ? whPer((usedWh - regainedWh) / km) : 0;
  const most = Math.max(1, ...rows.map(per));
  return html`
    <table>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          <th scope="col" class="num">${distanceUnit()}</th>
          <th scope="col"><span class="hidden">Efficiency</span></th>
          <th scope="col" class="num">${perDistance()}</th>
          <th scope="col" class="num">regained</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) =>
          html`
            <tr>
              <th scope="row">${row.name}</th>
              <td class="num">${fixed(inUnit(row.km), 1)}</td>
              <td style=${{ width: "30%" }}>
                <${Bar} parts=${[{
                  share: Math.max(0, per(row)) / most,
                  kind: "used",
                }]} />
              </td>
              <td class="num">${row.km > 0 ? fixed(per(row)) : "–"}</td>
              <td class="num">${row.usedWh > 0
                ? `${fixed(row.regainedWh / row.usedWh * 100)} %`
                : "–"}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
  `;
}
