import type { Gsm } from "../../hal/mod.ts";
import type { Units } from "../contract/units.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { MetricStore } from "../metrics/metrics.ts";
import { HARDWARE, PRODUCT, VERSION } from "../version.ts";
import type { View } from "./compose.ts";

/** What messages tell of. */
export interface ViewParts {
  readonly metrics: MetricStore;
  readonly units: Units;
  readonly vehicle: Vehicle | undefined;
  /** Edition of the vehicle; empty for the vehicle itself. */
  readonly edition: string;
  /** Model of the computer, if the system tells. */
  readonly board: string | undefined;
  readonly gsm: Gsm | undefined;
  /** Value of feature 15. */
  readonly canWrite: number;
}

/** What messages are composed from, as it is now. */
export function viewOf(parts: ViewParts): View {
  const { metrics, units, vehicle, edition, board, gsm, canWrite } = parts;
  const type = vehicle?.type ?? "";
  return {
    get: (name) => metrics.look(name),
    units,
    version: `${VERSION}/${type}${edition}/${HARDWARE}`,
    vehicleType: type,
    hardware: board ? `${PRODUCT} ${board}` : PRODUCT,
    signal: gsm?.state.signal ?? 0,
    operator: gsm?.state.operator ?? "",
    canWrite,
    overrides: vehicle?.messages ?? {},
  };
}
