/** Names of all formats of recordings, in the order in which they are tried where several fit alike. */
export const LOG_FORMATS = [
  "candump",
  "crtd",
  "gvret",
  "asc",
  "trc",
  "tabbed",
  "python-can",
] as const;

/** Name of a format. */
export type LogFormat = typeof LOG_FORMATS[number];
