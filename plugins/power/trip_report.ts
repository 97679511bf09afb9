/** Reports of a trip as later firmwares have them (twizy-later.md, section 17). */
import { inKm, tenths } from "./amounts.ts";
import type { Tally } from "./motion.ts";
import { meanOf } from "./motion.ts";
import { percent, wattHours } from "./report.ts";
import {
  type PowerStatistics,
  type Totals,
  UNITS_PER_WH,
} from "./statistics.ts";
import type { TripSpan } from "./trip_span.ts";

/** What there is to report. */
export interface Trip {
  readonly statistics: PowerStatistics;
  readonly motion: Readonly<
    Record<"moving" | "accelerating" | "decelerating", Tally>
  >;
  readonly trip: TripSpan;
}

/** Distance up to which a trip counts as not driven, 1/10 m. */
const NOT_DRIVEN = 10;
/** Energy units of these firmwares in a watt hour: 10 ms in steps of 6.4 W. */
const STEPS_PER_WH = 56_250;
/** km/h in a second that a change of 1 km/h in 0.1 s makes. */
const TENTHS = 10;
/** Uphill and downhill, as the apps have them; an SMS has no caret. */
const UP = "^^^", UP_SMS = "///", DOWN = "vvv";

const steps = (units: number) =>
  Math.round(units / UNITS_PER_WH * STEPS_PER_WH);

/** Share of what came back, %, in the original's integers. */
function share({ used, recovered }: Pick<Totals, "used" | "recovered">) {
  const thousandth = Math.floor(steps(used) / 1000);
  return thousandth > 0
    ? Math.floor((Math.floor(steps(recovered) / thousandth) + 5) / 10)
    : 0;
}

/** `65Wpk/11%` for so many km. */
function efficiency(section: Totals, km: number): string {
  const net = (section.used - section.recovered) / UNITS_PER_WH;
  const perKm = km > 0 ? Math.round(net / km) : 0;
  return `${perKm === 0 ? 0 : perKm}Wpk/${share(section)}%`;
}

/** What is said instead of a report while the car was not driven; else undefined. */
function notDriven({ used, recovered, distance }: Totals) {
  return used === 0 || distance <= NOT_DRIVEN
    ? [`Power -${wattHours(used)} +${wattHours(recovered)} Wh`]
    : undefined;
}

const isTold = ({ used, distance }: Totals) => used > 0 && distance > 0;

/** Way, speed, consumption, SOC, and consumption by kind of driving. */
export function tripReport(
  { statistics: s, motion, trip }: Trip,
  channel: "sms" | "other",
): readonly string[] {
  const all = s.totals(), counted = inKm(all.distance);
  const gain = trip.socGain, k = counted > 0 ? trip.km / counted : 0;
  const line = (head: string, section: Totals, extra: string) =>
    isTold(section)
      ? [
        `${head} ${percent(section.distance, all.distance)}% ${extra}${
          efficiency(section, inKm(section.distance) * k)
        }`,
      ]
      : [];
  const level = (
    head: string,
    section: Totals & { readonly height: number },
  ) =>
    isTold(section)
      ? [
        `${head} ${section.height}m ${
          efficiency(section, section.distance / 1000)
        }`,
      ]
      : [];
  const change = (tally: Tally) => `${tenths(meanOf(tally) * TENTHS)}kps `;
  return notDriven(all) ?? [
    [
      `Trip ${tenths(trip.km)}km`,
      `${tenths(meanOf(motion.moving))}kph`,
      efficiency(all, trip.km),
      `SOC${gain > 0 ? "+" : "-"}${tenths(Math.abs(gain))}%=${
        tenths(trip.soc)
      }%`,
    ].join(" "),
    ...line("===", s.constant, ""),
    ...line("+++", s.accelerating, change(motion.accelerating)),
    ...line("---", s.decelerating, change(motion.decelerating)),
    ...level(channel === "sms" ? UP_SMS : UP, s.up),
    ...level(DOWN, s.down),
  ];
}
