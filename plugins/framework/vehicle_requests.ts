import { int, v } from "ovms-edge";
import { verbs } from "./own.ts";
import { word } from "./settings.ts";

/** Charge modes by their first three letters. */
const mode = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, 3).toUpperCase()),
  v.picklist(["STA", "STO", "RAN", "PER"]),
);
/** Seconds for which a charge that was stopped on request is not told. */
const STOP_IS_KNOWN = 30;

/**
 * Requests that a vehicle may carry out; what a vehicle's plugin does not take over has no effect,
 * as on the Twizy.
 */
export const vehicleRequests = verbs({
  "HOMELINK": {
    usage: "HOMELINK <0-3>",
    summary: "Presses a HomeLink button",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: v.tuple([int(0, 3)]),
    run: () => "Homelink activated",
  },
  "LOCK": {
    usage: "LOCK <pin>",
    summary: "Locks the car",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: v.tuple([word]),
    run: () => "Vehicle lock requested",
  },
  "UNLOCK": {
    usage: "UNLOCK <pin>",
    summary: "Unlocks the car",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: v.tuple([word]),
    run: () => "Vehicle unlock requested",
  },
  "VALET": {
    usage: "VALET <pin>",
    summary: "Turns valet mode on",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: v.tuple([word]),
    run: () => "Valet mode requested",
  },
  "UNVALET": {
    usage: "UNVALET <pin>",
    summary: "Turns valet mode off",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: v.tuple([word]),
    run: () => "Valet mode cancel requested",
  },
  "CHARGEMODE": {
    usage: "CHARGEMODE <STANDARD|STORAGE|RANGE|PERFORMANCE> [A]",
    summary: "Sets charge mode and current",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: v.tuple([mode, v.optional(int(0, 255))]),
    run: () => "Charge mode change requested",
  },
  "CHARGESTART": {
    usage: "CHARGESTART",
    summary: "Starts a charge",
    sensitive: true,
    auth: "phone",
    mute: false,
    run: (_, { hal }) => {
      hal.system.muteCharge(0);
      return "Charge start requested";
    },
  },
  "CHARGESTOP": {
    usage: "CHARGESTOP",
    summary: "Stops a charge",
    sensitive: true,
    auth: "phone",
    mute: false,
    run: (_, { hal }) => {
      hal.system.muteCharge(STOP_IS_KNOWN);
      return "Charge stop requested";
    },
  },
});
