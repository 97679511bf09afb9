/**
 * The web console: a page, an API with live stream, and metrics for Prometheus, on one port.
 * @module
 */
export { createHttpLink, type HttpLink, type HttpOptions } from "./link.ts";
export type { Listening, RequestInfo } from "./listen.ts";
export type { HttpServices } from "./services.ts";
