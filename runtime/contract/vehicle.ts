/** Vehicle types: a code and all that a car brings. */
import type { MessageOverrides } from "./messages.ts";
import type { Plugin } from "./plugin.ts";
import type { PageDecls } from "./queries.ts";
import type { AnySettings } from "./settings.ts";
import type { Texts } from "./texts.ts";
import type { Simulator } from "./simulator.ts";

/** A CAN bus of a vehicle. */
export interface BusDecl {
  /** What is on it, such as `EV-CAN`. */
  readonly name: string;
  /** Bit/s. */
  readonly bitRate: number;
  /** Frames a second that polls may cost, questions and answers; default 50. */
  readonly polls?: number;
}

/**
 * What a vehicle is when one of its settings has a certain value, such as the behaviour of another
 * release of its firmware; what is left out is as in the vehicle itself.
 */
export type Edition = Partial<
  Pick<
    Vehicle,
    "plugins" | "verbs" | "messages" | "writeBits" | "ownParameters"
  >
>;

/** Editions of a vehicle, and the setting that chooses between them. */
export interface Editions {
  /** Name of one of the vehicle's settings, whose values are texts. */
  readonly by: string;
  /** By the value of that setting; a value that is not here stands for the vehicle itself. */
  readonly of: Readonly<Record<string, Edition>>;
}

/** A vehicle type: a code and the plugins that make it. */
export interface Vehicle {
  /** Two letters, as parameter 14 has them. */
  readonly type: string;
  /** For people, such as `Electric bicycle`. */
  readonly name: string;
  /** What it is made of, in the order of their work. */
  readonly plugins: readonly Plugin[];
  /** Buses that it listens to, by number from 1; default: one. */
  readonly buses?: Readonly<Record<number, BusDecl>>;
  /** Verbs that HELP names first, in this order; those that no plugin brings are left out. */
  readonly verbs?: readonly string[];
  /** Settings of the whole vehicle, stored under its type in lower case; plugins read those that they list, too. */
  readonly settings?: AnySettings;
  /** Pages of the whole vehicle for the web console, served under its type in lower case. */
  readonly pages?: PageDecls;
  /** What it declares, in other languages, for the web console. */
  readonly texts?: Texts;
  /** The same vehicle with other plugins; a change of the setting takes effect at once. */
  readonly editions?: Editions;
  /** Bits of feature 15 of which each allows to write to the car; default: all of them. */
  readonly writeBits?: number;
  /**
   * Free parameters, 15 to 23, that stand for what the vehicle keeps in its own way, with what to do
   * instead of setting them: they read as empty, and nobody sets them.
   */
  readonly ownParameters?: Readonly<Record<number, string>>;
  /** Fields of the server messages that this vehicle fills in another way than the standard metrics say. */
  readonly messages?: MessageOverrides;
  /**
   * Topics below `notify/` where OVMS v3 has others for this vehicle than for most: of notices by plugin
   * and name, as `batt.alert`, and of records by what their type begins with, as `XX-TRIP-`. Such as
   * `alert/battery.status`; a record's begins with `data/`.
   */
  readonly topics?: Readonly<Record<string, string>>;
  /** What stands for the vehicle where there is none; without it, it cannot be simulated. */
  readonly simulator?: Simulator;
}

/**
 * Declares a vehicle type.
 *
 * ```ts
 * import { definePlugin, defineVehicle } from "ovms-edge";
 *
 * const bus = definePlugin({
 *   id: "bicycle-bus",
 *   metrics: { soc: "v.b.soc" },
 *   frames: { 0x10: { signals: { soc: { at: "B0" } } } },
 * });
 * export const bicycle = defineVehicle({ type: "BK", name: "Bicycle", plugins: [bus] });
 * ```
 */
export function defineVehicle(vehicle: Vehicle): Vehicle {
  return vehicle;
}

/** Numbers of the buses that a vehicle listens to, in order. */
export function busesOf(
  { buses = {} }: Pick<Vehicle, "buses">,
): readonly number[] {
  const numbers = Object.keys(buses).map(Number).sort((a, b) => a - b);
  return numbers.length > 0 ? numbers : [1];
}
