/** The car at a glance. */
import { ask, useLive, useLoaded } from "../api.js";
import { chargeText, doing, doingText } from "../car.js";
import { Icon } from "../icons.js";
import {
  distanceUnit,
  fixed,
  html,
  inUnit,
  perDistance,
  span,
  speedUnit,
  useRef,
  whPer,
} from "../lib.js";
import { NumberTile, Spark, Tile } from "../widgets.js";

/** Below this SOC the bar turns red, %. */
const LOW = 15;
/** Seconds of the small power line. */
const SHORT = 180;

export function Dashboard() {
  const live = useLive();
  return html`
    <${Glance} live=${live} />
    <dl class="tiles">
      <${PowerTile} live=${live} />
      <${NumberTile}
        live=${live}
        metric="v.p.speed"
        name="Speed"
        unit=${speedUnit()}
        convert=${inUnit}
      />
      <${NumberTile}
        live=${live}
        metric="v.p.odometer"
        name="Odometer"
        decimals=${1}
        unit=${distanceUnit()}
        convert=${inUnit}
      />
      <${Trip} live=${live} />
      <${Supply} live=${live} />
      <${Gps} live=${live} />
      <${Gsm} live=${live} />
      <${Server} live=${live} />
      <${NumberTile} live=${live} metric="v.b.temp" name="Battery" unit="°C" />
      <${NumberTile} live=${live} metric="v.m.temp" name="Motor" unit="°C" />
      <${NumberTile} live=${live} metric="v.c.temp" name="Charger" unit="°C" />
      <${NumberTile}
        live=${live}
        metric="v.b.soh"
        name="Battery health"
        unit="%"
      />
    </dl>
  `;
}

function Glance({ live }) {
  const soc = live.look("v.b.soc"), state = doing(live);
  const from = live.value("v.b.range.est"), to = live.value("v.b.range.ideal");
  const limit = live.value("v.c.limit.soc");
  const low = soc.value < LOW ? "low" : "";
  const charge = chargeText(live);
  return html`
    <section class="panel glance ${state} ${low}"
      aria-label="State of charge">
      <div class="soc">
        <p class="big" data-name="SOC">${fixed(
          soc.value,
          1,
        )}<small> %</small></p>
        <p class="range">${rangeText(
          from,
          to,
        )}<span class="label"> range</span></p>
      </div>
      <div class="pack" aria-hidden="true">
        <div class="level" style=${{ width: `${soc.value ?? 0}%` }}></div>
        ${limit > 0 && html`
          <div class="limit" style=${{ left: `${limit}%` }}></div>
        `}
      </div>
      <p class="doing">
        ${state === "asleep" && html`
          <${Icon} name="moon" class="moon" />
        `}${doingText(live)}${charge !== "" &&
          ` · ${charge}`}${state === "asleep" && soc.age !== undefined
          ? ` · last heard ${span(soc.age)} ago`
          : ""}
      </p>
      ${limit > 0 && html`
        <p class="small quiet num">Charge alert at ${fixed(limit)} %</p>
      `}
    </section>
  `;
}

/** From the display's range to the one of a calm drive. */
function rangeText(from, to) {
  if (from === undefined) return "–";
  const low = fixed(inUnit(from)), high = fixed(inUnit(to));
  return `${
    low === high || to === undefined ? low : `${low} – ${high}`
  } ${distanceUnit()}`;
}

function PowerTile({ live }) {
  const reading = live.look("v.b.power");
  const { data } = useLoaded(() =>
    ask(`/trail?names=v.b.power&seconds=${SHORT}`)
  );
  const samples = useRef({ at: null, values: [] });
  const { current } = samples;
  if (data !== undefined && current.from !== data) {
    current.from = data;
    current.values = data.series["v.b.power"];
  } else if (live.time !== current.at) {
    current.at = live.time;
    const value = reading.freshness === "fresh" ? reading.value : null;
    current.values = [...current.values, value].slice(-SHORT);
  }
  return html`
    <${Tile}
      name=${reading.value < 0 ? "Power, coming back" : "Power"}
      reading=${reading}
      value=${fixed(reading.value, 1)}
      unit="kW"
    >
      <dd>
        <${Spark} values=${current.values} low=${-1} high=${1} />
      </dd>
      <//>
  `;
}

function Trip({ live }) {
  const reading = live.look("v.p.trip");
  const used = live.value("v.b.energy.used"),
    back = live.value("v.b.energy.recd");
  const per = reading.value > 0.1
    ? `${fixed(whPer((used - back) * 1000 / reading.value))} ${perDistance()}`
    : "";
  return html`
    <${Tile}
      name="Trip"
      reading=${reading}
      value=${fixed(
        reading.value === undefined ? undefined : inUnit(reading.value),
        1,
      )}
      unit=${distanceUnit()}
      more=${per}
    />
  `;
}

function Supply({ live }) {
  const reading = live.look("v.b.12v.voltage");
  const reference = live.value("v.b.12v.voltage.ref");
  const alert = live.value("v.b.12v.voltage.alert") === true;
  const charging = live.value("v.e.charging12v") === true;
  const more = alert
    ? "low!"
    : charging
    ? "charging"
    : reference > 0
    ? `${fixed(reference, 1)} V when full`
    : "";
  return html`
    <${Tile}
      name="12 V battery"
      reading=${reading}
      value=${fixed(reading.value, 1)}
      unit="V"
      more=${more}
    />
  `;
}

function Gps({ live }) {
  const lock = live.look("v.p.gpslock"), sats = live.value("v.p.satcount");
  const hdop = live.value("v.p.gpshdop");
  const fix = lock.value === true;
  return html`
    <${Tile}
      name="GPS"
      reading=${lock}
      value=${fix ? "Fix" : "No fix"}
      more=${fix && sats !== undefined
        ? `${sats} sats, HDOP ${fixed(hdop, 1)}`
        : ""}
    />
  `;
}

function Gsm({ live }) {
  const reading = live.look("m.net.sq");
  const up = live.value("m.net.connected") === true;
  return html`
    <${Tile}
      name="GSM"
      reading=${reading}
      value=${up ? fixed(reading.value) : "No network"}
      unit=${up ? "dBm" : ""}
      more=${up ? live.value("m.net.provider") || "" : ""}
    />
  `;
}

function Server({ live }) {
  const reading = live.look("s.v2.connected");
  const apps = live.value("s.v2.peers");
  return html`
    <${Tile}
      name="OVMS server"
      reading=${reading}
      value=${reading.value ? "Online" : "Offline"}
      more=${reading.value ? `${apps} apps` : ""}
    />
  `;
}
