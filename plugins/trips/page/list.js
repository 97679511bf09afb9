// @ts-check
/** What was driven and charged in a day, a month or a year. */
import {
  ask,
  Bar,
  distanceUnit,
  Empty,
  fixed,
  html,
  inUnit,
  locale,
  Panel,
  perDistance,
  shown,
  useLive,
  useLoaded,
  useMemo,
  whPer,
} from "ovms-edge/page";
import {
  byOf,
  chargesCsv,
  groupsOf,
  keyAt,
  keyOf,
  spanOf,
  totals,
  tripsCsv,
} from "./periods.js";
import {
  costText,
  cutText,
  Fact,
  kmText,
  kwhText,
  lengthText,
  perText,
  priceText,
  save,
  socText,
  spanText,
  whPerKmOf,
} from "./pieces.js";
import { t } from "./texts.js";

/** @import { Both, By, Charge, Group, Totals, Trip } from "./periods.js" */

/** @type {Readonly<Record<By, Intl.DateTimeFormat>>} */
const NAMES = {
  day: new Intl.DateTimeFormat(locale, { dateStyle: "full" }),
  month: new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }),
  year: new Intl.DateTimeFormat(locale, { year: "numeric" }),
};
/** @type {Readonly<Record<By, string>>} */
const BY = { day: t("by.day"), month: t("by.month"), year: t("by.year") };
/** Parts that a period is made of. @type {Readonly<Record<By, By>>} */
const PARTS = { year: "month", month: "day", day: "day" };
/** @type {Both} */
const NOTHING = { trips: [], charges: [] };

/** A day of a month's list. */
const shortDay = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
});

/** @param {string} key */
const nameOf = (key) => NAMES[byOf(key)].format(new Date(spanOf(key).since));
/** @param {string} key */
const rowName = (key) =>
  byOf(key) === "day"
    ? shortDay.format(new Date(spanOf(key).since))
    : nameOf(key);
/** @param {string} key */
const addressOf = (key) => `#trips/trips:${key}`;

/**
 * @param {string} key
 * @returns {Promise<Both>}
 */
async function within(key) {
  const { since, until } = spanOf(key);
  const query = `since=${since}&until=${until}`;
  /** @type {Promise<Trip[]>} */
  const trips = ask(`/plugins/trips/trips?${query}`);
  /** @type {Promise<Charge[]>} */
  const charges = ask(`/plugins/trips/charges?${query}`);
  return { trips: await trips, charges: await charges };
}

/** @returns {Promise<Both>} */
const undated = () => ask("/plugins/trips/undated");

/** @param {{ period: string }} props */
export function Period({ period }) {
  const live = useLive(), by = byOf(period);
  const changes = [live.flag("v.e.on"), live.flag("v.c.charging")];
  const loaded = useLoaded(() => within(period), [period, ...changes]);
  const before = useLoaded(
    () => by === "year" ? within(keyAt(period, -1)) : Promise.resolve(NOTHING),
    [period],
  );
  const rest = useLoaded(undated, changes);
  const now = live.time ?? Date.now();
  return html`
    <${Chooser} period=${period} now=${now} />
    ${shown(loaded, (both) =>
      html`
        <${Sums} both=${both} />
        ${by !== "day" && html`
          <${Groups} both=${both} before=${before.data ?? NOTHING}
            period=${period} />
        `}
        ${by !== "year" && html`
          <${Trips} trips=${both.trips} name=${`trips-${period}.csv`} />
          <${Charges} charges=${both.charges} name=${`charges-${period}.csv`} />
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

/** @param {{ period: string, now: number }} props */
function Chooser({ period, now }) {
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
    </div>
  `;
}

/** @param {Totals["costs"]} costs */
const costsText = (costs) =>
  costs.map(({ cost, currency }) => costText(cost, currency)).join(" + ");

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

/**
 * Months of a year beside those of the year before, or days of a month.
 * @param {{ both: Both, before: Both, period: string }} props
 */
function Groups({ both, before, period }) {
  const by = byOf(period), part = PARTS[by], year = by === "year";
  const groups = useMemo(() => groupsOf(both, part), [both, part]);
  const old = useMemo(
    () =>
      new Map(
        groupsOf(before, part).map((group) => [keyAt(group.key, 12), group]),
      ),
    [before, part],
  );
  const rows = year ? withOld(groups, old) : groups;
  if (rows.length === 0) return null;
  const sums = rows.map((group) => ({
    key: group.key,
    now: totals(group),
    before: totals(old.get(group.key) ?? NOTHING),
  }));
  const most = Math.max(
    1,
    ...sums.flatMap(({ now, before }) => [now.km ?? 0, before.km ?? 0]),
  );
  return html`
    <${Panel} title=${year ? t("group.months") : t("group.days")}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">${t("group.when")}</th>
              <th scope="col" class="num">${t("total.trips")}</th>
              <th scope="col" class="num">${distanceUnit()}</th>
              ${year && html`
                <th scope="col" class="num spare">${t("group.before")}</th>
              `}
              <th scope="col" class="spare"><span class="hidden">${t(
                "group.share",
              )}</span></th>
              <th scope="col" class="num">${perDistance()}</th>
              <th scope="col" class="num">${t("total.charged")}</th>
              <th scope="col" class="num spare">${t("total.cost")}</th>
            </tr>
          </thead>
          <tbody>
            ${sums.map(({ key, now, before }) =>
              html`
                <tr key=${key} data-period=${key}>
                  <th scope="row"><a href=${addressOf(key)}>${rowName(
                    key,
                  )}</a></th>
                  <td class="num">${now.trips}</td>
                  <td class="num">${distance(now.km)}</td>
                  ${year && html`
                    <td class="num spare quiet">${distance(before.km)}</td>
                  `}
                  <td class="spare" style=${{ width: "22%" }}>
                    <${Bar} parts=${[{
                      share: (now.km ?? 0) / most,
                      kind: "used",
                    }]} />
                    ${year && html`
                      <${Bar} parts=${[{
                        share: (before.km ?? 0) / most,
                        kind: "",
                      }]} />
                    `}
                  </td>
                  <td class="num">${now.whPerKm === null
                    ? "–"
                    : fixed(whPer(now.whPerKm))}</td>
                  <td class="num">${kwhText(now.chargedWh)}</td>
                  <td class="num spare">${costsText(now.costs) || "–"}</td>
                </tr>
              `
            )}
          </tbody>
        </table>
      </div>
      <//>
  `;
}

/** @param {number | null} km */
const distance = (km) => km === null ? "–" : fixed(inUnit(km), 1);

/**
 * A month in which only the year before drove has its row, too.
 * @param {readonly Group[]} groups
 * @param {ReadonlyMap<string, Group>} old
 * @returns {Group[]}
 */
function withOld(groups, old) {
  const keys = new Set([...groups.map(({ key }) => key), ...old.keys()]);
  const known = new Map(groups.map((group) => [group.key, group]));
  return [...keys].sort().reverse().map((key) =>
    known.get(key) ?? { key, ...NOTHING }
  );
}

/** @param {{ both: Both, period: string }} props */
const AsFiles = ({ both: { trips, charges }, period }) =>
  html`
    <p class="buttons">
      <button class="small" disabled=${trips.length === 0}
        onClick=${() => save(tripsCsv(trips), `trips-${period}.csv`)}>${t(
          "list.trips",
        )}: ${t("list.csv")}</button>
      <button class="small" disabled=${charges.length === 0}
        onClick=${() => save(chargesCsv(charges), `charges-${period}.csv`)}>${t(
          "list.charges",
        )}: ${t("list.csv")}</button>
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

/** @param {{ trips: readonly Trip[], name: string }} props */
function Trips({ trips, name }) {
  const file = html`
    <button class="small" disabled=${trips.length === 0}
      onClick=${() => save(tripsCsv(trips), name)}>${t("list.csv")}</button>
  `;
  return html`
    <${Panel} title=${t("list.trips")} end=${file}>
      ${trips.length === 0 ? html`<${Empty}>${t("trips.none")}<//>` : html`
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">${t("col.begin")}</th>
                <th scope="col" class="num">${t("col.length")}</th>
                <th scope="col" class="num">${t("total.km")}</th>
                <th scope="col" class="num">${t("total.efficiency")}</th>
                <th scope="col" class="num spare">${t("col.energy")}</th>
                <th scope="col" class="num spare">${t("col.soc")}</th>
              </tr>
            </thead>
            <tbody>
              ${trips.toReversed().map((trip) =>
                html`
                  <tr key=${trip.id} data-trip=${trip.id}>
                    <th
                      scope="row"><a href="#trips/trips:trip-${trip
                        .id}">${spanText(
                          trip,
                        )}</a> <span class="small quiet">${cutText(
                          trip,
                        )}</span></th>
                    <td class="num">${lengthText(trip.seconds)}</td>
                    <td class="num">${kmText(trip.km)}</td>
                    <td class="num">${perText(whPerKmOf(trip))}</td>
                    <td class="num spare">${kwhText(trip.usedWh)}</td>
                    <td class="num spare">${socText(trip)}</td>
                  </tr>
                `
              )}
            </tbody>
          </table>
        </div>
      `}
    <//>
  `;
}

/** @param {{ charges: readonly Charge[], name: string }} props */
function Charges({ charges, name }) {
  const file = html`
    <button class="small" disabled=${charges.length === 0}
      onClick=${() => save(chargesCsv(charges), name)}>${t("list.csv")}</button>
  `;
  return html`
    <${Panel} title=${t("list.charges")} end=${file}>
      ${charges.length === 0 ? html`<${Empty}>${t("charges.none")}<//>` : html`
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">${t("col.begin")}</th>
                <th scope="col" class="num">${t("col.length")}</th>
                <th scope="col" class="num">${t("col.energy")}</th>
                <th scope="col" class="num spare">${t("col.soc")}</th>
                <th scope="col" class="num">${t("col.cost")}</th>
              </tr>
            </thead>
            <tbody>
              ${charges.toReversed().map((charge) =>
                html`
                  <tr key=${charge.id} data-charge=${charge.id}>
                    <th scope="row"><a
                      href="#trips/trips:charge-${charge.id}">${spanText(
                        charge,
                      )}</a> <span class="small quiet">${cutText(
                        charge,
                      )}</span></th>
                    <td class="num">${lengthText(charge.seconds)}</td>
                    <td class="num">${kwhText(
                      charge.gridWh ?? charge.chargedWh,
                    )}</td>
                    <td class="num spare">${socText(charge)}</td>
                    <td class="num">${priceText(charge)}</td>
                  </tr>
                `
              )}
            </tbody>
          </table>
        </div>
      `}
    <//>
  `;
}
