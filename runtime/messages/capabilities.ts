import { capabilitiesMessage } from "./compose.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { Registry } from "../commands/registry.ts";

/** Codes in the order in which the original announced them. */
const ANNOUNCED = [1, 2, 3, 4, 5, 6, 40, 41, 49];

/**
 * The capabilities line `V...`: the vehicle's codes, those of the original in its order, and what
 * came later.
 * @param common plugins that every vehicle has
 */
export function capabilitiesOf(
  registry: Registry,
  common: readonly Plugin[],
): string {
  const ids = new Set(common.map(({ id }) => id));
  const codes = [...registry.codes].map(([code, { owner }]) => ({
    code: Number(code),
    ofVehicle: !ids.has(owner),
  }));
  const known = (code: number) => codes.some((entry) => entry.code === code);
  return capabilitiesMessage(
    codes.filter(({ ofVehicle }) => ofVehicle).map(({ code }) => code),
    ANNOUNCED.filter(known),
    codes.filter(({ code, ofVehicle }) =>
      !ofVehicle && !ANNOUNCED.includes(code)
    ).map(({ code }) => code),
  );
}
