/** Which interfaces the CAN buses have, as `--can` names them. */
import * as v from "valibot";
import { BIT_RATES } from "../../hal/linux/slcan_codec.ts";
import { UsageError } from "../usage_error.ts";
import { bare, baud, formed, HOST, rate, tcpPort } from "./schema.ts";

/** A bus and its interface; `tcp` speaks SLCAN. `bitRate` is the bus's, `baudRate` the adapter's line's, bit/s. */
export type CanSettings =
  & {
    /** Number of the bus, from 1. */
    readonly bus: number;
  }
  & (
    | { readonly kind: "socketcan" | "candump"; readonly network: string }
    | {
      readonly kind: "slcan";
      readonly path: string;
      readonly bitRate: number;
      readonly baudRate: number;
    }
    | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      readonly bitRate: number;
    }
    | {
      readonly kind: "socketcand";
      readonly host: string;
      readonly port: number;
      /** The interface's name on the server. */
      readonly network: string;
    }
  );

const CAN_RATE = 500_000, SLCAN_BAUD = 115_200, SOCKETCAND_PORT = 29_536;

const FORMS = [
  String.raw`(?<kind>socketcan|candump):(?<network>[\w.-]{1,15})`,
  String.raw`(?<kind>slcan):(?<path>\/[^@]+)(@(?<rate>\d+)(,(?<baud>\d+))?)?`,
  String.raw`(?<kind>tcp):(?<host>${HOST}):(?<port>\d+)(@(?<rate>\d+))?`,
  String
    .raw`(?<kind>socketcand):(?<host>${HOST})(:(?<port>\d+))?\/(?<network>[\w.-]{1,15})`,
];

const bitRate = rate(BIT_RATES.keys(), "SLCAN adapters");

/** `2=socketcan:can1` and the like. */
const can = v.pipe(
  formed(
    new RegExp(String.raw`^((?<bus>[1-9]\d?)=)?(${FORMS.join("|")})$`),
    "socketcan:can0, candump:can0, slcan:/dev/ttyACM0@500000, tcp:192.168.80.1:3333@500000 (SLCAN) or socketcand:host:29536/can0, with 2= in front for the second bus",
  ),
  v.transform((parts): CanSettings => {
    const { kind, network = "", path = "" } = parts;
    const bus = Number(parts.bus ?? 1), host = bare(parts.host ?? "");
    const bitRate = Number(parts.rate ?? CAN_RATE);
    switch (kind) {
      case "socketcan":
      case "candump":
        return { bus, kind, network };
      case "tcp":
        return { bus, kind, host, port: Number(parts.port), bitRate };
      case "socketcand": {
        const port = Number(parts.port ?? SOCKETCAND_PORT);
        return { bus, kind, host, port, network };
      }
      default: {
        const baudRate = Number(parts.baud ?? SLCAN_BAUD);
        return { bus, kind: "slcan", path, bitRate, baudRate };
      }
    }
  }),
  v.variant("kind", [
    v.object({
      bus: v.number(),
      kind: v.picklist(["socketcan", "candump"]),
      network: v.string(),
    }),
    v.object({
      bus: v.number(),
      kind: v.literal("slcan"),
      path: v.string(),
      bitRate,
      baudRate: baud,
    }),
    v.object({
      bus: v.number(),
      kind: v.literal("tcp"),
      host: v.string(),
      port: tcpPort,
      bitRate,
    }),
    v.object({
      bus: v.number(),
      kind: v.literal("socketcand"),
      host: v.string(),
      port: tcpPort,
      network: v.string(),
    }),
  ]),
);

/**
 * The buses in order of their numbers.
 * @throws UsageError with one sentence for what cannot be
 */
export function canOf(texts: readonly string[]): readonly CanSettings[] {
  const buses = texts.map((text): CanSettings => {
    const parsed = v.safeParse(can, text, { abortEarly: true });
    if (parsed.success) return parsed.output;
    throw new UsageError(
      `--can cannot be "${text}": ${parsed.issues[0].message}`,
    );
  });
  const twice = buses.find(({ bus }, at) =>
    buses.findIndex((other) => other.bus === bus) < at
  );
  if (twice) {
    throw new UsageError(
      `--can names bus ${twice.bus} twice: give each bus a number of its own, such as --can 2=socketcan:can1`,
    );
  }
  return buses.toSorted((one, other) => one.bus - other.bus);
}
