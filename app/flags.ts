/** The program's flags: one table, from which parsing and `--help` follow. */
import { parseArgs } from "node:util";
import { UsageError } from "./usage_error.ts";

/** A flag; `type`, `multiple` and `short` are as `node:util` wants them. */
interface Flag {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in `--help`. */
  readonly value?: string;
  /** Environment variable that is used where the flag is absent; blanks part the values of a flag that may be repeated. */
  readonly env?: string;
  readonly group: "run" | "hardware" | "settings" | "tell" | "move";
  readonly help: string;
}

/** All flags, in the order of `--help`. */
export const FLAGS = {
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
      "format of --replay or --convert where its content does not tell: candump, crtd, gvret, asc, trc or tabbed",
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
  convert: {
    type: "string",
    value: "IN OUT",
    group: "move",
    help:
      "writes a recording anew in the format that the name of OUT asks for: .log, .crtd or .csv, packed with .gz",
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
  vehicle: {
    type: "string",
    value: "TYPE",
    group: "settings",
    help:
      "sets the vehicle type (parameter 14): --list names those that there are",
  },
  set: {
    type: "string",
    multiple: true,
    value: "NAME=VALUE",
    group: "settings",
    help:
      "sets a setting of a plugin, the vehicle or the core, such as sms.budget=10; nothing behind = for its default; may be repeated; --list names all",
  },
  store: {
    type: "string",
    value: "FILE",
    env: "OVMS_EDGE_STORE",
    group: "settings",
    help:
      "where everything durable is kept, or :memory:; default: simulated.db (gateway.db with devices) in the user's state folder, :memory: with --exec and --replay",
  },
  country: {
    type: "string",
    value: "+49",
    env: "OVMS_EDGE_COUNTRY",
    group: "settings",
    help: "country code with which national phone numbers are completed",
  },
  "sms-budget": {
    type: "string",
    value: "N",
    env: "OVMS_EDGE_SMS_BUDGET",
    group: "settings",
    help:
      "text messages that notices may cost in an hour, for this run; default: as the setting sms.budget says",
  },
  "log-level": {
    type: "string",
    value: "LEVEL",
    env: "OVMS_EDGE_LOG_LEVEL",
    group: "settings",
    help: "debug, info, warning or error; default warning",
  },
  "allow-at": {
    type: "boolean",
    group: "settings",
    help: "lets server command 49 send raw commands to the modem",
  },
  http: {
    type: "string",
    value: "HOST:PORT",
    env: "OVMS_EDGE_HTTP",
    group: "settings",
    help:
      "where the web console is, or off; default 127.0.0.1:8080, for this machine only",
  },
  "http-token": {
    type: "string",
    value: "TEXT",
    env: "OVMS_EDGE_HTTP_TOKEN",
    group: "settings",
    help:
      "login of the owner at the web console, better given by environment; without it the module password opens it to the network",
  },
  "http-origin": {
    type: "string",
    multiple: true,
    value: "URL",
    env: "OVMS_EDGE_HTTP_ORIGIN",
    group: "settings",
    help:
      "how browsers reach the web console through a proxy, such as https://car.example; needs a login; may be repeated",
  },
  "http-proxy": {
    type: "string",
    multiple: true,
    value: "ADDRESS",
    env: "OVMS_EDGE_HTTP_PROXY",
    group: "settings",
    help:
      "IP address of a proxy whose X-Forwarded-For tells who asks, for the count of wrong logins; may be repeated",
  },
  offline: {
    type: "boolean",
    group: "settings",
    help: "does not connect to the OVMS server",
  },
  mqtt: {
    type: "string",
    value: "URL",
    env: "OVMS_EDGE_MQTT",
    group: "settings",
    help:
      "connects to an MQTT broker, such as mqtts://user@host:8883; its password is the setting mqtt.password",
  },
  tls: {
    type: "boolean",
    group: "settings",
    help:
      "connects to the OVMS server by TLS only, on port 6870; default: TLS where the server has it",
  },
  can: {
    type: "string",
    multiple: true,
    value: "CAN",
    env: "OVMS_EDGE_CAN",
    group: "hardware",
    help:
      "CAN interface: socketcan:can0, slcan:/dev/ttyACM0@500000 (bit rate of the bus), candump:can0, tcp:HOST:PORT@500000 (SLCAN) or socketcand:HOST:29536/can0; repeated for a car with several buses: 2=socketcan:can1",
  },
  modem: {
    type: "string",
    value: "PORT",
    env: "OVMS_EDGE_MODEM",
    group: "hardware",
    help: "GSM modem: /dev/ttyUSB2@115200, or mm: for the one of ModemManager",
  },
  "modem-init": {
    type: "string",
    multiple: true,
    value: "COMMAND",
    env: "OVMS_EDGE_MODEM_INIT",
    group: "hardware",
    help:
      "AT command that is sent at the modem's set-up, such as AT+CNMP=38; may be repeated",
  },
  smsc: {
    type: "string",
    value: "NUMBER",
    env: "OVMS_EDGE_SMSC",
    group: "hardware",
    help:
      "service centre of text messages, such as +491710760000; default: the one on the SIM",
  },
  gps: {
    type: "string",
    value: "GPS",
    env: "OVMS_EDGE_GPS",
    group: "hardware",
    help:
      "GPS receiver: gpsd:localhost:2947, nmea:/dev/ttyACM1@9600, or modem for the one inside it (modem:CGNSINF and the like where its model is not known)",
  },
  supply: {
    type: "string",
    value: "SUPPLY",
    env: "OVMS_EDGE_SUPPLY",
    group: "hardware",
    help:
      "source of the 12 V level: modem, file:/sys/...@0.001 (factor to volts) or command:PROGRAM ARGUMENTS",
  },
  diag: {
    type: "string",
    value: "PORT",
    env: "OVMS_EDGE_DIAG",
    group: "hardware",
    help:
      "serial console of the diagnostics mode, opened by SETUP: /dev/ttyUSB0@9600",
  },
  gateway: {
    type: "boolean",
    group: "hardware",
    help:
      "does not start unless a device is named: for services, which must never simulate a car unasked",
  },
  simulate: {
    type: "boolean",
    group: "hardware",
    help: "simulates the devices that are not named; else they are absent",
  },
  "shutdown-below": {
    type: "string",
    value: "VOLTS",
    env: "OVMS_EDGE_SHUTDOWN_BELOW",
    group: "hardware",
    help:
      "tells the owner and ends the program (exit code 3) when the 12 V level stays below, such as 11.0; never while the car is on or charging",
  },
  "shutdown-delay": {
    type: "string",
    value: "TIME",
    env: "OVMS_EDGE_SHUTDOWN_DELAY",
    group: "hardware",
    help: "how long it has to stay below; default 10m",
  },
  "shutdown-command": {
    type: "string",
    value: "COMMAND",
    env: "OVMS_EDGE_SHUTDOWN_COMMAND",
    group: "hardware",
    help:
      "program that is run after that, with its arguments, such as the system's power-off",
  },
  probe: {
    type: "boolean",
    group: "hardware",
    help:
      "lists serial ports and CAN interfaces and what answers on them, then ends",
  },
  help: {
    type: "boolean",
    short: "h",
    group: "tell",
    help: "prints this text",
  },
  version: { type: "boolean", group: "tell", help: "prints the version" },
  list: {
    type: "boolean",
    group: "tell",
    help:
      "prints all verbs, codes, feature slots, settings and record types with their plugins",
  },
  notifications: {
    type: "boolean",
    group: "tell",
    help: "prints the messages to the owner with their delivery states",
  },
  journal: {
    type: "boolean",
    group: "tell",
    help: "prints the journal of configuration changes",
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
} as const satisfies Readonly<Record<string, Flag>>;

/** Flags that try something out. */
const TRIALS = ["replay", "exec", "dump-metrics"] as const;

/** Name of a flag. */
export type FlagName = keyof typeof FLAGS;

/** The given flags: texts, lists of texts, or true. */
export type FlagValues =
  & {
    /** Second word behind --convert. */
    readonly target?: string;
  }
  & {
    readonly [K in FlagName]?:
      | ((typeof FLAGS)[K] extends { readonly multiple: true } ? string[]
        : (typeof FLAGS)[K] extends { readonly type: "boolean" } ? boolean
        : string)
      | undefined;
  };

/**
 * Reads the command line; what is absent comes from the environment.
 * @param env gives a variable of the environment
 * @throws UsageError with one sentence for what is unknown or incomplete
 */
export function parseFlags(
  args: readonly string[],
  env: (name: string) => string | undefined,
): FlagValues {
  const given = parsed(args);
  checkDevices(given);
  const missing = Object.entries<Flag>(FLAGS).flatMap(([name, flag]) => {
    const value = flag.env === undefined || name in given
      ? undefined
      : env(flag.env);
    if (value === undefined || value === "") return [];
    const meant = flag.type === "boolean"
      ? value !== "0"
      : flag.multiple
      ? words(value)
      : value;
    return [[name, meant] as const];
  });
  return { ...given, ...Object.fromEntries(missing) };
}

/** What is tried out has no devices: a gateway's environment may name them, the command line may not. */
function checkDevices(given: FlagValues): void {
  const trial = TRIALS.find((name) => given[name] !== undefined);
  const device = Object.entries<Flag>(FLAGS).find(([name, { group }]) =>
    group === "hardware" && name !== "probe" && name in given
  );
  if (trial === undefined || device === undefined) return;
  throw new UsageError(
    `--${device[0]} is for a gateway, and --${trial} runs on ${
      trial === "replay" ? "a recording" : "the simulated car"
    }: give one of them`,
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function parsed(args: readonly string[]): FlagValues {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: FLAGS,
      allowPositionals: true,
    });
    return { ...values, ...targetOf(values.convert, positionals) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const sentence = error.message.split(/\. |\n/, 1)[0] ?? "";
    throw new UsageError(`${sentence}: --help lists what there is`);
  }
}

/** The one word that is no flag: where --convert writes to. */
function targetOf(
  convert: string | undefined,
  [target, ...more]: readonly string[],
): { readonly target?: string } {
  const surplus = convert === undefined ? target : more[0];
  if (surplus !== undefined) {
    throw new UsageError(
      `Unexpected argument '${surplus}': --help lists what there is`,
    );
  }
  return target === undefined ? {} : { target };
}

const GROUPS = {
  run: "Running",
  hardware:
    "Devices of a gateway (not with --exec and --replay, which simulate)",
  settings: "Settings",
  tell: "Telling, then ending",
  move: "Data, then ending",
} as const;
/** Columns of `--help`. */
const WIDTH = 78, INDENT = 24;

/** The text of `--help`. */
export function helpText(): string {
  const parts = [
    "Usage: deno task start [flags]",
    "",
    "Without flags: a simulated car in real time and a prompt for SMS texts",
    "(HELP lists the commands, :help what steers the car).",
  ];
  for (const [group, title] of Object.entries(GROUPS)) {
    parts.push("", `${title}:`);
    for (const [name, flag] of Object.entries<Flag>(FLAGS)) {
      if (flag.group === group) parts.push(...helpLines(name, flag));
    }
  }
  return parts.join("\n");
}

function helpLines(name: string, flag: Flag): string[] {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  const env = flag.env === undefined ? "" : ` (environment: ${flag.env})`;
  const head = `  ${short}--${name}${value}`;
  const lines = wrapped(flag.help + env, WIDTH - INDENT);
  const indented = lines.map((line) => " ".repeat(INDENT) + line);
  if (head.length > INDENT - 2) return [head, ...indented];
  const [first = "", ...rest] = indented;
  return [head.padEnd(INDENT) + first.trimStart(), ...rest];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
