// @ts-check
/** For the car's page: the trip under way or the last one, the same of charges, and where that was. */
import {
  ask,
  colour,
  html,
  Panel,
  shown,
  timeText,
  useLive,
  useLoaded,
  useMemo,
  WayMap,
} from "ovms-edge/page";
import { wayOf } from "./course.js";
import {
  cutText,
  kmText,
  kwhText,
  lengthText,
  perText,
  priceText,
  socText,
  spanText,
  whPerKmOf,
} from "./pieces.js";
import { t } from "./texts.js";
import { momentOf, underWay } from "./under_way.js";

/** @import { Live } from "ovms-edge/page" */
/** @import { Charge, Trip } from "./periods.js" */
/** @import { Point } from "./course.js" */
/** @import { Now } from "./under_way.js" */

const MAP_HEIGHT = 220;
/** Around the ends of a trip, ms: the track has points of its own times. */
const AROUND = 15_000;

/** Trip, charge and map beside each other. */
export default function Last() {
  const live = useLive();
  const loaded = useLoaded(underWay, momentOf(live));
  return shown(loaded, (found) =>
    html`
      <div class="stack even">
        <${LastTrip} now=${found} />
        <${LastCharge} now=${found} />
      </div>
      <${LastWay} now=${found} live=${live} />
    `);
}

/** @param {{ now: Now }} props */
function LastTrip({ now: { trip, lastTrip } }) {
  const one = trip ?? lastTrip;
  if (one === null) return null;
  return html`
    <${Panel} title=${trip ? t("now.trip") : t("last.trip")}
      end=${trip === null && lastTrip !== null &&
        html`<a class="small" href="#trips/trips:trip-${lastTrip.id}">${
          t("word.report")
        }</a>`}>
      <dl class="facts">
        <${Named} name=${t("total.km")} value=${kmText(one.km)} />
        <${Named} name=${t("fact.length")} value=${lengthText(one.seconds)} />
        <${Named} name=${t("total.efficiency")} value=${perText(
          whPerKmOf(one),
        )} />
      </dl>
      <${When} under=${trip} ended=${lastTrip} />
      <//>
  `;
}

/** @param {{ now: Now }} props */
function LastCharge({ now: { charge, lastCharge } }) {
  const one = charge ?? lastCharge;
  if (one === null) return null;
  return html`
    <${Panel} title=${charge ? t("now.charge") : t("last.charge")}
      end=${charge === null && lastCharge !== null &&
        html`<a class="small" href="#trips/trips:charge-${lastCharge.id}">${
          t("word.report")
        }</a>`}>
      <dl class="facts">
        <${Named} name=${t("total.charged")} value=${kwhText(
          one.gridWh ?? one.chargedWh,
        )} />
        <${Named} name=${t("fact.length")} value=${lengthText(one.seconds)} />
        <${Named} name=${t("total.cost")} value=${priceText(one)} />
      </dl>
      <${When} under=${charge} ended=${lastCharge} />
      <//>
  `;
}

/** A fact of a panel; none where nobody knows it. @param {{ name: string, value: string }} props */
const Named = ({ name, value }) =>
  value !== "–" && html`
    <div>
      <dt class="label">${name}</dt>
      <dd>${value}</dd>
    </div>
  `;

/**
 * When it was, and from which SOC to which.
 * @param {{ under: { begin: string | null } | null, ended: Trip | Charge | null }} props
 */
function When({ under, ended }) {
  const soc = ended === null ? "–" : socText(ended);
  const text = under !== null
    ? t("state.since", { time: timeText(under.begin) })
    : ended === null
    ? ""
    : [spanText(ended), soc === "–" ? "" : `SOC ${soc}`, cutText(ended)]
      .filter((part) => part !== "").join(" · ");
  return html`<p class="small quiet num">${text}</p>`;
}

/**
 * The way of the trip, and where the car is now.
 * @param {{ now: Now, live: Live }} props
 */
function LastWay({ now: { trip, lastTrip }, live }) {
  const one = trip ?? lastTrip;
  const since = one?.begin ? Date.parse(one.begin) - AROUND : undefined;
  const until = trip === null && lastTrip?.end
    ? Date.parse(lastTrip.end) + AROUND
    : undefined;
  const minute = until === undefined
    ? Math.floor((live.time ?? 0) / 60_000)
    : 0;
  const { data: points = NONE } = useLoaded(
    () => since === undefined ? Promise.resolve(NONE) : track(since, until),
    [since, until, minute],
  );
  const way = useMemo(() => wayOf(points), [points]);
  const here = live.flag("v.p.gpslock")
    ? {
      latitude: live.number("v.p.latitude"),
      longitude: live.number("v.p.longitude"),
    }
    : undefined;
  const { latitude, longitude } = here ?? {};
  const places = useMemo(
    () =>
      way.placed.length > 0
        ? way.placed
        : latitude !== undefined && longitude !== undefined
        ? [{ latitude, longitude }]
        : [],
    [way, latitude, longitude],
  );
  const paint = useMemo(
    () => (/** @type {number} */ i) =>
      way.known[i] ? colour("accent") : undefined,
    [way],
  );
  if (places.length === 0) return null;
  return html`
    <${Panel} title=${t("map.title")}>
      <${WayMap} points=${places} paint=${paint} height=${MAP_HEIGHT}
        label=${t("map.way")} />
      <//>
  `;
}

/** @type {readonly Point[]} */
const NONE = [];

/**
 * Points of the track.
 * @param {number} since ms
 * @param {number} [until] ms
 * @returns {Promise<readonly Point[]>}
 */
export async function track(since, until) {
  /** @type {{ points: Point[] }} */
  const { points } = await ask(
    `/series/track?since=${since}${
      until === undefined ? "" : `&until=${until}`
    }`,
  );
  return points;
}
