/** Devices of a gateway, each at its place: what is wanted there, and what two of them would have to share. */
import type { HardwareFlags, HardwareSettings } from "./settings.ts";
import { canOf, type CanSettings } from "./can_settings.ts";

/** A device that is wanted at its place, of a kind that can be exchanged while the program runs. */
export type Wish =
  & {
    /** Such as `can`, `can2`, `modem`. */
    readonly place: string;
    /** As it is named. */
    readonly text: string;
  }
  & (
    | { readonly kind: "can"; readonly settings: CanSettings }
    | {
      readonly kind: "modem";
      readonly settings: NonNullable<HardwareSettings["modem"]>;
    }
    | {
      readonly kind: "gps";
      readonly settings: NonNullable<HardwareSettings["gps"]>;
      /** The modem of a receiver that is inside one. */
      readonly modem: HardwareSettings["modem"];
    }
    | {
      readonly kind: "supply";
      readonly settings: NonNullable<HardwareSettings["supply"]>;
    }
  );

/** The place of a bus, by the number of which others know it. */
const placeOfBus = (bus: number) => bus === 1 ? "can" : `can${bus}`;

/** What is wanted, in the order in which it is opened: the modem first, which others need. */
export function wishesOf(
  { can, modem, gps, supply, flags }: HardwareSettings,
): readonly Wish[] {
  const wishes: Wish[] = [];
  if (modem) {
    wishes.push({
      place: "modem",
      kind: "modem",
      text: flags.modem ?? "",
      settings: modem,
    });
  }
  if (gps) {
    wishes.push({
      place: "gps",
      kind: "gps",
      text: flags.gps ?? "",
      settings: gps,
      modem: gps.kind === "modem" ? modem : undefined,
    });
  }
  if (supply) {
    wishes.push({
      place: "supply",
      kind: "supply",
      text: flags.supply ?? "",
      settings: supply,
    });
  }
  const texts = textsOfBuses(flags);
  for (const settings of can) {
    const text = texts.get(settings.bus) ?? "";
    wishes.push({
      place: placeOfBus(settings.bus),
      kind: "can",
      text,
      settings,
    });
  }
  return wishes;
}

function textsOfBuses(
  { can = [] }: HardwareFlags,
): ReadonlyMap<number, string> {
  return new Map(
    can.flatMap((text) => canOf([text]).map(({ bus }) => [bus, text] as const)),
  );
}

/** Whether two wishes are the same device, used in the same way. */
export function isSame(
  one: Wish | undefined,
  other: Wish | undefined,
): boolean {
  return one?.text === other?.text &&
    JSON.stringify(one) === JSON.stringify(other);
}

/** Whether only one of two devices can be open: they are behind the same port. */
export function shareDoor(one: Wish, other: Wish): boolean {
  const door = doorOf(one);
  return door !== undefined && door === doorOf(other);
}

/** Port or address that a device has for itself. */
function doorOf({ settings }: Wish): string | undefined {
  if ("path" in settings) return settings.path;
  return "host" in settings && settings.kind !== "gpsd"
    ? `${settings.host}:${settings.port}`
    : undefined;
}
