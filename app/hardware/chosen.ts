/**
 * Devices that the owner chose in the web console: settings like others, in the store. What flags and
 * environment name wins, and what cannot be is left out and told, as nobody sits at a gateway that does
 * not start.
 */
import * as v from "valibot";
import type { Store } from "../../hal/mod.ts";
import { setting } from "../../runtime/contract/settings.ts";
import {
  type SettingClaim,
  Settings,
} from "../../runtime/settings/settings.ts";
import { reasonOf, UsageError } from "../usage_error.ts";
import {
  DEVICES,
  type HardwareFlags,
  hardwareFrom,
  type HardwareSettings,
  lonelyOf,
} from "./settings.ts";

/** A kind of devices that can be chosen; its setting is `devices.NAME`. */
export type DeviceName = (typeof DEVICES)[number];

/** A kind of devices at this start. */
export interface ChosenDevice {
  readonly name: DeviceName;
  /** As flag or environment name it, which the store cannot change; undefined where they do not. */
  readonly given: string | undefined;
  /** What the program runs with; empty for none. */
  readonly used: string;
}

/** The devices of a run. */
export interface Chosen {
  readonly hardware: HardwareSettings;
  readonly devices: readonly ChosenDevice[];
  /** Sentences about what was left out. */
  readonly leftOut: readonly string[];
}

/** Longest text of a device. */
const LONGEST = 400;
/** Who may choose devices may not have programs run: those are for flags and environment. */
const PROGRAM = /^command:/;

/** How a setting is read as a flag. */
function flagsOf(name: DeviceName, text: string): HardwareFlags {
  const words = text.split(/\s+/).filter((word) => word !== "");
  return name === "can" ? { can: words } : { [name]: text };
}

/** What is wrong with a text; undefined for nothing. */
function wrong(name: DeviceName, text: string): string | undefined {
  if (text === "") return undefined;
  if (PROGRAM.test(text)) {
    return "programs are named at the start only, by --supply or OVMS_EDGE_SUPPLY";
  }
  try {
    hardwareFrom(flagsOf(name, text));
    return undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.replace(/^--\w+ cannot be ".*?": /s, "")
      .replace(/^--\w+ /, "");
  }
}

const device = (name: DeviceName, summary: string, form: string) =>
  setting({
    schema: v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(LONGEST),
      v.rawCheck(({ dataset, addIssue }) => {
        const message = dataset.typed && wrong(name, dataset.value);
        if (message) addIssue({ message });
      }),
      v.description(form),
    ),
    default: "",
    summary,
  });

/** Settings of the devices. */
export const deviceSettings = {
  can: device(
    "can",
    "CAN interfaces",
    "socketcan:can0, slcan:/dev/ttyACM0@500000, tcp:HOST:PORT@500000 or the like; several with 2= in front of the second",
  ),
  modem: device(
    "modem",
    "GSM modem",
    "/dev/ttyUSB2@115200, or mm: for the one of ModemManager",
  ),
  gps: device(
    "gps",
    "GPS receiver",
    "nmea:/dev/ttyACM1@9600, gpsd:localhost:2947, or modem for the one inside it",
  ),
  supply: device(
    "supply",
    "Source of the 12 V level",
    "modem, or file:/sys/...@0.001 with the factor to volts",
  ),
  diag: device(
    "diag",
    "Serial console of the diagnostics mode, from the next start on",
    "/dev/ttyUSB0@9600",
  ),
} as const satisfies Readonly<Record<DeviceName, unknown>>;

/** The same as claims by full name, for listings and backups. */
export const deviceClaims: ReadonlyMap<string, SettingClaim> = new Map(
  DEVICES.map((name) =>
    [`devices.${name}`, {
      owner: "devices",
      def: deviceSettings[name],
    }] as const
  ),
);

/**
 * Completes the devices that flags and environment name by those that the store has.
 * @throws UsageError for a device that flags name and that lacks another one, unless it is a gateway
 *   that starts by itself: that leaves it out
 */
export function chosenDevices(given: HardwareFlags, store: Store): Chosen {
  const kept = new Settings(store), leftOut: string[] = [];
  let flags = given;
  for (const name of DEVICES) {
    const text = kept.stored(`devices.${name}`, deviceSettings[name]);
    if (typeof text !== "string" || text === "" || given[name] !== undefined) {
      continue;
    }
    const wider = { ...flags, ...flagsOf(name, text) };
    try {
      hardwareFrom(wider);
      flags = wider;
    } catch (error) {
      leftOut.push(sentence(name, reasonOf(error)));
    }
  }
  let hardware: HardwareSettings = hardwareFrom(flags);
  for (const { part, why } of lonelyOf(hardware)) {
    const isStored = part !== "shutdown" && given[part] === undefined;
    if (!isStored && !given.gateway) throw new UsageError(why);
    leftOut.push(sentence(part, why));
    hardware = { ...hardware, [part]: undefined };
  }
  return {
    hardware,
    leftOut,
    devices: DEVICES.map((name) => ({
      name,
      given: textOf(given[name]),
      used: hardware[name] === undefined ? "" : textOf(flags[name]) ?? "",
    })),
  };
}

function textOf(value: string | readonly string[] | undefined) {
  return typeof value === "object" ? value.join(" ") : value;
}

function sentence(part: string, why: string): string {
  return `The device "${part}" is left out: ${why}`;
}
