import type { Flags } from "./flag.ts";

/** What a run is: its source, its plugins, what it does. */
export const RUNNING = {
  exec: {
    type: "string",
    multiple: true,
    value: "TEXT",
    group: "run",
    help:
      "runs a command (or a line beginning with : that steers the simulated car), prints its answer and ends; may be repeated",
  },
  replay: {
    type: "string",
    value: "FILE",
    group: "run",
    help:
      "runs on a recording with its own clock: of candump, OVMS (CRTD), SavvyCAN, Vector, PEAK and others, packed or not; - is standard input",
  },
  "replay-format": {
    type: "string",
    value: "FORMAT",
    group: "run",
    help:
      "format of --replay or --convert where its content does not tell: candump, crtd, gvret, asc, trc, tabbed or python-can",
  },
  bus: {
    type: "string",
    value: "BUS",
    group: "run",
    help:
      "which bus of the recording is played, such as 2 or can1; or which as which, such as can1=2,can0=1",
  },
  "keep-gaps": {
    type: "boolean",
    group: "run",
    help:
      "waits for the end of gaps in --replay that are longer than a minute, too",
  },
  "dump-metrics": {
    type: "boolean",
    group: "run",
    help:
      "prints all metrics at the end of --replay or --exec, as one JSON object",
  },
  "watch-can": {
    type: "boolean",
    group: "run",
    help:
      "shows the identifiers on the buses with their period, and the bytes that change highlighted; also with --replay",
  },
  speed: {
    type: "string",
    value: "1|10|max",
    group: "run",
    help: "speed of --replay; default 1, and max with --exec",
  },
  record: {
    type: "string",
    value: "FILE",
    group: "run",
    help:
      "records what the CAN bus carries, as candump, as CRTD if FILE ends in .crtd, or as SavvyCAN's CSV if in .csv; a recording that is there is continued",
  },
  "record-limit": {
    type: "string",
    value: "100MB|1h",
    group: "run",
    help:
      "puts a recording aside and packs it when it has that size, or spans that time; both: 100MB,24h",
  },
  controller: {
    type: "string",
    value: "FILE",
    group: "run",
    help:
      "loads the simulated car's motor controller with a dump (CSV) or with what --export-controller wrote",
  },
  "demo-server": {
    type: "boolean",
    group: "run",
    help:
      "starts an OVMS server on this machine with an app that looks on, and connects the simulated car to it",
  },
  "demo-mqtt": {
    type: "boolean",
    group: "run",
    help:
      "starts the MQTT broker mosquitto on this machine with a client that looks on, and connects the simulated car to it",
  },
  plugin: {
    type: "string",
    multiple: true,
    value: "PATH",
    group: "run",
    help:
      "loads a plugin or a vehicle type from a file, folder or package; may be repeated",
  },
  trust: {
    type: "string",
    multiple: true,
    value: "PATH",
    env: "OVMS_EDGE_TRUST",
    group: "run",
    help:
      "loads a plugin as --plugin does, but inside the program, with all its rights; other plugins run in processes of their own; may be repeated",
  },
  together: {
    type: "boolean",
    env: "OVMS_EDGE_TOGETHER",
    group: "run",
    help:
      "runs plugins from outside that want no rights in one process, where memory matters; they are apart from the car, but not from each other",
  },
  safe: {
    type: "boolean",
    group: "run",
    help:
      "leaves plugins from outside out; so does a start after two that ended badly within five minutes",
  },
  watch: {
    type: "boolean",
    group: "run",
    help: "loads plugins from outside anew when their files change",
  },
  grant: {
    type: "string",
    multiple: true,
    value: "ID",
    group: "run",
    help:
      "allows a plugin from outside what it asks for, from now on: --list tells what that is; may be repeated",
  },
  revoke: {
    type: "string",
    multiple: true,
    value: "ID",
    group: "run",
    help: "takes back what a plugin was allowed; may be repeated",
  },
  plugins: {
    type: "string",
    value: "FOLDER",
    env: "OVMS_EDGE_PLUGINS",
    group: "run",
    help: "loads all plugins of a folder; default: plugins/ beside the store",
  },
  strict: {
    type: "boolean",
    group: "run",
    help:
      "does not start where a plugin cannot be used; default: it is left out with a sentence, and the others run",
  },
} as const satisfies Flags;
