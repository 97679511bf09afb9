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

/** The format that a file's name asks for: CRTD if it ends in `.crtd`, SavvyCAN's CSV for `.csv`, else candump. */
export function formatOf(path: string): WrittenFormat {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(WRITTEN.crtd.ending)) return "crtd";
  return name.endsWith(WRITTEN.gvret.ending) ? "gvret" : "candump";
}
