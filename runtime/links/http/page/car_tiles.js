// @ts-check
/** Single values of the car, each with its age. */
import { ask, useLoaded } from "./api.js";
import { doing } from "./car.js";
import { efficiencyOf } from "./glance.js";
import {
  distanceUnit,
  fixed,
  html,
  inUnit,
  perDistance,
  speedUnit,
  useRef,
} from "./lib.js";
import { t } from "./texts.js";
import { NumberTile, Spark, Tile } from "./widgets.js";

/** @import { Live } from "./live.js" */
/** @typedef {{ live: Live }} OfLive */

/** Seconds of the small power line, and after which a value counts as not heard. */
const SHORT = 180, HEARD = 10;

/** @param {OfLive} props */
export function CarTiles({ live }) {
  return html`
    <dl class="tiles">
      ${live.has("v.b.power") && html`<${PowerTile} live=${live} />`}
      <${NumberTile} live=${live} metric="v.p.speed" name=${t("tile.speed")}
        unit=${speedUnit()} convert=${inUnit} />
      <${NumberTile} live=${live} metric="v.p.odometer" name=${t(
        "fact.odometer",
      )}
        decimals=${1} unit=${distanceUnit()} convert=${inUnit} />
      ${live.has("v.p.trip") && html`<${Trip} live=${live} />`}
      ${live.has("v.b.12v.voltage") && html`<${Supply} live=${live} />`}
      <${Gps} live=${live} />
      <${Gsm} live=${live} />
      <${Server} live=${live} />
      <${NumberTile} live=${live} metric="v.b.temp" name=${t(
        "tile.battery",
      )} unit="°C" />
      <${NumberTile} live=${live} metric="v.m.temp" name=${t(
        "tile.motor",
      )} unit="°C" />
      <${NumberTile} live=${live} metric="v.c.temp" name=${t(
        "tile.charger",
      )} unit="°C" />
      <${NumberTile} live=${live} metric="v.b.soh" name=${t(
        "tile.health",
      )} unit="%" />
    </dl>
  `;
}

/** @returns {Promise<import("./answers.ts").Trail>} */
const trail = () => ask(`/trail?names=v.b.power&seconds=${SHORT}`);

/** @param {OfLive} props */
function PowerTile({ live }) {
  const reading = live.look("v.b.power"), power = live.number("v.b.power");
  const charging = doing(live) === "charging";
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
    const isHeard = live.state === "live" && (reading.age ?? Infinity) <= HEARD;
    const value = isHeard ? power ?? null : null;
    const passed = Math.min(SHORT, second - current.second);
    // Seconds that were not looked at are not known
    const missed = Array.from({ length: passed - 1 }, () => null);
    const values = [...current.values, ...missed, value].slice(-SHORT);
    line.current = { ...current, second, values };
  }
  return html`
    <${Tile}
      name=${charging
        ? t("fact.chargePower")
        : (power ?? 0) < 0
        ? t("tile.powerBack")
        : t("fact.power")}
      reading=${reading}
      value=${fixed(charging ? Math.max(0, -(power ?? 0)) : power, 1)}
      unit="kW"
      course="v.b.power"
    >
      <dd>
        <${Spark} values=${line.current.values} low=${-1} high=${1} />
      </dd>
      <//>
  `;
}

/** @param {OfLive} props */
function Trip({ live }) {
  const km = live.number("v.p.trip"), wh = efficiencyOf(live);
  return html`
    <${Tile}
      name=${t("fact.trip")}
      reading=${live.look("v.p.trip")}
      value=${fixed(
        km === undefined ? undefined : inUnit(km),
        1,
      )}
      unit=${distanceUnit()}
      more=${wh === undefined ? "" : `${fixed(wh)} ${perDistance()}`}
      course="v.p.trip"
    />
  `;
}

/** @param {OfLive} props */
function Supply({ live }) {
  const reading = live.look("v.b.12v.voltage");
  const reference = live.number("v.b.12v.voltage.ref") ?? 0;
  const more = live.flag("v.b.12v.voltage.alert")
    ? t("supply.low")
    : live.flag("v.e.charging12v")
    ? t("supply.charging")
    : reference > 0
    ? t("supply.full", { volts: fixed(reference, 1) })
    : "";
  return html`
    <${Tile}
      name=${t("fact.supply")}
      reading=${reading}
      value=${fixed(reading.value, 1)}
      unit="V"
      more=${more}
      course="v.b.12v.voltage"
    />
  `;
}

/** @param {OfLive} props */
function Gps({ live }) {
  const lock = live.look("v.p.gpslock"), sats = live.number("v.p.satcount");
  const fix = lock.value === true;
  return html`
    <${Tile}
      name="GPS"
      reading=${lock}
      value=${fix ? t("gps.fix") : t("gps.none")}
      more=${fix && sats !== undefined
        ? t("gps.quality", { sats, hdop: fixed(live.number("v.p.gpshdop"), 1) })
        : ""}
      course="v.p.satcount"
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
      value=${up ? fixed(reading.value) : t("gsm.none")}
      unit=${up ? "dBm" : ""}
      more=${up ? live.text("m.net.provider") : ""}
      course="m.net.sq"
    />
  `;
}

/** @param {OfLive} props */
function Server({ live }) {
  const reading = live.look("s.v2.connected");
  return html`
    <${Tile}
      name=${t("server.name")}
      reading=${reading}
      value=${reading.value ? t("server.online") : t("server.offline")}
      more=${reading.value
        ? t("server.apps", { n: live.number("s.v2.peers") ?? 0 })
        : ""}
      course="s.v2.connected"
    />
  `;
}
