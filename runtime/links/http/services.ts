import type { LinkServices } from "../link.ts";

/** What the web console needs of the runtime. */
export type HttpServices = Pick<
  LinkServices,
  | "text"
  | "query"
  | "host"
  | "registry"
  | "vehicle"
  | "params"
  | "features"
  | "settings"
  | "core"
  | "units"
  | "seconds"
  | "isLate"
  | "reconnect"
  | "health"
  | "listensToAll"
  | "listenToAll"
  | "options"
>;
