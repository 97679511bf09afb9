/**
 * What the program comes with: the plugins of every vehicle, and the vehicle types that parameter 14
 * can name.
 * @module
 */
import type { Plugin, Vehicle } from "ovms-edge";
import framework from "./framework/mod.ts";
import net from "./net/mod.ts";
import { nl } from "./leaf/mod.ts";
import { o2 } from "./obd/mod.ts";
import { ntfy, webhook, webpush } from "./push/mod.ts";
import ways from "./ways/mod.ts";
import trips from "./trips/mod.ts";
import { rt } from "./twizy/mod.ts";

/** Plugins that every vehicle has. */
export const common: readonly Plugin[] = [
  framework,
  net,
  ntfy,
  webhook,
  webpush,
  ways,
  trips,
];

/** Vehicle types. */
export const vehicles: readonly Vehicle[] = [rt, nl, o2];
