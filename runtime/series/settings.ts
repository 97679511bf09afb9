import * as v from "valibot";
import { setting, type SettingValues } from "../contract/settings.ts";
import type { Kept } from "./level.ts";

const days = (standard: number, summary: string) =>
  setting({
    schema: v.pipe(v.number(), v.minValue(0), v.maxValue(36_500)),
    default: standard,
    unit: "d",
    summary,
  });

/** Settings `series.*`. */
export const seriesSettings = {
  raw: days(2, "How long courses of numbers are kept every ten seconds"),
  minutes: days(60, "How long they are kept as minutes"),
  hours: days(1826, "How long they are kept as hours"),
  tracks: days(
    365,
    "How long the courses of trips and charges are kept every ten seconds, and where the car was",
  ),
  size: setting({
    schema: v.pipe(v.number(), v.minValue(10), v.maxValue(100_000)),
    default: 300,
    unit: "MB",
    summary: "Most that all of these take: beyond, the oldest goes earlier",
  }),
  positions: setting({
    schema: v.boolean(),
    default: true,
    summary: "Whether tracks keep where the car was",
  }),
};

/** The settings by level. */
export function keptOf(
  { raw, minutes, hours, tracks }: SettingValues<typeof seriesSettings>,
): Kept {
  return { raw, minute: minutes, hour: hours, track: tracks };
}
