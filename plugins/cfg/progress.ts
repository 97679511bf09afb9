import type { ObjectId } from "./objects.ts";
import { takeBack } from "./advice.ts";

/** How far a command came before it ended early. */
export interface Progress {
  readonly written: readonly ObjectId[];
  /** Asked for, and never confirmed. */
  readonly doubtful: readonly ObjectId[];
  /** Planned, and never asked for. */
  readonly left: readonly ObjectId[];
}

/** What of a command was written and what was not, in lines for the owner. */
export function progressLines(
  { written, doubtful, left }: Progress,
): readonly string[] {
  const line = (label: string, objects: readonly ObjectId[]) =>
    objects.length === 0 ? [] : [`${label}: ${objects.join(" ")}`];
  return [
    ...line("Written", written),
    ...line("Perhaps written", doubtful),
    ...line("Not written", left),
    takeBack,
  ];
}
