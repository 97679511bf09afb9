/** Charges: the present one and earlier ones, the estimate against what came. */
import {
  ask,
  chargeText,
  Chart,
  doing,
  doingText,
  duration,
  Empty,
  Failed,
  fixed,
  history,
  html,
  NumberTile,
  Panel,
  timeText,
  useLive,
  useLoaded,
  useMemo,
  useState,
} from "ovms-edge/page";
import { curveOf, isMeasured } from "./curve.js";
import { Estimate } from "./estimate.js";

/** Charges that can be chosen. */
const LISTED = 20;

export default function Charge() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const sources = useLoaded(sourcesOfRecords);
  const { charge: type, pack: packType } = sources.data ?? {};
  const records = (of) => of === undefined ? Promise.resolve([]) : history(of);
  const charges = useLoaded(() => records(type), [minute, type]);
  const pack = useLoaded(() => records(packType), [minute, packType]);
  const charging = doing(live) === "charging";
  const now = useLoaded(() => optional("/plugins/power/charge"), [
    minute,
    charging,
  ]);
  const asked = useLoaded(() => ask("/plugins/ca/estimate"), [minute]);
  const estimate = useMemo(() => new Estimate(asked.data?.minutes ?? []), [
    asked.data,
  ]);
  const known = useMemo(() => {
    const done = (charges.data ?? []).filter(({ begin, end }) =>
      begin !== null && end !== null
    );
    const running = runningCharge(live, now.data);
    return [...(running ? [running] : []), ...done.slice(-LISTED).reverse()];
  }, [charges.data, now.data, charging]);
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
      <${Failed} error=${sources.error ?? charges.error ?? pack.error ??
        asked.error} />
      ${charge === undefined ? html`<${Empty}>No charge yet<//>` : html`
        <${Curve} charge=${charge} pack=${pack.data ?? []}
          estimate=${estimate} />
      `}
    <//>
    <${List} charges=${known.filter(({ running }) => !running)} type=${type}
      estimate=${estimate} />
  `;
}

/** What a plugin tells that a car need not have. */
const optional = (query) =>
  ask(query).catch((error) => {
    if (error.status === 404) return {};
    throw error;
  });

/** Record types, as the plugins tell that write them; a car need not have them. */
async function sourcesOfRecords() {
  const [{ charge }, { pack }] = await Promise.all([
    optional("/plugins/power/sources"),
    optional("/plugins/batt/sources"),
  ]);
  return { charge, pack };
}

/** The charge that runs now, as the gateway saw it begin. */
function runningCharge(live, now) {
  const soc = live.value("v.b.soc");
  if (doing(live) !== "charging" || !now?.begin || soc === undefined) {
    return undefined;
  }
  return {
    running: true,
    begin: now.begin,
    end: new Date(live.time ?? Date.now()).toISOString(),
    socBefore: now.socBefore,
    socAfter: soc,
  };
}

function Curve({ charge, pack, estimate }) {
  const { begin, end, socBefore, socAfter } = charge;
  const chart = useMemo(() => curveOf(charge, pack, estimate), [
    charge,
    pack,
    estimate,
  ]);
  const took = (Date.parse(end) - Date.parse(begin)) / 60_000;
  const expected = estimate.minutes(socBefore, socAfter);
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
          dots: true,
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
      )}${expected !== undefined &&
        `; the estimate was ${duration(expected)}`}.
      ${!isMeasured(charge, pack) &&
        " Only begin and end are known: minutes are kept for a day."}
    </p>
  `;
}

function List({ charges, type, estimate }) {
  return html`
    <${Panel} title="Charges" end=${html`
      <a class="small" href="/api/v1/history/${type}?format=csv"
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
                  <td class="num">${expectedText(
                    estimate.minutes(socBefore, socAfter),
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

const expectedText = (minutes) =>
  minutes === undefined ? "–" : duration(minutes);
