import type { Scenario } from "./scenario.ts";

/** The release of the original firmware that a scenario was recorded from. */
export type Firmware = "3.0" | "3.9";

/** Those of the last release say so in their name. */
export function firmwareOf({ name }: Pick<Scenario, "name">): Firmware {
  return name.startsWith("later-") ? "3.9" : "3.0";
}
