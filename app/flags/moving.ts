import type { Flags } from "./flag.ts";

/** What moves data, then ends. */
export const MOVING = {
  convert: {
    type: "string",
    value: "IN OUT",
    group: "move",
    help:
      "writes a recording anew in the format that the name of OUT asks for: .log, .crtd or .csv, packed with .gz",
  },
  export: {
    type: "string",
    value: "TYPE",
    group: "move",
    help:
      "prints history records of a type, such as RT-GPS-Log, or a file that a plugin makes of what it keeps; --list names both",
  },
  format: {
    type: "string",
    value: "csv|gpx|json",
    group: "move",
    help: "format of --export; default csv",
  },
  since: {
    type: "string",
    value: "TIME",
    group: "move",
    help:
      "only records from then on: a date (2026-05-01, 2026-05-01T08:00Z) or an age (90m, 24h, 7d)",
  },
  out: {
    type: "string",
    value: "FILE",
    group: "move",
    help: "writes --export into a file",
  },
  "export-controller": {
    type: "string",
    value: "FILE",
    group: "move",
    help:
      "writes what the vehicle knows of its motor controller into a file, as --export controller --out FILE does",
  },
  install: {
    type: "string",
    value: "PLUGIN",
    group: "move",
    help:
      "installs a plugin from a file, folder or package (npm:name@1) into the store: it is loaded at each start, without a network",
  },
  uninstall: {
    type: "string",
    value: "ID",
    group: "move",
    help: "takes an installed plugin away",
  },
  backup: {
    type: "string",
    value: "FILE",
    group: "move",
    help: "writes parameters, features, settings and journal into a file",
  },
  restore: {
    type: "string",
    value: "FILE",
    group: "move",
    help: "reads them back from a file",
  },
  "with-secrets": {
    type: "boolean",
    group: "move",
    help: "--backup includes passwords and phone number, in the clear",
  },
} as const satisfies Flags;
