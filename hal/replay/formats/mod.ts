/**
 * The formats of recordings, one a file.
 * @module
 */
import type { Format } from "../log_entry.ts";
import { asc } from "./asc.ts";
import { candump } from "./candump.ts";
import { crtd } from "./crtd.ts";
import { gvret } from "./gvret.ts";
import type { LogFormat } from "./names.ts";
import { pythonCan } from "./python_can.ts";
import { tabbed } from "./tabbed.ts";
import { trc } from "./trc.ts";

/** The formats by name. */
export const FORMATS: Readonly<Record<LogFormat, Format>> = {
  candump,
  crtd,
  gvret,
  asc,
  trc,
  tabbed,
  "python-can": pythonCan,
};
