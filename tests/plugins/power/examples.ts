/** The guide's example trip, as sums and as texts. */
import { PowerStatistics } from "../../../plugins/power/statistics.ts";

/** Statistics with the sums of the guide's example record. */
export function guideTrip(): PowerStatistics {
  const s = new PowerStatistics();
  Object.assign(s.constant, {
    distance: 6947,
    used: 1555358,
    recovered: 101562,
  });
  Object.assign(s.accelerating, {
    distance: 7283,
    used: 3371721,
    recovered: 31364,
  });
  Object.assign(s.decelerating, {
    distance: 7108,
    used: 1793290,
    recovered: 236781,
  });
  Object.assign(s.up, {
    distance: 600,
    height: 65,
    used: 1702762,
    recovered: 246228,
  });
  Object.assign(s.down, {
    distance: 510,
    height: 33,
    used: 1719996,
    recovered: 116393,
  });
  return s;
}

/** The guide's example record, without its time. */
export const guideRecord =
  "6947,1555358,101562,7283,3371721,31364,7108,1793290,236781,600,65,1702762,246228,510,33,1719996,116393";

/** `POWER T` in the guide. */
export const guideTotals = [
  "Power -299 +16 Wh 2.1 km",
  "Const 33% -69 +5 Wh",
  "Accel 34% -150 +1 Wh",
  "Decel 33% -80 +11 Wh",
  "Up 65m -76 +11 Wh",
  "Down 33m -76 +5 Wh",
];

/** `POWER E` in the guide. */
export const guideEfficiency = [
  "Efficiency 132 Wh/km R=6%",
  "Const 33% 93 Wh/km R=7%",
  "Accel 34% 204 Wh/km R=1%",
  "Decel 33% 97 Wh/km R=13%",
  "Up 65m 108 Wh/km R=14%",
  "Down 33m 140 Wh/km R=7%",
];
