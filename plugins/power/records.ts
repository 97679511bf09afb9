/** Records of the power plugin: what they are, and how their rows are made. */
import type { RecordDecl } from "ovms-edge";
import { type Amounts, inKm, inWh } from "./amounts.ts";
import type { Day } from "./days.ts";
import { type Journey, spanOf } from "./journeys.ts";
import type { Tally } from "./motion.ts";
import type { PowerOptions } from "./options.ts";
import type { PowerStatistics } from "./statistics.ts";

const DAY = 86400;
/** How long trips, charges and days are kept here, s. */
const LOCAL = { lifetime: 400 * DAY, send: false } as const;

/** A quarter of an hour by the minute, as the guide has it; a long charge every five. */
const USAGE_PACE = {
  atOnce: 15,
  every: 300,
  both: { atOnce: 15, every: 900 },
} as const;

/** Distance, height and energy by level. */
const BY_LEVEL = {
  upDistance: 0,
  upHeight: 0,
  upUsed: 0,
  upRecovered: 0,
  downDistance: 0,
  downHeight: 0,
  downUsed: 0,
  downRecovered: 0,
} as const;

/** The declared records. */
export const records = ({ prefix }: PowerOptions) => ({
  usage: {
    form: "guide",
    type: `${prefix}-PWR-UsageStats`,
    summary:
      "Power statistics: 1/10 m and energy units of 1/22500 Wh by speed, m by level",
    lifetime: DAY,
    pace: USAGE_PACE,
    fields: {
      constDistance: 0,
      constUsed: 0,
      constRecovered: 0,
      accelDistance: 0,
      accelUsed: 0,
      accelRecovered: 0,
      decelDistance: 0,
      decelUsed: 0,
      decelRecovered: 0,
      ...BY_LEVEL,
    },
  },
  stats: {
    type: `${prefix}-PWR-Stats`,
    summary:
      "Power statistics: m, Wh, tenths of seconds, sums of 1/100 km/h and of their changes by speed; m and Wh by level; Ah",
    form: "current",
    lifetime: DAY,
    pace: USAGE_PACE,
    fields: {
      constDistance: 0,
      constUsed: 0,
      constRecovered: 0,
      constCount: 0,
      constSum: 0,
      accelDistance: 0,
      accelUsed: 0,
      accelRecovered: 0,
      accelCount: 0,
      accelSum: 0,
      decelDistance: 0,
      decelUsed: 0,
      decelRecovered: 0,
      decelCount: 0,
      decelSum: 0,
      ...BY_LEVEL,
      ahUsed: 2,
      ahCharged: 2,
    },
  },
  trip: {
    ...LOCAL,
    type: `${prefix}-PWR-Trip`,
    summary: "A trip: UTC, s, km, Wh, km/h; number: odometer in km",
    fields: {
      begin: "text",
      end: "text",
      seconds: 0,
      km: 3,
      usedWh: 1,
      regainedWh: 1,
      maxSpeed: 1,
    },
  },
  charge: {
    ...LOCAL,
    type: `${prefix}-PWR-Charge`,
    summary: "A charge: UTC, s, Wh, SOC in %; number: odometer in km",
    fields: {
      begin: "text",
      end: "text",
      seconds: 0,
      chargedWh: 1,
      socBefore: 2,
      socAfter: 2,
    },
  },
  day: {
    ...LOCAL,
    type: `${prefix}-PWR-Day`,
    summary: "A day: Wh, km; number: the date as YYYYMMDD",
    fields: { date: "text", usedWh: 1, regainedWh: 1, chargedWh: 1, km: 3 },
  },
} as const satisfies Record<string, RecordDecl>);

/** Row of RT-PWR-UsageStats. */
export function usageRow(s: PowerStatistics) {
  const { constant, accelerating, decelerating, up, down } = s;
  return {
    constDistance: constant.distance,
    constUsed: constant.used,
    constRecovered: constant.recovered,
    accelDistance: accelerating.distance,
    accelUsed: accelerating.used,
    accelRecovered: accelerating.recovered,
    decelDistance: decelerating.distance,
    decelUsed: decelerating.used,
    decelRecovered: decelerating.recovered,
    upDistance: up.distance,
    upHeight: up.height,
    upUsed: up.used,
    upRecovered: up.recovered,
    downDistance: down.distance,
    downHeight: down.height,
    downUsed: down.used,
    downRecovered: down.recovered,
  };
}

/** Row of RT-PWR-Stats. */
export function statsRow(
  { statistics: s, motion }: {
    readonly statistics: PowerStatistics;
    readonly motion: Readonly<
      Record<"moving" | "accelerating" | "decelerating", Tally>
    >;
  },
) {
  const { constant, accelerating, decelerating, up, down } = s;
  return {
    constDistance: inKm(constant.distance) * 1000,
    constUsed: inWh(constant.used),
    constRecovered: inWh(constant.recovered),
    constCount: motion.moving.count,
    constSum: motion.moving.sum,
    accelDistance: inKm(accelerating.distance) * 1000,
    accelUsed: inWh(accelerating.used),
    accelRecovered: inWh(accelerating.recovered),
    accelCount: motion.accelerating.count,
    accelSum: motion.accelerating.sum,
    decelDistance: inKm(decelerating.distance) * 1000,
    decelUsed: inWh(decelerating.used),
    decelRecovered: inWh(decelerating.recovered),
    decelCount: motion.decelerating.count,
    decelSum: motion.decelerating.sum,
    upDistance: up.distance,
    upHeight: up.height,
    upUsed: inWh(up.used),
    upRecovered: inWh(up.recovered),
    downDistance: down.distance,
    downHeight: down.height,
    downUsed: inWh(down.used),
    downRecovered: inWh(down.recovered),
    ahUsed: s.ahUsed,
    ahCharged: s.ahCharged,
  };
}

const energies = ({ used, regained }: Amounts) => ({
  usedWh: inWh(used),
  regainedWh: inWh(regained),
});

/** Row of RT-PWR-Trip. */
export function tripRow(trip: Journey) {
  return {
    ...spanOf(trip),
    seconds: trip.seconds,
    km: inKm(trip.amounts.distance),
    ...energies(trip.amounts),
    maxSpeed: trip.maxSpeed,
  };
}

/** Row of RT-PWR-Charge. */
export function chargeRow(charge: Journey) {
  return {
    ...spanOf(charge),
    seconds: charge.seconds,
    chargedWh: inWh(charge.amounts.charged),
    socBefore: charge.socBefore ?? 0,
    socAfter: charge.soc ?? 0,
  };
}

/** Number and row of RT-PWR-Day. */
export function dayRow({ date, amounts }: Day) {
  return {
    number: Number(date.replaceAll("-", "")),
    row: {
      date,
      ...energies(amounts),
      chargedWh: inWh(amounts.charged),
      km: inKm(amounts.distance),
    },
  };
}
