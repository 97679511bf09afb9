/** `--probe`: what is plugged in, and what answers on it. */
import {
  linkTarget,
  listFolder,
  openSerial,
  readSystemFile,
} from "../../hal/linux/mod.ts";
import { SystemClock } from "../../hal/clock.ts";
import { tableLines } from "../table.ts";
import { askPort, type Found } from "./ask_port.ts";
import { canInterfaces, type Machine, portNames } from "./machine.ts";
import { reasonOf } from "../usage_error.ts";

const machine: Machine = {
  list: listFolder,
  read: readSystemFile,
  link: linkTarget,
};

/** Prints serial ports and CAN interfaces with the flag that each would be named by. */
export async function probe(): Promise<void> {
  const clock = new SystemClock();
  const ports = portNames(machine);
  console.error(
    `Listening and asking on ${ports.length} serial ports, some seconds each at once: whatever else uses them should be stopped first`,
  );
  const found = await Promise.all(
    ports.map(async ({ path, aliases }) => {
      const open = (baudRate: number) => openSerial(path, { baudRate }, clock);
      return [path, ...await rowOf(path, open, clock), aliases.join(" ")];
    }),
  );
  const rows = [
    ...found.filter(([, what]) => what !== NO_PORT),
    ...canInterfaces(machine).map(({ name, state }) => [
      name,
      `CAN interface, ${state}`,
      `--can socketcan:${name}`,
      "",
    ]),
  ];
  console.log(
    rows.length === 0
      ? "No serial ports and no CAN interfaces were found: is the device plugged in?"
      : tableLines([["device", "what answers", "flag", "also named"], ...rows])
        .join("\n"),
  );
}

/** What machines list although nothing is behind it. */
const NO_PORT = "no port";

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
