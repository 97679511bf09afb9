/**
 * The web console: a page, an API with live stream, and metrics for Prometheus, on one port.
 * @module
 */
export { httpLink, type WebConsole } from "./link.ts";
export type { HttpOptions, Page } from "./options.ts";
export type { Listening, RequestInfo } from "./connections/listen.ts";
export type { HttpServices } from "./services.ts";
