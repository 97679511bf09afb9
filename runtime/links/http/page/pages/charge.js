/** Charges: the present one and earlier ones, the estimate against what came. */
import { history, useLive, useLoaded } from "../api.js";
import { chargeText, doing, doingText } from "../car.js";
import { duration, fixed, html, timeText, useMemo, useState } from "../lib.js";
import { chargeMinutes } from "../twizy.js";
import { Chart, Empty, Failed, NumberTile, Panel } from "../widgets.js";

/** Charges that can be chosen. */
const LISTED = 20;
/** A record later than this after the one before belongs to no running charge, ms. */
const GAP = 5 * 60_000;

export function Charge() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const charges = useLoaded(() => history("RT-PWR-Charge"), [minute]);
  const pack = useLoaded(() => history("RT-PWR-BattPack"), [minute]);
  const known = useMemo(() => {
    const done = (charges.data ?? []).filter(({ begin, end }) =>
      begin !== null && end !== null
    );
    const running = runningCharge(live, pack.data ?? []);
    return [...(running ? [running] : []), ...done.slice(-LISTED).reverse()];
  }, [charges.data, pack.data, doing(live) === "charging"]);
  const [chosen, choose] = useState(0);
  const charge = known[Math.min(chosen, known.length - 1)];
  return html`
    <p class="notice">${doingText(live)}${chargeText(live) &&
      ` · ${chargeText(live)}`}</p>
    <dl class="tiles">
      <${NumberTile} live=${live} metric="v.b.soc" name="SOC" decimals=${1}
        unit="%" />
      <${NumberTile} live=${live} metric="v.c.kwh" name="Charged"
        decimals=${2} unit="kWh" />
      <${NumberTile} live=${live} metric="v.b.power" name="Charge power"
        decimals=${1} unit="kW" convert=${(kW) => Math.max(0, -kW)} />
      <${NumberTile} live=${live} metric="v.c.temp" name="Charger" unit="°C" />
    </dl>
    <${Panel} title="Charge curve" end=${known.length > 0 && html`
      <label class="small">Charge of <select value=${chosen} onChange=${(
        event,
      ) => choose(Number(event.target.value))}>
        ${known.map(({ begin, running }, i) =>
          html`<option value=${i}>${running ? "now" : timeText(begin)}</option>`
        )}
      </select></label>
    `}>
      <${Failed} error=${charges.error ?? pack.error} />
      ${charge === undefined
        ? html`<${Empty}>No charge yet<//>`
        : html`<${Curve} charge=${charge} pack=${pack.data ?? []} />`}
    <//>
    <${List} charges=${known.filter(({ running }) => !running)} />
  `;
}

/** The charge that runs now, from the records since it began. */
function runningCharge(live, pack) {
  if (doing(live) !== "charging") return undefined;
  let first = pack.at(-1);
  for (const record of pack.toReversed()) {
    const rises = record.soc <= first.soc;
    if (!rises || Date.parse(first.time) - Date.parse(record.time) > GAP) break;
    first = record;
  }
  if (first === undefined || first.time === "") return undefined;
  return {
    running: true,
    begin: first.time,
    end: new Date(live.time ?? Date.now()).toISOString(),
    socBefore: first.soc / 100,
    socAfter: live.value("v.b.soc"),
  };
}

function Curve({ charge, pack }) {
  const { begin, end, socBefore, socAfter } = charge;
  const chart = useMemo(() => curveOf(charge, pack), [charge, pack]);
  const took = (Date.parse(end) - Date.parse(begin)) / 60_000;
  const expected = chargeMinutes(socBefore, socAfter);
  return html`
    <${Chart}
      data=${chart}
      time=${false}
      x="minutes"
      label="State of charge over the time of the charge, estimate and measured"
      scales=${{ y: { range: [null, 100] } }}
      series=${[
        {
          label: "Measured",
          unit: "%",
          decimals: 1,
          colour: "accent",
          width: 2.5,
        },
        {
          label: "Estimate",
          unit: "%",
          decimals: 1,
          colour: "soft",
          dash: [5, 5],
        },
      ]}
    />
    <p class="small quiet">
      ${fixed(socBefore, 1)} to ${fixed(socAfter, 1)} % took ${duration(
        took,
      )}; the estimate was ${duration(expected)}.
      ${chart[1].filter((x) => x !== null).length <= 2 &&
        " Only begin and end are known: minutes are kept for a day."}
    </p>
  `;
}

/** Minutes, measured SOC and estimated SOC. */
function curveOf({ begin, end, socBefore, socAfter }, pack) {
  const from = Date.parse(begin), to = Date.parse(end);
  const measured = new Map([[0, socBefore], [(to - from) / 60_000, socAfter]]);
  for (const { time, soc } of pack) {
    const at = Date.parse(time);
    if (at > from && at < to) measured.set((at - from) / 60_000, soc / 100);
  }
  const estimate = new Map();
  for (let soc = socBefore; soc <= 100; soc += 0.5) {
    estimate.set(chargeMinutes(socBefore, soc), soc);
  }
  estimate.set(chargeMinutes(socBefore, 100), 100);
  const minutes = [...new Set([...measured.keys(), ...estimate.keys()])].sort((
    a,
    b,
  ) => a - b);
  return [minutes, filled(minutes, measured), filled(minutes, estimate)];
}

/** Values at all minutes: between two known ones on the line through them, outside none. */
function filled(minutes, known) {
  const points = [...known].sort(([a], [b]) => a - b);
  return minutes.map((minute) => {
    const next = points.findIndex(([at]) => at >= minute);
    if (next < 0) return null;
    const [at, soc] = points[next];
    if (at === minute || next === 0) return at === minute ? soc : null;
    const [before, was] = points[next - 1];
    return was + (soc - was) * (minute - before) / (at - before);
  });
}

function List({ charges }) {
  return html`
    <${Panel} title="Charges" end=${html`
      <a class="small" href="/api/v1/history/RT-PWR-Charge?format=csv"
        download>CSV</a>
    `}>
      ${charges.length === 0 ? html`<${Empty}>None yet<//>` : html`
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Begin</th>
                <th scope="col" class="num">SOC</th>
                <th scope="col" class="num">took</th>
                <th scope="col" class="num">estimate</th>
                <th scope="col" class="num">Wh</th>
              </tr>
            </thead>
            <tbody>${charges.map((
              { begin, seconds, socBefore, socAfter, chargedWh },
            ) =>
              html`
                <tr>
                  <th scope="row">${timeText(begin)}</th>
                  <td class="num">${fixed(socBefore)} – ${fixed(
                    socAfter,
                  )} %</td>
                  <td class="num">${duration(seconds / 60)}</td>
                  <td class="num">${duration(
                    chargeMinutes(socBefore, socAfter),
                  )}</td>
                  <td class="num">${fixed(chargedWh)}</td>
                </tr>
              `
            )}</tbody>
          </table>
        </div>
      `}
    <//>
  `;
}
