import type { CanFrame } from "../mod.ts";
import { formatCandump } from "./formats/candump.ts";
import { formatCrtd } from "./formats/crtd.ts";
import { formatGvret, GVRET_HEADING } from "./formats/gvret.ts";

/** How frames are written in a format. */
interface Written {
  /** Ending of file names that asks for it. */
  readonly ending: string;
  /** First line of a file. */
  readonly heading?: string;
  /** A frame's line, without its end. */
  line(timeMs: number, frame: CanFrame, sent: boolean): string;
}

/** The formats in which recordings are written. */
const WRITTEN = {
  candump: { ending: ".log", line: formatCandump },
  crtd: { ending: ".crtd", line: formatCrtd },
  gvret: { ending: ".csv", heading: GVRET_HEADING, line: formatGvret },
} as const satisfies Readonly<Record<string, Written>>;

/** Name of such a format. */
export type WrittenFormat = keyof typeof WRITTEN;

/** How a format is written. */
export function writtenAs(format: WrittenFormat): Written {
  return WRITTEN[format];
}

/** Endings of file names that ask for a format. */
export const ENDINGS: readonly string[] = Object.values(WRITTEN)
  .map(({ ending }) => ending);

/** The format that a file's name asks for, packed or not; undefined where it asks for none. */
export function formatAsked(path: string): WrittenFormat | undefined {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  const isAsked = (format: WrittenFormat) =>
    name.endsWith(WRITTEN[format].ending);
  return (["candump", "crtd", "gvret"] as const).find(isAsked);
}

/** The same for a recording: candump where the name asks for nothing. */
export function formatOf(path: string): WrittenFormat {
  return formatAsked(path) ?? "candump";
}
