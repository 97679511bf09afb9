import type { Params } from "../../settings/params.ts";
import { PARAM } from "../../settings/params.ts";
import type { Settings } from "../../settings/settings.ts";

/** Where the instances of OVMS v3 are among the parameters: those that a client may see. */
const PARAMETERS: Readonly<Record<string, number>> = {
  "vehicle/id": PARAM.vehicleId,
  "vehicle/units.distance": PARAM.units,
  "auto/vehicle.type": PARAM.vehicleType,
  "server.v2/server": PARAM.server,
};

/**
 * What a client asked for, as `param/instance`: a setting, as `mqtt/prefix`, or what OVMS v3 has under
 * that name. Empty for what there is not, and for all that is secret.
 */
export function configValue(
  name: string,
  { params, settings }: {
    readonly params: Pick<Params, "get">;
    readonly settings: Pick<Settings, "list">;
  },
): string {
  const number = PARAMETERS[name];
  if (number !== undefined) return params.get(number);
  const full = name.replace("/", ".").toLowerCase();
  const found = settings.list().find((state) =>
    state.name.toLowerCase() === full
  );
  return found && !found.secret ? found.text : "";
}
