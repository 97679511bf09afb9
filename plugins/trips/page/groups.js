// @ts-check
/** The parts of a period beside each other: days of a month, months of a year and of the year before. */
import {
  Bar,
  distanceUnit,
  fixed,
  html,
  inUnit,
  locale,
  Panel,
  perDistance,
  useMemo,
  whPer,
} from "ovms-edge/page";
import { byOf, groupsOf, keyAt, spanOf, totals } from "./periods.js";
import { costText, kwhText } from "./pieces.js";
import { t } from "./texts.js";

/** @import { Both, By, Group, Totals } from "./periods.js" */

/** @type {Readonly<Record<By, Intl.DateTimeFormat>>} */
const NAMES = {
  day: new Intl.DateTimeFormat(locale, { dateStyle: "full" }),
  month: new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }),
  year: new Intl.DateTimeFormat(locale, { year: "numeric" }),
};
/** A day of a month's list. */
const shortDay = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
});

/** Parts that a period is made of. @type {Readonly<Record<By, By>>} */
const PARTS = { year: "month", month: "day", day: "day" };
/** @type {Both} */
export const NOTHING = { trips: [], charges: [] };

/**
 * A period as people call it.
 * @param {string} key
 */
export const nameOf = (key) =>
  NAMES[byOf(key)].format(new Date(spanOf(key).since));

/**
 * Where a period is shown.
 * @param {string} key
 */
export const addressOf = (key) => `#trips/trips:${key}`;
/** @param {string} key */
const rowName = (key) =>
  byOf(key) === "day"
    ? shortDay.format(new Date(spanOf(key).since))
    : nameOf(key);
/** @param {Totals["costs"]} costs */
export const costsText = (costs) =>
  costs.map(({ cost, currency }) => costText(cost, currency)).join(" + ");

/**
 * Months of a year beside those of the year before, or days of a month.
 * @param {{ both: Both, before: Both, period: string }} props
 */
export function Groups({ both, before, period }) {
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
