// @ts-check
/** The trips of a year: totals by month, the trips of a month when it is opened. */
import {
  ask,
  Bar,
  distanceUnit,
  Empty,
  Failed,
  fixed,
  history,
  html,
  inUnit,
  Panel,
  perDistance,
  span,
  speedUnit,
  timeText,
  useLoaded,
  useMemo,
  useState,
  whPer,
} from "ovms-edge/page";
import { byMonth, monthsCsv, totals } from "./months.js";

/** @import { Part } from "ovms-edge/page" */
/** @import { Month, Totals, Trip } from "./months.js" */

const YEAR = 366 * 86_400_000;
const named = new Intl.DateTimeFormat(undefined, {
  month: "long",
  year: "numeric",
});

/** The year's trips, and the type of their records. */
async function ofYear() {
  /** @type {{ trip: string }} */
  const { trip } = await ask("/plugins/power/sources");
  /** @type {Trip[]} */
  const trips = await history(trip, Date.now() - YEAR);
  return { type: trip, trips };
}

export default function Trips() {
  const { data, error } = useLoaded(ofYear);
  const driven = useMemo(
    () => (data?.trips ?? []).filter(({ km }) => km !== null && km > 0),
    [data],
  );
  const months = useMemo(() => byMonth(driven), [driven]);
  const year = useMemo(() => totals(driven), [driven]);
  return html`
    <${Failed} error=${error} />
    <dl class="tiles">
      <${Total} name="Trips" value=${fixed(year.trips)} />
      <${Total} name="Distance" value=${fixed(inUnit(year.km))}
        unit=${distanceUnit()} />
      <${Total} name="Driven" value=${span(year.seconds)} />
      <${Total} name="Used" value=${fixed(year.usedWh / 1000, 1)} unit="kWh" />
      <${Total} name="Regained" value=${fixed(year.regainedWh / 1000, 1)}
        unit="kWh" />
      <${Total} name="Efficiency" value=${efficiency(year)}
        unit=${perDistance()} />
    </dl>
    <${Panel} title="Months" end=${data && html`
      <button class="small" disabled=${months.length === 0}
        onClick=${() => save(monthsCsv(months))}>Months as CSV</button>
      <a class="small" href="/api/v1/history/${data.type}?format=csv"
        download>All trips as CSV</a>
    `}>
      ${data === undefined
        ? html`<${Empty}>Loading…<//>`
        : months.length === 0
        ? html`<${Empty}>No trips yet<//>`
        : html`<${Months} months=${months} />`}
    <//>
  `;
}

/** @param {{ name: string, value: Part, unit?: string }} props */
function Total({ name, value, unit = "" }) {
  return html`
    <div class="tile" data-name=${name}>
      <dt>${name}</dt>
      <dd class="value">${value}${unit !== "" &&
        html`<small>${unit}</small>`}</dd>
    </div>
  `;
}

/** @param {Pick<Totals, "km" | "usedWh" | "regainedWh">} of */
function efficiency({ km, usedWh, regainedWh }) {
  return km > 0 ? fixed(whPer((usedWh - regainedWh) / km)) : "–";
}

/** @param {string} month */
function nameOf(month) {
  return month === ""
    ? "Without a date"
    : named.format(new Date(`${month}-15T12:00:00`));
}

/** @param {{ months: readonly Month[] }} props */
function Months({ months }) {
  const [open, setOpen] = useState(months[0]?.month);
  const most = Math.max(1, ...months.map(({ km }) => km));
  return html`
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" class="num">Trips</th>
            <th scope="col" class="num">${distanceUnit()}</th>
            <th scope="col" class="spare"><span class="hidden">Share</span></th>
            <th scope="col" class="num">kWh</th>
            <th scope="col" class="num">${perDistance()}</th>
            <th scope="col" class="num spare">fastest ${speedUnit()}</th>
          </tr>
        </thead>
        <tbody>
          ${months.map((month) =>
            html`
              <tr key=${month.month} data-month=${month.month}>
                <th scope="row">
                  <button class="link" aria-expanded=${open === month.month}
                    onClick=${() =>
                      setOpen(open === month.month ? undefined : month.month)}
                  >${nameOf(month.month)}</button>
                </th>
                <td class="num">${month.trips.length}</td>
                <td class="num">${fixed(inUnit(month.km), 1)}</td>
                <td class="spare" style=${{ width: "25%" }}>
                  <${Bar} parts=${[{ share: month.km / most, kind: "used" }]} />
                </td>
                <td class="num">${fixed(
                  (month.usedWh - month.regainedWh) / 1000,
                  2,
                )}</td>
                <td class="num">${efficiency(month)}</td>
                <td class="num spare">${fixed(inUnit(month.maxSpeed))}</td>
              </tr>
              ${open === month.month &&
                month.trips.map((trip) => html`<${Row} trip=${trip} />`)}
            `
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** @param {{ trip: Trip }} props */
function Row({ trip }) {
  const sums = totals([trip]);
  return html`
    <tr key=${trip.id} class="quiet">
      <th scope="row">${timeText(trip.begin ?? "")}</th>
      <td class="num">${span(sums.seconds)}</td>
      <td class="num">${fixed(inUnit(sums.km), 1)}</td>
      <td class="spare"></td>
      <td class="num">${fixed((sums.usedWh - sums.regainedWh) / 1000, 2)}</td>
      <td class="num">${efficiency(sums)}</td>
      <td class="num spare">${fixed(inUnit(sums.maxSpeed))}</td>
    </tr>
  `;
}

/** Offers a text as a file. @param {string} text */
function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "months.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
