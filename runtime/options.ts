import type { Hal } from "../hal/mod.ts";
import type { Plugin } from "./contract/plugin.ts";
import type { AnySettings } from "./contract/settings.ts";
import type { Vehicle } from "./contract/vehicle.ts";
import type { Log } from "./log.ts";

/** What a runtime is put together from. */
export interface RuntimeOptions {
  readonly hal: Hal;
  /** Plugins that every vehicle has. */
  readonly common: readonly Plugin[];
  /** Vehicle types that parameter 14 can name. */
  readonly vehicles: readonly Vehicle[];
  /** Plugins from outside. */
  readonly extra?: readonly Plugin[];
  readonly log: Log;
  /** Country code for national phone numbers, such as `+49`. */
  readonly country?: string;
  /** Text messages that notices may cost in an hour; default: as the setting `sms.budget` says. */
  readonly smsBudget?: number;
  /** Whether server command 49 may send raw AT commands; default false. */
  readonly allowAt?: boolean;
  /** Whether the last known state of the vehicle is put back; default true. */
  readonly restore?: boolean;
  /** Refuses plugins from outside that do not fit, instead of leaving them out; default false. */
  readonly strict?: boolean;
  /** Sentences about what could not even be loaded. */
  readonly leftOut?: readonly string[];
  /** Whether what plugins read and hear may come from nobody, as when one is tried alone; default false. */
  readonly alone?: boolean;
  /** Whether this is a start that the owner is told about; default true. */
  readonly fresh?: boolean;
  /** Settings of the program around the runtime, by the part that they belong to. */
  readonly settings?: Readonly<Record<string, AnySettings>>;
  /** Model of the computer, if the system tells. */
  readonly board?: string;
}
