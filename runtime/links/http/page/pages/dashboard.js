// @ts-check
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
/** @import { Live } from "../live.js" */
/** @typedef {{ live: Live }} OfLive */

/** Seconds of the small power line. */
const SHORT = 180;

export function Dashboard() {
  const live = useLive();
  return html`
    <${Glance} live=${live} />
    <dl class="tiles">
      ${live.has("v.b.power") && html`<${PowerTile} live=${live} />`}
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
      ${live.has("v.p.trip") && html`<${Trip} live=${live} />`}
      ${live.has("v.b.12v.voltage") && html`<${Supply} live=${live} />`}
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

/** @param {OfLive} props */
function Glance({ live }) {
  const { age } = live.look("v.b.soc"), state = doing(live);
  const soc = live.number("v.b.soc"), limit = live.number("v.c.limit.soc") ?? 0;
  const from = live.number("v.b.range.est");
  const to = live.number("v.b.range.ideal");
  const low = soc !== undefined && soc < LOW ? "low" : "";
  const charge = chargeText(live);
  return html`
    <section class="panel glance ${state} ${low}"
      aria-label="State of charge">
      <div class="soc">
        <p class="big" data-name="SOC">${fixed(
          soc,
          1,
        )}<small> %</small></p>
        ${live.has("v.b.range.est") && html`
          <p class="range">${rangeText(
            from,
            to,
          )}<span class="label"> range</span></p>
        `}
      </div>
      <div class="pack" aria-hidden="true">
        ${soc !== undefined && html`
          <div class="level" style=${{ width: `${soc}%` }}></div>
        `}
        ${limit > 0 && html`
          <div class="limit" style=${{ left: `${limit}%` }}></div>
        `}
      </div>
      <p class="doing">
        ${state === "asleep" && html`
          <${Icon} name="moon" class="moon" />
        `}${doingText(live)}${charge !== "" &&
          ` · ${charge}`}${state === "asleep" && age !== undefined
          ? ` · last heard ${span(age)} ago`
          : ""}
      </p>
      ${limit > 0 && html`
        <p class="small quiet num">Charge alert at ${fixed(limit)} %</p>
      `}
    </section>
  `;
}

/**
 * From the display's range to the one of a calm drive, km.
 * @param {number | undefined} from
 * @param {number | undefined} to
 */
function rangeText(from, to) {
  if (from === undefined) return "–";
  const low = fixed(inUnit(from));
  const high = to === undefined ? low : fixed(inUnit(to));
  return `${low === high ? low : `${low} – ${high}`} ${distanceUnit()}`;
}

/** @returns {Promise<import("../answers.ts").Trail>} */
const trail = () => ask(`/trail?names=v.b.power&seconds=${SHORT}`);

/** @param {OfLive} props */
function PowerTile({ live }) {
  const reading = live.look("v.b.power"), power = live.number("v.b.power");
  const { data } = useLoaded(trail);
  const second = Math.floor(performance.now() / 1000);
  const line = useRef({
    from: data,
    second,
    /** @type {readonly (number | null)[]} */
    values: [],
  });
  const { current } = line;
  if (data !== undefined && current.from !== data) {
    line.current = {
      from: data,
      second,
      values: data.series["v.b.power"] ?? [],
    };
  } else if (second > current.second) {
    const value = reading.freshness === "fresh" ? power ?? null : null;
    const passed = Math.min(SHORT, second - current.second);
    // Seconds that were not looked at are not known
    const missed = Array.from({ length: passed - 1 }, () => null);
    const values = [...current.values, ...missed, value].slice(-SHORT);
    line.current = { ...current, second, values };
  }
  return html`
    <${Tile}
      name=${(power ?? 0) < 0 ? "Power, coming back" : "Power"}
      reading=${reading}
      value=${fixed(power, 1)}
      unit="kW"
    >
      <dd>
        <${Spark} values=${line.current.values} low=${-1} high=${1} />
      </dd>
      <//>
  `;
}

/** @param {OfLive} props */
function Trip({ live }) {
  const reading = live.look("v.p.trip"), km = live.number("v.p.trip");
  const used = live.number("v.b.energy.used");
  const back = live.number("v.b.energy.recd") ?? 0;
  const per = km !== undefined && km > 0.1 && used !== undefined
    ? `${fixed(whPer((used - back) * 1000 / km))} ${perDistance()}`
    : "";
  return html`
    <${Tile}
      name="Trip"
      reading=${reading}
      value=${fixed(
        km === undefined ? undefined : inUnit(km),
        1,
      )}
      unit=${distanceUnit()}
      more=${per}
    />
  `;
}

/** @param {OfLive} props */
function Supply({ live }) {
  const reading = live.look("v.b.12v.voltage");
  const reference = live.number("v.b.12v.voltage.ref") ?? 0;
  const alert = live.flag("v.b.12v.voltage.alert");
  const charging = live.flag("v.e.charging12v");
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

/** @param {OfLive} props */
function Gps({ live }) {
  const lock = live.look("v.p.gpslock"), sats = live.number("v.p.satcount");
  const hdop = live.number("v.p.gpshdop");
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

/** @param {OfLive} props */
function Gsm({ live }) {
  const reading = live.look("m.net.sq");
  const up = live.flag("m.net.connected");
  return html`
    <${Tile}
      name="GSM"
      reading=${reading}
      value=${up ? fixed(reading.value) : "No network"}
      unit=${up ? "dBm" : ""}
      more=${up ? live.text("m.net.provider") : ""}
    />
  `;
}

/** @param {OfLive} props */
function Server({ live }) {
  const reading = live.look("s.v2.connected");
  const apps = live.number("s.v2.peers") ?? 0;
  return html`
    <${Tile}
      name="OVMS server"
      reading=${reading}
      value=${reading.value ? "Online" : "Offline"}
      more=${reading.value ? `${apps} apps` : ""}
    />
  `;
}
