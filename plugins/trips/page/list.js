// @ts-check
/** What was driven and charged in a day, a month or a year. */
import {
  ask,
  Empty,
  fixed,
  html,
  shown,
  timeText,
  useLive,
  useLoaded,
  useMemo,
  useState,
} from "ovms-edge/page";
import { addressOf, costsText, Groups, nameOf, NOTHING } from "./groups.js";
import {
  byOf,
  chargesCsv,
  keyAt,
  keyOf,
  spanOf,
  totals,
  tripsCsv,
} from "./periods.js";
import { Fact, kmText, kwhText, lengthText, perText } from "./pieces.js";
import { Charges, fileButton, Trips } from "./tables.js";
import { t } from "./texts.js";
import { momentOf, underWay } from "./under_way.js";
import { OWN, Whose } from "./whose.js";

/** @import { Both, By, Charge, Trip } from "./periods.js" */
/** @import { Now } from "./under_way.js" */
/** @import { Part } from "ovms-edge/page" */

/** @type {Readonly<Record<By, string>>} */
const BY = { day: t("by.day"), month: t("by.month"), year: t("by.year") };

/** Whose are shown until the page is loaded anew. */
let chosen = OWN;

/**
 * @param {string} key
 * @param {string} whose
 * @returns {Promise<Both>}
 */
async function within(key, whose) {
  const { since, until } = spanOf(key);
  const query = `since=${since}&until=${until}&${whose}`;
  /** @type {Promise<Trip[]>} */
  const trips = ask(`/plugins/trips/trips?${query}`);
  /** @type {Promise<Charge[]>} */
  const charges = ask(`/plugins/trips/charges?${query}`);
  return { trips: await trips, charges: await charges };
}

/** @param {{ period: string }} props */
export function Period({ period }) {
  const live = useLive(), by = byOf(period);
  const [whose, setWhose] = useState(chosen);
  const { data: present } = useLoaded(underWay, momentOf(live));
  // A trip ends some minutes after the car was switched off
  const changes = [present?.lastTrip?.id, present?.lastCharge?.id];
  const loaded = useLoaded(
    () => within(period, whose),
    [period, whose, ...changes],
  );
  const before = useLoaded(
    () =>
      by === "year"
        ? within(keyAt(period, -1), whose)
        : Promise.resolve(NOTHING),
    [period, whose],
  );
  /** @returns {Promise<Both>} */
  const undated = () => ask(`/plugins/trips/undated?${whose}`);
  const rest = useLoaded(undated, [whose, ...changes]);
  const now = live.time ?? Date.now(), { since, until } = spanOf(period);
  const isNow = now >= since && now < until;
  const said = isNow && present ? presentText(present) : "";
  return html`
    <${Chooser} period=${period} now=${now}>
      ${present && present.others.length > 0 && html`
        <${Whose} others=${present.others} whose=${whose}
          choose=${(/** @type {string} */ one) => setWhose(chosen = one)} />
      `}
    <//>
    ${said !== "" && html`<p class="notice">${said}</p>`}
    ${shown(loaded, (both) =>
      html`
        ${(said === "" || both.trips.length + both.charges.length > 0) &&
          html`<${Sums} both=${both} />`}
        ${by !== "day" && html`
          <${Groups} both=${both} before=${before.data ?? NOTHING}
            period=${period} />
        `}
        ${by !== "year" && html`
          <div class="columns broad">
            <${Trips} trips=${both.trips} name=${`trips-${period}.csv`} />
            <${Charges} charges=${both.charges}
              name=${`charges-${period}.csv`} />
          </div>
        `}
        ${both.charges.length > 0 &&
          both.charges.every(({ cost }) => cost === null) && html`
          <p class="small quiet"><a href="#settings">${t("list.price")}</a></p>
        `}
        ${by === "year" && html`<${AsFiles} both=${both} period=${period} />`}
      `)}
    ${by === "year" && rest.data && html`<${Undated} both=${rest.data} />`}
  `;
}

/** What is under way, which is in no list yet. @param {Now} now */
function presentText({ trip, charge }) {
  const since = (/** @type {string | null} */ begin) =>
    t("state.since", { time: timeText(begin) });
  return [
    ...trip
      ? [`${t("now.trip")}: ${kmText(trip.km)}, ${since(trip.begin)}`]
      : [],
    ...charge
      ? [
        `${t("now.charge")}: ${kwhText(charge.gridWh ?? charge.chargedWh)}, ${
          since(charge.begin)
        }`,
      ]
      : [],
  ].join(" · ");
}

/** @param {{ period: string, now: number, children?: Part }} props */
function Chooser({ period, now, children }) {
  const by = byOf(period);
  /** @param {By} other */
  const keyFor = (other) => {
    const { since, until } = spanOf(period);
    // The newest part of the period that is not in the future
    return keyOf(
      now >= since && now < until ? now : since,
      other,
    );
  };
  const later = keyAt(period, 1);
  return html`
    <div class="choices">
      <span role="group" class="buttons" aria-label=${t("by.title")}>
        ${/** @type {const} */ (["day", "month", "year"]).map((one) =>
          html`
            <a key=${one} class="button" href=${addressOf(keyFor(one))}
              aria-current=${one === by ? "true" : undefined}>${BY[one]}</a>
          `
        )}
      </span>
      <span class="buttons">
        <a class="button" href=${addressOf(keyAt(period, -1))}
          aria-label=${t("by.earlier")}>‹</a>
        <strong>${nameOf(period)}</strong>
        ${spanOf(later).since <= now && html`
          <a class="button" href=${addressOf(later)}
            aria-label=${t("by.later")}>›</a>
        `}
      </span>
      ${children}
    </div>
  `;
}

/** @param {{ both: Both }} props */
function Sums({ both }) {
  const sums = useMemo(() => totals(both), [both]);
  if (sums.trips + sums.charges === 0) {
    return html`<${Empty}>${t("state.none")}<//>`;
  }
  return html`
    <dl class="tiles">
      <${Fact} name=${t("total.trips")} value=${fixed(sums.trips)} />
      <${Fact} name=${t("total.km")} value=${kmText(sums.km)} />
      <${Fact} name=${t("total.driven")} value=${lengthText(sums.seconds)} />
      <${Fact} name=${t("total.used")} value=${kwhText(sums.usedWh)} />
      <${Fact} name=${t("total.regained")} value=${kwhText(sums.regainedWh)} />
      <${Fact} name=${t("total.efficiency")} value=${perText(sums.whPerKm)} />
      <${Fact} name=${t("total.charges")} value=${fixed(sums.charges)} />
      <${Fact} name=${t("total.charged")} value=${kwhText(sums.chargedWh)} />
      <${Fact} name=${t("total.cost")} value=${costsText(sums.costs)} />
    </dl>
  `;
}

/** @param {{ both: Both, period: string }} props */
const AsFiles = ({ both: { trips, charges }, period }) =>
  html`
    <p class="buttons">
      ${fileButton(
        `${t("list.trips")}: ${t("list.csv")}`,
        trips,
        tripsCsv,
        `trips-${period}.csv`,
      )}
      ${fileButton(
        `${t("list.charges")}: ${t("list.csv")}`,
        charges,
        chargesCsv,
        `charges-${period}.csv`,
      )}
    </p>
  `;

/** @param {{ both: Both }} props */
function Undated({ both: { trips, charges } }) {
  if (trips.length + charges.length === 0) return null;
  return html`
    <h2>${t("state.undated")}</h2>
    ${trips.length > 0 && html`
      <${Trips} trips=${trips} name="trips.csv" />
    `}
    ${charges.length > 0 && html`
      <${Charges} charges=${charges} name="charges.csv" />
    `}
  `;
}
