/** Sentences about what was found in a recording. */
import {
  LOG_FORMATS,
  type LogReport,
  NOT_CHOSEN,
} from "../../hal/replay/mod.ts";
import type { ReplayReport } from "./replay.ts";
import { UsageError } from "../usage_error.ts";

/**
 * Sentences about a recording that was played.
 * @throws UsageError with one sentence when nothing of it could be played
 */
export function reportLines(report: ReplayReport, name: string): string[] {
  const { played, frames, route = new Map<number, number>() } = report;
  if (frames === 0) throw new UsageError(nothingRead(report, name));
  if (played === 0) {
    throw new UsageError(
      `${name} has no frames of the bus that is to be played: it has ${
        counts(report)
      }, choose with --bus`,
    );
  }
  return [...readingLines(report, name), ...leftOut(report, route)];
}

/** How a recording was read. */
export function readingLines(report: LogReport, name: string): string[] {
  const { frames, lines, bad, ignored, firstBad, problem, timeless } = report;
  const { format, recognised } = report;
  const rest = bad - firstBad.length;
  return [
    `${name}: ${frames} frames in ${lines} lines` +
    (ignored > 0 ? `, ${ignored} of another kind ignored` : "") +
    (bad > 0 ? `, ${bad} bad lines:` : ""),
    ...firstBad.map(({ line, text }) => `  line ${line}: ${text}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...(bad > 0 && recognised !== undefined && format !== recognised
      ? [
        `${name} was read as ${format}, which --replay-format forces: it looks like ${recognised}`,
      ]
      : []),
    ...(timeless
      ? [`${name} tells no times: its frames count as 1 ms apart`]
      : []),
    ...(problem === undefined ? [] : [`${name} is not whole: ${problem}`]),
  ];
}

/** The buses that were not taken. */
export function leftOut(
  report: LogReport,
  taken: ReadonlyMap<number, number>,
): string[] {
  const others = counts(report, taken);
  return others === "" ? [] : [`Left out: ${others}; --bus chooses`];
}

/** Why nothing could be read. */
export function nothingRead(report: LogReport, name: string): string {
  const { lines, format, recognised } = report;
  if (lines === 0) return `${name} is empty`;
  const cannot = `${name} cannot be read: no line of it is a CAN frame`;
  if (format === recognised) {
    return `${cannot} in a format that is known, which are ${
      LOG_FORMATS.join(", ")
    }`;
  }
  return `${cannot} as ${format}, which --replay-format forces; ${
    recognised === undefined
      ? "nor in another format that is known"
      : `it looks like ${recognised}: leave --replay-format out`
  }`;
}

/** The buses of a recording but those in `without`, as the user may name them, with their frames. */
export function counts(
  { buses, names }: LogReport,
  without: ReadonlyMap<number, number> = new Map(),
): string {
  return [...buses].filter(([bus]) => !without.has(bus)).map((
    [bus, frames],
  ) => {
    const name = names.get(bus);
    if (name === undefined) return `bus ${bus} (${frames} frames)`;
    return bus >= NOT_CHOSEN
      ? `${name} (${frames} frames)`
      : `bus ${bus} (${name}, ${frames} frames)`;
  }).join(", ");
}
