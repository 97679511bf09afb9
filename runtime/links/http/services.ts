import type { Runtime } from "../../runtime.ts";

/** What the web console needs of the runtime. */
export type HttpServices = Pick<
  Runtime,
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
  | "reconnect"
  | "problems"
  | "drivers"
  | "devices"
  | "listensToAll"
  | "listenToAll"
  | "options"
>;
