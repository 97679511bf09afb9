/** Which devices the gateway has, as flags and environment name them, checked before anything is opened. */
import * as v from "valibot";
// Names only: the drivers themselves are loaded where there are such devices
import {
  MODEM_RECEIVERS,
  type ModemReceiver,
} from "../../hal/gps/receivers.ts";
import { MESSAGE_COMMANDS } from "../../hal/modem/message_commands.ts";
import { parseDuration } from "../duration.ts";
import type { FlagName, FlagValues } from "../flags/mod.ts";
import { UsageError } from "../usage_error.ts";
import { canOf, type CanSettings } from "./can_settings.ts";
import { bare, baud, formed, HOST, tcpPort } from "./schema.ts";

/** A serial port and its bit rate. */
export interface PortSettings {
  readonly path: string;
  /** Bits per second. */
  readonly baudRate: number;
}
/** The modem: on a port of its own, or ModemManager's. */
export type ModemSettings =
  | (PortSettings & {
    readonly kind: "port";
    /** Commands that follow the driver's own settings. */
    readonly setup: readonly string[];
  })
  | {
    readonly kind: "mm";
    /** As `mmcli -m` takes it. */
    readonly modem: string;
  };
/** The GPS receiver. */
export type GpsSettings =
  | { readonly kind: "gpsd"; readonly host: string; readonly port: number }
  | (PortSettings & { readonly kind: "nmea" })
  | {
    readonly kind: "modem";
    /** Command of the receiver inside it; undefined: as the modem's model tells. */
    readonly receiver: ModemReceiver | undefined;
  };
/** How a raw number becomes volts: `raw * scale + offset`. */
interface Scaling {
  readonly scale: number;
  readonly offset: number;
}
/** Where the 12 V supply is measured. */
export type SupplySettings =
  | { readonly kind: "modem"; readonly scaling: Scaling }
  | {
    readonly kind: "file";
    readonly path: string;
    readonly scaling: Scaling;
  }
  | {
    readonly kind: "command";
    readonly command: string;
    readonly args: readonly string[];
  };

/** When the program ends to spare the 12 V battery. */
export interface ShutdownSettings {
  /** V. */
  readonly below: number;
  /** How long the supply has to be below, s. */
  readonly delay: number;
  /** Program and arguments that are run at the very end; empty for none. */
  readonly command: readonly string[];
}

/** The gateway's devices; what is undefined is not there, or simulated. */
export interface HardwareSettings {
  /** The CAN buses, by their numbers. */
  readonly can: readonly CanSettings[];
  readonly modem: ModemSettings | undefined;
  readonly gps: GpsSettings | undefined;
  readonly supply: SupplySettings | undefined;
  /** The console of the module's diagnostics mode. */
  readonly diag: PortSettings | undefined;
  /** What is not named is simulated. */
  readonly simulate: boolean;
  readonly shutdown: ShutdownSettings | undefined;
  /** The flags that it was made from. */
  readonly flags: HardwareFlags;
}

const MODEM_BAUD = 115_200, GPS_BAUD = 9600, DIAG_BAUD = 9600;
/** A lead battery is empty below, and never above. */
const LOWEST = 9, HIGHEST = 14;
/** A motor or pump that starts pulls the level down for seconds, s. */
const SHUTDOWN_DELAY = 600;

const port = (fallback: number, expected: string) =>
  v.pipe(
    formed(/^(?<path>\/[^@]+)(@(?<baud>\d+))?$/, expected),
    v.transform(({ path = "", baud }) => ({
      path,
      baudRate: Number(baud ?? fallback),
    })),
    v.object({ path: v.string(), baudRate: baud }),
  );

/** Type of number: international with `+`, else unknown (3GPP TS 27.007, section 6.1). */
const INTERNATIONAL = 145, NATIONAL = 129;

const centre = v.pipe(
  formed(
    /^(?<plus>\+)?(?<digits>\d{3,20})$/,
    "the service centre's number, such as +491710760000",
  ),
  v.transform(({ plus = "", digits = "" }) =>
    `AT+CSCA="${plus}${digits}",${plus === "" ? NATIONAL : INTERNATIONAL}`
  ),
);

const atCommand = v.pipe(
  v.string(),
  v.transform((text) => text.trim()),
  v.regex(/^AT[ -~]{1,200}$/i, "expected a command such as AT+CNMP=38"),
  v.check(
    (at) => !MESSAGE_COMMANDS.test(at),
    "expected no command for messages and their settings, which are the program's own",
  ),
);

const gps = v.pipe(
  formed(
    new RegExp(
      String
        .raw`^((?<modem>modem)(:(?<receiver>${
        MODEM_RECEIVERS.join("|")
      }))?|gpsd:(?<host>${HOST})(:(?<port>\d+))?|nmea:(?<path>[^@]+)(@(?<baud>\d+))?)$`,
      "i",
    ),
    `gpsd:localhost:2947, nmea:/dev/ttyACM1@9600 or modem, and behind it the command of its receiver, as in modem:${
      MODEM_RECEIVERS.join(", modem:")
    }`,
  ),
  v.transform((
    { modem, receiver, host, port = 2947, path = "", baud = GPS_BAUD },
  ) =>
    modem !== undefined
      ? { kind: "modem", receiver: receiver?.toUpperCase() } as const
      : host !== undefined
      ? { kind: "gpsd", host: bare(host), port: Number(port) } as const
      : { kind: "nmea", path, baudRate: Number(baud) } as const
  ),
  v.variant("kind", [
    v.object({
      kind: v.literal("modem"),
      receiver: v.undefinedable(v.picklist(MODEM_RECEIVERS)),
    }),
    v.object({
      kind: v.literal("gpsd"),
      host: v.string(),
      port: tcpPort,
    }),
    v.object({
      kind: v.literal("nmea"),
      path: v.string(),
      baudRate: baud,
    }),
  ]),
);

const supply = v.pipe(
  formed(
    /^(command:(?<command>\S.*)|((?<modem>modem)|file:(?<path>\/[^@]+))(@(?<scale>\d+(\.\d+)?)(?<offset>[+-]\d+(\.\d+)?)?)?)$/,
    "modem, modem@3.1 (factor from the modem's volts), file:/sys/bus/iio/devices/iio:device0/in_voltage0_raw@0.001 (factor to volts, and +0.2 behind it for an offset) or command:PROGRAM ARGUMENTS",
  ),
  v.transform((
    { command, modem, path = "", scale = 1, offset = 0 },
  ): SupplySettings => {
    if (command !== undefined) {
      const [program = "", ...args] = command.trim().split(/\s+/);
      return { kind: "command", command: program, args };
    }
    const scaling = { scale: Number(scale), offset: Number(offset) };
    return modem === undefined
      ? { kind: "file", path, scaling }
      : { kind: "modem", scaling };
  }),
);

const below = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)?$/, "expected volts, such as 11.0"),
  v.transform(Number),
  v.minValue(LOWEST, `expected ${LOWEST} to ${HIGHEST} V`),
  v.maxValue(HIGHEST, `expected ${LOWEST} to ${HIGHEST} V`),
);

const delay = v.pipe(
  v.string(),
  v.transform((text) => parseDuration(text)),
  v.number("expected a time such as 90s or 10m"),
  v.transform((ms) => ms / 1000),
);

const words = v.pipe(
  v.string(),
  v.transform((text) => text.trim().split(/\s+/).filter((word) => word !== "")),
  v.minLength(1, "expected a program and its arguments"),
);

/** Flags that name a device: with one of them the program runs a gateway. */
export const DEVICES = ["can", "modem", "gps", "supply", "diag"] as const;

/** Flags of the hardware, as command line, environment or store have them. */
export type HardwareFlags = Pick<
  FlagValues,
  | (typeof DEVICES)[number]
  | "gateway"
  | "modem-init"
  | "smsc"
  | "simulate"
  | "shutdown-below"
  | "shutdown-delay"
  | "shutdown-command"
>;

/**
 * Checks the flags of the hardware, each for itself.
 * @returns undefined when there is neither a device nor the wish for a gateway: then all is simulated
 * @throws UsageError with one sentence for what cannot be
 */
export function hardwareOf(flags: FlagValues): HardwareSettings | undefined {
  const isGateway = flags.gateway || hasDevice(flags);
  const settings = hardwareFrom(flags);
  return isGateway ? settings : undefined;
}

/** Whether flags name a device. */
export function hasDevice(flags: HardwareFlags): boolean {
  return DEVICES.some((name) => flags[name] !== undefined);
}

/** The same for a gateway, whether it has a device or not. */
export function hardwareFrom(flags: HardwareFlags): HardwareSettings {
  const limit = read(flags, "shutdown-below", below);
  return {
    can: canOf(flags.can ?? []),
    modem: modemOf(flags),
    gps: read(flags, "gps", gps),
    supply: read(flags, "supply", supply),
    diag: read(flags, "diag", port(DIAG_BAUD, "/dev/ttyUSB0@9600")),
    simulate: flags.simulate ?? false,
    shutdown: limit === undefined ? undefined : {
      below: limit,
      delay: read(flags, "shutdown-delay", delay) ?? SHUTDOWN_DELAY,
      command: read(flags, "shutdown-command", words) ?? [],
    },
    flags,
  };
}

function modemOf(flags: HardwareFlags): ModemSettings | undefined {
  const smsc = read(flags, "smsc", centre);
  const setup = [
    ...smsc === undefined ? [] : [smsc],
    ...(flags["modem-init"] ?? []).map((text) =>
      checked("modem-init", text, atCommand)
    ),
  ];
  const shared = /^mm:(any|\d{1,3})?$/.exec(flags.modem ?? "");
  if (shared) {
    if (setup.length > 0) {
      throw new UsageError(
        "--smsc and --modem-init are for a modem on a port of its own: ModemManager takes no commands",
      );
    }
    return { kind: "mm", modem: shared[1] ?? "any" };
  }
  const expected = "/dev/ttyUSB2@115200, or mm: for the one of ModemManager";
  const modem = read(flags, "modem", port(MODEM_BAUD, expected));
  return modem && { kind: "port", ...modem, setup };
}

/** A device that lacks another one, and why it cannot be. */
export interface Lonely {
  readonly part: "gps" | "supply" | "shutdown";
  readonly why: string;
}

/** Devices that need another one, which is not there. */
export function lonelyOf(
  { modem, gps, supply, shutdown, simulate }: HardwareSettings,
): readonly Lonely[] {
  const lonely: Lonely[] = [];
  for (const [part, device] of [["gps", gps], ["supply", supply]] as const) {
    if (device?.kind !== "modem" || modem) continue;
    lonely.push({
      part,
      why:
        `--${part} cannot be "modem" without a modem: name it with --modem /dev/ttyUSB2@115200`,
    });
  }
  if (supply?.kind === "modem" && modem?.kind === "mm") {
    lonely.push({
      part: "supply",
      why:
        '--supply cannot be "modem" with ModemManager, which does not tell it',
    });
  }
  const measured = supply && !lonely.some(({ part }) => part === "supply");
  if (shutdown && !measured && !simulate) {
    lonely.push({
      part: "shutdown",
      why:
        "--shutdown-below needs to know the supply: name its source with --supply",
    });
  }
  return lonely;
}

function read<T>(
  flags: HardwareFlags,
  name: Exclude<keyof HardwareFlags, "can">,
  schema: v.GenericSchema<unknown, T>,
): T | undefined {
  const text = flags[name];
  return text === undefined ? undefined : checked(name, text, schema);
}

function checked<T>(
  name: FlagName,
  text: unknown,
  schema: v.GenericSchema<unknown, T>,
): T {
  const parsed = v.safeParse(schema, text, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new UsageError(
    `--${name} cannot be "${text}": ${parsed.issues[0].message}`,
  );
}
