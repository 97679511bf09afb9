/** Sentences about what was found in a recording. */
import { LOG_FORMATS, type LogReport, NOT_CHOSEN } from "../hal/replay/mod.ts";
import type { ReplayReport } from "./replay.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Sentences about a recording that was played.
 * @throws UsageError with one sentence when nothing of it could be played
 */
export function reportLines(report: ReplayReport, name: string): string[] {
  const { played, frames, buses, route = new Map<number, number>() } = report;
  if (frames === 0) throw new UsageError(nothingRead(report, name));
  if (played === 0) {
    throw new UsageError(
      `${name} has no frames of the bus that is to be played: it has ${
        counts(buses)
      }, choose with --bus`,
    );
  }
  return [...readingLines(report, name), ...leftOut(report, route)];
}

/** How a recording was read. */
export function readingLines(report: LogReport, name: string): string[] {
  const { frames, lines, bad, ignored, firstBad, problem, timeless } = report;
  const rest = bad - firstBad.length;
  return [
    `${name}: ${frames} frames in ${lines} lines` +
    (ignored > 0 ? `, ${ignored} of another kind ignored` : "") +
    (bad > 0 ? `, ${bad} bad lines:` : ""),
    ...firstBad.map(({ line, text }) => `  line ${line}: ${text}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...(timeless
      ? [`${name} tells no times: its frames count as 1 ms apart`]
      : []),
    ...(problem === undefined ? [] : [`${name} is not whole: ${problem}`]),
  ];
}

/** The buses that were not taken. */
export function leftOut(
  { buses }: LogReport,
  taken: ReadonlyMap<number, number>,
): string[] {
  const others = [...buses].filter(([bus]) => !taken.has(bus));
  return others.length === 0
    ? []
    : [`Left out: ${counts(others)}; --bus chooses`];
}

/** Why nothing could be read. */
export function nothingRead({ lines }: LogReport, name: string): string {
  return lines === 0
    ? `${name} is empty`
    : `${name} cannot be read: no line of it is a CAN frame in a format that is known, which are ${
      LOG_FORMATS.join(", ")
    }`;
}

function counts(buses: Iterable<readonly [number, number]>): string {
  return [...buses].map(([bus, frames]) =>
    bus >= NOT_CHOSEN
      ? `an interface that was not chosen (${frames} frames)`
      : `bus ${bus} (${frames} frames)`
  ).join(", ");
}
