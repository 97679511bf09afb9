/** Texts of the power statistics, byte for byte as the original has them. */
import type { WallTime } from "ovms-edge";
import { type Amounts, tenths } from "./amounts.ts";
import { dateOf, type Days } from "./days.ts";
import {
  type LevelSection,
  type PowerStatistics,
  type SpeedSection,
  type Totals,
  UNITS_PER_WH,
} from "./statistics.ts";

/** Distance up to which a trip counts as not driven, 1/10 m. */
const NOT_DRIVEN = 10;
/** Tenths of a metre in a kilometre, and metres. */
const SPEED_KM = 10_000, LEVEL_KM = 1000;

/** Energy units as whole watt hours, rounded half up. */
export function wattHours(units: number): number {
  return Math.floor((units + UNITS_PER_WH / 2) / UNITS_PER_WH);
}

/** Kilometres with one decimal, cut off. */
function kilometres(tenthsOfMetres: number): string {
  return (Math.floor(tenthsOfMetres / 1000) / 10).toFixed(1);
}

/** Used energy under which the share of recuperation says nothing, units: 1 Wh. */
const LITTLE = UNITS_PER_WH;

/** Share of what came back, %. */
function recuperation({ used, recovered }: Totals): number {
  return used < LITTLE ? 0 : percent(recovered, used);
}

/** A share in percent, rounded as the original does it: cut to a tenth, then half up. */
export function percent(part: number, whole: number): number {
  return whole === 0
    ? 0
    : Math.floor((Math.floor(part * 1000 / whole) + 5) / 10);
}

/** Net consumption in Wh/km; negative where more came back than was used. */
function efficiency(
  { used, recovered, distance }: Totals,
  perKm: number,
): number {
  const perStep = Math.floor((used - recovered) / distance);
  return wattHours(perStep * perKm);
}

const energy = ({ used, recovered }: Omit<Totals, "distance">) =>
  `-${wattHours(used)} +${wattHours(recovered)} Wh`;

type Named<T> = readonly (readonly [name: string, section: T])[];

const speeds = (s: PowerStatistics): Named<SpeedSection> => [
  ["Const", s.constant],
  ["Accel", s.accelerating],
  ["Decel", s.decelerating],
];
const levels = (s: PowerStatistics): Named<LevelSection> => [
  ["Up", s.up],
  ["Down", s.down],
];

/** What is said instead of either report while the car was not driven; else undefined. */
function notDriven(totals: Totals): readonly string[] | undefined {
  return totals.used === 0 || totals.distance <= NOT_DRIVEN
    ? [`Power ${energy(totals)}`]
    : undefined;
}

/**
 * `POWER T`: used and recovered energy in all, by speed and by level.
 * @param km way of the trip where another than the counted one is told
 */
export function totalsReport(
  statistics: PowerStatistics,
  km?: number,
): readonly string[] {
  const all = statistics.totals();
  return notDriven(all) ?? [
    `Power ${energy(all)} ${
      km === undefined ? kilometres(all.distance) : tenths(km)
    } km`,
    ...speeds(statistics).map(([name, section]) =>
      `${name} ${percent(section.distance, all.distance)}% ${energy(section)}`
    ),
    ...levels(statistics).map(([name, section]) =>
      `${name} ${section.height}m ${energy(section)}`
    ),
  ];
}

/** `POWER`: consumption per kilometre and share of recuperation in all, by speed and by level. */
export function efficiencyReport(
  statistics: PowerStatistics,
): readonly string[] {
  const all = statistics.totals();
  const line = (head: string, section: Totals, perKm: number) =>
    section.used > 0 && section.distance > 0
      ? [
        `${head} ${efficiency(section, perKm)} Wh/km R=${
          recuperation(section)
        }%`,
      ]
      : [];
  return notDriven(all) ?? [
    ...line("Efficiency", all, SPEED_KM),
    ...speeds(statistics).flatMap(([name, section]) =>
      line(
        `${name} ${percent(section.distance, all.distance)}%`,
        section,
        SPEED_KM,
      )
    ),
    ...levels(statistics).flatMap(([name, section]) =>
      line(`${name} ${section.height}m`, section, LEVEL_KM)
    ),
  ];
}

/** Days that `POWER D` tells. */
const DAYS = 7;

/** A day's energy, without what was charged, and distance. */
function dayLine(head: string, amounts: Amounts): string {
  const { used, regained: recovered, distance } = amounts;
  return `${head} ${energy({ used, recovered })} ${kilometres(distance)} km`;
}

/**
 * `POWER D`: the last seven days, newest first. While nobody knows the date, what was driven since
 * is told apart, before the newest days that are known.
 */
export function daysReport(days: Days, wall: WallTime): readonly string[] {
  if (wall.trusted) {
    return Array.from({ length: DAYS }, (_, n) => {
      const date = dateOf(wall.ms, n);
      return dayLine(date, days.on(date));
    });
  }
  return [
    dayLine("Clock not set:", days.undated),
    ...days.newest(DAYS).map(({ date, amounts }) => dayLine(date, amounts)),
  ];
}
