/** `--probe`: what is plugged in, and what answers on it. */
import {
  linkTarget,
  listFolder,
  openSerial,
  readSystemFile,
} from "../../hal/linux/mod.ts";
import { SystemClock } from "../../hal/clock.ts";
import { say } from "../say.ts";
import { tableLines } from "../table.ts";
import { askPort, type Found } from "./ask_port.ts";
import { canInterfaces, type Machine, portNames } from "./machine.ts";
import { reasonOf } from "../usage_error.ts";

const machine: Machine = {
  list: listFolder,
  read: readSystemFile,
  link: linkTarget,
};

/** What was found at one place. */
export interface Finding {
  /** Such as `/dev/ttyUSB0` or `can0`. */
  readonly device: string;
  /** What answered, or why nothing could be asked. */
  readonly what: string;
  /** The flag that names it; empty where there is nothing to name. */
  readonly flag: string;
  /** Other names of the same place. */
  readonly aliases: readonly string[];
}

/** Prints serial ports and CAN interfaces with the flag that each would be named by. */
export async function probe(): Promise<void> {
  const count = portNames(machine).length;
  console.error(
    `Listening and asking on ${count} serial ${
      count === 1 ? "port" : "ports"
    }, some seconds each at once: whatever else uses them should be stopped first`,
  );
  const rows = (await findings()).map(({ device, what, flag, aliases }) => [
    device,
    what,
    flag,
    aliases.join(" "),
  ]);
  say(
    rows.length === 0
      ? "No serial ports and no CAN interfaces were found: is the device plugged in?"
      : tableLines([["device", "what answers", "flag", "also named"], ...rows])
        .join("\n"),
  );
}

/**
 * Listens and asks on all serial ports, and lists CAN interfaces. Nothing is sent to a bus.
 * @param used paths that this program uses itself: they are left alone
 * @param on the machine that is looked at
 */
export async function findings(
  used: readonly string[] = [],
  on: Machine = machine,
): Promise<readonly Finding[]> {
  const clock = new SystemClock();
  const ports = await Promise.all(
    portNames(on).map(async ({ path, aliases }): Promise<Finding> => {
      const names = [path, ...aliases];
      const isUsed = used.some((one) =>
        names.includes(one) ||
        on.link(one)?.split("/").at(-1) === path.split("/").at(-1)
      );
      if (isUsed) {
        return { device: path, what: IN_USE, flag: "", aliases };
      }
      const open = (baudRate: number) => openSerial(path, { baudRate }, clock);
      const [what, flag] = await rowOf(path, open, clock);
      return { device: path, what, flag, aliases };
    }),
  );
  return [
    ...ports.filter(({ what }) => what !== NO_PORT),
    ...canInterfaces(on).map(({ name, state }) => ({
      device: name,
      what: `CAN interface, ${state}`,
      flag: `--can socketcan:${name}`,
      aliases: [],
    })),
  ];
}

/** What machines list although nothing is behind it. */
const NO_PORT = "no port";
const IN_USE = "in use by this program";

async function rowOf(
  path: string,
  open: Parameters<typeof askPort>[0],
  clock: SystemClock,
): Promise<readonly [what: string, flag: string]> {
  try {
    const found = await askPort(open, clock);
    return found
      ? [TEXTS[found.kind](found), flagOf(path, found)]
      : ["nothing answers", ""];
  } catch (error) {
    const reason = reasonOf(error);
    return /EIO|ENOTTY|ENXIO|ENODEV|EINVAL/.test(reason)
      ? [NO_PORT, ""]
      : [reason, ""];
  }
}

const TEXTS: Readonly<Record<Found["kind"], (found: Found) => string>> = {
  modem: ({ baudRate }) => `modem (AT) at ${baudRate}`,
  nmea: ({ baudRate }) => `GPS receiver (NMEA) at ${baudRate}`,
  slcan: ({ baudRate }) => `CAN adapter (SLCAN) at ${baudRate}`,
};

function flagOf(path: string, { kind, baudRate }: Found): string {
  switch (kind) {
    case "modem":
      return `--modem ${path}@${baudRate}`;
    case "nmea":
      return `--gps nmea:${path}@${baudRate}`;
    case "slcan":
      return `--can slcan:${path}@500000,${baudRate}`;
  }
}
