/**
 * The formats of recordings, one a file.
 * @module
 */
import type { Format } from "../log_entry.ts";
import { asc } from "./asc.ts";
import { candump } from "./candump.ts";
import { crtd } from "./crtd.ts";
import { gvret } from "./gvret.ts";
import { tabbed } from "./tabbed.ts";
import { trc } from "./trc.ts";

/** By name, in the order in which they are tried where several fit alike. */
export const FORMATS = {
  candump,
  crtd,
  gvret,
  asc,
  trc,
  tabbed,
} as const satisfies Readonly<Record<string, Format>>;

/** Name of a format. */
export type LogFormat = keyof typeof FORMATS;

/** Names of all formats. */
export const LOG_FORMATS: readonly LogFormat[] = [
  "candump",
  "crtd",
  "gvret",
  "asc",
  "trc",
  "tabbed",
];
