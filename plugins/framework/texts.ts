/** Texts of the framework's answers, as functions of what they show. */
import { CommandError, type CommandInfo } from "ovms-edge";

/** Reads a parameter. */
export type Get = (number: number) => string;

/**
 * Answer of MODULE.
 * @param edition of the vehicle type; empty for the type as it is by default
 */
export function moduleText(get: Get, edition: string): string {
  const type = get(14) + (edition && ` ${edition}`);
  return `Module:\r\n VehicleID:${get(8)}\r\n VehicleType:${type}\r\n Units:${
    get(2)
  }\r\n Notifications:${get(3)}`;
}

/** Answer of VEHICLE. */
export function vehicleText(get: Get): string {
  return `Vehicle:\r\n VehicleType: ${get(14)}`;
}

/** Answer of SERVER. */
export function serverText(get: Get): string {
  return `Server:\r\n IP:${get(4)}\r\n Password:${get(9)}\r\n Paranoid:${
    get(10)
  }`;
}

/** Answer of GSMLOCK. */
export function gsmLockText(get: Get, operator: string): string {
  return `GSMLOCK: ${get(13) || "(none)"}\r\nCurrent: ${operator}`;
}

/** State of the network. */
export interface Network {
  readonly operator: string;
  /** Number of the modem's state; 0x20 is ready. */
  readonly state: number;
  /** A server is logged in. */
  readonly server: boolean;
}

const READY = 0x20;

/** Answer of GPRS. */
export function gprsText(get: Get, network: Network): string {
  return `GPRS:\r\n APN:${get(5)}\r\n User:${get(6)}\r\n Password:${
    get(7)
  }\r\n GSM:${network.operator}${networkText(network)}`;
}

function networkText({ server, state }: Network): string {
  if (server) return "\r\n GPRS: OK\r\n Server: Connected OK";
  if (state === READY) return "\r\n GSM: OK\r\n Server: Not connected";
  return `\r\n GSM/GPRS: Not connected (0x${hex(state)})`;
}

function hex(state: number): string {
  return state.toString(16).toUpperCase().padStart(4, "0");
}

/** What DIAG shows. */
export interface Diagnosis {
  /** LED codes. */
  readonly red: number;
  readonly green: number;
  /** Number of the modem's state. */
  readonly state: number;
  /** V; undefined while unknown. */
  readonly volts: number | undefined;
  /** V; 0 while the battery is charged, minutes / 10 during calm-down. */
  readonly reference: number;
  /** Faults of plugins since the start. */
  readonly faults: number;
  /** Sentences about what is wrong; always shown. */
  readonly problems: readonly string[];
  /** A line for each driver. */
  readonly drivers: readonly string[];
}

/**
 * Answer of DIAG.
 * @param fits whether a text is short enough; drivers for which there is no room are left out
 */
export function diagText(
  shown: Diagnosis,
  fits: (text: string) => boolean,
): string {
  const { volts, reference } = shown;
  const supply = volts === undefined
    ? "unknown"
    : `${volts.toFixed(1)} ref=${reference.toFixed(1)}`;
  const text = [
    "DIAG:",
    `RED Led:${shown.red}`,
    `GRN Led:${shown.green}`,
    `NET State:0x${hex(shown.state)}`,
    `12V Line:${supply}`,
    `Crashes:${shown.faults}`,
    ...shown.problems,
  ].join("\n ");
  return shown.drivers.reduce((all, driver) => {
    const longer = `${all}\n ${driver}`;
    return fits(longer) ? longer : all;
  }, text);
}

/** Longest message that PARAMS? makes. */
const SMS_LENGTH = 160;

/** Answer of PARAMS?: what is set, as messages that begin with the same head. */
export function paramsParts(get: Get, count: number): readonly string[] {
  const HEAD = "Params:", parts: string[] = [];
  let part = HEAD;
  for (let number = 0; number < count; number++) {
    const value = get(number), entry = `\n${number}:${value}`;
    if (value === "") continue;
    if (part !== HEAD && part.length + entry.length > SMS_LENGTH) {
      parts.push(part);
      part = HEAD;
    }
    part += entry;
  }
  return [...parts, part];
}

/** Answer of FEATURES?: the slots that are not 0. */
export function featuresText(values: readonly number[]): string {
  const entries = values.map((value, slot) => ({ slot, value }))
    .filter(({ value }) => value !== 0)
    .map(({ slot, value }) => `\r\n ${slot}:${value}`);
  return `Features:${entries.join("")}`;
}

/** Seconds for which a place counts as the present one: the module's stale counter. */
const OLD_PLACE = 120;

/** The last known place, degrees. */
export interface Place {
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** Seconds since the receiver told it. */
  readonly age: number | undefined;
}

/** Answer of GPS; a place that is not of now says so. */
export function gpsText({ latitude, longitude, age }: Place): string {
  if (latitude === undefined || longitude === undefined) {
    return "No GPS position yet";
  }
  const isOld = age !== undefined && age > OLD_PLACE;
  const note = isOld ? `\r\nNo GPS fix for ${ageText(age)}` : "";
  return `Car location:\r\nhttps://maps.google.com/maps?q=${
    latitude.toFixed(6)
  },${longitude.toFixed(6)}${note}`;
}

function ageText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/**
 * The vehicle's verbs as HELP names them: those that its type lists, in that order, then all others
 * that are not the framework's. A verb and its query are named once.
 */
export function vehicleVerbs(
  commands: readonly CommandInfo[],
  listed: readonly string[],
): readonly string[] {
  const verbs = commands.filter(({ kind }) => kind === "verb");
  const known = new Set(verbs.map(({ name }) => name));
  const first = listed.filter((name) => known.has(name));
  const others = verbs.filter(({ owner, name }) =>
    owner !== "framework" && !first.includes(name) &&
    !(name.endsWith("?") && known.has(name.slice(0, -1)))
  );
  return [...first, ...others.map(({ name }) => name)];
}

/** Answer of HELP: the framework's verbs, then those that the vehicle's plugins bring or take over. */
export function helpText(
  common: readonly string[],
  others: readonly string[],
  vehicleName: string,
): string {
  const list = (verbs: readonly string[]) =>
    verbs.map((verb) => ` ${verb}`).join("");
  // Maker and model: the model alone, as the original has it
  const words = vehicleName.split(" ").filter((word) => word !== "");
  const name = (words.length === 2 ? words[1] : words.join(" ")) || "Other";
  return `Commands:${list(common)}` +
    (others.length > 0 ? ` \r\n${name} Commands:${list(others)}` : "");
}

/**
 * Answer of HELP with a verb, or with the number of a code.
 * @throws CommandError when there is none
 */
export function helpOn(
  word: string,
  commands: readonly CommandInfo[],
): readonly string[] {
  const wanted = word.toUpperCase().replace(/\?$/, "");
  const found = commands.filter(({ name }) =>
    name.replace(/\?$/, "") === wanted
  );
  if (found.length === 0) {
    throw new CommandError(`There is no command ${word}: HELP lists all`);
  }
  return found.map(({ kind, name, usage, summary }) => {
    const call = kind === "code" ? `${name} ${usage}` : usage;
    return summary === "" ? call : `${call}: ${summary}`;
  });
}
