// @ts-check
/** The parts of a period beside each other: days of a month, months of a year and of the year before. */
import {
  Bar,
  fixed,
  html,
  locale,
  Panel,
  Table,
  useMemo,
} from "ovms-edge/page";
import { byOf, groupsOf, keyAt, spanOf, totals } from "./periods.js";
import { costText, kmText, kwhText, perText } from "./pieces.js";
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
        <${Table}
          columns=${[
            { name: t("group.when") },
            { name: t("total.trips"), num: true },
            { name: t("total.km"), num: true },
            ...year ? [{ name: t("group.before"), num: true }] : [],
            { name: t("group.share"), hidden: true },
            { name: t("total.efficiency"), num: true },
            { name: t("total.charged"), num: true },
            { name: t("total.cost"), num: true },
          ]}
          rows=${sums.map(({ key, now, before }) => ({
            key,
            cells: [
              html`<a class="when" href=${addressOf(key)}>${rowName(key)}</a>`,
              fixed(now.trips),
              whole(kmText(now.km)),
              ...year ? [whole(kmText(before.km), "quiet")] : [],
              html`
                <${Shares} now=${now.km} before=${year ? before.km : null}
                  most=${most} />
              `,
              whole(perText(now.whPerKm)),
              whole(kwhText(now.chargedWh)),
              costsText(now.costs) || "–",
            ],
          }))}
        />
      </div>
      <//>
  `;
}

/**
 * A value that stays on one line.
 * @param {string} text
 * @param {string} [look]
 */
const whole = (text, look = "") =>
  html`<span class="when ${look}">${text}</span>`;

/**
 * How far beside the farthest, and beside the year before.
 * @param {{ now: number | null, before: number | null, most: number }} props km
 */
const Shares = ({ now, before, most }) =>
  html`
    <div style=${{ minWidth: "8rem" }}>
      <${Bar} parts=${[{ share: (now ?? 0) / most, kind: "used" }]} />
      ${before !== null && html`
        <${Bar} parts=${[{ share: before / most, kind: "" }]} />
      `}
    </div>
  `;

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
