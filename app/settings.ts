/** What the program is to do, checked: made from flags and environment, before anything is opened. */
import { dirname, join, resolve } from "node:path";
import { type Level, LEVELS } from "../runtime/log.ts";
import { LOG_FORMATS, type LogFormat } from "../hal/replay/formats/names.ts";
import type { RecordLimit } from "../hal/replay/mod.ts";
import { type BusChoice, busChoiceOf } from "./bus_choice.ts";
import type { FlagName, FlagValues } from "./flags/mod.ts";
import { parseDuration } from "./duration.ts";
import { hardwareOf, type HardwareSettings } from "./hardware/settings.ts";
import type { GrantWishes } from "./isolation/types.ts";
import type { Places } from "./offer.ts";
import { reasonOf, UsageError } from "./usage_error.ts";
import { parseBroker } from "../runtime/links/mqtt/address.ts";
import { webOf, type WebSettings } from "./web_settings.ts";

const SPEEDS = ["1", "10", "max"] as const;
const FORMATS = ["csv", "gpx", "json"] as const;
/** Stands for standard input where a recording is expected. */
export const STANDARD_INPUT = "-";
/** Store in memory. */
export const MEMORY = ":memory:";

/** How fast a recording runs: a factor, or as fast as it can. */
export type Speed = number | "max";
/** Format of exported records. */
export type ExportFormat = (typeof FORMATS)[number];

/** How a recording is read and played. */
export interface Reading {
  /** Its format; undefined: found out from its content. */
  readonly format: LogFormat | undefined;
  readonly buses: BusChoice | undefined;
  readonly keepGaps: boolean;
}

/** Where a recording goes. */
export interface RecordTo {
  readonly file: string;
  readonly limit: RecordLimit;
}

/** What the program does. */
export type Action =
  | {
    readonly do:
      | "help"
      | "version"
      | "list"
      | "notifications"
      | "journal"
      | "probe";
  }
  | {
    readonly do: "export";
    readonly type: string;
    readonly format: ExportFormat;
    /** Wall time, ms since 1970. */
    readonly since: number | undefined;
    /** File, or undefined for standard output. */
    readonly out: string | undefined;
  }
  | {
    readonly do: "backup";
    readonly file: string;
    readonly withSecrets: boolean;
  }
  | { readonly do: "restore"; readonly file: string }
  | { readonly do: "install"; readonly from: string }
  | { readonly do: "uninstall"; readonly id: string }
  | {
    readonly do: "convert";
    readonly from: string;
    readonly to: string;
    readonly reading: Reading;
  }
  | {
    readonly do: "run";
    /** Commands to run; empty for the prompt. */
    readonly exec: readonly string[];
    readonly replay: string | undefined;
    readonly speed: Speed;
    /** How the recording is read and played. */
    readonly reading: Reading;
    readonly record: RecordTo | undefined;
    /** Whether the frames of the buses are shown. */
    readonly watchCan: boolean;
    /** Whether all metrics are printed at the end. */
    readonly dumpMetrics: boolean;
    /** Dump of a controller for the simulated car. */
    readonly controller: string | undefined;
    /** The OVMS server: none, that of the parameters, the same by TLS, or one of the program's own. */
    readonly server: "offline" | "plain" | "tls" | "demo";
  };

/** All that the program is told. Paths are absolute. */
export interface Settings {
  readonly action: Action;
  /** Devices of the gateway; undefined when all is simulated. */
  readonly hardware: HardwareSettings | undefined;
  /** The store's file, or `:memory:`. */
  readonly store: string;
  /** Where plugins from outside are. */
  readonly plugins: Places;
  /** Plugins from outside that are allowed what they ask for, and those that are not any more. */
  readonly grants: Pick<GrantWishes, "grant" | "revoke">;
  /** Whether plugins from outside are left out. */
  readonly safe: boolean;
  /** Whether plugins are loaded anew when their files change. */
  readonly watch: boolean;
  /** Vehicle type that is set, or undefined to leave it as it is. */
  readonly vehicle: string | undefined;
  /** Settings of plugins and core that are set, as `name=value`. */
  readonly set: readonly string[];
  readonly country: string;
  /** Text messages an hour that notices may cost; undefined: as the setting says. */
  readonly smsBudget: number | undefined;
  /** Address of the MQTT broker; undefined: as the setting says. */
  readonly mqtt: string | undefined;
  readonly logLevel: Level;
  readonly allowAt: boolean;
  /** The web console; undefined when it is switched off, and while commands are run. */
  readonly web: WebSettings | undefined;
}

/** Where the user is. */
export interface Surroundings {
  /** Folder from which paths count. */
  readonly folder: string;
  /** The user's state folder. */
  readonly state: string;
  /** Wall time, ms since 1970. */
  readonly now: number;
}

/** The user's folder of state, as the XDG base directory specification has it. */
export function stateFolder(
  env: (name: string) => string | undefined,
): string {
  const state = env("XDG_STATE_HOME");
  if (state?.startsWith("/")) return state;
  return join(env("HOME") ?? "/", ".local", "state");
}

/** Flags that are of use beside another one only. */
const BESIDE: readonly (readonly [FlagName, FlagName])[] = [
  ["speed", "replay"],
  ["keep-gaps", "replay"],
  ["record-limit", "record"],
  ["format", "export"],
  ["since", "export"],
  ["out", "export"],
  ["with-secrets", "backup"],
  ["shutdown-delay", "shutdown-below"],
  ["shutdown-command", "shutdown-below"],
];
/** Flags of which one says what to do; --exec, --replay, --record and --controller belong together. */
const ACTIONS: readonly (readonly FlagName[])[] = [
  ["help"],
  ["version"],
  ["list"],
  ["notifications"],
  ["journal"],
  ["export"],
  ["backup"],
  ["restore"],
  ["install"],
  ["uninstall"],
  ["export-controller"],
  ["convert"],
  ["probe"],
  ["exec", "replay", "record", "controller", "dump-metrics", "watch-can"],
];
/** Flags that contradict each other. */
const CLASHES: readonly (readonly [FlagName, FlagName])[] = [
  ["offline", "tls"],
  ["demo-server", "offline"],
  ["demo-server", "tls"],
  ["demo-server", "exec"],
  ["demo-server", "replay"],
  ["demo-mqtt", "mqtt"],
  ["demo-mqtt", "exec"],
  ["demo-mqtt", "replay"],
];

/**
 * Checks flags and gives them their meaning.
 * @throws UsageError with one sentence for a value that cannot be, and for flags that do not fit together
 */
export function settingsOf(flags: FlagValues, around: Surroundings): Settings {
  checkCompany(flags);
  const action = actionOf(flags, around);
  const hardware = isTrial(action) ? undefined : hardwareOf(flags);
  const store = storeOf(flags, action, hardware, around);
  const demo = (["demo-server", "demo-mqtt"] as const).find((name) =>
    flags[name]
  );
  if (demo && hardware) {
    throw new UsageError(
      `--${demo} is for the simulated car: leave out the flags that name devices`,
    );
  }
  return {
    action,
    hardware,
    store,
    plugins: {
      paths: flags.plugin ?? [],
      trusted: flags.trust ?? [],
      together: flags.together ?? false,
      all: flags.plugins ?? pluginsBeside(store, around.state),
      named: flags.plugins !== undefined,
      strict: flags.strict ?? false,
    },
    grants: { grant: flags.grant ?? [], revoke: flags.revoke ?? [] },
    safe: flags.safe ?? false,
    watch: flags.watch ?? false,
    vehicle: flags.vehicle?.toUpperCase(),
    set: flags.set ?? [],
    country: countryOf(flags.country),
    smsBudget: budgetOf(flags["sms-budget"]),
    mqtt: flags["demo-mqtt"] ? "demo" : mqttOf(flags.mqtt),
    logLevel: oneOf("log-level", flags["log-level"] ?? "warning", LEVELS),
    allowAt: flags["allow-at"] ?? false,
    web: action.do === "run" && !isScript(action) ? webOf(flags) : undefined,
  };
}

function checkCompany(flags: FlagValues): void {
  for (const [name, other] of BESIDE) {
    if (flags[name] !== undefined && flags[other] === undefined) {
      throw new UsageError(`--${name} has a meaning with --${other} only`);
    }
  }
  const asked = ACTIONS.flatMap((names) =>
    names.find((name) => flags[name] !== undefined) ?? []
  );
  const clash = CLASHES.find((names) =>
    names.every((name) => flags[name] !== undefined)
  );
  const [first, second] = clash ?? asked;
  if (second !== undefined) {
    throw new UsageError(
      `--${first} and --${second} cannot be done together: give one of them`,
    );
  }
}

function actionOf(flags: FlagValues, around: Surroundings): Action {
  const path = (text: string) => resolve(around.folder, text);
  const input = (text: string) => text === STANDARD_INPUT ? text : path(text);
  if (flags.help) return { do: "help" };
  if (flags.version) return { do: "version" };
  if (flags.list) return { do: "list" };
  if (flags.notifications) return { do: "notifications" };
  if (flags.journal) return { do: "journal" };
  if (flags.probe) return { do: "probe" };
  if (flags.export !== undefined) {
    return {
      do: "export",
      type: flags.export,
      format: oneOf("format", flags.format ?? "csv", FORMATS),
      since: flags.since === undefined
        ? undefined
        : sinceOf(flags.since, around.now),
      out: flags.out === undefined ? undefined : path(flags.out),
    };
  }
  if (flags.backup !== undefined) {
    return {
      do: "backup",
      file: path(flags.backup),
      withSecrets: flags["with-secrets"] ?? false,
    };
  }
  if (flags.install !== undefined) {
    return { do: "install", from: flags.install };
  }
  if (flags.uninstall !== undefined) {
    return { do: "uninstall", id: flags.uninstall };
  }
  if (flags.restore !== undefined) {
    return { do: "restore", file: path(flags.restore) };
  }
  const controllerFile = flags["export-controller"];
  if (controllerFile !== undefined) {
    return {
      do: "export",
      type: "controller",
      format: "csv",
      since: undefined,
      out: path(controllerFile),
    };
  }
  if (flags.convert !== undefined) {
    if (flags.target === undefined) {
      throw new UsageError(
        "--convert needs two files: expected --convert IN OUT",
      );
    }
    return {
      do: "convert",
      from: input(flags.convert),
      to: path(flags.target),
      reading: readingOf(flags),
    };
  }
  const exec = flags.exec ?? [], dumpMetrics = flags["dump-metrics"] ?? false;
  const replay = flags.replay === undefined ? undefined : input(flags.replay);
  return {
    do: "run",
    exec,
    replay,
    speed: speedOf(
      flags.speed ?? (isScript({ exec, replay, dumpMetrics }) ? "max" : "1"),
    ),
    reading: readingOf(flags),
    record: flags.record === undefined ? undefined : {
      file: path(flags.record),
      limit: limitOf(flags["record-limit"]),
    },
    watchCan: flags["watch-can"] ?? false,
    dumpMetrics,
    controller: flags.controller === undefined
      ? undefined
      : path(flags.controller),
    server: serverOf(flags),
  };
}

function mqttOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  try {
    parseBroker(url);
    return url;
  } catch (error) {
    throw new UsageError(`--mqtt: ${reasonOf(error)}`);
  }
}

function serverOf(
  flags: FlagValues,
): Extract<Action, { readonly do: "run" }>["server"] {
  if (flags["demo-server"]) return "demo";
  if (flags.tls) return "tls";
  return flags.offline ? "offline" : "plain";
}

/** Whether a run ends by itself, without a prompt. */
export function isScript(
  { exec, replay, dumpMetrics }: Pick<
    Extract<Action, { readonly do: "run" }>,
    "exec" | "replay" | "dumpMetrics"
  >,
): boolean {
  return exec.length > 0 || dumpMetrics || replay === STANDARD_INPUT;
}

/** What is only tried out, on a simulated car. */
function isTrial(action: Action): boolean {
  return action.do === "list" || action.do === "run" &&
      (isScript(action) || action.replay !== undefined);
}

/** Trying something out must not change what the prompt of the simulated car remembers, and that car nothing of a real one. */
function storeOf(
  flags: FlagValues,
  action: Action,
  hardware: HardwareSettings | undefined,
  { folder, state }: Surroundings,
): string {
  if (flags.store === MEMORY) return MEMORY;
  if (flags.store !== undefined) return resolve(folder, flags.store);
  if (isTrial(action) && action.do !== "list") return MEMORY;
  const name = hardware ? "gateway.db" : "simulated.db";
  return join(state, "ovms-edge", name);
}

/** The folder of plugins: beside the store, where the program may read. */
function pluginsBeside(store: string, state: string): string {
  const folder = store === MEMORY ? join(state, "ovms-edge") : dirname(store);
  return join(folder, "plugins");
}

function readingOf(flags: FlagValues): Reading {
  const format = flags["replay-format"];
  return {
    format: format === undefined
      ? undefined
      : oneOf("replay-format", format, LOG_FORMATS),
    buses: flags.bus === undefined ? undefined : busChoiceOf(flags.bus),
    keepGaps: flags["keep-gaps"] ?? false,
  };
}

const SIZES: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 };

/** `100MB`, `24h`, or both with a comma between them. */
function limitOf(text = ""): RecordLimit {
  let limit: RecordLimit = {};
  for (const part of text === "" ? [] : text.split(",")) {
    const [, count, unit = ""] = /^(\d+)([kmg]b)$/i.exec(part.trim()) ?? [];
    const ms = parseDuration(part.trim());
    if (count !== undefined) {
      limit = {
        ...limit,
        bytes: Number(count) * (SIZES[unit.toLowerCase()] ?? 1),
      };
    } else if (ms !== undefined) limit = { ...limit, ms };
    else {
      throw new UsageError(
        `--record-limit cannot be "${text}": expected a size such as 100MB, a time such as 24h, or both with a comma between them`,
      );
    }
  }
  return limit;
}

function speedOf(text: string): Speed {
  const speed = oneOf("speed", text, SPEEDS);
  return speed === "max" ? speed : Number(speed);
}

function countryOf(text = ""): string {
  if (text === "" || /^\+[1-9]\d{0,2}$/.test(text)) return text;
  throw new UsageError(
    `--country cannot be "${text}": expected a country code such as +49`,
  );
}

function budgetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(
    `--sms-budget cannot be "${text}": expected a number of messages, 0 to 9999`,
  );
}

function sinceOf(text: string, now: number): number {
  const age = parseDuration(text);
  if (age !== undefined) return now - age;
  const date = /^\d{4}-\d\d-\d\d(T.*)?$/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(date)) return date;
  throw new UsageError(
    `--since cannot be "${text}": expected a date such as 2026-05-01 or an age such as 24h`,
  );
}

function oneOf<const T extends string>(
  flag: FlagName,
  text: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${flag} cannot be "${text}": expected ${choices.join(", ")}`,
  );
}
