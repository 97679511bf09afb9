import { PARAM } from "../../settings/params.ts";
import type { LinkServices } from "../link.ts";
import { isForgeable, parseBroker } from "./address.ts";
import type { LinkSetup } from "./link.ts";
import { ownPrefix, standardPrefix } from "./topics.ts";

/** What a connection is made from. */
type Known = Pick<LinkServices, "params" | "core">;

/** Why a command is not executed that anybody on the way could have written. */
const FORGEABLE =
  "refused: anybody on the way could have sent this. Use mqtts:// or set mqtt.plain-control on the gateway";

/**
 * The connection as the settings have it.
 * @param url address in the place of the setting `mqtt.url`
 * @param also topic outside of the prefix that is listened to
 * @returns undefined while there is no address
 */
export function setupOf(
  { params, core: { mqtt } }: Known,
  url = mqtt.url,
  also?: string,
): LinkSetup | undefined {
  if (url === "") return undefined;
  const address = parseBroker(url), vehicle = params.get(PARAM.vehicleId);
  const user = mqtt.user || address.user;
  const prefix = mqtt.prefix || address.prefix;
  return {
    login: {
      address,
      user,
      password: mqtt.password,
      clientId: mqtt["client-id"] || vehicle || "ovms-edge",
      keepAlive: mqtt["keep-alive"],
      version: mqtt.version,
      ca: mqtt.ca,
      cert: mqtt.cert,
      key: mqtt.key,
    },
    also,
    prefix: prefix === "" ? standardPrefix(user, vehicle) : ownPrefix(prefix),
  };
}

/** Why commands with power over car or gateway are refused on such a connection; undefined where they are not. */
export function guardedOn(
  setup: LinkSetup | undefined,
  { core: { mqtt } }: Known,
): string | undefined {
  const isOpen = setup !== undefined && isForgeable(setup.login.address) &&
    !mqtt["plain-control"];
  return isOpen ? FORGEABLE : undefined;
}
