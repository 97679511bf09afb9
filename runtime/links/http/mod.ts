/**
 * The web console: a page, an API with live stream, and metrics for Prometheus, on one port.
 * @module
 */
export {
  createHttpLink,
  type HttpLink,
  type HttpOptions,
  type RequestInfo,
} from "./link.ts";
export type { Listening } from "./listen.ts";
export type { HttpServices } from "./services.ts";
