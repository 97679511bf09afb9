/** Which interfaces the CAN buses have, as `--can` names them. */
import * as v from "valibot";
import { BIT_RATES } from "../../hal/linux/slcan_codec.ts";
import { UsageError } from "../usage_error.ts";
import { baud, formed, rate } from "./schema.ts";

/** A bus and its interface; `bitRate` is the bus's, `baudRate` the adapter's line's, bit/s. */
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
  );

const CAN_RATE = 500_000, SLCAN_BAUD = 115_200;

const FORMS = [
  String.raw`(?<kind>socketcan|candump):(?<network>[\w.-]{1,15})`,
  String.raw`(?<kind>slcan):(?<path>\/[^@]+)(@(?<rate>\d+)(,(?<baud>\d+))?)?`,
];

/** `2=socketcan:can1` and the like. */
const can = v.pipe(
  formed(
    new RegExp(String.raw`^((?<bus>[1-9]\d?)=)?(${FORMS.join("|")})$`),
    "socketcan:can0, candump:can0 or slcan:/dev/ttyACM0@500000, with 2= in front for the second bus",
  ),
  v.transform((parts): CanSettings => {
    const { kind, network = "", path = "" } = parts;
    const { rate = CAN_RATE, baud = SLCAN_BAUD } = parts;
    const bus = Number(parts.bus ?? 1);
    return kind === "socketcan" || kind === "candump"
      ? { bus, kind, network }
      : {
        bus,
        kind: "slcan",
        path,
        bitRate: Number(rate),
        baudRate: Number(baud),
      };
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
      bitRate: rate(BIT_RATES.keys(), "SLCAN adapters"),
      baudRate: baud,
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
