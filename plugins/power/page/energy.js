// @ts-check
/** Where the energy goes: this trip by kind of driving, power over time, the last trips and days. */
import {
  ask,
  Bar,
  Chart,
  distanceUnit,
  Empty,
  fixed,
  history,
  html,
  inUnit,
  NumberTile,
  Panel,
  perDistance,
  shown,
  speedUnit,
  timeText,
  useLive,
  useLoaded,
  useMemo,
  useState,
  whPer,
} from "ovms-edge/page";
import { daysOf } from "./days.js";

const SECTIONS = [
  { id: "cst", name: "Constant speed" },
  { id: "acc", name: "Acceleration" },
  { id: "dec", name: "Deceleration" },
  { id: "lup", name: "Uphill", height: true },
  { id: "ldn", name: "Downhill", height: true },
];
/** @import { Happening, Live, Trail } from "ovms-edge/page" */
/** @import { Day, Row } from "./days.js" */
/** @typedef {{ trip: string, day: string, charge: string, sections: string }} Sources */
/** @typedef {{ begin: string, usedWh: number, regainedWh: number, km: number }} Trip */
/** @typedef {{ of: "trip" | "charge" | "nothing", today: Day | null }} Now */

/** @returns {Promise<Sources>} */
const sourcesNow = () => ask("/plugins/power/sources");
/** @returns {Promise<Now>} */
const now = () => ask("/plugins/power/now");

/** @param {number} kWh */
const inWattHours = (kWh) => kWh * 1000;

/** Trips that are listed. */
const TRIPS = 12;

export default function Energy() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const loaded = useLoaded(sourcesNow);
  // What is summed up changes with the key and the plug
  const summed = useLoaded(now, [
    minute,
    live.flag("v.e.on"),
    live.text("v.c.state"),
  ]);
  const charge = summed.data?.of === "charge";
  return html`
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.b.energy.used" name="Used" unit="Wh"
        convert=${inWattHours} />
      <${NumberTile} live=${live} metric="v.b.energy.recd"
        name=${charge ? "Charged" : "Regained"}
        unit="Wh" convert=${inWattHours} />
      <${NumberTile} live=${live} metric="v.p.trip" name="Distance"
        decimals=${2} unit=${distanceUnit()} convert=${inUnit} />
      ${summed.data?.of === "trip" && html`<${Efficiency} live=${live} />`}
    </dl>
    ${shown(loaded, ({ sections }) =>
      shown(summed, ({ of }) =>
        html`
          <${Sections} live=${live} prefix=${sections} of=${of} />
        `))}
    <${PowerChart} />
    ${loaded.data && html`
      <div class="columns">
        <${Trips} type=${loaded.data.trip} moment=${live.flag("v.e.on")} />
        <${Days} type=${loaded.data.day} today=${summed.data?.today} />
      </div>
    `}
  `;
}

/** @param {{ live: Live }} props */
function Efficiency({ live }) {
  const km = live.number("v.p.trip") ?? 0;
  const wh = inWattHours(
    (live.number("v.b.energy.used") ?? NaN) -
      (live.number("v.b.energy.recd") ?? NaN),
  );
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

/**
 * Where the energy of this trip went; a charge is none.
 * @param {{ live: Live, prefix: string, of: Now["of"] }} props
 */
function Sections({ live, prefix, of }) {
  if (of !== "trip") {
    return html`
      <${Panel} title="This trip by section">
        <${Empty}>${of === "charge"
          ? "The car was charged since its last trip: the next one begins when the car is switched on"
          : "No trip yet since the gateway began"}<//>
      <//>
    `;
  }
  const rows = SECTIONS.map((section) => {
    /** @param {string} name */
    const value = (name) => live.number(`${prefix}.${section.id}.${name}`) ?? 0;
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

/** Power and speed. */
const TRAILED = /** @type {const} */ (["v.b.power", "v.p.speed"]);

function PowerChart() {
  const [minutes, setMinutes] = useState(10);
  const live = useLive();
  // Anew each ten seconds, and when the span changes.
  const moment = Math.floor((live.time ?? 0) / 10_000);
  /** @returns {Promise<Trail>} */
  const trail = () =>
    ask(`/trail?names=${TRAILED.join()}&seconds=${minutes * 60}`);
  const loaded = useLoaded(trail, [minutes, moment]), { data } = loaded;
  const chart = useMemo(() => data && chartOf(data), [data]);
  return html`
    <${Panel} title="Power over time" end=${html`
      <label class="small">last <select value=${minutes} onChange=${(
        /** @type {Happening} */ event,
      ) => setMinutes(Number(event.target.value))}>
        <option value="10">10 minutes</option>
        <option value="30">30 minutes</option>
        <option value="60">hour</option>
      </select></label>
    `}>
      ${shown(loaded, () =>
        chart !== undefined && chart[0].length > 2
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
          : html`<${Empty}>The first seconds are being collected<//>`)}
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

/**
 * The last trips, also the one that ended now.
 * @param {{ type: string, moment: boolean }} props
 */
function Trips({ type, moment }) {
  /** @returns {Promise<Trip[]>} */
  const all = () => history(type);
  const loaded = useLoaded(all, [moment]);
  return html`
    <${Panel} title="Last trips" end=${html`<a class="small" href="/api/v1/history/${type}?format=csv" download>CSV</a>`}>
      ${shown(loaded, (trips) =>
        html`
          <${EnergyTable} first="Begin" rows=${trips.filter(({ km }) => km > 0)
            .slice(-TRIPS).reverse()
            .map((trip) => ({ ...trip, name: timeText(trip.begin) }))} />
        `)}
      <//>
  `;
}

/**
 * Today so far, and the days before it as they were recorded.
 * @param {{ type: string, today: Day | null | undefined }} props
 */
function Days({ type, today }) {
  /** @returns {Promise<Day[]>} */
  const all = () => history(type);
  const loaded = useLoaded(all, [today?.date]);
  return html`
    <${Panel} title="Days" end=${html`<a class="small" href="/api/v1/history/${type}?format=csv" download>CSV</a>`}>
      ${shown(loaded, (days) =>
        html`
          <${EnergyTable} first="Day" rows=${daysOf(days, today)} />
        `)}
      <//>
  `;
}

/** @param {{ rows: readonly Row[], first: string }} props */
function EnergyTable({ rows, first }) {
  if (rows.length === 0) return html`<${Empty}>None yet<//>`;
  /** @param {Row} row */
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
